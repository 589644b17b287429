//! Rules about codecs that browsers know by another form, or do not know; and about the numbers that name them.

use std::collections::HashMap;

use super::super::Draft;
use super::{Case, Part, media};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Codec, Place, Role, RtpMap, Text};

/// Codecs of browsers with their clock in Hz and their channels (RFC 7874, RFC 7742).
const KNOWN: [(&str, &str, u32, u8); 8] = [
    ("audio", "opus", 48_000, 2),
    ("audio", "G722", 8_000, 1),
    ("audio", "PCMU", 8_000, 1),
    ("audio", "PCMA", 8_000, 1),
    ("video", "VP8", 90_000, 1),
    ("video", "VP9", 90_000, 1),
    ("video", "H264", 90_000, 1),
    ("video", "AV1", 90_000, 1),
];

fn known(part: &Part<'_>, codec: &Codec<'_>) -> Option<(&'static str, u32, u8)> {
    let row = KNOWN.iter().find(|(kind, name, ..)| part.media.kind.as_str() == *kind && codec.is(name))?;
    Some((row.1, row.2, row.3))
}

/// Whether a browser takes this codec. Chrome does not look at the clock of video, and Firefox has H264 only with a
/// plugin that it fetches after its first start.
fn takes(target: Target, part: &Part<'_>, codec: &Codec<'_>) -> bool {
    let Some((name, clock, channels)) = known(part, codec) else { return false };
    let audio = part.media.kind.as_str() == "audio";
    let formed = codec.clock == Some(clock) && codec.channels == channels;
    match (target, name) {
        (Target::Firefox, "H264") => false,
        (Target::Firefox, _) => formed,
        (_, "H264") => profile(codec).is_some_and(|profile| profile != Profile::Other),
        (_, "VP9") => ["0", "2"].contains(&codec.parameter("profile-id").unwrap_or("0")),
        (_, "AV1") => codec.parameter("profile").unwrap_or("0") == "0",
        _ => formed || !audio,
    }
}

/// What becomes of a section in whose list `target` finds nothing. In an answer the offer decides, which rules about
/// pairs see.
fn loss(case: &Case<'_>, part: &Part<'_>, target: Target) -> Effect {
    let media = ["audio", "video"].contains(&part.media.kind.as_str());
    if case.role == Role::Answer
        || part.rejected
        || !media
        || part.codecs.iter().any(|codec| takes(target, part, codec))
    {
        return Effect::Notes;
    }
    // Firefox lets the bundle go with the section that carries it.
    let carries = part.place == Place::Tag && case.live().any(|other| other.place == Place::Rider);
    if target == Target::Firefox && carries { Effect::NoConnection } else { Effect::MediaMissing }
}

/// The draft with what becomes of the section, and with `mild` where it stays.
fn weighed(draft: Draft, case: &Case<'_>, part: &Part<'_>, mild: Severity) -> Draft {
    let (chrome, firefox) = (loss(case, part, Target::Chrome), loss(case, part, Target::Firefox));
    let draft = draft.breaks(Target::Chrome, chrome).breaks(Target::Firefox, firefox);
    if chrome == Effect::Notes { draft.severity(mild) } else { draft }
}

/// Where a payload type gets its encoding, or stands in the `m=` line.
fn encoding<'a>(part: &Part<'a>, codec: &Codec<'a>) -> Text<'a> {
    let maps = part.all("rtpmap").map(|map| RtpMap::read(map.trimmed()));
    let map = maps.filter(|map| map.payload.as_str() == codec.payload).map(|map| map.encoding).next();
    map.or_else(|| part.media.formats.words().find(|word| word.as_str() == codec.payload)).unwrap_or(part.media.formats)
}

/// The `fmtp` parameters of a payload type, else its encoding.
fn parameters<'a>(part: &Part<'a>, codec: &Codec<'a>) -> Text<'a> {
    let lines = part.all("fmtp").map(|fmtp| fmtp.trimmed().split_word());
    let own = lines.filter(|(payload, _)| payload.as_str() == codec.payload).map(|(_, parameters)| parameters).next();
    own.filter(|own| !own.is_empty()).unwrap_or_else(|| encoding(part, codec))
}

/// The codecs of one name with their sections that are on.
fn named<'c, 'a>(case: &'c Case<'a>, name: &'static str) -> impl Iterator<Item = (&'c Part<'a>, &'c Codec<'a>)> {
    case.live()
        .flat_map(move |part| part.codecs.iter().filter(move |codec| codec.is(name)).map(move |codec| (part, codec)))
}

/// How many findings of one kind are enough.
const MOST: usize = 20;

/// Opus that is not `opus/48000/2` (RFC 7587 section 7): how it sounds is said by `stereo`, never there.
pub(super) fn opus_channels(case: &Case<'_>) -> Vec<Draft> {
    let bad = named(case, "opus").filter(|(_, codec)| codec.clock != Some(48_000) || codec.channels != 2);
    bad.take(MOST)
        .map(|(part, codec)| {
            let place = encoding(part, codec);
            let draft =
                Draft::new(part.name(), format!("`{}`, and Opus is always written `opus/48000/2`", place.head()))
                    .span(place.range(), "another codec to browsers")
                    .edit(place.range(), "opus/48000/2")
                    .help("write `opus/48000/2`; for mono leave `stereo=1` out of `a=fmtp`");
            weighed(draft, case, part, Severity::Warning)
        })
        .collect()
}

/// A codec with a clock that is not its own. Opus has a rule to itself.
pub(super) fn wrong_clock_rate(case: &Case<'_>) -> Vec<Draft> {
    let all = case.live().flat_map(|part| part.codecs.iter().map(move |codec| (part, codec)));
    let bad = all.filter_map(|(part, codec)| {
        let (name, clock, _) = known(part, codec).filter(|(name, ..)| *name != "opus")?;
        codec.clock.filter(|found| *found != clock).map(|found| (part, codec, name, found, clock))
    });
    bad.take(MOST)
        .map(|(part, codec, name, found, clock)| {
            let place = encoding(part, codec);
            let draft = Draft::new(part.name(), format!("the clock of {name} is {found} Hz, and must be {clock} Hz"))
                .span(place.range(), format!("{name}/{clock}"))
                .edit(place.range(), format!("{name}/{clock}"))
                .help(format!("write `{name}/{clock}`"));
            weighed(draft, case, part, Severity::Warning).severity(Severity::Warning)
        })
        .collect()
}

/// Profiles of H.264 as browsers tell them apart (RFC 6184 table 5).
#[derive(Clone, Copy, Eq, PartialEq)]
enum Profile {
    /// Constrained Baseline, Baseline or Main, which all of Chrome's builds have.
    Common,
    /// High and the rest.
    Other,
}

/// The profile of `profile-level-id`; Baseline where none is written.
fn profile(codec: &Codec<'_>) -> Option<Profile> {
    let id = codec.parameter("profile-level-id").unwrap_or("42000a");
    let number = u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 6 && id.is_ascii())?;
    let [_, profile, _, level] = number.to_be_bytes();
    (LEVELS.contains(&level)).then_some(if [0x42, 0x4d, 0x58].contains(&profile) {
        Profile::Common
    } else {
        Profile::Other
    })
}

/// `level_idc` of every level (H.264 table A-1); 9 is 1b.
const LEVELS: [u8; 17] = [9, 10, 11, 12, 13, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 52];

/// H264 without parameters, or without a packetization mode: mode 0 (RFC 6184 section 8.1).
pub(super) fn h264_no_fmtp(case: &Case<'_>) -> Vec<Draft> {
    let bad = named(case, "H264").filter(|(_, codec)| codec.parameter("packetization-mode").is_none());
    bad.take(MOST)
        .map(|(part, codec)| {
            let (what, means) = match codec.parameter("profile-level-id") {
                None => ("no parameters", "Baseline level 1 in packetization mode 0"),
                Some(_) => ("no `packetization-mode`", "packetization mode 0: one NAL unit a packet"),
            };
            let draft = Draft::new(part.name(), format!("H264 as payload type `{}` has {what}, which means {means}", codec.payload))
                .span(parameters(part, codec).range(), what)
                .help("write `level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f` for what both browsers have");
            weighed(draft, case, part, Severity::Warning).severity(Severity::Warning)
        })
        .collect()
}

/// A `profile-level-id` that is not three bytes of hexadecimal digits, or has a level that is none.
pub(super) fn h264_bad_profile_level_id(case: &Case<'_>) -> Vec<Draft> {
    let bad = named(case, "H264")
        .filter(|(_, codec)| codec.parameter("profile-level-id").is_some() && profile(codec).is_none());
    bad.take(MOST)
        .map(|(part, codec)| {
            let id: String = codec.parameter("profile-level-id").unwrap_or_default().chars().take(40).collect();
            let place = parameters(part, codec);
            let range = place.as_str().find(id.as_str()).map_or_else(
                || place.range(),
                |at| {
                    let start = place.range().start + at;
                    start..start + id.len()
                },
            );
            let draft = Draft::new(
                part.name(),
                format!("`profile-level-id={id}` is not profile, flags and a level in six hexadecimal digits"),
            )
            .span(range, "unreadable: H264 is dropped")
            .help("write `42e01f` for Constrained Baseline level 3.1");
            weighed(draft, case, part, Severity::Warning)
        })
        .collect()
}

/// H264 in profiles alone that browsers may have no encoder for (RFC 7742 section 6.2 asks for Constrained Baseline).
pub(super) fn h264_profile_unlikely(case: &Case<'_>) -> Vec<Draft> {
    let sections = case.live().filter_map(|part| {
        let h264: Vec<_> = part.codecs.iter().filter(|codec| codec.is("H264")).collect();
        let high = |codec: &&&Codec<'_>| profile(codec) == Some(Profile::Other);
        (!h264.is_empty() && h264.iter().filter(high).count() == h264.len()).then_some((part, h264))
    });
    sections
        .take(MOST)
        .map(|(part, h264)| {
            let profiles: Vec<_> = h264
                .iter()
                .filter_map(|codec| codec.parameter("profile-level-id"))
                .take(4)
                .map(|id| format!("`{id}`"))
                .collect();
            let draft = Draft::new(
                part.name(),
                format!("H264 in {} alone, and neither Constrained Baseline, Baseline nor Main", profiles.join(", ")),
            )
            .spans(h264.iter().map(|codec| parameters(part, codec).range()), "not all browsers have this profile")
            .help("offer `profile-level-id=42e01f` as well");
            weighed(draft, case, part, Severity::Warning).severity(Severity::Warning)
        })
        .collect()
}

/// A section of which a browser knows no codec, for no reason that another rule gives.
pub(super) fn no_known_codec(case: &Case<'_>) -> Vec<Draft> {
    let odd = |part: &Part<'_>, codec: &Codec<'_>| match known(part, codec) {
        Some((name, clock, channels)) => {
            (codec.clock != Some(clock) || (name == "opus" && codec.channels != channels))
                || (name == "H264"
                    && (profile(codec) != Some(Profile::Common) || codec.parameter("packetization-mode").is_none()))
        }
        None => false,
    };
    let lost = case.live().filter(|part| {
        let unknown = [Target::Chrome, Target::Firefox].iter().any(|target| loss(case, part, *target) != Effect::Notes);
        unknown && !part.codecs.is_empty() && !part.codecs.iter().any(|codec| odd(part, codec))
    });
    lost.take(MOST)
        .map(|part| {
            let names: Vec<_> = part
                .codecs
                .iter()
                .filter(|codec| codec.is_media())
                .take(4)
                .map(|codec| format!("`{}`", codec.encoding()))
                .collect();
            let only = if names.is_empty() { "nothing that carries media".to_owned() } else { names.join(", ") };
            let (message, help) = if loss(case, part, Target::Chrome) == Effect::Notes {
                (
                    format!("the {} has {only} alone, which Firefox knows only with its OpenH264 plugin", part.name()),
                    "offer VP8 as well",
                )
            } else {
                (
                    format!("the {} has {only}, of which browsers know nothing", part.name()),
                    "offer Opus or PCMU for audio, VP8 or H264 for video",
                )
            };
            let formats = part.media.formats.range();
            let range = if formats.is_empty() { part.line() } else { formats };
            let draft = Draft::new(part.name(), message).span(range, "no codec that is known").help(help);
            weighed(draft, case, part, Severity::Warning)
        })
        .collect()
}

/// A static payload type without `rtpmap`, whose meaning is fixed by RFC 3551 section 6.
pub(super) fn static_pt(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for part in case.live().filter(|part| part.media.is_rtp()) {
        let mapped = |payload: &str| part.all("rtpmap").any(|map| map.trimmed().split_word().0.as_str() == payload);
        let bare: Vec<_> =
            media::codecs(part).into_iter().filter(|codec| !codec.name.is_empty() && !mapped(codec.payload)).collect();
        if bare.is_empty() || drafts.len() == MOST {
            continue;
        }
        let names: Vec<_> =
            bare.iter().take(6).map(|codec| format!("`{}` for {}", codec.payload, codec.name)).collect();
        let places = part.media.formats.words().filter(|word| bare.iter().any(|codec| codec.payload == word.as_str()));
        drafts.push(
            Draft::new(part.name(), format!("static payload types without `a=rtpmap`: {}", names.join(", ")))
                .spans(places.map(Text::range), "by RFC 3551")
                .breaks_browsers(Effect::Notes)
                .help("nothing; an `a=rtpmap` line would say it to people as well"),
        );
    }
    drafts
}

/// Two meanings for one payload type of a section.
pub(super) fn pt_redefined(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for part in case.everywhere() {
        drafts.extend(static_redefined(part));
        let mut seen: HashMap<&str, RtpMap<'_>> = HashMap::new();
        for map in part.all("rtpmap").map(|map| RtpMap::read(map.trimmed())) {
            let Some(first) = seen.get(map.payload.as_str()) else {
                seen.insert(map.payload.as_str(), map);
                continue;
            };
            if first.encoding.as_str().eq_ignore_ascii_case(map.encoding.as_str()) || drafts.len() == MOST {
                continue;
            }
            drafts.push(
                Draft::new(
                    part.name(),
                    format!(
                        "payload type `{}` is `{}` and `{}`",
                        map.payload.head(),
                        first.encoding.head(),
                        map.encoding.head()
                    ),
                )
                .span(map.encoding.range(), "a second meaning")
                .span(first.encoding.range(), "the first")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, Effect::Notes)
                .help("give each codec a number of its own"),
            );
        }
    }
    drafts
}

/// Static payload types with their encodings (RFC 3551 section 6), which libwebrtc lets nobody use for another codec.
const STATIC: [(&str, &str); 4] = [("0", "PCMU"), ("8", "PCMA"), ("9", "G722"), ("13", "CN")];

/// A static number with another meaning than it always has.
fn static_redefined(part: &Part<'_>) -> Option<Draft> {
    let maps = part.all("rtpmap").map(|map| RtpMap::read(map.trimmed()));
    let audio = part.media.kind.as_str() == "audio";
    let (map, meaning) = maps.filter(|map| audio && !map.encoding.is_empty()).find_map(|map| {
        let (_, meaning) = STATIC.iter().find(|(number, _)| *number == map.payload.as_str())?;
        let name = map.encoding.split_once('/').map_or(map.encoding, |(name, _)| name);
        (!name.as_str().eq_ignore_ascii_case(meaning)).then_some((map, meaning))
    })?;
    let message =
        format!("payload type `{}` is {meaning} for ever, and here `{}`", map.payload.as_str(), map.encoding.head());
    Some(
        Draft::new(part.name(), message)
            .span(map.encoding.range(), "another meaning")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, Effect::Notes)
            .help("give the codec a number from 96 to 127"),
    )
}

/// The largest payload type.
const LARGEST: u32 = 127;

/// Payload types that RFC 3551 table 4 reserves, and that Firefox refuses.
const RESERVED: [u32; 3] = [1, 2, 19];

/// A payload type that is no number of seven bits, or that no codec may have.
pub(super) fn pt_range(case: &Case<'_>) -> Vec<Draft> {
    let sections = case.parts.iter().filter(|part| part.media.is_rtp());
    let words = sections.flat_map(|part| part.media.formats.words().map(move |word| (part, word)));
    let bad = words
        .filter(|(_, word)| word.parse::<u32>().is_none_or(|number| number > LARGEST || RESERVED.contains(&number)));
    bad.take(MOST)
        .map(|(part, word)| {
            if word.parse::<u32>().is_some_and(|number| number <= LARGEST) {
                return Draft::new(part.name(), format!("payload type `{}` is reserved by RFC 3551", word.head()))
                    .span(word.range(), "reserved")
                    .breaks(Target::Chrome, Effect::Notes)
                    .breaks(Target::Firefox, Effect::Refuses)
                    .help("take the number out of the `m=` line");
            }
            let number = word.as_str().bytes().all(|byte| byte.is_ascii_digit());
            Draft::new(part.name(), format!("`{}` is no payload type between 0 and {LARGEST}", word.head()))
                .span(word.range(), if number { "too large" } else { "not a number" })
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, if number { Effect::Refuses } else { Effect::Notes })
                .help("number codecs from 96 to 127, then from 35 to 63")
        })
        .collect()
}
