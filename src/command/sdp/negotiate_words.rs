//! Negotiations in sentences.

use super::body::Names;
use crate::report::Finding;
use crate::report::number::plural;
use crate::sdp::negotiate::{Agreement, Nearest, Negotiation, Outcome, Rejection, Side};
use crate::sdp::{Codec, Difference, Direction};

use super::super::list;

/// How many kinds of sections a sentence can hold.
const KINDS: usize = 6;

/// The one sentence.
pub(super) fn verdict(
    names: &Names<'_>,
    forth: &Negotiation<'_>,
    back: Option<&Negotiation<'_>>,
    worst: Option<&Finding>,
) -> String {
    let outcome = [alive(forth)].into_iter().chain(dead(forth)).collect::<Vec<_>>().join("; ");
    let answerer = names.answerer.rsplit(['/', '\\']).next().unwrap_or_default();
    let text = match back {
        None => outcome,
        // What dies one way dies the other way, and needs no second telling.
        Some(back) if alive(back) == alive(forth) && dead(back).len() == dead(forth).len() => {
            format!("`{answerer}` would answer: {outcome}; the same comes of it if it calls instead")
        }
        Some(back) => format!("`{answerer}` would answer: {outcome}; if it calls instead: {}", alive(back)),
    };
    worst.map_or_else(|| text.clone(), |finding| format!("{}; {text}", finding.message))
}

/// `audio opus, video VP8 both ways and data on 1 transport; the answerer begins DTLS`.
fn alive(negotiation: &Negotiation<'_>) -> String {
    let ways: Vec<_> = negotiation.agreed().filter_map(|(_, terms)| terms.direction).collect();
    let common = ways.first().copied().filter(|first| ways.iter().all(|way| way == first));
    let mut kinds: Vec<(String, usize)> = Vec::new();
    let mut add = |text: String| match kinds.iter_mut().find(|(known, _)| *known == text) {
        Some((_, n)) => *n += 1,
        None => kinds.push((text, 1)),
    };
    for (outcome, terms) in negotiation.agreed() {
        match (terms.direction, common) {
            (None, _) => {}
            (Some(_), Some(_)) => add(format!("{}{}", outcome.kind(), sent(terms))),
            (Some(direction), None) => add(format!("{}{} {}", outcome.kind(), sent(terms), way(direction))),
        }
    }
    let mut words = counted(kinds);
    if let (Some(direction), Some(last)) = (common, words.last_mut()) {
        last.push_str(&format!(" {}", way(direction)));
    }
    if negotiation.agreed().any(|(_, terms)| terms.direction.is_none()) {
        words.push("data".to_owned());
    }
    let mut parts = Vec::new();
    if words.is_empty() {
        parts.push("nothing is agreed on".to_owned());
    } else {
        parts.push(format!("{} on {}", list(&words), plural(negotiation.transports(), "transport")));
        parts.extend(dtls(negotiation));
    }
    parts.join("; ")
}

fn counted(kinds: Vec<(String, usize)>) -> Vec<String> {
    let more = kinds.len().saturating_sub(KINDS);
    let words = kinds.into_iter().take(KINDS).map(|(kind, n)| if n == 1 { kind } else { format!("{n} {kind}") });
    words.chain((more > 0).then(|| format!("{more} more"))).collect()
}

/// The codecs that are sent: one where both sides send the same.
fn sent(terms: &Agreement<'_>) -> String {
    match (terms.offerer_sends, terms.answerer_sends) {
        (Some(forth), Some(back)) if !forth.is(back.name) => format!(" ({} forth, {} back)", forth.name, back.name),
        (Some(codec), _) | (None, Some(codec)) => format!(" {}", codec.name),
        (None, None) if terms.codecs.is_empty() || carries(terms) => String::new(),
        (None, None) => " without a codec that carries media,".to_owned(),
    }
}

/// Whether the two have more in common than repair and filling.
fn carries(terms: &Agreement<'_>) -> bool {
    terms.codecs.iter().any(|codec| codec.offered.is_media())
}

/// A direction in words.
pub(super) fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::SendRecv => "both ways",
        Direction::SendOnly => "from the offerer alone",
        Direction::RecvOnly => "from the answerer alone",
        Direction::Inactive => "sent by nobody",
    }
}

/// Who begins DTLS, if it is the same everywhere.
fn dtls(negotiation: &Negotiation<'_>) -> Option<String> {
    let mut clients = negotiation.agreed().filter(|(_, terms)| terms.dtls).map(|(_, terms)| terms.dtls_client);
    let first = clients.next()?;
    if clients.any(|client| client != first) {
        return Some("who begins DTLS differs by section".to_owned());
    }
    Some(match first {
        Some(client) => format!("the {} begins DTLS", client.word()),
        None => "nobody can begin DTLS, since the two `a=setup` contradict each other".to_owned(),
    })
}

/// What died, for its kind: the first three reasons.
fn dead(negotiation: &Negotiation<'_>) -> Vec<String> {
    let dead = negotiation.sections.iter().filter_map(|outcome| Some((outcome, outcome.terms.as_ref().err()?)));
    // What nobody offered is no loss.
    let dead: Vec<_> = dead.filter(|(_, why)| !matches!(why, Rejection::NotOffered)).collect();
    let mut texts: Vec<_> =
        dead.iter().take(3).map(|(outcome, _)| format!("{} is rejected: {}", name(outcome), reason(outcome))).collect();
    if dead.len() > 3 {
        texts.push(format!("{} rejected", plural(dead.len() - 3, "more section")));
    }
    texts
}

/// What fails the call: nothing is agreed on, or a section died that both sides wanted.
pub(super) fn fatal(negotiation: &Negotiation<'_>) -> Option<String> {
    let wanted = |outcome: &&Outcome<'_>| matches!(outcome.terms, Err(Rejection::NoCommonCodec(_)));
    match negotiation.sections.iter().find(wanted) {
        Some(outcome) => Some(format!("{} has no codec in common", name(outcome))),
        None => negotiation.agreed().next().is_none().then(|| "no section is agreed on".to_owned()),
    }
}

/// `video `1``, for sentences.
fn name(outcome: &Outcome<'_>) -> String {
    match outcome.mid {
        Some(mid) => format!("{} `{}`", outcome.kind(), mid.chars().take(40).collect::<String>()),
        None => format!("{} in section {}", outcome.kind(), outcome.index + 1),
    }
}

/// Why a section was rejected, or why its codecs are what is sent.
pub(super) fn reason(outcome: &Outcome<'_>) -> String {
    let why = match &outcome.terms {
        Ok(terms) => return chosen(terms),
        Err(why) => why,
    };
    let has = |section: Option<&crate::sdp::SectionSummary<'_>>| media(section.map_or(&[], |section| &section.codecs));
    match why {
        Rejection::NotOffered => "the offer itself has port 0".to_owned(),
        Rejection::Declined if outcome.kind() == "data" => "the answer has port 0: the answerer declined it".to_owned(),
        Rejection::Declined => {
            "the answer has port 0, though codecs are in common: the answerer declined it".to_owned()
        }
        Rejection::NoCommonCodec(Some(nearest)) => {
            let [parameter, offered, answered] = parameter(nearest);
            format!(
                "no codec in common; the nearest is {}, where {parameter} is {offered} in the offer and {answered} in the answer",
                nearest.offered.name
            )
        }
        Rejection::NoCommonCodec(None) => {
            format!("no codec in common: the offerer has {}, the answerer {}", has(outcome.offer), has(outcome.answer))
        }
        Rejection::Silent => {
            let offered = has(outcome.offer);
            format!("the answer has port 0 and names no codec, as where none of {offered} is known to the answerer")
        }
        Rejection::Missing => "the answer has no section in this place".to_owned(),
        Rejection::Unasked => "the answer has a section that was not offered".to_owned(),
        Rejection::OtherKind => {
            let answered = outcome.answer.map_or("", |section| section.media.kind.head());
            format!("it is answered as {answered}")
        }
        Rejection::NotBundled => "it was offered inside a bundle alone, and the answer does not bundle it".to_owned(),
    }
}

/// The codecs that carry media, each name once.
fn media(codecs: &[Codec<'_>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for codec in codecs.iter().filter(|codec| codec.is_media()) {
        let name =
            if codec.name.is_empty() { format!("payload type {}", codec.payload) } else { codec.name.to_owned() };
        if names.len() < KINDS && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "none".to_owned() } else { list(&names) }
}

fn chosen(terms: &Agreement<'_>) -> String {
    let common = terms.codecs.iter().filter(|codec| codec.offered.is_media()).count();
    match (terms.offerer_sends, terms.answerer_sends) {
        (Some(codec), _) | (None, Some(codec)) if common == 1 => {
            format!("{} is the one codec that both have", codec.name)
        }
        (Some(forth), Some(back)) if forth.is(back.name) => {
            format!("{} is first in the answer, and first in the offer of what both have", forth.name)
        }
        (Some(forth), Some(back)) => format!(
            "the offerer sends the first codec of the answer, {}; the answerer the first of the offer that both have, {}",
            forth.name, back.name
        ),
        (Some(codec), None) => format!("{} is the first codec of the answer", codec.name),
        (None, Some(codec)) => format!("{} is the first codec of the offer that both have", codec.name),
        (None, None) if terms.direction.is_some() && common > 0 => "neither side sends".to_owned(),
        (None, None) if !terms.codecs.is_empty() => {
            let names: Vec<_> = terms.codecs.iter().map(|codec| codec.answered.name.to_owned()).take(KINDS).collect();
            format!("no codec that carries media is in both, only {}", list(&names))
        }
        (None, None) => "both sides have it".to_owned(),
    }
}

/// The name of what differs, and its value on both sides.
pub(super) fn parameter(nearest: &Nearest<'_>) -> [String; 3] {
    let sides = [nearest.offered, nearest.answered];
    let (name, values) = match nearest.difference {
        Difference::Name => ("name", sides.map(|codec| codec.name.to_owned())),
        Difference::Clock => (
            "clock rate",
            sides.map(|codec| codec.clock.map_or_else(|| "absent".to_owned(), |clock| clock.to_string())),
        ),
        Difference::Channels => ("channel count", sides.map(|codec| codec.channels.to_string())),
        Difference::PacketizationMode => {
            ("packetization-mode", sides.map(|codec| written(codec, "packetization-mode")))
        }
        Difference::Profile => {
            let key = profile_key(nearest);
            (key, sides.map(|codec| written(codec, key)))
        }
    };
    let [ours, theirs] = values;
    [format!("`{name}`"), ours, theirs]
}

fn written(codec: &Codec<'_>, key: &str) -> String {
    codec.parameter(key).map_or_else(|| "absent".to_owned(), |value| format!("`{value}`"))
}

/// The parameter that holds the profile (RFC 6184 section 8.1, RFC 9628 section 6, RFC 7798 section 7.1).
fn profile_key(nearest: &Nearest<'_>) -> &'static str {
    let keys: &[&str] = match nearest.offered.name.to_ascii_lowercase().as_str() {
        "h264" => return "profile-level-id",
        "av1" => &["profile", "tier"],
        "h265" => &["profile-id", "tier-flag"],
        _ => return "profile-id",
    };
    let value = |codec: &Codec<'_>, key: &str| codec.parameter(key).unwrap_or_default().to_owned();
    let [first, second] = keys else { return "profile-id" };
    let same = value(nearest.offered, first) == value(nearest.answered, first);
    match (keys, same) {
        (_, false) => match *first {
            "profile" => "profile",
            _ => "profile-id",
        },
        _ => match *second {
            "tier" => "tier",
            _ => "tier-flag",
        },
    }
}

/// Who chooses the path, and why.
pub(super) fn ice(negotiation: &Negotiation<'_>) -> String {
    match (negotiation.controlling, negotiation.offerer_lite, negotiation.answerer_lite) {
        (_, true, true) => "both are lite, so that nobody makes checks".to_owned(),
        (Side::Answerer, ..) => "the answerer controls, since the offerer is lite".to_owned(),
        (_, _, true) => "the offerer controls; the answerer is lite, it answers checks but makes none".to_owned(),
        _ => "the offerer controls".to_owned(),
    }
}
