//! Rewrites JSON as it streams by: texts change, every other byte stays, and so does the layout. Damaged JSON stays
//! as damaged as it was. Grammar: RFC 8259.

use std::io::{self, Write};

use serde::de::IgnoredAny;

use super::methods::{Bare, bare};
use super::rewrite::Decode;
use super::{Anonymizer, Kind, keys};

/// A text longer than this is taken in parts: the longest of a genuine dump has a few hundred kB.
const LONGEST: usize = 64 << 20;

/// Where in a document a text stands.
#[derive(Clone, Debug, Default)]
struct Frame {
    is_object: bool,
    /// Whether the next text is a key.
    at_key: bool,
    /// The key of this object's next value; of a list, the key that it stands behind.
    key: Option<String>,
    /// The element of the list, from 0.
    element: usize,
}

/// The rewriter of one document.
pub(super) struct Json<'a> {
    names: &'a mut Anonymizer,
    decode: Decode,
    /// Whether each line is a document of its own: rtcstats.
    lines: bool,
    stack: Vec<Frame>,
    bare: Bare,
    /// The method of the line, in words.
    method: String,
    /// The text that is being read, without its first quote.
    text: Option<Vec<u8>>,
    escaped: bool,
}

impl<'a> Json<'a> {
    pub(super) fn new(names: &'a mut Anonymizer, decode: Decode, lines: bool) -> Self {
        Self {
            names,
            decode,
            lines,
            stack: Vec::new(),
            bare: Bare::Text,
            method: String::new(),
            text: None,
            escaped: false,
        }
    }

    /// Takes the next bytes, and writes what is known of them.
    pub(super) fn take(&mut self, mut bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        while !bytes.is_empty() {
            let used = if self.text.is_some() { self.inside(bytes, out)? } else { self.outside(bytes, out)? };
            bytes = bytes.get(used..).unwrap_or_default();
        }
        Ok(())
    }

    /// Writes a text that the document broke off in.
    pub(super) fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.text.take() {
            Some(text) => self.broken(&text, out),
            None => Ok(()),
        }
    }

    fn outside(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<usize> {
        let mut number = 0..0;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'"' => {
                    out.write_all(bytes.get(..=at).unwrap_or_default())?;
                    self.text = Some(Vec::new());
                    self.escaped = false;
                    return Ok(at + 1);
                }
                b'0'..=b'9' if self.lines && self.at_method() => {
                    number = if number.end == at { number.start..at + 1 } else { at..at + 1 };
                }
                b',' if !number.is_empty() && self.at_method() => {
                    let digits = bytes.get(number.clone()).and_then(|digits| std::str::from_utf8(digits).ok());
                    self.method_is(digits.unwrap_or_default());
                    self.structure(*byte);
                }
                _ => self.structure(*byte),
            }
        }
        out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn at_method(&self) -> bool {
        matches!(self.stack.as_slice(), [Frame { is_object: false, element: 0, .. }])
    }

    fn method_is(&mut self, text: &str) {
        self.method = text.parse().ok().and_then(self.decode.method).unwrap_or(text).to_owned();
        self.bare = bare(&self.method);
    }

    fn structure(&mut self, byte: u8) {
        match byte {
            b'{' => self.stack.push(Frame { is_object: true, at_key: true, ..Frame::default() }),
            b'[' => {
                let key = self.stack.last().and_then(|frame| frame.key.clone());
                self.stack.push(Frame { key, ..Frame::default() });
            }
            b'}' | b']' => drop(self.stack.pop()),
            b',' => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.at_key = frame.is_object;
                    frame.element += 1;
                }
            }
            b'\n' if self.lines => {
                self.stack.clear();
                self.bare = Bare::Text;
            }
            _ => {}
        }
    }

    fn inside(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<usize> {
        let mut escaped = self.escaped;
        let end = bytes.iter().position(|byte| {
            let ends = !escaped && matches!(byte, b'"' | b'\n');
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        self.escaped = escaped;
        let text = self.text.get_or_insert_default();
        text.extend_from_slice(bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default());
        let Some(end) = end else {
            if text.len() > LONGEST {
                let part = std::mem::take(text);
                self.broken(&part, out)?;
            }
            return Ok(bytes.len());
        };
        let text = self.text.take().unwrap_or_default();
        if bytes.get(end) == Some(&b'"') {
            self.whole(&text, out)?;
            out.write_all(b"\"")?;
            return Ok(end + 1);
        }
        // no text goes over a line's end
        self.broken(&text, out)?;
        Ok(end)
    }

    /// Writes the text between its quotes.
    fn whole(&mut self, raw: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let is_key = self.stack.last().is_some_and(|frame| frame.at_key);
        if !is_key && raw.iter().all(|byte| b"0123456789+-.,eEtrufalsn[] ".contains(byte)) && raw.starts_with(b"[") {
            return out.write_all(raw);
        }
        let quoted = [b"\"", raw, b"\""].concat();
        let Ok(text) = serde_json::from_slice::<String>(&quoted) else { return self.broken(raw, out) };
        let new = if is_key { self.key(text.clone()) } else { self.value(&text) };
        if new == text { out.write_all(raw) } else { out.write_all(&escape(&new)) }
    }

    /// Writes a text that is not whole, or no JSON.
    fn broken(&mut self, raw: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let mut end = raw.len();
        // an escape may have been cut
        let whole = (0..8).find_map(|_| {
            let quoted = [b"\"", raw.get(..end).unwrap_or_default(), b"\""].concat();
            let text = serde_json::from_slice::<String>(&quoted).ok();
            if text.is_none() {
                end = end.saturating_sub(1);
            }
            text
        });
        if let Some(text) = whole {
            let new = self.names.text(&text);
            if new != text {
                return out.write_all(&escape(&new));
            }
            return out.write_all(raw);
        }
        match std::str::from_utf8(raw) {
            Ok(text) => out.write_all(self.names.text(text).as_bytes()),
            Err(_) => out.write_all(self.names.text(&String::from_utf8_lossy(raw)).as_bytes()),
        }
    }

    fn key(&mut self, text: String) -> String {
        let new = match self.bare {
            Bare::Foreign => self.names.text(&text),
            Bare::Text | Bare::Names => self.names.name(&text),
        };
        if let Some(frame) = self.stack.last_mut() {
            frame.at_key = false;
            frame.key = Some(text);
        }
        new
    }

    fn value(&mut self, text: &str) -> String {
        let depth = self.stack.len();
        let element = self.stack.first().filter(|frame| self.lines && !frame.is_object).map(|frame| frame.element);
        match element {
            Some(0) if depth == 1 => {
                self.method_is(text);
                return text.to_owned();
            }
            // the connection
            Some(1) if depth == 1 => return text.to_owned(),
            _ => {}
        }
        if let Some(nested) = self.nested(text) {
            return nested;
        }
        let key = self.means();
        let is_polled = self.method == "getStats" || !self.lines;
        match (key.as_deref(), self.bare) {
            (key, Bare::Foreign) => self.names.stand_in(key.and_then(keys::kind).unwrap_or(Kind::Label), text),
            (Some(key), _) if keys::kind(key).is_some() => {
                self.names.stand_in(keys::kind(key).unwrap_or(Kind::Label), text)
            }
            (Some("id"), Bare::Names) if !is_polled => self.names.stand_in(Kind::Id, text),
            (Some(key), _) if keys::is_reference(key) => self.names.name(text),
            (None, Bare::Names) if depth > 1 || element == Some(2) => self.names.track(text),
            _ => self.names.text(text),
        }
    }

    /// What the value that comes next is, in the words of statistics: the key before it, or before what it is in.
    fn means(&self) -> Option<String> {
        let mut keys = self.stack.iter().rev().map(|frame| frame.key.as_deref());
        let key = keys.find(|key| !key.is_some_and(keys::is_modifier)).flatten()?;
        // webrtc-internals names a series by object and property
        let property = key.rsplit('-').next().unwrap_or(key);
        let number = property.parse().ok().and_then(self.decode.property);
        Some(number.unwrap_or(property).to_owned())
    }

    /// A text that is JSON itself, rewritten.
    fn nested(&mut self, text: &str) -> Option<String> {
        if !text.trim_start().starts_with(['{', '[', '"']) || serde_json::from_str::<IgnoredAny>(text).is_err() {
            return None;
        }
        let mut new = Vec::new();
        let stack = vec![Frame { key: self.means(), ..Frame::default() }];
        let (bare, method) = (self.bare, self.method.clone());
        let mut inner = Json { stack, bare, method, ..Json::new(self.names, self.decode, false) };
        // a Vec takes all that is written into it
        inner.take(text.as_bytes(), &mut new).and_then(|()| inner.finish(&mut new)).ok()?;
        String::from_utf8(new).ok()
    }
}

impl Anonymizer {
    /// A track, a stream or a channel: its label or id alone, or `audio:ID stream:ID`.
    fn track(&mut self, text: &str) -> String {
        const WORDS: [&str; 8] = ["audio", "video", "stream", "track", "label", "undefined", "null", "none"];
        if WORDS.contains(&text) || text.starts_with("getUserMedia") || text.starts_with("getDisplayMedia") {
            return text.to_owned();
        }
        if text.contains("://") {
            return self.text(text);
        }
        if !text.contains("stream:") && !text.starts_with("audio:") && !text.starts_with("video:") {
            return self.stand_in(Kind::Label, text);
        }
        let parts = text.split_inclusive([' ', ':', ',']).map(|part| {
            let word = part.trim_end_matches([' ', ':', ',']);
            let mark = part.get(word.len()..).unwrap_or_default();
            if WORDS.contains(&word) { part.to_owned() } else { format!("{}{mark}", self.stand_in(Kind::Id, word)) }
        });
        parts.collect()
    }
}

/// `text` as it stands between quotes.
fn escape(text: &str) -> Vec<u8> {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().as_bytes().to_vec()
}
