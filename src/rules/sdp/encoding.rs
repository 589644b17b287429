//! Rules about payload types one by one: what names them and sets them up.

use std::collections::HashSet;

use super::super::Draft;
use super::lines::whole_line;
use super::media::{codecs, live_media, media, point, quoted};
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, RtpMap, Text};

/// Payload types that look like RTCP packets on a shared port (RFC 5761 section 4).
///
/// Chrome looks at those alone that an `rtpmap` gives a codec.
pub(super) fn pt_rtcp_range(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).filter_map(|part| {
        let mux = part.first("rtcp-mux")?;
        let listed = listed(part);
        let reserved = |payload: &Text<'_>| payload.parse().is_some_and(|number: u8| (64..96).contains(&number));
        let mapped = part.all("rtpmap").map(|map| RtpMap::read(map.trimmed()).payload);
        let mut clash: Vec<Text<'_>> =
            mapped.filter(reserved).filter(|payload| listed.contains(payload.as_str())).collect();
        let chrome = if clash.is_empty() { Effect::Notes } else { Effect::Refuses };
        if clash.is_empty() {
            clash = part.media.formats.words().filter(reserved).collect();
        }
        let first = clash.first()?;
        let numbers = quoted(clash.iter().map(|payload| payload.as_str()));
        let types = if clash.len() == 1 { "payload type" } else { "payload types" };
        let rtcp = first.parse::<u16>().map_or(0, |number| number + 128);
        let draft = Draft::new(
            part.name(),
            format!("{types} {numbers} of the {} cannot be told from RTCP on one port", part.name()),
        );
        let places = clash.iter().map(|payload| payload.range());
        Some(
            point(draft, places, &format!("with the marker bit this is RTCP packet type {rtcp}"), "and this one")
                .span(mux.line.text.range(), "RTP and RTCP share the port")
                .breaks(Target::Chrome, chrome)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("number it from 96 to 127, or from 35 to 63 where those are used up"),
        )
    });
    found.collect()
}

/// Numbers in the `m=` line that nothing explains (RFC 8866 section 6.6).
///
/// Browsers pass over them, unless settings make libwebrtc look for a codec that has no name.
pub(super) fn pt_without_rtpmap(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).filter_map(|part| {
        let bare = nameless(part);
        let first = bare.first()?;
        let set_up = part.attributes.iter().find(|attribute| {
            let payload = attribute.trimmed().split_word().0;
            matches!(attribute.key.as_str(), "fmtp" | "rtcp-fb") && bare.iter().any(|b| b.as_str() == payload.as_str())
        });
        let numbers = quoted(bare.iter().map(|format| format.as_str()));
        let (types, them) = if bare.len() == 1 { ("payload type", "it") } else { ("payload types", "they") };
        let is = if bare.len() == 1 { "is" } else { "are" };
        let message = format!(
            "no `a=rtpmap` says what {types} {numbers} of the {} {is}, and {them} {is} not static",
            part.name()
        );
        let mut draft = Draft::new(part.name(), message)
            .help(format!("add `a=rtpmap:{} NAME/CLOCK`, or take the number out of the `m=` line", first.as_str()));
        if let Some(line) = set_up {
            draft = draft.span(line.trimmed().split_word().0.range(), "set up, but without a codec");
        }
        let draft = point(draft, bare.iter().map(|format| format.range()), "no codec", "nor here");
        Some(match set_up {
            Some(_) => draft.severity(Severity::Error).breaks(Target::Chrome, Effect::Refuses),
            None => draft.breaks_browsers(Effect::Notes),
        })
    });
    found.collect()
}

/// `rtpmap` lines that are not `payload name/clock[/channels]` (RFC 8866 section 6.6).
pub(super) fn bad_rtpmap(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).flat_map(|part| {
        let listed = listed(part);
        part.all("rtpmap").filter_map(move |line| {
            let (place, why) = rtpmap_fault(part, &listed, line)?;
            Some(
                Draft::new(part.name(), format!("`a=rtpmap` of the {} {why}", part.name()))
                    .span(if place.is_empty() { line.line.text.range() } else { place.range() }, "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .help(
                        "write it as `a=rtpmap:96 VP8/90000`, for audio with channels as `a=rtpmap:111 opus/48000/2`",
                    ),
            )
        })
    });
    found.collect()
}

fn rtpmap_fault<'a>(part: &Part<'a>, listed: &HashSet<&str>, line: Attribute<'a>) -> Option<(Text<'a>, String)> {
    let value = line.value.unwrap_or_else(|| line.trimmed());
    // One blank between the two, as libwebrtc splits it: a second one hides the encoding.
    let Some((payload, encoding)) = value.split_once(' ') else {
        return Some((value, "has no `name/clock` behind the payload type".to_owned()));
    };
    if payload.is_empty() {
        return Some((value, "has a blank before the payload type".to_owned()));
    }
    if payload.parse::<i32>().is_none() {
        return Some((payload, format!("has `{}` for a payload type", payload.head())));
    }
    if !listed.contains(payload.as_str()) {
        return None;
    }
    if encoding.as_str().starts_with(' ') {
        return Some((value, "has two blanks behind the payload type".to_owned()));
    }
    let encoding = encoding.split_once(' ').map_or(encoding, |(encoding, _)| encoding);
    let mut fields = encoding.as_str().split('/');
    let (name, clock, channels, more) = (fields.next(), fields.next(), fields.next(), fields.next());
    let number = |text: &str| text.parse::<i32>().is_ok();
    match (name, clock, channels) {
        (None | Some(""), ..) => Some((encoding, "has no codec name".to_owned())),
        (_, None, _) => Some((encoding, format!("gives `{}` no clock rate", encoding.head()))),
        (_, Some(clock), _) if !number(clock) => Some((encoding, format!("has `{clock}` for a clock rate"))),
        (_, _, Some(channels)) if part.media.kind.as_str() == "audio" && !number(channels) => {
            Some((encoding, format!("has `{channels}` for a number of channels")))
        }
        _ => more.map(|_| (encoding, format!("has too many parts in `{}`", encoding.head()))),
    }
}

/// `fmtp` lines without parameters, or for no number (RFC 8866 section 6.15).
pub(super) fn bad_fmtp(case: &Case<'_>) -> Vec<Draft> {
    let found = media(case).flat_map(|part| {
        part.all("fmtp").filter_map(move |line| {
            let value = line.value.unwrap_or_else(|| line.trimmed());
            let (place, why) = match value.split_once(' ') {
                None => (value, format!("for `{}` has no parameters", value.head())),
                Some((payload, _)) if payload.parse::<i32>().is_none() => {
                    (payload, format!("has `{}` for a payload type", payload.head()))
                }
                Some(_) => return None,
            };
            Some(
                Draft::new(part.name(), format!("`a=fmtp` of the {} {why}", part.name()))
                    .span(if place.is_empty() { line.line.text.range() } else { place.range() }, "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .edit(whole_line(case, line.line), "")
                    .help("remove the line: a codec without parameters needs none"),
            )
        })
    });
    found.collect()
}

/// `m=` lines that end before their formats (RFC 8866 section 5.14).
pub(super) fn mline_no_formats(case: &Case<'_>) -> Vec<Draft> {
    let end = case.sdp.lines().next_back().map_or(0, |line| line.number);
    let found = case.parts.iter().filter_map(|part| {
        let line = part.section.media_line()?;
        // With nothing behind it the text was cut there: that is another fault.
        if !part.media.formats.is_empty() || line.number == end {
            return None;
        }
        let in_firefox = if part.media.is_data() { Effect::Refuses } else { Effect::MediaMissing };
        let seen = line.value.words().count();
        Some(
            Draft::new(
                part.name(),
                format!("the `m=` line of the {} has {seen} of the 4 fields it needs", part.name()),
            )
            .span(line.text.range(), "ends before its formats")
            .breaks(Target::Chrome, Effect::Refuses)
            .breaks(Target::Firefox, in_firefox)
            .help("list the payload types, for a data channel `webrtc-datachannel`; keep them with port 0 as well"),
        )
    });
    found.collect()
}

/// What the `m=` line lists.
fn listed<'a>(part: &Part<'a>) -> HashSet<&'a str> {
    part.codecs.iter().map(|codec| codec.payload).collect()
}

/// The formats that are payload types of which nothing tells the codec.
fn nameless<'a>(part: &Part<'a>) -> Vec<Text<'a>> {
    let mapped: HashSet<&str> = part.all("rtpmap").map(|line| line.trimmed().split_word().0.as_str()).collect();
    let mut bare: HashSet<&str> = codecs(part)
        .into_iter()
        .filter(|codec| codec.name.is_empty() && !mapped.contains(codec.payload))
        .filter(|codec| {
            !(part.has("rtcp-mux") && codec.payload.parse().is_ok_and(|number: u8| (64..96).contains(&number)))
        })
        .map(|codec| codec.payload)
        .collect();
    part.media.formats.words().filter(|format| bare.remove(format.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    type Rule = fn(&Case<'_>) -> Vec<Draft>;

    fn count(rule: Rule, text: &str) -> usize {
        rule(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn rtpmap_lines_are_read_as_libwebrtc_reads_them() {
        let text = |line: &str| format!("m=audio 9 RTP/AVP 96\na=rtpmap:{line}\n");
        for bad in [
            "96",
            "96 opus",
            "96 opus/x",
            "96 opus/48000/x",
            "96  opus/48000/2",
            "x opus/48000",
            "96 a/1/2/3",
            " 96 opus/48000",
        ] {
            assert_eq!(count(bad_rtpmap, &text(bad)), 1, "{bad}");
        }
        for good in ["96 opus/48000/2", "96 opus/48000", "96 opus/48000/2 ", "97 opus"] {
            assert_eq!(count(bad_rtpmap, &text(good)), 0, "{good}");
        }
    }

    #[test]
    fn a_number_without_a_codec_is_fatal_only_where_it_is_set_up() {
        let severities = |text: &str| {
            let drafts = pt_without_rtpmap(&Case::of(&Sdp::parse(text.as_bytes())));
            let rule = &super::super::MEDIA_B.iter().find(|row| row.rule.id == "sdp/pt-without-rtpmap").unwrap().rule;
            drafts.into_iter().map(|draft| draft.into_finding(rule).severity).collect::<Vec<_>>()
        };
        assert_eq!(severities("m=video 9 RTP/AVP 96 97\na=rtpmap:96 VP8/90000\n"), [Severity::Warning]);
        assert_eq!(severities("m=video 9 RTP/AVP 97\na=rtcp-fb:97 nack\n"), [Severity::Error]);
        assert_eq!(severities("m=audio 9 RTP/AVP 0 8 abc 200\na=fmtp:0 x=1\n"), []);
        assert_eq!(severities("m=audio 9 RTP/AVP 96\na=rtpmap:96\n"), []);
    }

    #[test]
    fn numbers_clash_with_rtcp_on_one_port_alone() {
        let text = |more: &str| format!("m=video 9 RTP/AVP 72\n{more}");
        assert_eq!(count(pt_rtcp_range, &text("a=rtpmap:72 X/90000\na=rtcp-mux\n")), 1);
        assert_eq!(count(pt_rtcp_range, &text("a=rtcp-mux\n")), 1);
        assert_eq!(count(pt_rtcp_range, &text("a=rtpmap:72 X/90000\n")), 0);
    }

    #[test]
    fn a_cut_off_m_line_is_left_to_another_rule() {
        assert_eq!(count(mline_no_formats, "m=video 9 RTP/AVP\na=mid:0\n"), 1);
        assert_eq!(count(mline_no_formats, "m=audio 9 RTP/AVP 0\nm=video 9"), 0);
    }

    #[test]
    fn fmtp_needs_a_blank_behind_a_number() {
        let text = |line: &str| format!("m=video 9 RTP/AVP 96\na=fmtp:{line}\n");
        assert_eq!(
            [count(bad_fmtp, &text("96")), count(bad_fmtp, &text("x a=1")), count(bad_fmtp, &text("96 "))],
            [1, 1, 0]
        );
    }
}
