//! Rules about layers one by one: `a=rid` (RFC 8851).

use std::collections::{HashMap, HashSet};

use super::super::Draft;
use super::media::{live_media, media, point, quoted};
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, Rid, Text};

/// `a=rid` lines without a direction, with a name that no packet can carry, or twice (RFC 8851 section 10).
pub(super) fn bad_rid(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).flat_map(|part| {
        let first = rids(part);
        part.all("rid").filter_map(move |line| {
            let rid = Rid::read(line.trimmed());
            let name = rid.id.head();
            let whole = line.line.text;
            let earlier = first.get(rid.id.as_str()).filter(|first| first.id.range() != rid.id.range());
            let (place, why) = match (rid.id.as_str(), rid.direction.as_str()) {
                ("", _) => (whole, "has no name".to_owned()),
                (id, _) if !is_name(id) => (rid.id, format!("`{name}` has more than letters and digits in its name")),
                (_, "send" | "recv") if earlier.is_some() => (rid.id, format!("`{name}` stands twice")),
                (_, "send" | "recv") => {
                    let (place, why) = restriction_fault(line)?;
                    (place, format!("`{name}` {why}"))
                }
                (_, "") => (rid.id, format!("`{name}` does not say `send` or `recv`")),
                (_, other) => (rid.direction, format!("`{name}` says `{other}` in place of `send` or `recv`")),
            };
            let draft = Draft::new(part.name(), format!("`a=rid` of the {} {why}", part.name()))
                .span(place.range(), "not as RFC 8851 has it");
            Some(match earlier.filter(|_| well_formed(&rid)) {
                Some(other) => draft
                    .span(other.id.range(), "the first time")
                    .severity(Severity::Warning)
                    .breaks_browsers(Effect::Notes)
                    .help("remove one of the two lines"),
                None => draft
                    .breaks(Target::Chrome, Effect::Notes)
                    .breaks(
                        Target::Firefox,
                        if part.rejected || line.value.is_none() { Effect::Notes } else { Effect::Refuses },
                    )
                    .help("write `a=rid:NAME send` or `a=rid:NAME recv`, with letters and digits alone in the name"),
            })
        })
    });
    found.collect()
}

/// Restrictions that are numbers (RFC 8851 section 5).
const NUMBERS: [&str; 6] = ["max-width", "max-height", "max-fps", "max-fs", "max-br", "max-pps"];

/// The first restriction that Firefox cannot read: behind the direction it wants `key=value` to the end of the line.
fn restriction_fault(line: Attribute<'_>) -> Option<(Text<'_>, String)> {
    let value = line.value?;
    let (_, rest) = value.split_once(' ')?;
    let words = rest.as_str().trim_start();
    let (_, restrictions) = Text::new(words, rest.range().end - words.len()).split_once(' ')?;
    split(restrictions, ';').into_iter().find_map(|restriction| {
        let place = if restriction.is_empty() { value } else { restriction };
        let Some((key, said)) = restriction.split_once('=') else {
            return Some((place, "ends in something that is not `key=value`".to_owned()));
        };
        let numbers = match key.trim().as_str() {
            "pt" => split(said, ',').iter().all(|number| number.trim().parse::<u16>().is_some()),
            key if NUMBERS.contains(&key) => said.trim().parse::<f64>().is_some(),
            _ => true,
        };
        (!numbers).then(|| (said, format!("has `{}` for a number", said.head())))
    })
}

/// Layers that are tied to payload types which the section does not have (RFC 8851 section 5).
pub(super) fn rid_pt_unknown(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).flat_map(|part| {
        let listed: HashSet<&str> = part.codecs.iter().map(|codec| codec.payload).collect();
        part.all("rid").filter_map(move |line| {
            let rid = Rid::read(line.trimmed());
            let types = split(rid.restrictions, ';').into_iter().find_map(|restriction| {
                restriction.trim().split_once('=').filter(|(key, _)| key.as_str() == "pt").map(|(_, types)| types)
            })?;
            let strays: Vec<_> =
                split(types, ',').into_iter().map(Text::trim).filter(|pt| !listed.contains(pt.as_str())).collect();
            let first = strays.first()?;
            let names = quoted(strays.iter().map(|pt| pt.as_str()));
            let message = format!(
                "layer `{}` is tied to payload type {names}, which the {} does not list",
                rid.id.head(),
                part.name()
            );
            let formats = part.media.formats.range();
            let draft = point(
                Draft::new(part.name(), message),
                strays.iter().map(|pt| pt.range()),
                "not in the `m=` line",
                "nor this",
            );
            Some(
                draft
                    .span(
                        if formats.is_empty() { part.line() } else { formats },
                        format!("does not list `{}`", first.head()),
                    )
                    .breaks_browsers(Effect::Notes)
                    .help("take the number out of `pt=`, or name one of the section's"),
            )
        })
    });
    found.collect()
}

/// The layers that a section defines, by name; of two with one name, the first.
pub(super) fn rids<'a>(part: &Part<'a>) -> HashMap<&'a str, Rid<'a>> {
    let all = part.all("rid").map(|line| Rid::read(line.trimmed()));
    all.rev().map(|rid| (rid.id.as_str(), rid)).collect()
}

pub(super) fn well_formed(rid: &Rid<'_>) -> bool {
    is_name(rid.id.as_str()) && matches!(rid.direction.as_str(), "send" | "recv")
}

/// What fits into a header extension (RFC 8852 section 3): less than RFC 8851 allows.
fn is_name(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The pieces between separators.
pub(super) fn split(text: Text<'_>, separator: char) -> Vec<Text<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((part, more)) = rest.split_once(separator) {
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=video 9 RTP/AVP 96\na=rtpmap:96 VP8/90000\n{lines}").as_bytes()))).len()
    }

    #[test]
    fn rid_lines_have_a_name_and_a_direction() {
        for (line, faults) in [
            ("h send", 0),
            ("h", 1),
            ("h both", 1),
            ("h.1 send", 1),
            ("", 1),
            ("h-1 recv", 1),
            ("h send max-width=x", 1),
            ("h send pt=96;;", 1),
            ("h send pt=96;max-fps=29.97", 0),
        ] {
            assert_eq!(count(bad_rid, &format!("a=rid:{line}\n")), faults, "{line}");
        }
        assert_eq!(count(bad_rid, "a=rid:h send\na=rid:h send\n"), 1);
        assert_eq!(count(rid_pt_unknown, "a=rid:h send max-width=1; pt=96,61\n"), 1);
        assert_eq!(count(rid_pt_unknown, "a=rid:h send pt=96\n"), 0);
    }
}
