//! Rules about layers that are sent together: `a=simulcast` (RFC 8853).

use super::super::Draft;
use super::media::{live_media, media, point, quoted};
use super::rid::{rids, split, well_formed};
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, ExtMap, Role, Text};

/// The extension that names the layer in each packet (RFC 8852 section 3.1).
const STREAM_ID: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

/// One layer that `a=simulcast` names.
struct Layer<'a> {
    direction: &'a str,
    rid: Text<'a>,
}

/// Layers without the header extension that tells them apart in packets (RFC 8853 section 5.2).
///
/// libwebrtc forgets layers that no `a=rid` defines, and asks for the extension if any are left to be received. It takes
/// an answer that receives layers without it.
pub(super) fn simulcast_without_rid_ext(case: &Case<'_>) -> Vec<Draft> {
    let has_ext =
        |part: &Part<'_>| part.all("extmap").any(|line| ExtMap::read(line.trimmed()).uri.as_str() == STREAM_ID);
    let found = live_media(case).filter(|part| !has_ext(part) && !has_ext(&case.session)).filter_map(|part| {
        let line = part.first("simulcast")?;
        let rids = rids(part);
        let mut left = layers(line);
        left.retain(|layer| rids.get(layer.rid.as_str()).is_some_and(well_formed));
        if left.is_empty() {
            return None;
        }
        let message = format!("the {} has layers, but no header extension that names them in packets", part.name());
        let draft = Draft::new(part.name(), message)
            .span(line.line.text.range(), "layers without `rtp-stream-id`")
            .help(format!("add `a=extmap:ID {STREAM_ID}` with an id that is free"));
        let refused = case.role != Role::Answer && left.iter().any(|layer| layer.direction == "send");
        Some(match refused {
            true => draft.breaks(Target::Chrome, Effect::Refuses),
            false => draft.severity(Severity::Warning).breaks_browsers(Effect::Notes),
        })
    });
    found.collect()
}

/// Layers that no `a=rid` defines, or that it defines for the other way (RFC 8853 section 5.1).
pub(super) fn simulcast_unknown_rid(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).filter_map(|part| {
        let layers = layers(part.first("simulcast")?);
        let rids = rids(part);
        let defined = |layer: &Layer<'_>| rids.get(layer.rid.as_str());
        let unknown: Vec<_> = layers.iter().filter(|layer| defined(layer).is_none()).collect();
        if let Some(first) = unknown.first() {
            let names = quoted(unknown.iter().map(|layer| layer.rid.as_str()));
            let noun = if unknown.len() == 1 { "layer" } else { "layers" };
            let message =
                format!("`a=simulcast` of the {} names {noun} {names}, but no `a=rid` defines this", part.name());
            let places = unknown.iter().map(|layer| layer.rid.range());
            // Firefox does not tell capital letters from small ones here.
            let near = |layer: &&Layer<'_>| rids.keys().any(|name| name.eq_ignore_ascii_case(layer.rid.as_str()));
            let firefox =
                if unknown.iter().copied().all(|layer| near(&layer)) { Effect::Notes } else { Effect::Refuses };
            return Some(
                point(Draft::new(part.name(), message), places, "not defined", "nor this")
                    .breaks(Target::Chrome, Effect::Notes)
                    .breaks(Target::Firefox, firefox)
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
            // Firefox passes over an empty one.
            let firefox = if line.trimmed().is_empty() { Effect::Notes } else { Effect::Refuses };
            let old = line.trimmed().as_str().contains("rid=");
            Draft::new(part.name(), format!("`a=simulcast` of the {} {what}", part.name()))
                .span(line.line.text.range(), "cannot be read")
                .breaks(Target::Firefox, firefox)
                .breaks(Target::Chrome, if old { Effect::Notes } else { Effect::Refuses })
                .help("write `a=simulcast:send h;m;l` with the names of the `a=rid` lines, or remove the line")
        });
        let again =
            again.map(|draft| draft.breaks(Target::Chrome, Effect::Refuses).breaks(Target::Firefox, Effect::Notes));
        again.into_iter().chain(broken).collect::<Vec<_>>()
    });
    found.collect()
}

/// Whether an `a=simulcast` value is one or two pairs of different directions and layers.
fn takes(value: Text<'_>) -> bool {
    let words: Vec<&str> = value.words().map(Text::as_str).collect();
    let way = |word: &str| matches!(word, "send" | "recv");
    // Drafts of RFC 8853 wrote `rid=` before the list, which Firefox does not read.
    let list = |word: &str| word.split([';', ',']).all(|layer| !layer.is_empty()) && !word.contains('=');
    match *words.as_slice() {
        [direction, layers] => way(direction) && list(layers),
        [first, one, second, other] => way(first) && way(second) && first != second && list(one) && list(other),
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
            ("a=simulcast: send rid=h\n", 1),
            ("a=simulcast:send h;\n", 1),
            ("a=simulcast:send h\na=simulcast:send l\n", 1),
            ("a=simulcast:\n", 1),
            ("a=simulcast:send\n", 1),
            ("a=simulcast:send h send l\n", 1),
        ] {
            assert_eq!(count(simulcast_twice, lines), faults, "{lines}");
        }
    }
}
