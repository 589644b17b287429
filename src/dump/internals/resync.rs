//! Finds the next member of the file behind a damaged place, by keys that nothing else has.

use super::super::scan::Source;

/// What was found; the source stands before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Landmark {
    /// A member of the whole file.
    Top,
    /// The id of a connection.
    Connection,
    /// A member of a connection.
    Member,
    /// A series.
    Series,
    /// A line of the log.
    Entry,
}

/// Keys of the whole file, and whether they are in it alone.
const TOP: [&str; 4] = ["PeerConnections", "getUserMedia", "UserAgent", "UserAgentData"];

/// Members of a connection.
const MEMBERS: [&str; 3] = ["stats", "updateLog", "rtcConfiguration"];

/// First keys of a series.
const OF_SERIES: [&str; 4] = ["startTime", "endTime", "statsType", "values"];

/// First keys of a line of the log.
const OF_ENTRY: [&str; 3] = ["time", "timestamp", "type"];

/// A key with what follows it, to tell what it is, is shorter than this.
const LOOK: usize = 600;

/// Moves to the next landmark. `outside` says that no connection is open, so that only those of the whole file count.
pub(super) fn next(source: &mut Source<'_>, outside: bool) -> Option<Landmark> {
    loop {
        source.ensure(LOOK);
        let rest = source.rest();
        let at = memchr::memchr2(b'"', b'{', rest);
        let Some(at) = at else {
            let length = rest.len();
            source.consume(length);
            if source.fill() {
                continue;
            } else {
                return None;
            };
        };
        // an escaped quote is inside a string
        let escaped = at > 0 && rest.get(at - 1) == Some(&b'\\');
        source.consume(at);
        source.ensure(LOOK);
        let rest = source.rest();
        let landmark = if escaped { None } else { landmark(rest) };
        match landmark {
            Some(Landmark::Series | Landmark::Entry | Landmark::Member) if outside => source.consume(1),
            Some(landmark) => return Some(landmark),
            None => source.consume(1),
        }
    }
}

/// Whether the object that begins here has a connection for its first member.
pub(super) fn holds_connection(source: &mut Source<'_>) -> bool {
    source.ensure(LOOK);
    let inside = source.rest().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| landmark(inside) == Some(Landmark::Connection))
}

fn landmark(text: &[u8]) -> Option<Landmark> {
    if let Some(inside) = text.strip_prefix(b"{") {
        let (key, _) = key(inside.trim_ascii_start())?;
        return OF_ENTRY.contains(&key).then_some(Landmark::Entry);
    }
    let (key, value) = key(text)?;
    match value.first()? {
        b'{' if is_connection_id(key) => Some(Landmark::Connection),
        b'{' if key.contains('-') && OF_SERIES.contains(&self::key(value.get(1..)?.trim_ascii_start())?.0) => {
            Some(Landmark::Series)
        }
        b'{' | b'[' | b'"' if TOP.contains(&key) => Some(Landmark::Top),
        b'{' | b'[' | b'"' if MEMBERS.contains(&key) => Some(Landmark::Member),
        _ => None,
    }
}

/// The key at the beginning of `text`, and its value from its first byte on.
fn key(text: &[u8]) -> Option<(&str, &[u8])> {
    let inside = text.strip_prefix(b"\"")?;
    let (key, after) = inside.split_at(memchr::memchr(b'"', inside)?);
    let value = after.get(1..)?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    Some((std::str::from_utf8(key).ok()?, value))
}

/// `renderer-number`.
fn is_connection_id(key: &str) -> bool {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    key.split_once('-').is_some_and(|(renderer, number)| digits(renderer) && digits(number))
}
