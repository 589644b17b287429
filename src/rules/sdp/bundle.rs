//! Rules about `a=mid` and `a=group:BUNDLE` (RFC 5888, RFC 9143).

use std::collections::{HashMap, HashSet};

use super::super::Draft;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, Place, Role, Text};

/// The mids of each BUNDLE group, with their places.
fn groups<'a>(case: &Case<'a>) -> Vec<Vec<Text<'a>>> {
    let lines = case.session.all("group").map(Attribute::trimmed);
    let bundles = lines.filter(|value| value.words().next().is_some_and(|word| word.as_str() == "BUNDLE"));
    bundles.map(|value| value.words().skip(1).collect()).collect()
}

/// The mids that `start` gives to sections without one: the lowest numbers that `taken` lets through, in order.
fn generated<'a>(case: &Case<'a>, taken: impl Fn(&str) -> bool) -> Vec<String> {
    let mut numbers = (0u32..).map(|n| n.to_string()).filter(|mid| !taken(mid));
    case.parts.iter().filter(|part| part.mid.is_none()).filter_map(|_| numbers.next()).collect()
}

fn mids<'a>(case: &Case<'a>) -> HashSet<&'a str> {
    case.parts.iter().filter_map(|part| part.mid).map(Text::as_str).collect()
}

/// A section without `a=mid`, where a BUNDLE group has to name it.
///
/// Both browsers number such sections themselves: Chrome from 0 without looking, Firefox by what is free.
pub(super) fn missing_mid(case: &Case<'_>) -> Vec<Draft> {
    let without: Vec<_> = case.live().filter(|part| part.mid.is_none()).collect();
    let Some(first) = without.first().filter(|_| case.is_whole()) else { return Vec::new() };
    let groups = groups(case);
    let what = match without.len() {
        1 => format!("the {} has no `a=mid`", first.name()),
        n => format!("{n} sections have no `a=mid`, the first is the {}", first.name()),
    };
    let draft = |message| {
        Draft::new(first.name(), message)
            .spans(without.iter().map(|part| part.line()), "no `a=mid` in this section")
            .help("give each section an `a=mid` of its own, and name it in `a=group:BUNDLE`")
    };
    let Some(group) = groups.first().filter(|group| !group.is_empty()) else {
        return vec![draft(what).severity(Severity::Warning).breaks_browsers(Effect::Notes)];
    };
    let known = mids(case);
    let unknown = |given: &[String]| {
        let missing = |mid: &&Text<'_>| !known.contains(mid.as_str()) && !given.iter().any(|g| g == mid.as_str());
        groups.iter().flatten().find(missing).is_some()
    };
    let tagless = group.first().is_some_and(|tag| !known.contains(tag.as_str()));
    let (chrome, firefox) = if case.role == Role::Answer {
        // An answer's sections are those of the offer, and Chrome gives them their mids as long as one has its own.
        let none = known.is_empty();
        let chrome = if none { Effect::NoConnection } else { Effect::Notes };
        (chrome, if tagless && !none { Effect::Refuses } else { chrome })
    } else {
        let blind = generated(case, |_| false);
        let clash = blind.iter().any(|mid| known.contains(mid.as_str()));
        let free = generated(case, |mid| known.contains(mid));
        let refuses = |refused: bool| if refused { Effect::Refuses } else { Effect::Notes };
        let late = if unknown(&free) { Effect::FailsLater } else { Effect::Notes };
        (refuses(clash || unknown(&blind)), if tagless { Effect::Refuses } else { late })
    };
    // SIPCC reads the names of attributes in either case.
    let firefox = if without.iter().all(|part| part.has_otherwise("mid")) { Effect::Notes } else { firefox };
    let draft = draft(format!("{what}, but `a=group:BUNDLE` goes by it"))
        .breaks(Target::Chrome, chrome)
        .breaks(Target::Firefox, firefox);
    let draft = match group.iter().find(|mid| !known.contains(mid.as_str())) {
        Some(mid) => draft.span(mid.range(), "this mid has no section"),
        None => draft,
    };
    vec![if chrome == Effect::Notes && firefox == Effect::Notes { draft.severity(Severity::Warning) } else { draft }]
}

/// One mid for two sections (RFC 5888 section 4).
pub(super) fn duplicate_mid(case: &Case<'_>) -> Vec<Draft> {
    let known = mids(case);
    let unknown = groups(case).iter().flatten().any(|named| !known.contains(named.as_str()));
    let mut seen: HashMap<&str, &Part<'_>> = HashMap::new();
    let mut drafts = Vec::new();
    for part in &case.parts {
        let Some(mid) = part.mid else { continue };
        let Some(first) = seen.get(mid.as_str()) else {
            seen.insert(mid.as_str(), part);
            continue;
        };
        if drafts.len() == MOST {
            break;
        }
        let draft = Draft::new(part.name(), format!("mid `{}` belongs to two sections", mid.head()))
            .span(mid.range(), "used again")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, if unknown { Effect::FailsLater } else { Effect::NoConnection })
            .help("give each section a mid of its own");
        let first = first.mid.map_or(0..0, Text::range);
        drafts.push(draft.span(first, "first used here"));
    }
    drafts
}

/// How many findings of one kind are enough.
const MOST: usize = 20;

/// The longest mid that browsers take, in bytes: what a one-byte header extension holds (RFC 8285 section 4.2).
const LONGEST_MID: usize = 16;

/// A mid that fits in no header extension.
pub(super) fn mid_too_long(case: &Case<'_>) -> Vec<Draft> {
    let long = case.live().filter_map(|part| Some((part, part.mid.filter(|mid| mid.as_str().len() > LONGEST_MID)?)));
    long.map(|(part, mid)| {
        Draft::new(
            part.name(),
            format!("a mid of {} bytes, and browsers take {LONGEST_MID} at most", mid.as_str().len()),
        )
        .span(mid.range(), "too long")
        .breaks_browsers(Effect::Refuses)
        .help("name sections shortly: three bytes are enough, and are in every packet")
    })
    .take(MOST)
    .collect()
}

/// A BUNDLE group that names a mid which no section has. Where sections lack their mid or share one, or the text
/// breaks off, that is the cause.
pub(super) fn bundle_unknown_mid(case: &Case<'_>) -> Vec<Draft> {
    let known = mids(case);
    if case.cut
        || case.parts.is_empty()
        || case.parts.iter().any(|part| part.mid.is_none())
        || known.len() < case.parts.len()
    {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for group in groups(case) {
        let unknown: Vec<_> = group.iter().filter(|mid| !known.contains(mid.as_str())).collect();
        let Some(first) = unknown.first() else { continue };
        let tag = group.first().is_some_and(|tag| !known.contains(tag.as_str()));
        let names: Vec<_> = unknown.iter().take(4).map(|mid| format!("`{}`", mid.head())).collect();
        let draft = Draft::new("session part", format!("BUNDLE names mid {}, but no section has it", names.join(", ")))
            .span(first.range(), "no such section")
            .spans(unknown.iter().skip(1).map(|mid| mid.range()), "nor this")
            .spans(strays(case), "no group names this")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(
                Target::Firefox,
                if tag || case.role == Role::Answer { Effect::Refuses } else { Effect::FailsLater },
            )
            .help("take the mid out of the group, or put its section back");
        drafts.push(unknown.iter().fold(draft, |draft, mid| draft.edit(mid.range().start - 1..mid.range().end, "")));
    }
    drafts
}

/// The mids that no group names: the one that was meant may be among them.
fn strays(case: &Case<'_>) -> Vec<std::ops::Range<usize>> {
    let named: HashSet<&str> = case.bundles.groups.iter().flatten().copied().collect();
    let mids = case.parts.iter().filter_map(|part| part.mid);
    mids.filter(|mid| !named.contains(mid.as_str())).map(Text::range).take(MOST).collect()
}

/// A mid in more than one BUNDLE group.
pub(super) fn mid_in_two_bundles(case: &Case<'_>) -> Vec<Draft> {
    let mut seen: HashMap<&str, (usize, Text<'_>)> = HashMap::new();
    let mut drafts = Vec::new();
    for (number, group) in groups(case).into_iter().enumerate() {
        for mid in group {
            match seen.get(mid.as_str()) {
                Some((other, first)) if *other != number => drafts.push(
                    Draft::new("session part", format!("mid `{}` is in two BUNDLE groups", mid.head()))
                        .span(mid.range(), "here again")
                        .span(first.range(), "and here")
                        .breaks_browsers(Effect::Refuses)
                        .help("keep each section in one group"),
                ),
                Some(_) => {}
                None => _ = seen.insert(mid.as_str(), (number, mid)),
            }
        }
    }
    drafts.truncate(MOST);
    drafts
}

/// A mid twice in one BUNDLE group.
pub(super) fn bundle_repeats_mid(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for group in groups(case) {
        let mut seen: HashMap<&str, Text<'_>> = HashMap::new();
        for mid in group {
            let Some(first) = seen.insert(mid.as_str(), mid) else { continue };
            if drafts.len() < MOST {
                drafts.push(
                    Draft::new("session part", format!("BUNDLE names mid `{}` twice", mid.head()))
                        .span(mid.range(), "again")
                        .span(first.range(), "first here")
                        .edit(mid.range().start - 1..mid.range().end, "")
                        .breaks(Target::Chrome, Effect::Notes)
                        .breaks(Target::Firefox, Effect::Refuses)
                        .help("name each mid once"),
                );
            }
        }
    }
    drafts
}

/// Several sections, and no group: each needs a transport of its own.
pub(super) fn no_bundle(case: &Case<'_>) -> Vec<Draft> {
    let alone: Vec<_> =
        case.live().filter(|part| part.place == Place::Alone && part.wants_dtls(&case.session)).collect();
    if case.paired || alone.len() < 2 || groups(case).iter().any(|group| !group.is_empty()) {
        return Vec::new();
    }
    vec![
        Draft::new("session part", format!("no `a=group:BUNDLE`: each of {} sections needs a transport of its own", alone.len()))
            .spans(alone.iter().map(|part| part.line()), "a transport of its own")
            .breaks_browsers(Effect::Notes)
            .help("let the writer bundle (`bundlePolicy: \"max-bundle\"`): fewer candidates, fewer checks, one DTLS handshake"),
    ]
}

/// An answer that leaves sections out of the offered bundle. Where they have the transport of another all the same, the
/// offerer waits for one that nobody opens.
pub(super) fn bundle_refused(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    // A section without a mid is another fault.
    let taken = |part: &Part<'_>| !part.rejected && (part.mid.is_some() || answer.bundles.groups.is_empty());
    let pairs =
        offer.parts.iter().zip(&answer.parts).filter(|(offered, part)| offered.place != Place::Alone && taken(part));
    let left: Vec<_> = pairs.filter(|(_, part)| part.place == Place::Alone).collect();
    let mut owners: HashMap<&str, usize> = HashMap::new();
    answer.live().filter_map(|part| ufrag(answer, part)).for_each(|name| *owners.entry(name).or_insert(0) += 1);
    let Some((offered, first)) = left.first().filter(|_| answer.live().count() > 1) else { return Vec::new() };
    let shared = left.iter().any(|(_, part)| ufrag(answer, part).is_some_and(|name| owners.get(name) > Some(&1)));
    let what = match left.len() {
        1 => format!("the answer takes the {} out of the offered BUNDLE", first.name()),
        n => format!("the answer takes {n} sections out of the offered BUNDLE, the first is the {}", first.name()),
    };
    let draft = Draft::new(
        first.name(),
        if shared { format!("{what}, yet gives it the ICE credentials of another") } else { what },
    );
    let draft =
        left.iter().take(4).fold(draft, |draft, (_, part)| draft.answer_span(part.line(), "a transport of its own"));
    let draft = match offer.session.all("group").next() {
        Some(group) => draft.span(group.trimmed().range(), "offered here"),
        None => draft.span(offered.line(), "offered in a bundle"),
    };
    let draft =
        draft.help("answer with the group that was offered, or with a transport for each section that is left out");
    vec![if shared {
        draft.severity(Severity::Error).breaks_browsers(Effect::NoConnection)
    } else {
        draft.severity(Severity::Warning).breaks_browsers(Effect::Notes)
    }]
}

fn ufrag<'a>(case: &Case<'a>, part: &Part<'a>) -> Option<&'a str> {
    case.inherited(part, "ice-ufrag").map(|attribute| attribute.trimmed().as_str())
}

/// Bundled sections that differ in what their one transport has only once (RFC 9143 section 7.1.3, RFC 8859).
///
/// In an offer each section may still get a transport of its own, so that differences there are in order.
pub(super) fn bundle_transport_mismatch(case: &Case<'_>) -> Vec<Draft> {
    let by_mid: HashMap<&str, &Part<'_>> =
        case.live().filter_map(|part| part.mid.map(|mid| (mid.as_str(), part))).collect();
    let mut drafts = Vec::new();
    for part in case.live().filter(|part| part.place == Place::Rider) {
        let Some(tag) = case.bundles.tag(part.section).and_then(|mid| by_mid.get(mid)) else { continue };
        for key in ["ice-ufrag", "ice-pwd", "fingerprint", "setup"] {
            let (own, theirs) = (part.first(key), case.inherited(tag, key));
            let (Some(own), Some(theirs)) = (own, theirs) else { continue };
            if own.trimmed().as_str().eq_ignore_ascii_case(theirs.trimmed().as_str()) {
                continue;
            }
            let draft = Draft::new(
                part.name(),
                format!(
                    "`a={key}` of the {} differs from that of the {}, whose transport it uses",
                    part.name(),
                    tag.name()
                ),
            )
            .span(own.key.range(), "does not count")
            .span(theirs.key.range(), "counts for all of the bundle")
            .breaks_browsers(Effect::Notes)
            .help("write the same value in every section of the bundle");
            drafts.push(if case.role == Role::Answer { draft } else { draft.severity(Severity::Info) });
            break;
        }
        if drafts.len() == MOST {
            break;
        }
    }
    drafts
}

/// One payload type for two codecs in bundled sections (RFC 9143 section 9.1).
pub(super) fn pt_clash_in_bundle(case: &Case<'_>) -> Vec<Draft> {
    let mut seen: HashMap<(&str, &str), (&Part<'_>, String)> = HashMap::new();
    let mut drafts = Vec::new();
    for part in case.live().filter(|part| part.place != Place::Alone && part.media.is_rtp()) {
        let Some(tag) = case.bundles.tag(part.section) else { continue };
        for codec in part.codecs.iter().filter(|codec| !codec.name.is_empty()) {
            // Browsers do not look at the clock of video, and a wrong one has a rule of its own.
            let video = part.media.kind.as_str() == "video";
            let encoding = if video { codec.name.to_ascii_lowercase() } else { codec.encoding().to_ascii_lowercase() };
            let Some((other, first)) = seen.get(&(tag, codec.payload)) else {
                seen.insert((tag, codec.payload), (part, encoding));
                continue;
            };
            if *first == encoding || other.section.index == part.section.index || drafts.len() == MOST {
                continue;
            }
            let message = format!(
                "payload type `{}` is `{encoding}` in the {} and `{first}` in the {}, on one transport",
                codec.payload,
                part.name(),
                other.name()
            );
            let place = |part: &Part<'_>| mapping(part, codec.payload);
            drafts.push(
                Draft::new(part.name(), message)
                    .span(place(part), "a second meaning")
                    .span(place(other), "the first")
                    .breaks_browsers(Effect::MediaMissing)
                    .help("give one of them another number; 96 to 127 are free, then 35 to 63"),
            );
        }
    }
    drafts
}

/// Where `payload` gets its meaning: its `rtpmap`, else its place in the `m=` line.
fn mapping(part: &Part<'_>, payload: &str) -> std::ops::Range<usize> {
    let map = part.all("rtpmap").map(|map| map.trimmed().split_word().0).find(|word| word.as_str() == payload);
    let listed = || part.media.formats.words().find(|word| word.as_str() == payload);
    map.or_else(listed).map_or(0..0, Text::range)
}

/// One id for two header extensions in bundled sections (RFC 9143 section 9.2).
pub(super) fn extmap_clash_in_bundle(case: &Case<'_>) -> Vec<Draft> {
    let mut seen: HashMap<(&str, &str), (&Part<'_>, Text<'_>, Text<'_>)> = HashMap::new();
    let mut drafts = Vec::new();
    for part in case.live().filter(|part| part.place != Place::Alone) {
        let Some(tag) = case.bundles.tag(part.section) else { continue };
        for extmap in part.all("extmap") {
            let (id, rest) = extmap.trimmed().split_word();
            let uri = rest.split_word().0;
            let number = id.split_once('/').map_or(id, |(number, _)| number);
            if uri.is_empty() {
                continue;
            }
            let Some((other, first_uri, first_id)) = seen.get(&(tag, number.as_str())) else {
                seen.insert((tag, number.as_str()), (part, uri, number));
                continue;
            };
            if first_uri.as_str() == uri.as_str() || other.section.index == part.section.index || drafts.len() == MOST {
                continue;
            }
            drafts.push(
                Draft::new(
                    part.name(),
                    format!(
                        "header extension id `{}` is `{}` in the {} and `{}` in the {}",
                        number.head(),
                        uri.as_str(),
                        part.name(),
                        first_uri.as_str(),
                        other.name()
                    ),
                )
                .span(number.range(), "a second meaning")
                .span(first_id.range(), "the first")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, Effect::Notes)
                .help("give each extension one id throughout the bundle"),
            );
        }
    }
    drafts
}

/// One SSRC in two bundled sections (RFC 5576, RFC 9143 section 9.2).
pub(super) fn ssrc_clash(case: &Case<'_>) -> Vec<Draft> {
    let mut seen: HashMap<(&str, &str), (&Part<'_>, Text<'_>)> = HashMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut told: HashSet<&str> = HashSet::new();
    for part in case.live().filter(|part| part.place != Place::Alone) {
        let Some(tag) = case.bundles.tag(part.section) else { continue };
        for ssrc in part.all("ssrc").map(|ssrc| ssrc.trimmed().split_word().0) {
            let Some((other, first)) = seen.get(&(tag, ssrc.as_str())) else {
                seen.insert((tag, ssrc.as_str()), (part, ssrc));
                continue;
            };
            if other.section.index == part.section.index || drafts.len() == MOST || !told.insert(ssrc.as_str()) {
                continue;
            }
            drafts.push(
                Draft::new(
                    part.name(),
                    format!("SSRC `{}` is in the {} and in the {}", ssrc.head(), other.name(), part.name()),
                )
                .span(ssrc.range(), "again")
                .span(first.range(), "first here")
                .breaks(Target::Chrome, Effect::FailsLater)
                .breaks(Target::Firefox, Effect::Notes)
                .help("give each stream an SSRC of its own, or leave `a=ssrc` out"),
            );
        }
    }
    drafts
}

/// More than one data channel section: there is one SCTP association for each connection (RFC 8841 section 10).
pub(super) fn two_datachannel_sections(case: &Case<'_>) -> Vec<Draft> {
    let data: Vec<_> = case.live().filter(|part| part.media.is_data()).collect();
    let [first, rest @ ..] = data.as_slice() else { return Vec::new() };
    if rest.is_empty() {
        return Vec::new();
    }
    vec![
        Draft::new(
            "session",
            format!("{} data channel sections, and a connection has one SCTP association", data.len()),
        )
        .spans(rest.iter().map(|part| part.line()), "one too many")
        .span(first.line(), "the first, which holds any number of channels")
        .breaks(Target::Chrome, Effect::NoConnection)
        .breaks(Target::Firefox, Effect::FailsLater)
        .help("keep one data channel section, and open all channels in it"),
    ]
}
