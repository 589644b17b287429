//! The text model: lines with spans and endings, sections, and the original bytes (RFC 8866 section 5).
//!
//! Spans count bytes of [`Sdp::text`]. Where the input is not UTF-8, each broken sequence stands there as U+FFFD and is
//! remembered, so that [`Sdp::to_bytes`] gives back what was read.

use std::fmt;

use super::{Attribute, Section, Text};

/// A description. Any bytes are one.
#[derive(Clone)]
pub struct Sdp {
    text: String,
    broken: Vec<Broken>,
    lines: Vec<Stretch>,
    /// The line number, from 0, of each `m=` line.
    media: Vec<usize>,
}

/// A sequence that is not UTF-8, and where its stand-in begins.
#[derive(Clone, Copy)]
struct Broken {
    at: usize,
    bytes: [u8; 3],
    len: u8,
}

/// Where a line begins, where its text ends, and how. Small, since a text may be nothing but line ends.
#[derive(Clone, Copy)]
struct Stretch {
    start: usize,
    end: usize,
    /// From `start` to the value; 0 where the line is not of the form `x=…`.
    skip: u16,
    ending: Ending,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// Carriage return and line feed, as RFC 8866 section 5 wants it.
    CrLf,
    /// Line feed alone, which parsers are told to take.
    Lf,
    /// Carriage return alone.
    Cr,
    /// The end of the text.
    None,
}

/// One line. The ending is not part of its text.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// All of it, without the ending.
    pub text: Text<'a>,
    /// The letter before `=`; `None` where the line is not of the form `x=…`.
    pub kind: Option<char>,
    /// What follows `=`, or the whole line.
    pub value: Text<'a>,
    /// How it ends.
    pub ending: Ending,
}

impl Sdp {
    /// Reads any bytes.
    pub fn parse(bytes: &[u8]) -> Self {
        let (text, broken) = decode(bytes);
        let lines = stretches(&text);
        let mut sdp = Self { text, broken, lines, media: Vec::new() };
        sdp.media = sdp.lines().filter(|line| line.kind == Some('m')).map(|line| line.number - 1).collect();
        sdp
    }

    /// The text that spans count.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that were read.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut copied = 0;
        for broken in &self.broken {
            bytes.extend_from_slice(self.text.as_bytes().get(copied..broken.at).unwrap_or_default());
            bytes.extend_from_slice(broken.bytes.get(..usize::from(broken.len)).unwrap_or_default());
            copied = broken.at + char::REPLACEMENT_CHARACTER.len_utf8();
        }
        bytes.extend_from_slice(self.text.as_bytes().get(copied..).unwrap_or_default());
        bytes
    }

    /// Every line in order.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator {
        self.lines_between(0, self.lines.len())
    }

    /// The part before the first `m=` line.
    pub fn session(&self) -> Section<'_> {
        Section::new(self, None, 0, self.media.first().copied().unwrap_or(self.lines.len()))
    }

    /// The parts that begin with an `m=` line.
    pub fn sections(&self) -> impl ExactSizeIterator<Item = Section<'_>> {
        self.media.iter().enumerate().map(|(index, &start)| {
            let end = self.media.get(index + 1).copied().unwrap_or(self.lines.len());
            Section::new(self, Some(index), start, end)
        })
    }

    /// Every attribute, of the session and of the sections.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'_>> {
        self.lines().filter_map(|line| line.attribute())
    }

    /// Whether anything of it reads as a session description: a `v=`, `m=` or `a=` line that is not a whole
    /// description with its line ends escaped.
    pub fn is_one(&self) -> bool {
        self.lines().any(|line| matches!(line.kind, Some('v' | 'm' | 'a')) && !line.value.as_str().contains("\\n"))
    }

    /// Lines `start..end`, counted from 0.
    pub(super) fn lines_between(
        &self,
        start: usize,
        end: usize,
    ) -> impl DoubleEndedIterator<Item = Line<'_>> + ExactSizeIterator {
        let stretches = self.lines.get(start..end).unwrap_or_default();
        stretches.iter().enumerate().map(move |(n, stretch)| self.line(start + n + 1, *stretch))
    }

    fn line(&self, number: usize, stretch: Stretch) -> Line<'_> {
        let Stretch { start, end, skip, ending } = stretch;
        let value_start = start + usize::from(skip);
        let text = Text::new(self.text.get(start..end).unwrap_or_default(), start);
        let value = Text::new(self.text.get(value_start..end).unwrap_or_default(), value_start);
        let letter = value_start.checked_sub(2).and_then(|at| self.text.as_bytes().get(at)).filter(|_| skip > 0);
        Line { number, text, kind: letter.copied().map(char::from), value, ending }
    }
}

impl fmt::Debug for Sdp {
    /// Sizes alone: the text holds ICE passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sdp {{ bytes: {}, lines: {}, sections: {} }}", self.text.len(), self.lines.len(), self.media.len())
    }
}

impl<'a> Line<'a> {
    /// The attribute on an `a=` line.
    pub fn attribute(self) -> Option<Attribute<'a>> {
        (self.kind == Some('a')).then(|| Attribute::new(self))
    }
}

fn decode(bytes: &[u8]) -> (String, Vec<Broken>) {
    let mut text = String::with_capacity(bytes.len());
    let mut broken = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        if !invalid.is_empty() {
            let mut kept = [0; 3];
            kept.iter_mut().zip(invalid).for_each(|(to, from)| *to = *from);
            let len = u8::try_from(invalid.len()).expect("an invalid chunk has at most three bytes");
            broken.push(Broken { at: text.len(), bytes: kept, len });
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, broken)
}

fn stretches(text: &str) -> Vec<Stretch> {
    // most lines are longer; a text of line ends alone grows its list as it goes
    let mut lines = Vec::with_capacity(text.len() / 32);
    let mut at = 0;
    for piece in text.split_inclusive('\n') {
        let (body, ending) = match (piece.strip_suffix("\r\n"), piece.strip_suffix('\n')) {
            (Some(body), _) => (body, Ending::CrLf),
            (None, Some(body)) => (body, Ending::Lf),
            (None, None) => (piece, Ending::None),
        };
        let mut start = at;
        if !body.as_bytes().contains(&b'\r') {
            lines.push(Stretch { start, end: start + body.len(), skip: skip(body), ending });
            at += piece.len();
            continue;
        }
        for part in body.split('\r') {
            let end = start + part.len();
            let last = end == at + body.len();
            if !(last && part.is_empty() && ending == Ending::None) {
                let ending = if last { ending } else { Ending::Cr };
                lines.push(Stretch { start, end, skip: skip(part), ending });
            }
            start = end + 1;
        }
        at += piece.len();
    }
    lines
}

/// How far the value is from the beginning of a line of the form `x=…`; 0 for any other line.
fn skip(line: &str) -> u16 {
    // A byte order mark or an indent is a fault for rules to name; the line behind it is read all the same.
    let dressed = match line.as_bytes().first() {
        Some(b' ' | b'\t' | 0xef) => line.trim_start_matches(['\u{feff}', ' ', '\t']),
        _ => line,
    };
    match dressed.as_bytes() {
        [letter, b'=', ..] if letter.is_ascii_alphabetic() => {
            u16::try_from(line.len() - dressed.len() + 2).unwrap_or_default()
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endings(text: &str) -> Vec<(&str, Ending)> {
        stretches(text).into_iter().map(|s| (&text[s.start..s.end], s.ending)).collect()
    }

    #[test]
    fn every_kind_of_line_end_is_told_apart() {
        use Ending::{Cr, CrLf, Lf};
        assert_eq!(endings("a\r\nb\nc\rd"), [("a", CrLf), ("b", Lf), ("c", Cr), ("d", Ending::None)]);
        assert_eq!(endings("a\r\r\n\n"), [("a", Cr), ("", CrLf), ("", Lf)]);
        assert_eq!(endings("a\r"), [("a", Cr)]);
        assert_eq!(endings(""), []);
    }

    #[test]
    fn bytes_that_are_no_utf8_come_back() {
        let bytes = b"v=0\r\ns=\xff\xfe\xe2\x82x\r\na=\xf0\x9f\x98\r\nm=audio\n\xc3";
        let sdp = Sdp::parse(bytes);
        assert_eq!(sdp.to_bytes(), bytes);
        assert_eq!(sdp.sections().len(), 1);
    }

    #[test]
    fn an_indent_or_a_byte_order_mark_hides_no_line() {
        let sdp = Sdp::parse("\u{feff}v=0\n   m=audio 9 X 0\n a=mid:0\nA=x\na =x\n=".as_bytes());
        let kinds: Vec<_> = sdp.lines().map(|line| line.kind).collect();
        assert_eq!(kinds, [Some('v'), Some('m'), Some('a'), Some('A'), None, None]);
        let mid = sdp.attributes().next().unwrap();
        assert_eq!(&sdp.text()[mid.value.unwrap().range()], "0");
    }
}
