//! From bytes to a dump: sniff, parse, read around damage.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::internals::{self, Entries, File, PeerConnection};
use super::{Dump, repair, sniff};

/// Damaged places that are read around before the rest is given up.
const MAX_DAMAGES: usize = 64;

/// Why bytes are no dump. Reads well after "could not".
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DumpError {
    /// It is something else.
    #[error("read `{name}` as a webrtc-internals dump: it looks like {looks_like}")]
    NoDump {
        /// The file.
        name: String,
        /// What it looks like.
        looks_like: String,
    },
    /// It has the keys of a dump, but not its layout.
    #[error("read `{name}`: at `{path}`: {why}")]
    Shape {
        /// The file.
        name: String,
        /// The place in the JSON document.
        path: String,
        /// What was expected there.
        why: String,
    },
}

/// Reads the bytes of a dump, already inflated. `name` is for messages.
///
/// # Errors
/// When there is nothing of a webrtc-internals dump in them. Damage is no error: what can be read is returned, with a
/// warning for each place.
pub fn read(name: &str, bytes: &[u8]) -> Result<Dump, DumpError> {
    let no_dump = |looks_like: String| DumpError::NoDump { name: name.to_owned(), looks_like };
    if let Some(what) = sniff::not_an_object(bytes) {
        return Err(no_dump(what.to_owned()));
    }
    let text = String::from_utf8_lossy(bytes);
    let mut warnings = Vec::new();
    if let Err(error) = std::str::from_utf8(bytes) {
        warnings.push(format!("byte {}: no UTF-8; shown as U+FFFD", error.valid_up_to()));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut file = match typed(text) {
        Parsed::Whole(file) => *file,
        Parsed::Damaged(at) => around_damage(text, at, &mut warnings),
        Parsed::OddShape => piecewise(name, text, &mut warnings)?,
    };
    if file.connections.is_none() {
        let members = top_level(text);
        if !sniff::is_dump(members.keys().map(String::as_str)) {
            let damaged = if warnings.is_empty() { "" } else { ", cut or damaged" };
            return Err(no_dump(format!("{}{damaged}", sniff::object(&members))));
        }
        if let Some(first) = next_connection(text, 0) {
            warnings.push(format!("byte {first}: a connection without `PeerConnections` around it"));
            file.connections = after(text, first, &mut warnings).connections;
        }
    }
    Ok(internals::build(name, file, warnings))
}

enum Parsed {
    Whole(Box<File>),
    /// No JSON from this byte on.
    Damaged(usize),
    /// JSON, but not laid out as expected.
    OddShape,
}

fn typed(text: &str) -> Parsed {
    match serde_json::from_str::<File>(text) {
        Ok(file) => Parsed::Whole(Box::new(file)),
        Err(error) if error.classify() == Category::Data => Parsed::OddShape,
        Err(error) => Parsed::Damaged(offset(text, &error)),
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

/// What stands before each damaged place, and the connections that begin after it.
fn around_damage(text: &str, damage: usize, warnings: &mut Vec<String>) -> File {
    let mut whole = before(text, damage, damage, text.len(), warnings);
    if let Some(next) = next_connection(text, damage) {
        merge(&mut whole, after(text, next, warnings));
    }
    whole
}

/// The connections from the key at byte `start` on, and what follows them.
fn after(text: &str, start: usize, warnings: &mut Vec<String>) -> File {
    const OPENING: &str = "{\"PeerConnections\":{";
    let mut whole = File::default();
    let mut next = Some(start);
    for _ in 0..MAX_DAMAGES {
        let Some(start) = next else { break };
        let rest = format!("{OPENING}{}", text.get(start..).unwrap_or(""));
        let damage = match typed(&rest) {
            Parsed::Whole(part) => {
                merge(&mut whole, *part);
                break;
            }
            Parsed::OddShape => {
                merge(&mut whole, piecewise("", &rest, warnings).unwrap_or_default());
                break;
            }
            Parsed::Damaged(at) => at,
        };
        let place = start + damage.saturating_sub(OPENING.len());
        merge(&mut whole, before(&rest, damage, place, text.len(), warnings));
        next = next_connection(text, place.max(start + 1));
    }
    whole
}

/// What `text` holds before `damage`; `place` is where that is in a file of `length` bytes.
fn before(text: &str, damage: usize, place: usize, length: usize, warnings: &mut Vec<String>) -> File {
    let what = if place >= length { "the file ends before the document does" } else { "no JSON from here" };
    warnings.push(format!("byte {place}: {what}; what stands before it was read"));
    let Some(mended) = repair::close(text, damage) else { return File::default() };
    match typed(&mended) {
        Parsed::Whole(part) => *part,
        _ => piecewise("", &mended, warnings).unwrap_or_default(),
    }
}

/// The next key in `text` after `from` that names a connection: `"9-1": {`.
fn next_connection(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_key = |at: usize| {
        let (key, after) = rest.get(at + 1..)?.split_once('"')?;
        let (renderer, number) = key.split_once('-')?;
        let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let opens = after.trim_start().strip_prefix(':')?.trim_start().starts_with('{');
        let escaped = rest.get(..at).is_some_and(|before| before.ends_with('\\'));
        (digits(renderer) && digits(number) && opens && !escaped).then_some(())
    };
    rest.match_indices('"').map(|(at, _)| at).find(|at| is_key(*at).is_some()).map(|at| from + at)
}

fn merge(whole: &mut File, part: File) {
    whole.timestamp = whole.timestamp.take().or(part.timestamp);
    whole.user_agent = whole.user_agent.take().or(part.user_agent);
    whole.user_agent_data = whole.user_agent_data.take().or(part.user_agent_data);
    whole.captures = whole.captures.take().or(part.captures);
    match (&mut whole.connections, part.connections) {
        (Some(Entries(known)), Some(Entries(more))) => known.extend(more),
        (known @ None, more) => *known = more,
        (Some(_), None) => {}
    }
}

/// Reads a document with something unexpected in it member by member, and leaves out the connections that do not fit.
fn piecewise(name: &str, text: &str, warnings: &mut Vec<String>) -> Result<File, DumpError> {
    let mut members = top_level(text);
    let mut take = |key: &str| members.shift_remove(key).filter(|value| !value.is_null());
    let shape = |path: &str, why: String| DumpError::Shape { name: name.to_owned(), path: path.to_owned(), why };
    let mut file = File {
        timestamp: take("timestamp"),
        user_agent: take("UserAgent"),
        user_agent_data: take("UserAgentData"),
        captures: None,
        connections: None,
    };
    if let Some(captures) = take("getUserMedia") {
        match fit::<Vec<Value>>(captures) {
            Ok(captures) => file.captures = Some(captures),
            Err((_, why)) => warnings.push(format!("`getUserMedia`: {why}; left out")),
        }
    }
    let Some(connections) = take("PeerConnections") else { return Ok(file) };
    let Value::Object(connections) = connections else {
        return Err(shape("PeerConnections", format!("expected an object, found {}", kind(&connections))));
    };
    let mut fitting = Vec::new();
    for (id, connection) in connections {
        match fit::<PeerConnection>(connection) {
            Ok(connection) => fitting.push((id, connection)),
            Err((path, why)) => {
                warnings.push(format!("`PeerConnections.{id}.{path}`: {why}; the connection was left out"));
            }
        }
    }
    file.connections = Some(Entries(fitting));
    Ok(file)
}

/// `value` as a `T`, or the place and the reason that it is none.
fn fit<T: DeserializeOwned>(value: Value) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(value).map_err(|error| (error.path().to_string(), error.inner().to_string()))
}

/// The members of the document, as far as it is whole.
fn top_level(text: &str) -> Map<String, Value> {
    let parsed = serde_json::from_str::<Value>(text).or_else(|error| {
        repair::close(text, offset(text, &error)).map_or(Err(error), |mended| serde_json::from_str(&mended))
    });
    match parsed {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
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
