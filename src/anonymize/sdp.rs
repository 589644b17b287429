//! What stands behind the words of a session description (RFC 8866, RFC 8839), in a whole one, in a line cut out of it,
//! or in one whose line ends are written out.

use super::text::{Piece, word_length};
use super::{Anonymizer, Kind};
use crate::sdp::software_named;

/// How far the value behind a mark goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reach {
    /// To the next space or separator.
    Word,
    /// Every word to the end of the line.
    Words,
    /// To the end of the line, or the next comma.
    Line,
}

/// Attributes and words whose value identifies something; the value follows at once.
const MARKS: [(&str, Kind, Reach); 17] = [
    ("ice-ufrag:", Kind::Ufrag, Reach::Word),
    ("ice-pwd:", Kind::Ufrag, Reach::Word),
    ("inline:", Kind::Ufrag, Reach::Word),
    ("cname:", Kind::Id, Reach::Word),
    ("msid:", Kind::Id, Reach::Words),
    ("msid-semantic:WMS", Kind::Id, Reach::Words),
    ("msid-semantic: WMS", Kind::Id, Reach::Words),
    ("mslabel:", Kind::Id, Reach::Word),
    ("label:", Kind::Label, Reach::Line),
    ("identity:", Kind::Key, Reach::Line),
    ("raddr ", Kind::Endpoint, Reach::Word),
    ("IN IP4 ", Kind::Endpoint, Reach::Word),
    ("IN IP6 ", Kind::Endpoint, Reach::Word),
    ("username: ", Kind::User, Reach::Line),
    ("credential: ", Kind::Key, Reach::Line),
    ("usernameFragment: ", Kind::Ufrag, Reach::Line),
    ("deviceId: ", Kind::Id, Reach::Line),
];

/// Lines of the session part that name people and places (RFC 8866 sections 5.4 to 5.6).
const PEOPLE: [&str; 4] = ["i", "u", "e", "p"];

impl Anonymizer {
    /// Takes the value of the attribute or line that begins at byte `at`, and returns where it ends.
    pub(super) fn marked(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let rest = text.get(at..)?;
        if let Some(candidate) = rest.strip_prefix("candidate:") {
            return self.candidate(candidate, at + "candidate:".len(), pieces);
        }
        if let Some(value) =
            rest.strip_prefix("ufrag ").filter(|_| text.get(..at).is_some_and(|before| before.contains(" typ ")))
        {
            return self.word(value, at + "ufrag ".len(), Kind::Ufrag, pieces);
        }
        if let Some((mark, kind, reach)) = MARKS.iter().find(|(mark, ..)| rest.starts_with(mark)) {
            let (start, value) = (at + mark.len(), rest.get(mark.len()..)?);
            return match reach {
                Reach::Word => self.word(value, start, *kind, pieces),
                Reach::Words => self.words(line(value, 0), start, *kind, pieces),
                Reach::Line => {
                    let value = line(value, 0);
                    self.put(value.split(',').next()?, start, *kind, pieces)
                }
            };
        }
        self.session_line(text, at, pieces)
    }

    /// Foundation and address of a candidate; what stands between and behind them is left to the search.
    fn candidate(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let mut offset = 0;
        let mut end = None;
        for (n, token) in line(text, 0).split(' ').enumerate().take(5) {
            match n {
                0 => end = self.put(token, at, Kind::Foundation, pieces),
                4 if !token.is_empty() => end = self.put(token, at + offset, Kind::Endpoint, pieces),
                _ => {}
            }
            offset += token.len() + 1;
        }
        end
    }

    fn session_line(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let name = text.get(at..at + word_length(text, at))?;
        let before = text.get(..at)?;
        // a line of a comparison has its sign before it
        let before = before.strip_suffix(['-', '+']).unwrap_or(before);
        let begins = before.is_empty() || before.ends_with(['\n', '\r', '`']) || before.ends_with("\\n");
        let value = text.get(at + 1..)?.strip_prefix('=').filter(|_| name.len() == 1 && begins)?;
        let (start, value) = (at + 2, line(value, 0));
        match name {
            "s" => self.software(value, start, pieces),
            "o" => {
                let user = value.split(' ').next()?;
                self.software(user, start, pieces);
                let id = value.get(user.len() + 1..)?.split(' ').next()?;
                self.put(id, start + user.len() + 1, Kind::Session, pieces)
            }
            _ if PEOPLE.contains(&name) => self.put(value, start, Kind::Label, pieces),
            _ => None,
        }
    }

    /// A name that people gave, unless it is the name of the software.
    fn software(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        match software_named(text) {
            // the version behind it stays with it
            Some(name) => Some(at + name.len()),
            None => self.put(text, at, Kind::Label, pieces),
        }
    }

    fn word(&mut self, text: &str, at: usize, kind: Kind, pieces: &mut Vec<Piece>) -> Option<usize> {
        let text = line(text, 0);
        let end = text.find(|c: char| c.is_whitespace() || "|,\"'`;".contains(c)).unwrap_or(text.len());
        self.put(text.get(..end)?, at, kind, pieces)
    }

    fn words(&mut self, text: &str, at: usize, kind: Kind, pieces: &mut Vec<Piece>) -> Option<usize> {
        let mut offset = 0;
        for word in text.split(' ') {
            let value = word.trim_end_matches(|c: char| "`\"',;)".contains(c));
            if !value.is_empty() {
                self.put(value, at + offset, kind, pieces);
            }
            // a quotation ends with its quote
            if value.len() < word.len() {
                return Some(at + offset + value.len());
            }
            offset += word.len() + 1;
        }
        Some(at + text.len())
    }

    fn put(&mut self, text: &str, at: usize, kind: Kind, pieces: &mut Vec<Piece>) -> Option<usize> {
        let blank = text.len() - text.trim_start().len();
        let (text, range) = (text.get(blank..)?, at + blank..at + text.len());
        if text.is_empty() {
            return None;
        }
        let with = self.stand_in(kind, text);
        pieces.push(Piece { range: range.clone(), with });
        Some(range.end)
    }
}

/// The line that byte `at` of `text` is in, from `at` on; a line end may be written out.
fn line(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.get(..rest.find(['\r', '\n', '\0', '\\', '"', '`']).unwrap_or(rest.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_keeps_its_grammar() {
        let mut names = Anonymizer::default();
        for (text, want) in [
            ("a=ice-ufrag:pCKo", "a=ice-ufrag:0001"),
            ("a=ice-pwd:QV8V088ZPzIBh4SfRwBt3OSi", "a=ice-pwd:000000000000000000000002"),
            ("a=ice-pwd:****", "a=ice-pwd:****"),
            ("o=- 4605830731137794767 2 IN IP4 127.0.0.1", "o=- 1000000000000000001 2 IN IP4 127.0.0.1"),
            ("o=alice 1 2 IN IP4 pbx\r\ns=Acme sales", "o=label-1 1 2 IN IP4 host-1\r\ns=label-2"),
            (
                "o=mozilla...THIS_IS_SDPARTA-99.0 1 1 IN IP4 0.0.0.0",
                "o=mozilla...THIS_IS_SDPARTA-99.0 1 1 IN IP4 0.0.0.0",
            ),
            ("a=msid:Strm Trck\r\na=ssrc:7 cname:kdoKJ/sY", "a=msid:id-1 id-2\r\na=ssrc:7 cname:id-3"),
            (
                "a=candidate:2371494104 1 udp 2122194687 10.9.9.2 39789 typ host generation 0 ufrag pCKo network-id 1",
                "a=candidate:1001 1 udp 2122194687 10.0.0.1 39789 typ host generation 0 ufrag 0001 network-id 1",
            ),
            (
                "a=candidate:1 1 udp 5 stunhost 9 typ srflx raddr 10.9.9.2 rport 5",
                "a=candidate:1 1 udp 5 host-2 9 typ srflx raddr 10.0.0.1 rport 5",
            ),
            (
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abcd|2^31",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:0003|2^31",
            ),
            (r"v=0\r\na=ice-ufrag:pCKo\r\na=mid:0", r"v=0\r\na=ice-ufrag:0001\r\na=mid:0"),
            ("the line `a=ice-ufrag:pCKo` is cut", "the line `a=ice-ufrag:0001` is cut"),
        ] {
            assert_eq!(names.text(text), want);
        }
    }
}
