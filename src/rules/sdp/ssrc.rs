//! Rules about synchronization sources (RFC 5576).

use std::collections::HashSet;

use super::super::Draft;
use super::media::{live_media, media};
use super::{Case, Part};
use crate::report::{Effect, Target, number};
use crate::sdp::{Ssrc, SsrcGroup, Text};

/// Numbers that no RTP packet can have, and lines that say nothing (RFC 5576 section 4.1).
///
/// libwebrtc stops at a number above 32 bits and at a bare one, in rejected sections too; 0 it cannot add as a stream.
pub(super) fn bad_ssrc(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in media(case) {
        let mut told: HashSet<&str> = HashSet::new();
        let audio = part.media.kind.as_str() == "audio";
        let first = part.first("ssrc").map(|line| Ssrc::read(line.trimmed()).id.as_str());
        for line in part.all("ssrc") {
            let Ssrc { id, attribute } = Ssrc::read(line.trimmed());
            let indented = line.value.is_some_and(|value| value.as_str().starts_with(' '));
            let why = match id.parse::<u32>() {
                _ if indented => "has a blank before its number".to_owned(),
                None => format!("has `{}` for a number from 1 to 4294967295", id.head()),
                // Of audio every source is added as a stream, of video the first.
                Some(0) if !part.rejected && (audio || first == Some(id.as_str())) => {
                    "has `0` for a number from 1 to 4294967295".to_owned()
                }
                Some(_) if attribute.is_empty() => format!("says nothing of `{}`", id.head()),
                Some(_) if attribute.split_once(':').is_none() => {
                    format!("says `{}` of `{}`, and no value", attribute.head(), id.head())
                }
                Some(_) if attribute.as_str().starts_with("msid:") && attribute.words().count() > 2 => {
                    format!("has more than a stream and a track for the `msid` of `{}`", id.head())
                }
                Some(_) => continue,
            };
            if !told.insert(id.as_str()) {
                continue;
            }
            let place = if id.is_empty() { line.line.text } else { id };
            drafts.push(
                Draft::new(part.name(), format!("`a=ssrc` of the {} {why}", part.name()))
                    .span(place.range(), "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .help("delete the lines of this source: browsers do without them"),
            );
        }
    }
    drafts
}

/// Groups of two that name one or three sources, or sources that no line describes (RFC 5576 section 4.2).
///
/// Where a section describes no source at all, libwebrtc forgets its groups.
pub(super) fn ssrc_group_incomplete(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).flat_map(|part| {
        let known: HashSet<&str> = part.all("ssrc").map(|line| Ssrc::read(line.trimmed()).id.as_str()).collect();
        let mut groups = HashSet::new();
        let found = part.all("ssrc-group").filter_map(|line| {
            let SsrcGroup { semantics, ids } = SsrcGroup::read(line.trimmed());
            if line.value.is_none_or(|value| value.is_empty() || value.as_str().starts_with(' ')) {
                let message = format!("`a=ssrc-group` of the {} does not begin with a kind of group", part.name());
                return Some(refused(part, line.line.text, "no group", message));
            }
            if !groups.insert(line.trimmed().as_str()) && semantics.as_str() == "FID" {
                let message = format!("`a=ssrc-group` of the {} stands there twice", part.name());
                return Some(refused(part, line.line.text, "again", message));
            }
            if known.is_empty() {
                return None;
            }
            group_fault(part, &known, semantics, ids)
        });
        found.collect::<Vec<_>>()
    });
    found.collect()
}

fn group_fault(part: &Part<'_>, known: &HashSet<&str>, semantics: Text<'_>, ids: Text<'_>) -> Option<Draft> {
    let repeated = ids.words().zip(ids.words().skip(1)).find(|(one, other)| one.as_str() == other.as_str());
    if let Some((_, again)) = repeated {
        let message = format!("`a=ssrc-group` of the {} names source `{}` twice", part.name(), again.head());
        return Some(refused(part, again, "again", message));
    }
    if !matches!(semantics.as_str(), "FID" | "FEC-FR") {
        return None;
    }
    let kind = semantics.as_str();
    let count = ids.words().count();
    let stranger = ids.words().find(|id| !known.contains(id.as_str()));
    let (place, label, message) = match stranger {
        _ if count != 2 => {
            let sources = number::plural(count, "source");
            let message = format!("the {kind} group of the {} has {sources} in place of 2", part.name());
            (if ids.is_empty() { semantics } else { ids }, "media and its repair, no more and no less", message)
        }
        Some(id) => {
            let message = format!(
                "the {kind} group of the {} names source `{}`, which no `a=ssrc` describes",
                part.name(),
                id.head()
            );
            (id, "not described", message)
        }
        None => return None,
    };
    Some(refused(part, place, label, message))
}

fn refused(part: &Part<'_>, place: Text<'_>, label: &str, message: String) -> Draft {
    Draft::new(part.name(), message)
        .span(place.range(), label)
        .breaks(Target::Chrome, Effect::Refuses)
        .help("name both sources and give each an `a=ssrc:ID cname:…` line, or delete the group")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=video 9 RTP/AVP 96\n{lines}").as_bytes()))).len()
    }

    #[test]
    fn sources_are_32_bits_and_not_0() {
        for (line, faults) in [
            ("abc cname:x", 1),
            ("0 cname:x", 1),
            ("4294967296 cname:x", 1),
            ("4294967295 cname:x", 0),
            ("1", 1),
            ("", 1),
        ] {
            assert_eq!(count(bad_ssrc, &format!("a=ssrc:{line}\na=ssrc:{line}\n")), faults, "{line}");
        }
    }

    #[test]
    fn groups_have_two_described_sources() {
        let text = |group: &str| format!("a=ssrc-group:{group}\na=ssrc:1 cname:x\na=ssrc:2 cname:x\n");
        for (group, faults) in
            [("FID 1 2", 0), ("FID 1", 1), ("FID 1 2 3", 1), ("FEC-FR 1 99", 1), ("SIM 1 2 3", 0), ("FID", 1)]
        {
            assert_eq!(count(ssrc_group_incomplete, &text(group)), faults, "{group}");
        }
        assert_eq!(count(ssrc_group_incomplete, "a=ssrc-group:FID 1 2\n"), 0);
    }
}
