//! Rules about limits: `b=` lines (RFC 8866 section 5.8).

use super::super::Draft;
use super::Case;
use super::lines::whole_line;
use super::media::live_media;
use crate::report::{Effect, Target, number};
use crate::sdp::{Bandwidth, Text};

/// Below this many bit/s browsers send no video worth looking at: libwebrtc's lowest layer of VP8, 320 by 180, begins
/// at 30 kbit/s and wants twice that.
const FLOOR: u32 = 64_000;

/// Limits that are no number (RFC 8866 section 5.8).
///
/// libwebrtc reads `AS` and `TIAS` of sections, and wants a colon there; Firefox looks for a digit behind each modifier
/// that it knows, everywhere.
pub(super) fn bad_bandwidth(case: &Case<'_>) -> Vec<Draft> {
    let found = case.everywhere().flat_map(|part| {
        part.section.lines().filter(|line| line.kind == Some('b')).filter_map(move |line| {
            let in_section = part.section.index.is_some();
            let (place, why, chrome, firefox) = match line.value.split_once(':') {
                None => (line.value, "has no `:` and no number".to_owned(), in_section, false),
                Some((kind, value)) => {
                    let read = matches!(kind.as_str(), "AS" | "TIAS");
                    let lower = |known: &&str| kind.as_str().eq_ignore_ascii_case(known);
                    if !["AS", "TIAS", "CT", "RS", "RR"].iter().any(lower) || is_limit(value) {
                        return None;
                    }
                    let text = value.trim().as_str().trim_start_matches('+');
                    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
                    let digits = digits.parse::<u32>().is_ok();
                    let counted = ["AS", "TIAS", "CT"].iter().any(lower);
                    (value, format!("has `{}` for a limit", value.head()), read && in_section, counted && !digits)
                }
            };
            Some(
                Draft::new(part.name(), format!("`b=` of the {} {why}", part.name()))
                    .span(if place.is_empty() { line.text.range() } else { place.range() }, "not a number from 0 up")
                    .breaks(Target::Chrome, if chrome { Effect::Refuses } else { Effect::Notes })
                    .breaks(Target::Firefox, if firefox { Effect::Refuses } else { Effect::Notes })
                    .edit(whole_line(case, line), "")
                    .help("write kbit/s as in `b=AS:2000`, or delete the line"),
            )
        })
    });
    found.collect()
}

/// Whether it is a number and nothing else, as libwebrtc takes it.
fn is_limit(value: Text<'_>) -> bool {
    value.as_str().bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<i32>().is_some()
}

/// Limits below which video is hardly video (RFC 3890 for `TIAS`).
pub(super) fn low_bandwidth_cap(case: &Case<'_>) -> Vec<Draft> {
    let found = live_media(case).filter(|part| part.media.kind.as_str() == "video").flat_map(|part| {
        let lines = part.section.lines().filter(|line| line.kind == Some('b'));
        lines.filter_map(move |line| {
            let Bandwidth { kind, value } = Bandwidth::read(line.value)?;
            let unit = match kind.as_str() {
                "AS" => 1000,
                "TIAS" => 1,
                _ => return None,
            };
            let bits = value.parse::<u32>().and_then(|limit| limit.checked_mul(unit)).filter(|bits| *bits < FLOOR)?;
            let message = format!("the {} may be sent at {} at most", part.name(), number::rate(f64::from(bits)));
            Some(
                Draft::new(part.name(), message)
                    .span(line.value.range(), "caps what the other side sends")
                    .breaks_browsers(Effect::Notes)
                    .help("raise the limit to what the picture needs, some 1000 kbit/s, or delete the line"),
            )
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>) -> Vec<Draft>, line: &str) -> usize {
        rule(&Case::of(&Sdp::parse(format!("m=video 9 RTP/AVP 96\nb={line}\n").as_bytes()))).len()
    }

    #[test]
    fn limits_are_numbers() {
        for bad in ["AS:abc", "AS:-1", "AS:", "TIAS:1k", "AS", "RR:x", "AS:256 ", "AS: 5", "TIAS:+5"] {
            assert_eq!(count(bad_bandwidth, bad), 1, "{bad}");
        }
        for good in ["AS:0", "AS:256", "TIAS:2147483647", "X-YZ:abc", "RS:0"] {
            assert_eq!(count(bad_bandwidth, good), 0, "{good}");
        }
    }

    #[test]
    fn kilobits_and_bits_are_told_apart() {
        let caps = ["AS:63", "AS:64", "TIAS:63999", "TIAS:64000", "CT:1", "AS:99999999999999999999"];
        assert_eq!(caps.map(|line| count(low_bandwidth_cap, line)), [1, 0, 1, 0, 0, 0]);
    }
}
