//! Rules about the text itself: line ends, blanks, stray bytes.

use super::super::Draft;
use super::Case;
use crate::report::{Effect, Target};
use crate::sdp::Ending;

/// A description whose last line has no line end (RFC 8866 section 9: every line ends in CRLF).
pub(super) fn no_final_newline(case: &Case<'_>) -> Vec<Draft> {
    let sdp = case.sdp;
    let Some(last) = sdp.lines().next_back().filter(|line| line.ending == Ending::None) else { return Vec::new() };
    // Pieces of a description go to `addIceCandidate` line by line and need none.
    if !sdp.lines().any(|line| matches!(line.kind, Some('v' | 'm'))) {
        return Vec::new();
    }
    let range = last.text.range();
    let width = last.text.as_str().chars().next_back().map_or(0, char::len_utf8);
    vec![
        Draft::new("last line", format!("line {} is the last one and has no line end", last.number))
            .span(range.end - width..range.end, "no CRLF behind this")
            .breaks(Target::Chrome, Effect::Refuses)
            .help("append `\\r\\n`, and look for a `trim()` or a `join()` on the way; if only copying lost it, all is well"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    #[test]
    fn only_a_description_needs_the_last_line_end() {
        let count = |text: &str| no_final_newline(&Case::of(&Sdp::parse(text.as_bytes()))).len();
        assert_eq!(count("v=0\r\ns=-"), 1);
        assert_eq!(count("v=0\r\ns=é"), 1);
        for fine in ["v=0\r\ns=-\r\n", "v=0\ns=-\n", "", "a=candidate:1 1 udp 1 192.0.2.1 1 typ host", "a=mid:0"] {
            assert_eq!(count(fine), 0, "{fine:?}");
        }
    }
}
