//! Rules about layers: `a=rid` (RFC 8851) and `a=simulcast` (RFC 8853).

use super::super::Draft;
use super::media::{live_media, media, point, quoted};
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, ExtMap, Rid, Text};

/// The extension that names the layer in each packet (RFC 8852 section 3.1).
const STREAM_ID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

/// One layer that `a=simulcast` names.
struct Layer<'a> {
    direction: &'a str,
    rid: Text<'a>,
}

/// Layers without the header extension that tells them apart in packets (RFC 8853 section 5.2).
///
/// libwebrtc forgets layers that no `a=rid` defines, and asks for the extension if any are left.
pub(super) fn simulcast_without_rid_ext(case: &Case<'_>) -> Vec<Draft> {
    let has_ext =
        |part: &Part<'_>| part.all("extmap").any(|line| ExtMap::read(line.trimmed()).uri.as_str() == STREAM_ID);
    let found = live_media(case).filter(|part| !has_ext(part) && !has_ext(&case.session)).filter_map(|part| {
        let line = part.first("simulcast")?;
        let defined =
            |layer: &Layer<'_>| rids(part).any(|rid| rid.id.as_str() == layer.rid.as_str() && well_formed(&rid));
        layers(line).iter().any(defined).then(|| {
            let message = format!("the {} has layers, but no header extension that names them in packets", part.name());
            Draft::new(part.name(), message)
                .span(line.line.text.range(), "layers without `rtp-stream-id`")
                .breaks(Target::Chrome, Effect::Refuses)
                .help(format!("add `a=extmap:ID {STREAM_ID}` with an id that is free"))
        })
    });
    found.collect()
}

/// Layers that no `a=rid` defines, or that it defines for the other way (RFC 8853 section 5.1).
pub(super) fn simulcast_unknown_rid(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).filter_map(|part| {
        let layers = layers(part.first("simulcast")?);
        let defined = |layer: &Layer<'_>| rids(part).find(|rid| rid.id.as_str() == layer.rid.as_str());
        let unknown: Vec<_> = layers.iter().filter(|layer| defined(layer).is_none()).collect();
        if let Some(first) = unknown.first() {
            let names = quoted(unknown.iter().map(|layer| layer.rid.as_str()));
            let noun = if unknown.len() == 1 { "layer" } else { "layers" };
            let message =
                format!("`a=simulcast` of the {} names {noun} {names}, but no `a=rid` defines this", part.name());
            let places = unknown.iter().map(|layer| layer.rid.range());
            return Some(
                point(Draft::new(part.name(), message), places, "not defined", "nor this")
                    .breaks(Target::Chrome, Effect::Notes)
                    .breaks(Target::Firefox, Effect::Refuses)
                    .help(format!(
                        "add `a=rid:{} {}`, or take the name out of `a=simulcast`",
                        first.rid.head(),
                        first.direction
                    )),
            );
        }
        let (layer, rid) = layers.iter().find_map(|layer| {
            let rid = defined(layer).filter(|rid| well_formed(rid) && rid.direction.as_str() != layer.direction)?;
            Some((layer, rid))
        })?;
        let message = format!(
            "layer `{}` of the {} is to `{}` in `a=simulcast` and to `{}` in `a=rid`",
            layer.rid.head(),
            part.name(),
            layer.direction,
            rid.direction.as_str()
        );
        Some(
            Draft::new(part.name(), message)
                .span(layer.rid.range(), format!("under `{}`", layer.direction))
                .span(rid.direction.range(), "the other way")
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("make both directions the same"),
        )
    });
    found.collect()
}

/// More than one `a=simulcast`, or one that names no layers (RFC 8853 section 5.1).
pub(super) fn simulcast_twice(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).flat_map(|part| {
        let lines: Vec<_> = part.all("simulcast").collect();
        let again = lines.get(1).zip(lines.first()).map(|(second, first)| {
            Draft::new(part.name(), format!("the {} has {} `a=simulcast` lines", part.name(), lines.len()))
                .span(second.line.text.range(), "one too many")
                .span(first.line.text.range(), "the first one")
                .help("keep one line: `a=simulcast:send a;b recv c` takes both directions")
        });
        let broken = lines.iter().filter(|line| !takes(line.trimmed())).map(|line| {
            let what = if line.trimmed().is_empty() {
                "is empty"
            } else {
                "is not one or two of `send LAYERS`, `recv LAYERS`"
            };
            Draft::new(part.name(), format!("`a=simulcast` of the {} {what}", part.name()))
                .span(line.line.text.range(), "cannot be read")
                .help("write `a=simulcast:send h;m;l` with the names of the `a=rid` lines, or remove the line")
        });
        again.into_iter().chain(broken).map(|draft| draft.breaks(Target::Chrome, Effect::Refuses)).collect::<Vec<_>>()
    });
    found.collect()
}

/// `a=rid` lines without a direction, with a name that no packet can carry, or twice (RFC 8851 section 10).
pub(super) fn bad_rid(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).flat_map(|part| {
        part.all("rid").enumerate().filter_map(move |(n, line)| {
            let rid = Rid::read(line.trimmed());
            let name = rid.id.head();
            let whole = line.line.text;
            let earlier =
                part.all("rid").take(n).find(|other| Rid::read(other.trimmed()).id.as_str() == rid.id.as_str());
            let (place, why) = match (rid.id.as_str(), rid.direction.as_str()) {
                ("", _) => (whole, "has no name".to_owned()),
                (id, _) if !is_name(id) => (rid.id, format!("`{name}` has more than letters and digits in its name")),
                (_, "send" | "recv") if earlier.is_some() => (rid.id, format!("`{name}` stands twice")),
                (_, "send" | "recv") => return None,
                (_, "") => (rid.id, format!("`{name}` does not say `send` or `recv`")),
                (_, other) => (rid.direction, format!("`{name}` says `{other}` in place of `send` or `recv`")),
            };
            let draft = Draft::new(part.name(), format!("`a=rid` of the {} {why}", part.name()))
                .span(place.range(), "not as RFC 8851 has it");
            Some(match earlier.filter(|_| well_formed(&rid)) {
                Some(other) => draft
                    .span(other.trimmed().split_word().0.range(), "the first time")
                    .severity(Severity::Warning)
                    .breaks_browsers(Effect::Notes)
                    .help("remove one of the two lines"),
                None => draft
                    .breaks(Target::Chrome, Effect::Notes)
                    .breaks(Target::Firefox, if part.rejected { Effect::Notes } else { Effect::Refuses })
                    .help("write `a=rid:NAME send` or `a=rid:NAME recv`, with letters and digits alone in the name"),
            })
        })
    });
    found.collect()
}

/// Layers that are tied to payload types which the section does not have (RFC 8851 section 5).
pub(super) fn rid_pt_unknown(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).flat_map(|part| {
        part.all("rid").filter_map(move |line| {
            let rid = Rid::read(line.trimmed());
            let types = split(rid.restrictions, ';').into_iter().find_map(|restriction| {
                restriction.trim().split_once('=').filter(|(key, _)| key.as_str() == "pt").map(|(_, types)| types)
            })?;
            let listed = |payload: Text<'_>| part.codecs.iter().any(|codec| codec.payload == payload.as_str());
            let strays: Vec<_> = split(types, ',').into_iter().map(Text::trim).filter(|pt| !listed(*pt)).collect();
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

fn rids<'c, 'a>(part: &'c Part<'a>) -> impl Iterator<Item = Rid<'a>> + 'c {
    part.all("rid").map(|line| Rid::read(line.trimmed()))
}

fn well_formed(rid: &Rid<'_>) -> bool {
    is_name(rid.id.as_str()) && matches!(rid.direction.as_str(), "send" | "recv")
}

/// What fits into a header extension (RFC 8852 section 3): less than RFC 8851 allows.
fn is_name(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether an `a=simulcast` value is one or two pairs of different directions and layers.
fn takes(value: Text<'_>) -> bool {
    let words: Vec<&str> = value.words().map(Text::as_str).collect();
    let way = |word: &str| matches!(word, "send" | "recv");
    match *words.as_slice() {
        [direction, layers] => way(direction) && !layers.is_empty(),
        [first, _, second, _] => way(first) && way(second) && first != second,
        _ => false,
    }
}

/// The layers that an `a=simulcast` line names, alternatives and paused ones too.
fn layers<'a>(line: Attribute<'a>) -> Vec<Layer<'a>> {
    let mut words = line.trimmed().words();
    let mut found = Vec::new();
    while let (Some(direction), Some(list)) = (words.next(), words.next()) {
        if !matches!(direction.as_str(), "send" | "recv") {
            break;
        }
        // Drafts of RFC 8853 wrote `rid=` before the list.
        let list = list.split_once('=').map_or(list, |(_, list)| list);
        for choice in split(list, ';').into_iter().flat_map(|layer| split(layer, ',')) {
            let rid = choice.split_once('~').filter(|(before, _)| before.is_empty()).map_or(choice, |(_, rid)| rid);
            found.push(Layer { direction: direction.as_str(), rid });
        }
    }
    found
}

fn split(text: Text<'_>, separator: char) -> Vec<Text<'_>> {
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
    fn layers_are_found_under_their_direction() {
        let sdp = Sdp::parse(b"a=simulcast:send h,~g;l recv x\na=simulcast: send rid=a;b\n");
        let found: Vec<_> =
            sdp.attributes().flat_map(layers).map(|l| format!("{} {}", l.direction, l.rid.as_str())).collect();
        assert_eq!(found, ["send h", "send g", "send l", "recv x", "send a", "send b"]);
    }

    #[test]
    fn a_layer_is_defined_for_its_way() {
        let simulcast = "a=simulcast:send h;l\n";
        for (rids, unknown) in [
            ("a=rid:h send\na=rid:l send\n", 0),
            ("a=rid:h send\n", 1),
            ("", 1),
            ("a=rid:h send\na=rid:l recv\n", 1),
            ("a=rid:h send\na=rid:l\n", 0),
        ] {
            assert_eq!(count(simulcast_unknown_rid, &format!("{rids}{simulcast}")), unknown, "{rids}");
        }
    }

    #[test]
    fn the_extension_is_asked_for_where_a_layer_is_left() {
        let simulcast = "a=simulcast:send h;l\n";
        assert_eq!(count(simulcast_without_rid_ext, &format!("a=rid:h send\n{simulcast}")), 1);
        assert_eq!(count(simulcast_without_rid_ext, simulcast), 0);
        assert_eq!(count(simulcast_without_rid_ext, &format!("a=rid:h send\na=extmap:3 {STREAM_ID}\n{simulcast}")), 0);
    }

    #[test]
    fn one_line_says_it_all() {
        for (lines, faults) in [
            ("a=simulcast:send h\n", 0),
            ("a=simulcast:send h recv l\n", 0),
            ("a=simulcast: send rid=h\n", 0),
            ("a=simulcast:send h\na=simulcast:send l\n", 1),
            ("a=simulcast:\n", 1),
            ("a=simulcast:send\n", 1),
            ("a=simulcast:send h send l\n", 1),
        ] {
            assert_eq!(count(simulcast_twice, lines), faults, "{lines}");
        }
    }

    #[test]
    fn rid_lines_have_a_name_and_a_direction() {
        for (line, faults) in [("h send", 0), ("h", 1), ("h both", 1), ("h.1 send", 1), ("", 1), ("h-1 recv", 1)] {
            assert_eq!(count(bad_rid, &format!("a=rid:{line}\n")), faults, "{line}");
        }
        assert_eq!(count(bad_rid, "a=rid:h send\na=rid:h send\n"), 1);
        assert_eq!(count(rid_pt_unknown, "a=rid:h send max-width=1; pt=96,61\n"), 1);
        assert_eq!(count(rid_pt_unknown, "a=rid:h send pt=96\n"), 0);
    }
}
