//! Takes secrets out of a description before it is shown: ICE passwords, SDES and MIKEY keys, `k=` keys, credentials
//! in headers that stand before it.
//!
//! The stand-in has as many bytes as the secret, so that every span still fits.

use super::{Sdp, Text};

/// Names behind which the rest of the line is secret, wherever in the line they stand: a line that does not parse, or
/// a description whose line ends got lost, must not leak what a good one hides.
/// The last two are headers of SIP and HTTP, which are pasted together with the body.
const MARKS: [&str; 7] = ["ice-pwd", "crypto:", "key-mgmt:", "fpaeskey:", " password ", "authorization:", "cookie:"];

impl Sdp {
    /// The text with `*` in place of every byte of a secret. Spans of [`Sdp::text`] fit it.
    pub fn redacted_text(&self) -> String {
        let mut shown = String::with_capacity(self.text().len());
        for line in self.lines() {
            let from = secret_from(line.kind, line.text, line.value);
            let (clear, secret) = self.text().split_at_checked(from).unwrap_or_else(|| (self.text(), ""));
            shown.push_str(clear.get(shown.len()..).unwrap_or_default());
            let hidden = secret.get(..line.text.range().end.saturating_sub(from)).unwrap_or_default();
            shown.extend(std::iter::repeat_n('*', hidden.len()));
        }
        shown.push_str(self.text().get(shown.len()..).unwrap_or_default());
        shown
    }
}

/// Where the secret of a line begins; the end of the line where there is none.
fn secret_from(kind: Option<char>, line: Text<'_>, value: Text<'_>) -> usize {
    let end = line.range().end;
    if kind == Some('k') {
        return value.split_once(':').map_or(end, |(_, key)| key.range().start);
    }
    let text = line.as_str();
    let found = MARKS.iter().filter_map(|mark| find_ignoring_case(text, mark).map(|at| at + mark.len())).min();
    found.map_or(end, |at| {
        let rest = text.get(at..).unwrap_or_default();
        let secret = rest.trim_start_matches([':', ' ', '\t', '=', '"']);
        line.range().start + at + (rest.len() - secret.len())
    })
}

fn find_ignoring_case(text: &str, mark: &str) -> Option<usize> {
    let first = mark.as_bytes().first().copied().unwrap_or_default();
    let both = [char::from(first), char::from(first.to_ascii_uppercase())];
    text.match_indices(both)
        .find(|(at, _)| {
            text.as_bytes().get(*at..at + mark.len()).is_some_and(|t| t.eq_ignore_ascii_case(mark.as_bytes()))
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_and_every_span_fits() {
        let text = "v=0\r\na=ice-pwd:CANARY1\r\na=ice-ufrag:abcd\nA=ICE-PWD CANARY2é\na=crypto:1 AES CANARY3\n\
                    k=clear:CANARY4\nv=0\\r\\na=ice-pwd:CANARY5\\r\\na=mid:0\n\
                    Proxy-Authorization: Digest CANARY6";
        let shown = Sdp::parse(text.as_bytes()).redacted_text();
        assert_eq!(shown.len(), text.len());
        assert!(!shown.contains("CANARY"), "{shown}");
        assert!(shown.contains("a=ice-pwd:*******\r\na=ice-ufrag:abcd\n"), "{shown}");
    }

    #[test]
    fn what_is_no_secret_stays() {
        let text = "v=0\na=ice-ufrag:abcd\na=mid:0\n\nlast";
        assert_eq!(Sdp::parse(text.as_bytes()).redacted_text(), text);
    }
}
