//! Candidates without a description (RFC 8839 section 5.1): bare lines, `RTCIceCandidateInit`, logs of events.

use super::search::Piece;
use crate::candidate::line::Candidate;

/// The candidates in `text`, put together as a fragment (RFC 8840 section 9).
pub(super) fn candidates(text: &str) -> Option<Piece> {
    let mut fragment = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(WORD) {
        let (before, behind) = rest.split_at_checked(at)?;
        let (_, value) = behind.split_at_checked(WORD.len())?;
        if value.starts_with([' ', '\t']) {
            // the name of a member, as pages and consoles print it
            ended(before, &mut fragment);
            rest = value;
            continue;
        }
        let end = value.find(['\r', '\n', '"', '\'', '\\', ',', '`', '<']).unwrap_or(value.len());
        let (value, after) = value.split_at_checked(end)?;
        ended(before, &mut fragment);
        if Candidate::parse(value).is_ok() {
            fragment.push_str(&format!("a={WORD}{}\r\n", value.trim_ascii_end()));
        }
        rest = after;
    }
    ended(rest, &mut fragment);
    (!fragment.is_empty()).then(|| Piece::new(fragment, None))
}

const WORD: &str = "candidate:";

/// An empty candidate says that no more will come (RFC 8838 section 14).
fn ended(text: &str, fragment: &mut String) {
    const END: &str = "a=end-of-candidates\r\n";
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
    let empty = bare.contains("\"candidate\":\"\"") || bare.contains("end-of-candidates");
    if empty && !fragment.is_empty() && !fragment.ends_with(END) {
        fragment.push_str(END);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_found_wherever_they_stand() {
        let line = "a=candidate:1 1 udp 2122260223 10.0.0.5 46154 typ host generation 0\r\n";
        for text in [
            "candidate:1 1 udp 2122260223 10.0.0.5 46154 typ host generation 0",
            "a=candidate:1 1 udp 2122260223 10.0.0.5 46154 typ host generation 0 \n",
            r#"{"candidate": "candidate:1 1 udp 2122260223 10.0.0.5 46154 typ host generation 0", "sdpMid": "0"}"#,
            "sdpMid: 0, candidate: candidate:1 1 udp 2122260223 10.0.0.5 46154 typ host generation 0, url: stun:a",
        ] {
            assert_eq!(candidates(text), Some(Piece::new(line, None)), "{text}");
        }
        let two = candidates("candidate:1 1 udp 1 a.local 9 typ host\n{\"candidate\": \"\"}").unwrap();
        assert!(two.bytes.ends_with(b"typ host\r\na=end-of-candidates\r\n"));
        for text in ["", "candidate:", "no candidate: here", "{\"candidate\": \"\"}"] {
            assert_eq!(candidates(text), None, "{text}");
        }
    }
}
