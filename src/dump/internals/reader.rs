//! Goes through the file once, member by member, and around damage.

use serde_json::Value;

use super::super::scan::{Extent, Fault, Source};
use super::super::stats::{Builder, Span, is_used, is_words};
use super::super::{Reading, repair};
use super::resync::{self, Landmark};
use super::series::{Scratch, columns, kind_of_id, same, split};
use super::wire::{LogEntry, SeriesSpan};
use super::written::{self, Parts, Written};

/// The page keeps this many values of a series and drops the oldest.
const SERIES_CAP: usize = 1000;

/// Damaged places that are read around before the rest is given up.
const MAX_DAMAGES: usize = 64;

/// The file as it stands: every key may be missing, for each Chrome has others.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) timestamp: Option<Value>,
    pub(super) user_agent: Option<Value>,
    pub(super) user_agent_data: Option<Value>,
    pub(super) captures: Vec<Value>,
    pub(super) connections: Vec<PeerConnection>,
    /// Whether it has a key that nothing but a dump has.
    pub(super) is_dump: bool,
    /// Other keys, for saying what else it may be.
    pub(super) other_keys: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// One connection as it stands.
#[derive(Debug, Default)]
pub(super) struct PeerConnection {
    pub(super) id: String,
    pub(super) url: Option<String>,
    pub(super) configuration: Option<Value>,
    pub(super) log: Vec<LogEntry>,
    pub(super) statistics: Builder,
}

/// Where in the document the next member stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Top,
    Connections,
    Connection,
    Log,
    Stats,
    End,
}

/// Reads `source` to its end.
pub(super) fn read(source: &mut Source<'_>, reading: Reading) -> File {
    let mut reader =
        Reader { source, reading, file: File::default(), place: Place::Top, damages: 0, scratch: Scratch::default() };
    if reader.source.peek() == Some(b'{') {
        reader.source.consume(1);
    }
    reader.run();
    reader.file
}

struct Reader<'a, 'b> {
    source: &'a mut Source<'b>,
    reading: Reading,
    file: File,
    place: Place,
    damages: usize,
    scratch: Scratch,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        while self.place != Place::End {
            let member_at = self.source.at();
            let Err(fault) = self.step() else { continue };
            self.warn(fault);
            self.damages += 1;
            if fault.is_end || self.damages > MAX_DAMAGES {
                return;
            }
            // what looks like the rest of a member may hold whole ones: its quote may be what is lost
            let behind = if self.damages > MAX_DAMAGES / 2 { fault.at } else { member_at };
            self.source.consume(behind.saturating_sub(self.source.at()).max(1) as usize);
            match resync::next(self.source, self.place == Place::Top) {
                Some(landmark) => self.place = self.place_of(landmark),
                None => return,
            }
        }
    }

    fn place_of(&mut self, landmark: Landmark) -> Place {
        let has_connection = !self.file.connections.is_empty();
        match landmark {
            Landmark::Top => Place::Top,
            Landmark::Connection => {
                self.file.is_dump = true;
                Place::Connections
            }
            Landmark::Member if has_connection => Place::Connection,
            Landmark::Series if has_connection => Place::Stats,
            Landmark::Entry if has_connection => Place::Log,
            _ => Place::Top,
        }
    }

    fn warn(&mut self, fault: Fault) {
        let what = if fault.is_end { "the file ends before the document does" } else { "no JSON from here" };
        self.file.warnings.push(format!("byte {}: {what}; what stands before it was read", fault.at));
    }

    /// Reads one member.
    fn step(&mut self) -> Result<(), Fault> {
        let closes = match self.source.peek() {
            Some(b',') => {
                self.source.consume(1);
                return Ok(());
            }
            Some(b'}') => self.place != Place::Log,
            Some(b']') => self.place == Place::Log,
            _ => false,
        };
        if closes {
            self.source.consume(1);
            self.place = match self.place {
                Place::Log | Place::Stats => Place::Connection,
                Place::Connection => Place::Connections,
                Place::Connections => Place::Top,
                Place::Top | Place::End => Place::End,
            };
            return Ok(());
        }
        match self.place {
            Place::Top => self.top(),
            Place::Connections => self.connection(),
            Place::Connection => self.member(),
            Place::Log => self.entry(),
            Place::Stats => self.series(),
            Place::End => Ok(()),
        }
    }

    fn top(&mut self) -> Result<(), Fault> {
        let key = self.source.key()?;
        match key.as_str() {
            "PeerConnections" => {
                self.file.is_dump = true;
                self.enter(b'{', Place::Connections, "PeerConnections", "an object")
            }
            "getUserMedia" => {
                self.file.is_dump = true;
                match self.json()? {
                    Value::Array(captures) => self.file.captures = captures,
                    Value::Null => {}
                    other => self.odd("getUserMedia", "a list", &other),
                }
                Ok(())
            }
            "timestamp" => self.json().map(|value| self.file.timestamp = Some(value)),
            "UserAgent" => self.json().map(|value| self.file.user_agent = Some(value)),
            "UserAgentData" => self.json().map(|value| self.file.user_agent_data = Some(value)),
            _ => {
                if self.source.peek() == Some(b'{') && resync::holds_connection(self.source) {
                    self.source.consume(1);
                    self.source.peek();
                    let first = self.source.at();
                    self.file.warnings.push(format!("byte {first}: a connection without `PeerConnections` around it"));
                    self.file.is_dump = true;
                    self.place = Place::Connections;
                    return Ok(());
                }
                self.file.other_keys.push(key);
                self.source.skip_value()
            }
        }
    }

    /// The next member of `PeerConnections`.
    fn connection(&mut self) -> Result<(), Fault> {
        let id = self.source.key()?;
        if self.source.peek() != Some(b'{') {
            let value = self.json()?;
            self.odd(&format!("PeerConnections.{id}"), "an object", &value);
            return Ok(());
        }
        self.source.consume(1);
        self.file.connections.push(PeerConnection { id, ..PeerConnection::default() });
        self.place = Place::Connection;
        Ok(())
    }

    fn member(&mut self) -> Result<(), Fault> {
        let key = self.source.key()?;
        match key.as_str() {
            "updateLog" => self.enter(b'[', Place::Log, "updateLog", "a list"),
            "stats" => self.enter(b'{', Place::Stats, "stats", "an object"),
            "url" => {
                let value = self.json()?;
                if let Some(connection) = self.file.connections.last_mut() {
                    connection.url = value.as_str().map(str::to_owned);
                }
                Ok(())
            }
            "rtcConfiguration" => {
                let value = self.json()?;
                if let Some(connection) = self.file.connections.last_mut() {
                    connection.configuration = Some(value);
                }
                Ok(())
            }
            _ => self.source.skip_value(),
        }
    }

    /// One line of the log; of one that is cut or damaged, what stands before the damage.
    fn entry(&mut self) -> Result<(), Fault> {
        self.source.peek();
        let at = self.source.at();
        let (length, fault) = match self.source.value() {
            Ok(Extent(length)) => (length, None),
            Err(fault) => ((fault.at - at) as usize, Some(fault)),
        };
        let (text, broken_at) = lossless(self.source.rest().get(..length).unwrap_or_default());
        let text = text.into_owned();
        if let Some(broken) = broken_at {
            self.file.warnings.push(format!("byte {}: no UTF-8; shown as U+FFFD", at + broken as u64));
        }
        let whole = if fault.is_some() { None } else { Some(serde_json::from_str::<LogEntry>(&text)) };
        let entry = match whole {
            Some(Ok(entry)) => Some(entry),
            Some(Err(error)) if error.is_data() => {
                let (path, why) = odd_shape(&text);
                let connection = self.file.connections.last();
                let (id, line) = connection.map_or(("", 0), |c| (c.id.as_str(), c.log.len()));
                let warning = format!("`PeerConnections.{id}.updateLog[{line}].{path}`: {why}; the line was left out");
                self.file.warnings.push(warning);
                None
            }
            Some(Err(error)) => {
                let damage = offset(&text, &error);
                self.warn(Fault { at: at + damage as u64, is_end: false });
                repair::close(&text, damage).and_then(|mended| serde_json::from_str(&mended).ok())
            }
            None => repair::close(&text, text.len()).and_then(|mended| serde_json::from_str(&mended).ok()),
        };
        if let (Some(connection), Some(entry)) = (self.file.connections.last_mut(), entry) {
            connection.log.push(entry);
        }
        match fault {
            Some(fault) => Err(fault),
            None => {
                self.source.consume(length);
                Ok(())
            }
        }
    }

    fn series(&mut self) -> Result<(), Fault> {
        let key = self.source.key()?;
        let parts = split(&key).filter(|(_, property)| match self.reading {
            // the page's own derivations have holes that cannot be placed; rates are taken from the counters
            _ if property.starts_with('[') => false,
            Reading::Used => *property == "timestamp" || is_used(property),
            Reading::All => true,
        });
        let quick = written::extent(self.source);
        let Some((id, property)) = parts else {
            match quick {
                Some(written) => self.source.consume(written.length),
                None => self.source.skip_value()?,
            }
            return Ok(());
        };
        let length = match quick {
            Some(written) => written.length,
            None => self.source.value()?.0,
        };
        let text = self.source.rest().get(..length).unwrap_or_default();
        if let Some(connection) = self.file.connections.last_mut() {
            series(&mut connection.statistics, (id, property), text, quick, &mut self.scratch);
        }
        self.source.consume(length);
        Ok(())
    }

    fn enter(&mut self, opener: u8, place: Place, key: &str, wanted: &str) -> Result<(), Fault> {
        if self.source.peek() == Some(opener) {
            self.source.consume(1);
            self.place = place;
            return Ok(());
        }
        match self.json()? {
            Value::Null => {}
            other => self.odd(key, wanted, &other),
        }
        Ok(())
    }

    fn odd(&mut self, path: &str, wanted: &str, found: &Value) {
        self.file.warnings.push(format!("`{path}`: expected {wanted}, found {}; left out", kind(found)));
    }

    /// The value that begins here, parsed.
    fn json(&mut self) -> Result<Value, Fault> {
        let Extent(length) = self.source.value()?;
        let at = self.source.at();
        let (text, broken_at) = lossless(self.source.rest().get(..length).unwrap_or_default());
        let value = serde_json::from_str(&text);
        let damage = value.as_ref().err().map(|error| offset(&text, error));
        drop(text);
        if let Some(broken) = broken_at {
            self.file.warnings.push(format!("byte {}: no UTF-8; shown as U+FFFD", at + broken as u64));
        }
        self.source.consume(length);
        if let Some(damage) = damage {
            self.warn(Fault { at: at + damage as u64, is_end: false });
        }
        Ok(value.unwrap_or(Value::Null))
    }
}

/// Adds the series that `text` is.
fn series(
    statistics: &mut Builder,
    (id, property): (&str, &str),
    text: &[u8],
    written: Option<Written>,
    scratch: &mut Scratch,
) {
    let words = is_words(property);
    let parts = written.and_then(|written| Some((written::series(text, written)?, written.is_plain)));
    let same = parts.as_ref().and_then(|(parts, _)| same(parts.values, words));
    let parsed;
    // only a list without escapes stands in the file as it is
    let parts = match parts.filter(|(_, is_plain)| *is_plain || same.is_some()) {
        Some((parts, _)) => parts,
        None => {
            // a series that does not parse is one without values
            let Ok(whole) = serde_json::from_slice::<SeriesSpan<'_>>(text) else { return };
            parsed = whole;
            let (kind, values) = (parsed.kind.as_deref(), parsed.values.as_bytes());
            Parts { start: parsed.start, end: parsed.end, kind, values }
        }
    };
    let kind = parts.kind.unwrap_or_else(|| kind_of_id(id));
    let span = match (parts.start, parts.end) {
        (Some(start), Some(end)) if start.is_finite() && end.is_finite() => Some(Span { start, end }),
        _ => None,
    };
    let columns = match same {
        Some(column) => vec![(String::new(), column)],
        None => columns(parts.values, words, scratch),
    };
    for (member, column) in columns {
        if column.len() >= SERIES_CAP {
            statistics.truncate();
        }
        if property == "timestamp" {
            statistics.times(id, kind, column.numbers());
            return;
        }
        let name = if member.is_empty() { property.to_owned() } else { format!("{property}.{member}") };
        statistics.column(id, kind, &name, span, column);
    }
}

/// Text of bytes, and the first of them that is no UTF-8.
fn lossless(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, Option<usize>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), None),
        Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
    }
}

/// Where a line of the log has an unexpected shape, and what was expected.
fn odd_shape(text: &str) -> (String, String) {
    let mut json = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, LogEntry>(&mut json) {
        Ok(_) => Default::default(),
        Err(error) => (error.path().to_string(), error.inner().to_string()),
    }
}

/// The byte that `error` points at; the end where the text is too short.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let line_start = match error.line().checked_sub(2) {
        None => 0,
        Some(newline) => text.match_indices('\n').nth(newline).map_or(text.len(), |(at, _)| at + 1),
    };
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
