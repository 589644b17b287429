//! Rules about RTP header extensions (RFC 8285).

use std::collections::HashMap;

use super::super::Draft;
use super::lines::whole_line;
use super::media::{live_media, point, quoted};
use super::{Case, Part};
use crate::report::{Effect, Target};
use crate::sdp::{Attribute, ExtMap, Place, Role, Text};

/// The extension that carries the section's name in each packet (RFC 9143 section 15).
const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";

/// The scheme whose URI stands behind it (RFC 6904 section 4).
const ENCRYPT: &str = "urn:ietf:params:rtp-hdrext:encrypt";

/// What Firefox offers and answers.
const IN_FIREFOX: [&str; 10] = [
    MID,
    "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
    "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
    "urn:ietf:params:rtp-hdrext:csrc-audio-level",
    "urn:ietf:params:rtp-hdrext:toffset",
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
];

/// An `extmap` line with its id as a number.
pub(super) struct Extension<'a> {
    /// The id, without a direction.
    pub(super) id: Text<'a>,
    /// The same as a number.
    pub(super) number: i64,
    /// What it is; behind an encryption scheme, that which is encrypted.
    pub(super) uri: Text<'a>,
    encrypted: bool,
}

impl<'a> Extension<'a> {
    /// Reads a line that has both an id and a URI.
    fn read(line: Attribute<'a>) -> Option<Self> {
        let ExtMap { id, uri, attributes } = ExtMap::read(line.trimmed());
        let id = id.split_once('/').map_or(id, |(id, _)| id);
        let encrypted = uri.as_str() == ENCRYPT;
        let uri = if encrypted { attributes.split_word().0 } else { uri };
        Some(Self { id, number: id.parse()?, uri, encrypted }).filter(|_| !uri.is_empty())
    }

    /// Those of a section, in order.
    pub(super) fn all<'c>(part: &'c Part<'a>) -> impl Iterator<Item = Self> + 'c {
        part.all("extmap").filter_map(Self::read)
    }

    /// Whether any header can carry the id.
    pub(super) fn is_in_range(&self) -> bool {
        (1..256).contains(&self.number)
    }
}

/// Lines without an id or without a URI (RFC 8285 section 8).
pub(super) fn bad_extmap(case: &Case<'_>) -> Vec<Draft> {
    let found = case.everywhere().flat_map(|part| {
        part.all("extmap").filter_map(move |line| {
            let value = line.value.unwrap_or_else(|| line.trimmed());
            // libwebrtc splits at single blanks, and takes an empty URI for one.
            let (id, uri) = value.split_once(' ').map_or((value, None), |(id, uri)| (id, Some(uri)));
            let number = id.split_once('/').map_or(id, |(id, _)| id);
            let (place, why) = match number.parse::<i64>() {
                _ if line.trimmed().is_empty() => (line.line.text, "names nothing".to_owned()),
                None => (number, format!("has `{}` for an id", number.head())),
                Some(_) if uri.is_none() => (id, format!("gives id `{}` no URI", number.head())),
                Some(_) if uri.is_some_and(|uri| uri.trim().as_str() == ENCRYPT) => {
                    (id, format!("gives id `{}` no URI behind the scheme of encryption", number.head()))
                }
                Some(_) => return None,
            };
            Some(
                Draft::new(part.name(), format!("`a=extmap` of the {} {why}", part.name()))
                    .span(place.range(), "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .edit(whole_line(case, line.line), "")
                    .help("write `a=extmap:ID URI` with an id from 1 to 14, or remove the line"),
            )
        })
    });
    found.collect()
}

/// Extensions of the session beside those of a section (RFC 8285 section 5), which libwebrtc refuses.
pub(super) fn extmap_mixed_levels(case: &Case<'_>) -> Vec<Draft> {
    let (Some(above), Some(part)) = (case.session.first("extmap"), case.parts.iter().find(|part| part.has("extmap")))
    else {
        return Vec::new();
    };
    let below = part.first("extmap").map_or_else(|| part.line(), |line| line.key.range());
    vec![
        Draft::new(
            "session part",
            "`a=extmap` stands in the session part and in sections, and may be in one of the two",
        )
        .span(above.key.range(), "for all sections")
        .span(below, "for this section alone")
        .breaks(Target::Chrome, Effect::Refuses)
        .breaks(Target::Firefox, Effect::Notes)
        .help("write all extensions into the sections"),
    ]
}

/// Ids that no header can carry (RFC 8285 sections 4.2 and 4.3).
pub(super) fn extmap_id_range(case: &Case<'_>) -> Vec<Draft> {
    let found = case.everywhere().flat_map(|part| {
        Extension::all(part).filter(|ext| !ext.is_in_range()).map(move |ext| {
            Draft::new(
                part.name(),
                format!("extension id `{}` of the {} is not from 1 to 255", ext.number, part.name()),
            )
            .span(ext.id.range(), "no header can carry this")
            .breaks(Target::Chrome, Effect::Refuses)
            // SIPCC reads no sign, and passes over the line.
            .breaks(Target::Firefox, if part.rejected || ext.number < 0 { Effect::Notes } else { Effect::Refuses })
            .help("take a free id from 1 to 14")
        })
    });
    found.collect()
}

/// Ids that only the two-byte form of the header carries (RFC 8285 section 4.3), which Firefox does not read.
pub(super) fn extmap_two_byte(case: &Case<'_>) -> Vec<Draft> {
    let long: Vec<(&Part<'_>, Text<'_>)> = live_media(case)
        .flat_map(|part| {
            Extension::all(part).filter(|ext| ext.number > 14 && ext.is_in_range()).map(move |ext| (part, ext.id))
        })
        .collect();
    let Some((part, _)) = long.first() else { return Vec::new() };
    let mut ids: Vec<&str> = long.iter().map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let (noun, verb) = if ids.len() == 1 { ("id", "needs") } else { ("ids", "need") };
    let message = format!("extension {noun} {} {verb} two-byte headers; Firefox takes ids up to 14", quoted(ids));
    let places = long.iter().map(|(_, id)| id.range());
    vec![
        point(Draft::new(part.name(), message), places, "above 14", "and here")
            .breaks(Target::Firefox, Effect::Refuses)
            .help("number the extensions from 1 to 14, and leave out those that nobody needs"),
    ]
}

/// One id for two extensions of one section (RFC 8285 section 7).
pub(super) fn extmap_id_reused(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in live_media(case) {
        let mut first: HashMap<i64, Extension<'_>> = HashMap::new();
        for ext in Extension::all(part).filter(Extension::is_in_range) {
            let Some(earlier) = first.get(&ext.number) else {
                first.insert(ext.number, ext);
                continue;
            };
            let same = earlier.uri.as_str() == ext.uri.as_str();
            let what = if same { "stands twice" } else { "has two meanings" };
            drafts.push(
                Draft::new(part.name(), format!("extension id `{}` of the {} {what}", ext.number, part.name()))
                    .span(ext.id.range(), "used again")
                    .span(earlier.id.range(), "used here first")
                    .breaks(Target::Chrome, if same { Effect::Notes } else { Effect::Refuses })
                    .breaks(Target::Firefox, Effect::Refuses)
                    .help(match part.place {
                        Place::Alone => "give one of them a free id from 1 to 14",
                        _ => "give one of them a free id from 1 to 14, the same in all sections of the bundle",
                    }),
            );
        }
    }
    drafts
}

/// One extension under two ids in one section (RFC 8285 section 7).
///
/// Firefox answers such an offer with one id and then finds that its own answer changed the other.
pub(super) fn extmap_uri_repeated(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in live_media(case) {
        let mut first: HashMap<(&str, bool), Extension<'_>> = HashMap::new();
        for ext in Extension::all(part) {
            let Some(earlier) = first.get(&(ext.uri.as_str(), ext.encrypted)) else {
                first.insert((ext.uri.as_str(), ext.encrypted), ext);
                continue;
            };
            if earlier.number == ext.number {
                continue;
            }
            let fails = case.role != Role::Answer && IN_FIREFOX.contains(&ext.uri.as_str());
            drafts.push(
                Draft::new(
                    part.name(),
                    format!(
                        "`{}` has the ids `{}` and `{}` in the {}",
                        ext.uri.head(),
                        earlier.number,
                        ext.number,
                        part.name()
                    ),
                )
                .span(ext.uri.range(), "a second time")
                .span(earlier.uri.range(), "the first time")
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, if fails { Effect::FailsLater } else { Effect::Notes })
                .help("remove one of the two lines"),
            );
        }
    }
    drafts
}

/// Sections of a bundle whose packets do not say which section they belong to (RFC 9143 section 9.2).
pub(super) fn bundle_without_mid_ext(case: &Case<'_>) -> Vec<Draft> {
    let bundled: Vec<_> = live_media(case).filter(|part| part.place != Place::Alone).collect();
    let bare: Vec<_> = bundled
        .iter()
        .filter(|part| !Extension::all(part).chain(Extension::all(&case.session)).any(|ext| ext.uri.as_str() == MID))
        .collect();
    let Some(first) = bare.first().filter(|_| bundled.len() > 1) else { return Vec::new() };
    let (sections, lack) = if bare.len() == 1 { ("section", "lacks") } else { ("sections", "lack") };
    let message = format!("{} bundled {sections} {lack} the `sdes:mid` header extension", bare.len());
    vec![
        point(
            Draft::new(first.name(), message),
            bare.iter().map(|part| part.line()),
            "packets do not name it",
            "nor this one",
        )
        .breaks_browsers(Effect::Notes)
        .help(format!("nothing, unless media ends up in the wrong section; then add `a=extmap:ID {MID}`")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=audio 9 RTP/AVP 0\n{lines}").as_bytes()))).len()
    }

    #[test]
    fn ids_are_told_by_their_range() {
        for (id, range, long) in
            [("0", 1, 0), ("1", 0, 0), ("14/sendonly", 0, 0), ("15", 0, 1), ("255", 0, 1), ("256", 1, 0)]
        {
            let line = format!("a=extmap:{id} urn:x\n");
            assert_eq!((count(extmap_id_range, &line), count(extmap_two_byte, &line)), (range, long), "{id}");
            assert_eq!(count(bad_extmap, &line), 0, "{id}");
        }
        for bad in ["a=extmap:5\n", "a=extmap:x urn:x\n", "a=extmap\n", "a=extmap:/sendonly urn:x\n"] {
            assert_eq!(count(bad_extmap, bad), 1, "{bad}");
        }
    }

    #[test]
    fn an_id_and_a_uri_belong_together() {
        let both = |lines: &str| (count(extmap_id_reused, lines), count(extmap_uri_repeated, lines));
        assert_eq!(both("a=extmap:1 urn:a\na=extmap:1 urn:b\n"), (1, 0));
        assert_eq!(both("a=extmap:1 urn:a\na=extmap:2 urn:a\n"), (0, 1));
        assert_eq!(both("a=extmap:1 urn:a\na=extmap:1 urn:a\n"), (1, 0));
        let encrypted = format!("a=extmap:1 urn:a\na=extmap:2 {ENCRYPT} urn:a\na=extmap:3 {ENCRYPT} urn:b\n");
        assert_eq!(both(&encrypted), (0, 0));
    }

    #[test]
    fn the_name_in_packets_matters_where_sections_share_a_transport() {
        let text = |groups: &str| {
            format!("{groups}m=audio 9 RTP/AVP 0\na=mid:0\nm=video 9 RTP/AVP 96\na=mid:1\na=extmap:3 {MID}\n")
        };
        let count = |groups: &str| bundle_without_mid_ext(&Case::of(&Sdp::parse(text(groups).as_bytes()))).len();
        assert_eq!((count("a=group:BUNDLE 0 1\n"), count("")), (1, 0));
    }
}
