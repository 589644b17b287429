//! The lines of the file, with their times.

use serde_json::Value;

use super::super::repair;
use super::super::scan::Source;
use super::tables;

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    /// What happened, under its full name.
    pub(super) method: String,
    /// The connection, where it is about one.
    pub(super) id: Option<String>,
    /// What is said of it.
    pub(super) value: Value,
    /// What else is said: a request's id, a page.
    pub(super) extra: Vec<Value>,
    /// Milliseconds since 1970.
    pub(super) unix_ms: Option<f64>,
}

/// Reads line after line.
#[derive(Debug)]
pub(super) struct Lines<'a, 'b> {
    source: &'a mut Source<'b>,
    /// The object that may stand before the first list.
    pub(super) header: Value,
    /// Damage that was read around.
    pub(super) warnings: Vec<String>,
    clock: f64,
}

/// The first line of a file that has a header.
const MAGIC: &str = "RTCStatsDump";

/// A time above this is one since 1970, and not since the line before: 1973 in milliseconds.
const ABSOLUTE_MS: f64 = 1e11;

/// A line longer than this is given up.
const LONGEST: usize = 64 << 20;

impl<'a, 'b> Lines<'a, 'b> {
    /// The lines of `source`, its header read.
    pub(super) fn new(source: &'a mut Source<'b>) -> Self {
        Self { source, header: Value::Null, warnings: Vec::new(), clock: 0.0 }
    }

    /// The next line that says something.
    pub(super) fn next(&mut self) -> Option<Line> {
        loop {
            let (at, text, ended) = self.line()?;
            let text = text.trim();
            if text.is_empty() || text == MAGIC {
                continue;
            }
            let whole = serde_json::from_str(text);
            let value = whole.unwrap_or_else(|error| {
                let column = if error.is_eof() { text.len() } else { error.column().saturating_sub(1) };
                let what = if ended { "the file ends before its line does" } else { "no JSON from here" };
                self.warnings.push(format!("byte {}: {what}; what stands before it was read", at + column as u64));
                let mended = repair::close(text, column).and_then(|mended| serde_json::from_str(&mended).ok());
                mended.unwrap_or(Value::Null)
            });
            match value {
                Value::Array(parts) => {
                    if let Some(line) = self.parts(parts) {
                        return Some(line);
                    }
                }
                Value::Object(_) if self.header.is_null() => {
                    self.clock = value.get("startTime").and_then(Value::as_f64).unwrap_or(0.0);
                    self.header = value;
                }
                _ => {}
            }
        }
    }

    /// Moves the clock on to `unix_ms`, if it is behind: a damaged line takes its step with it.
    pub(super) fn not_before(&mut self, unix_ms: f64) {
        self.clock = self.clock.max(unix_ms);
    }

    fn parts(&mut self, parts: Vec<Value>) -> Option<Line> {
        let mut parts = parts.into_iter();
        let method = match parts.next()? {
            Value::Number(number) => tables::method(number.as_u64()?)?.to_owned(),
            Value::String(name) if name == "g" || name == "getstats" => "getStats".to_owned(),
            Value::String(name) => name,
            _ => return None,
        };
        let id = parts.next().and_then(|id| Some(id.as_str()?.to_owned()));
        let value = parts.next()?;
        let mut extra: Vec<Value> = parts.collect();
        let time = extra.pop_if(|last| last.is_number()).and_then(|last| last.as_f64());
        match time {
            Some(absolute) if absolute > ABSOLUTE_MS => self.clock = absolute,
            Some(step) => self.clock += step,
            None => {}
        }
        let unix_ms = (time.is_some() && self.clock > ABSOLUTE_MS).then_some(self.clock);
        Some(Line { method, id, value, extra, unix_ms })
    }

    /// The next line, its place, and whether the file ends with it.
    fn line(&mut self) -> Option<(u64, String, bool)> {
        let mut searched = 0;
        let (length, ended) = loop {
            let rest = self.source.rest();
            if let Some(found) = memchr::memchr(b'\n', rest.get(searched..).unwrap_or_default()) {
                break (searched + found, false);
            }
            searched = rest.len();
            if searched > LONGEST || !self.source.fill() {
                break (searched, true);
            }
        };
        let at = self.source.at();
        if ended && length == 0 {
            return None;
        }
        let bytes = self.source.rest().get(..length).unwrap_or_default();
        let (text, broken) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
        };
        if let Some(broken) = broken {
            self.warnings.push(format!("byte {}: no UTF-8; shown as U+FFFD", at + broken as u64));
        }
        self.source.consume(length + 1);
        Some((at, text, ended))
    }
}
