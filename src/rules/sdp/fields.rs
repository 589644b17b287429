//! Rules about the fields of `c=`, `t=` and `m=` lines, and about lines that stand once (RFC 8866 section 5).

use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::Draft;
use super::rid::split;
use super::{Case, stops};
use crate::report::{Effect, Target};
use crate::sdp::{Line, Text};

/// How many findings of one kind are enough.
const MOST: usize = 20;

/// `c=` lines that are not `IN IP4 address` or `IN IP6 address` (RFC 8866 section 5.7).
pub(super) fn bad_connection(case: &Case<'_>) -> Vec<Draft> {
    let lines = case
        .everywhere()
        .flat_map(|part| part.section.lines().filter(|line| line.kind == Some('c')).map(move |line| (part, line)));
    lines
        .filter_map(|(part, line)| {
            let fault = connection_fault(line.value)?;
            // SIPCC passes over networks that it does not know, and misses the line in a section.
            let firefox = match fault.firefox {
                Effect::FailsLater if part.section.index.is_some() => Effect::Refuses,
                Effect::FailsLater => Effect::Notes,
                effect => effect,
            };
            let place = if fault.place.is_empty() { line.text } else { fault.place };
            Some(
                Draft::new(part.name(), format!("`c=` in line {} {}", line.number, fault.why))
                    .span(place.range(), "not `IN IP4 ADDRESS`")
                    .edit(line.value.range(), "IN IP4 0.0.0.0")
                    .breaks(Target::Chrome, fault.chrome)
                    .breaks(Target::Firefox, firefox)
                    .help("write `c=IN IP4 0.0.0.0`; with ICE the address does not matter"),
            )
        })
        .take(MOST)
        .collect()
}

struct Fault<'a> {
    place: Text<'a>,
    why: String,
    chrome: Effect,
    /// [`Effect::FailsLater`] stands for a line that is not read.
    firefox: Effect,
}

fn fault(place: Text<'_>, why: String, chrome: Effect, firefox: Effect) -> Option<Fault<'_>> {
    Some(Fault { place, why, chrome, firefox })
}

fn connection_fault(value: Text<'_>) -> Option<Fault<'_>> {
    let mut words = value.words();
    let (network, kind, address) = (words.next(), words.next(), words.next());
    let (Some(network), Some(kind), Some(address)) = (network, kind, address) else {
        return fault(value, "ends before its address".to_owned(), Effect::Refuses, Effect::Refuses);
    };
    let (lower_net, lower_kind) = (
        network.as_str().eq_ignore_ascii_case("IN"),
        ["IP4", "IP6"].iter().any(|known| kind.as_str().eq_ignore_ascii_case(known)),
    );
    if network.as_str() != "IN" {
        let firefox = if lower_net { Effect::Notes } else { Effect::FailsLater };
        return fault(network, format!("has `{}` in place of `IN`", network.head()), Effect::Refuses, firefox);
    }
    if !matches!(kind.as_str(), "IP4" | "IP6") {
        let firefox = if lower_kind { Effect::Notes } else { Effect::FailsLater };
        return fault(kind, format!("has `{}` in place of `IP4` or `IP6`", kind.head()), Effect::Refuses, firefox);
    }
    let (v4, v6) = (address.as_str().parse::<Ipv4Addr>().is_ok(), address.as_str().parse::<Ipv6Addr>().is_ok());
    let four = kind.as_str() == "IP4";
    // SIPCC reads the first three characters, up to a dot, as a number of one byte.
    let head: String = address.as_str().chars().take(3).take_while(|c| *c != '.').collect();
    let digits: String = head.chars().take_while(char::is_ascii_digit).collect();
    let firefox = if four && digits.parse::<u8>().is_err() { Effect::Refuses } else { Effect::Notes };
    if address.as_str().contains('/') {
        return fault(address, format!("has the multicast address `{}`", address.head()), Effect::Refuses, firefox);
    }
    if (four && v6) || (!four && v4) {
        return fault(
            address,
            format!("has `{}`, which is no {} address", address.head(), kind.as_str()),
            Effect::Refuses,
            firefox,
        );
    }
    if firefox == Effect::Refuses {
        return fault(
            address,
            format!("has `{}`, which Firefox does not take for an address", address.head()),
            Effect::Notes,
            firefox,
        );
    }
    None
}

/// `t=` lines that are not two numbers (RFC 8866 section 5.9), which Firefox wants.
pub(super) fn bad_timing(case: &Case<'_>) -> Vec<Draft> {
    let lines = case.session.section.lines().filter(|line| line.kind == Some('t'));
    let digit = |word: &Text<'_>| word.as_str().starts_with(|c: char| c.is_ascii_digit());
    lines
        .filter(|line| line.value.words().take(2).filter(digit).count() < 2)
        .take(MOST)
        .map(|line| {
            Draft::new("session part", format!("`t=` in line {} is not two numbers", line.number))
                .span(if line.value.is_empty() { line.text.range() } else { line.value.range() }, "not `0 0`")
                .edit(line.value.range(), "0 0")
                .breaks(Target::Chrome, Effect::Notes)
                .breaks(Target::Firefox, Effect::Refuses)
                .help("write `t=0 0`")
        })
        .collect()
}

/// `m=` lines with two blanks in a row, at which libwebrtc sees an empty field (RFC 8866 section 5.14).
pub(super) fn mline_blanks(case: &Case<'_>) -> Vec<Draft> {
    let found = case.parts.iter().filter_map(|part| {
        let value = part.section.media_line()?.value;
        let end = value.as_str().trim_end().len();
        let at = value.as_str().find("  ").filter(|at| *at < end)?;
        let start = value.range().start + at;
        let wide = value.as_str().get(at..)?.bytes().take_while(|byte| *byte == b' ').count();
        Some(
            Draft::new(part.name(), format!("the `m=` line of the {} has {wide} blanks in a row", part.name()))
                .span(start..start + wide, "one blank")
                .edit(start..start + wide, " ")
                .breaks(Target::Chrome, Effect::Refuses)
                .breaks(Target::Firefox, Effect::Notes)
                .help("write one blank between the fields"),
        )
    });
    found.take(MOST).collect()
}

/// Lines that may stand once and stand again (RFC 8866 section 5).
///
/// libwebrtc takes each of the session part once, in its order. SIPCC takes another `v=` for another description, and
/// `c=` once.
pub(super) fn repeated_line(case: &Case<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in case.everywhere() {
        let in_session = part.section.index.is_none();
        let mut seen: HashMap<char, Line<'_>> = HashMap::new();
        for line in part.section.lines() {
            let Some(kind) = line.kind.filter(|kind| "vosiuepc".contains(*kind)) else { continue };
            let first = seen.get(&kind).copied();
            seen.entry(kind).or_insert(line);
            let first = match first {
                Some(first) => first,
                None if kind == 'v' && !in_session => line,
                None => continue,
            };
            let chrome = if in_session { Effect::Refuses } else { Effect::Notes };
            let firefox = match kind {
                'v' => stops::firefox(case, line),
                'c' => Effect::Refuses,
                _ => Effect::Notes,
            };
            if (chrome == Effect::Notes && firefox == Effect::Notes) || drafts.len() == MOST {
                continue;
            }
            let draft =
                Draft::new(part.name(), format!("`{kind}=` in line {} stands there once too often", line.number))
                    .span(line.text.range(), "again")
                    .breaks(Target::Chrome, chrome)
                    .breaks(Target::Firefox, firefox)
                    .help("keep one of the lines");
            drafts.push(if first.number == line.number { draft } else { draft.span(first.text.range(), "first here") });
        }
    }
    drafts
}

/// Attributes of which a section has one, with another value in a second line: Chrome goes by the last, Firefox by the first.
pub(super) fn repeated_attribute(case: &Case<'_>) -> Vec<Draft> {
    let named: HashSet<&str> = case.bundles.groups.iter().flatten().copied().collect();
    let mut drafts = Vec::new();
    for part in case.everywhere().filter(|part| !part.rejected) {
        for key in ["mid", "ice-ufrag", "ice-pwd"] {
            let lines: Vec<_> = part.all(key).filter(|line| !line.trimmed().is_empty()).collect();
            let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
            let (one, other) = (first.trimmed(), last.trimmed());
            if one.as_str() == other.as_str() || drafts.len() == MOST {
                continue;
            }
            let chrome = match key {
                "mid" if named.contains(one.as_str()) => Effect::Refuses,
                "mid" => Effect::Notes,
                _ if part.place == crate::sdp::Place::Rider => Effect::Notes,
                _ => Effect::NoConnection,
            };
            drafts.push(
                Draft::new(part.name(), format!("`a={key}` of the {} has two values", part.name()))
                    .span(other.range(), "Chrome goes by this one")
                    .span(one.range(), "Firefox goes by this one")
                    .breaks(Target::Chrome, chrome)
                    .breaks(Target::Firefox, Effect::Notes)
                    .help("keep the line that the peer's own stack wrote"),
            );
        }
    }
    drafts
}

/// `a=rtcp-fb` lines that are not `payload feedback` (RFC 4585 section 4.2).
pub(super) fn bad_rtcp_fb(case: &Case<'_>) -> Vec<Draft> {
    let found = super::media::media(case).flat_map(|part| {
        part.all("rtcp-fb").filter_map(move |line| {
            let value = line.value.unwrap_or_else(|| line.trimmed());
            let words = split(value, ' ');
            let (place, why) = match words.as_slice() {
                [only] => (*only, format!("for `{}` asks for no feedback", only.head())),
                [payload, ..] if payload.as_str() != "*" && payload.parse::<u32>().is_none() => {
                    (*payload, format!("has `{}` for a payload type", payload.head()))
                }
                _ => return None,
            };
            let place = if place.is_empty() { line.line.text } else { place };
            Some(
                Draft::new(part.name(), format!("`a=rtcp-fb` of the {} {why}", part.name()))
                    .span(place.range(), "cannot be read")
                    .breaks(Target::Chrome, Effect::Refuses)
                    .breaks(Target::Firefox, Effect::Notes)
                    .edit(super::lines::whole_line(case, line.line), "")
                    .help("write it as `a=rtcp-fb:96 nack pli`, or `a=rtcp-fb:* nack` for every codec"),
            )
        })
    });
    found.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, text: &str) -> usize {
        rule(&Case::of(&Sdp::parse(text.as_bytes()))).len()
    }

    #[test]
    fn connections_are_of_the_internet() {
        for (value, faults) in [
            ("IN IP4 0.0.0.0", 0),
            ("IN IP6 ::1", 0),
            ("IN IP6 host.example.org", 0),
            ("IN  IP4 192.0.2.1", 0),
            ("IN IP4 999.1.1.1", 1),
            ("IN IP4 host.example.org", 1),
            ("IN IP4 ::1", 1),
            ("IN IP4 224.2.36.42/127", 1),
            ("IN IP4", 1),
            ("XX IP4 0.0.0.0", 1),
            ("in IP4 0.0.0.0", 1),
            ("IN IP9 0.0.0.0", 1),
        ] {
            assert_eq!(count(bad_connection, &format!("m=audio 9 RTP/AVP 0\nc={value}\n")), faults, "{value}");
        }
    }

    #[test]
    fn times_are_two_numbers() {
        for (value, faults) in
            [("0 0", 0), ("0 0 0", 0), ("0.5 0", 0), ("0", 1), ("now later", 1), ("", 1), ("-1 0", 1)]
        {
            assert_eq!(count(bad_timing, &format!("v=0\nt={value}\n")), faults, "{value}");
        }
    }

    #[test]
    fn what_stands_once_is_found_again() {
        for (text, faults) in [
            ("v=0\no=a\ns=-\nt=0 0\nt=0 0\n", 0),
            ("v=0\nv=0\n", 1),
            ("v=0\ns=-\ns=-\n", 1),
            ("v=0\nm=audio 9 RTP/AVP 0\nc=IN IP4 0.0.0.0\nc=IN IP4 0.0.0.0\n", 1),
            ("v=0\nm=audio 9 RTP/AVP 0\ni=a\ni=b\n", 0),
        ] {
            assert_eq!(count(repeated_line, text), faults, "{text}");
        }
        let section = |lines: &str| count(repeated_attribute, &format!("m=audio 9 RTP/AVP 0\n{lines}"));
        assert_eq!([section("a=mid:0\na=mid:0\n"), section("a=mid:0\na=mid:1\n")], [0, 1]);
        assert_eq!(section("a=ice-ufrag:abcd\na=ice-ufrag:efgh\n"), 1);
    }

    #[test]
    fn feedback_is_asked_for_a_payload_type() {
        for (value, faults) in [
            ("96 nack", 0),
            ("96 nack pli ", 0),
            ("* transport-cc", 0),
            ("96", 1),
            ("", 1),
            ("abc nack", 1),
            ("-1 nack", 1),
            ("96nack", 1),
        ] {
            assert_eq!(count(bad_rtcp_fb, &format!("m=video 9 RTP/AVP 96\na=rtcp-fb:{value}\n")), faults, "{value}");
        }
    }
}
