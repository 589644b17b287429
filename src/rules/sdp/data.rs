//! Rules about data channels (RFC 8841).

use super::super::Draft;
use super::lines::whole_line;
use super::{Case, Part};
use crate::report::{Effect, Severity, Target};
use crate::sdp::{Attribute, Role, Text};

/// A data channel whose SCTP port is not written (RFC 8841 section 5).
pub(super) fn missing_sctp_port(case: &Case<'_>) -> Vec<Draft> {
    let bare = data(case).filter(|part| !part.rejected && part.media.formats.as_str() == "webrtc-datachannel");
    let found = bare.filter(|part| !part.has("sctp-port") && !part.has("sctpmap")).map(|part| {
        let message = format!("the {} has no `a=sctp-port`; Chrome takes 5000, Firefox takes none", part.name());
        let draft = Draft::new(part.name(), message)
            .span(part.media.formats.range(), "on which SCTP port?")
            .breaks(Target::Chrome, Effect::Notes)
            .help("add `a=sctp-port:5000`");
        let end = part.section.lines().next_back().map_or(0, |last| whole_line(case, last).end);
        let draft = draft.edit(end..end, "a=sctp-port:5000\r\n");
        without_port(draft, case, Severity::Error)
    });
    found.collect()
}

/// SCTP ports that are none (RFC 8841 section 5.1). libwebrtc wants digits alone, SIPCC reads those at the beginning.
pub(super) fn sctp_port_range(case: &Case<'_>) -> Vec<Draft> {
    let found = data(case).filter_map(|part| {
        let line = part.first("sctp-port").filter(|line| line.value.is_some())?;
        let value = line.value.unwrap_or_else(|| line.trimmed());
        let number = digits(value).and_then(Text::parse::<i64>);
        let zero = match number {
            Some(1..=65535) => return None,
            number => number == Some(0),
        };
        let place = if value.is_empty() { line.line.text } else { value };
        let message = format!("`a=sctp-port` of the {} is `{}`, not from 1 to 65535", part.name(), value.head());
        let draft =
            Draft::new(part.name(), message).span(place.range(), "no port").help("write the port of SCTP, mostly 5000");
        let begins = line
            .trimmed()
            .as_str()
            .trim_start_matches('+')
            .bytes()
            .take_while(u8::is_ascii_digit)
            .any(|byte| byte != b'0');
        let firefox = |draft: Draft, severity| match begins || part.rejected {
            true => draft.breaks(Target::Firefox, Effect::Notes),
            false => without_port(draft, case, severity),
        };
        Some(if zero {
            firefox(draft.severity(Severity::Warning), Severity::Warning).breaks(Target::Chrome, Effect::Notes)
        } else {
            firefox(draft, Severity::Error).severity(Severity::Error).breaks(Target::Chrome, Effect::Refuses)
        })
    });
    found.collect()
}

/// The value where it is digits and nothing else.
fn digits(value: Text<'_>) -> Option<Text<'_>> {
    Some(value).filter(|value| !value.is_empty() && value.as_str().bytes().all(|byte| byte.is_ascii_digit()))
}

/// What Firefox does about a data section without a port that it can use: it rejects the section of an offer, with
/// which the transport goes if nothing else is on it, and refuses an answer, which then is as severe as `refused`.
fn without_port(draft: Draft, case: &Case<'_>, refused: Severity) -> Draft {
    match case.role {
        Role::Answer => draft.severity(refused).breaks(Target::Firefox, Effect::Refuses),
        _ if case.live().count() == 1 => draft.breaks(Target::Firefox, Effect::NoConnection),
        _ => draft.breaks(Target::Firefox, Effect::NoDataChannel),
    }
}

/// The bytes of a DATA_CHANNEL_OPEN message before its label (RFC 8832 section 5.1).
const OPENING: i32 = 12;

/// Sizes that are no number, more than libwebrtc can hold, or too little to open a channel (RFC 8841 section 6).
pub(super) fn bad_max_message_size(case: &Case<'_>) -> Vec<Draft> {
    let found = data(case).filter_map(|part| {
        let line = part.first("max-message-size")?;
        let value = line.value?;
        let number = digits(value).and_then(Text::parse::<i32>);
        let small = number.is_some_and(|size| (1..OPENING).contains(&size));
        if number.is_some() && !small {
            return None;
        }
        let why = match digits(value) {
            Some(_) if small => "less than the message that opens a channel",
            Some(_) => "more than 2147483647, the most that Chrome takes",
            None => "no number of bytes",
        };
        let place = if value.is_empty() { line.line.text } else { value };
        let message = format!("`a=max-message-size` of the {} is `{}`, {why}", part.name(), value.head());
        Some(
            Draft::new(part.name(), message)
                .span(place.range(), if small { "too small" } else { "cannot be read" })
                .breaks(Target::Chrome, if small { Effect::NoDataChannel } else { Effect::Refuses })
                .breaks(Target::Firefox, Effect::Notes)
                .help("write bytes as in `a=max-message-size:262144`, or 0 for no limit"),
        )
    });
    found.collect()
}

/// A data section whose `m=` line does not name its format as the protocol wants (RFC 8841 section 4): a word, and in
/// the drafts before it a port.
pub(super) fn data_format(case: &Case<'_>) -> Vec<Draft> {
    let found = data(case).filter(|part| !part.rejected).filter_map(|part| {
        let format = part.media.formats.words().next()?;
        let old = part.media.protocol.as_str().eq_ignore_ascii_case("DTLS/SCTP");
        let word = format.as_str() == "webrtc-datachannel";
        if word != old {
            return None;
        }
        let port = part.first("sctp-port");
        // libwebrtc goes by the word alone, and takes any other for the old syntax.
        let chrome = if word || port.is_none() { Effect::Notes } else { Effect::Refuses };
        let protocol = part.media.protocol.head();
        let message =
            format!("the {} has `{}` as its format, and `{protocol}` wants another", part.name(), format.head());
        let draft = Draft::new(part.name(), message)
            .span(format.range(), if old { "a port" } else { "`webrtc-datachannel`" })
            .breaks(Target::Chrome, chrome)
            .breaks(Target::Firefox, Effect::Refuses)
            .help("write `UDP/DTLS/SCTP webrtc-datachannel` with `a=sctp-port:5000`");
        let port = port.filter(|_| !word).map(|port: Attribute<'_>| port.key.range());
        Some(port.into_iter().fold(draft, |draft, place| draft.span(place, "goes with `webrtc-datachannel` alone")))
    });
    found.collect()
}

/// The syntax of drafts before RFC 8841: the port in the `m=` line and in `a=sctpmap`.
pub(super) fn sctp_legacy(case: &Case<'_>) -> Vec<Draft> {
    let found = data(case).filter(|part| !part.rejected).filter_map(|part| {
        let old = Some(part.media.protocol).filter(|protocol| protocol.as_str() == "DTLS/SCTP");
        let map = part.first("sctpmap").map(|line| line.key);
        let places: Vec<Text<'_>> = old.into_iter().chain(map).collect();
        let first = places.first()?;
        let message = format!("the {} is written as in drafts of RFC 8841, with `{}`", part.name(), first.as_str());
        let draft = Draft::new(part.name(), message).breaks_browsers(Effect::Notes).help(
            "write `UDP/DTLS/SCTP webrtc-datachannel` with `a=sctp-port:5000`, unless the peer is from before 2018",
        );
        Some(places.iter().fold(draft, |draft, place| draft.span(place.range(), "of the drafts")))
    });
    found.collect()
}

fn data<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Part<'a>> {
    case.parts.iter().filter(|part| part.media.is_data() && part.media.kind.as_str() == "application")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, lines: &str) -> usize {
        let text = format!("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n{lines}");
        rule(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn ports_and_sizes_are_numbers_in_their_range() {
        for (value, faults) in [("5000", 0), ("65535", 0), ("0", 1), ("70000", 1), ("x", 1), ("", 1)] {
            assert_eq!(count(sctp_port_range, &format!("a=sctp-port:{value}\n")), faults, "{value}");
        }
        for (value, faults) in
            [("0", 0), ("2147483647", 0), ("2147483648", 1), ("abc", 1), ("-1", 1), ("", 1), ("5", 1), (" 9999", 1)]
        {
            assert_eq!(count(bad_max_message_size, &format!("a=max-message-size:{value}\n")), faults, "{value}");
        }
    }

    #[test]
    fn the_port_stands_in_either_syntax() {
        assert_eq!(count(missing_sctp_port, ""), 1);
        assert_eq!(count(missing_sctp_port, "a=sctpmap:5000 webrtc-datachannel 1024\n"), 0);
        assert_eq!(count(sctp_legacy, "a=sctpmap:5000 webrtc-datachannel 1024\n"), 1);
        assert_eq!(count(sctp_legacy, "a=sctp-port:5000\n"), 0);
    }
}
