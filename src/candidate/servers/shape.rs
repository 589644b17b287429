//! Where in a document the servers stand.
//!
//! For: RTCConfiguration and what services answer: Twilio (`ice_servers`), Cloudflare (one server as `iceServers`),
//! Metered (a list), Xirsys (under `v`), Matrix (`uris` and `password`, Client-Server API section "Voice over IP"),
//! Nextcloud Talk (`stunservers`, `turnservers`). Not for: reading a server (that is `entry`).

use serde_json::Value;

use super::{ServersError, entry, kind, member, shape_error};

/// Deepest object that is looked into: services wrap their answer once or twice.
const DEPTH: usize = 6;

/// One server as it stands in the document.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// Where, as a path from `$`.
    pub(super) path: String,
    /// What stands there.
    pub(super) value: &'a Value,
    /// What its members are called.
    pub(super) names: &'static Names,
}

/// What the members of a server are called.
#[derive(Debug)]
pub(super) struct Names {
    /// Those for its URIs, the first that is there counts.
    pub(super) urls: &'static [&'static str],
    /// That for its credential.
    pub(super) credential: &'static str,
}

/// RTCIceServer, with `url` as browsers once took it and services still send it.
static STANDARD: Names = Names { urls: &["urls", "url"], credential: "credential" };

/// `GET /_matrix/client/v3/voip/turnServer`.
static MATRIX: Names = Names { urls: &["uris"], credential: "password" };

/// The servers of `value`, in order.
///
/// # Errors
/// When there is no list in it, or an empty one.
pub(super) fn find(value: &Value) -> Result<Vec<Found<'_>>, ServersError> {
    if let Some(found) = look("$", value, 0) {
        return found;
    }
    match value {
        Value::Object(map) if entry::resembles(map) => Ok(vec![standard("$".to_owned(), value)]),
        Value::Object(_) => Err(shape_error("$", "no server list is in it: `iceServers` and `urls` are looked for")),
        other => Err(shape_error("$", format!("a list of servers is wanted, not {}", kind(other)))),
    }
}

/// The servers of a document or of an object inside it; `None` where none are.
fn look<'a>(path: &str, value: &'a Value, depth: usize) -> Option<Result<Vec<Found<'a>>, ServersError>> {
    let map = match value {
        Value::Array(entries) if depth == 0 || entries.iter().any(is_server) => return Some(list(path, value)),
        Value::Object(map) => map,
        _ => return None,
    };
    let called = |wanted: &str| map.iter().find(|(name, _)| entry::plain(name) == wanted);
    if let Some((name, value)) = called("iceservers") {
        return Some(list(&member(path, name), value));
    }
    let split: Vec<_> = ["stunservers", "turnservers"].into_iter().filter_map(called).collect();
    if !split.is_empty() {
        return Some(joined(path, &split));
    }
    let names = [&STANDARD, &MATRIX].into_iter().find(|names| names.urls.iter().any(|name| map.contains_key(*name)));
    if let Some(names) = names {
        return Some(Ok(vec![Found { path: path.to_owned(), value, names }]));
    }
    if depth == DEPTH {
        return None;
    }
    map.iter().find_map(|(name, value)| look(&member(path, name), value, depth + 1))
}

/// The servers of a list, or the one server that stands in its place.
fn list<'a>(path: &str, value: &'a Value) -> Result<Vec<Found<'a>>, ServersError> {
    match value {
        Value::Array(list) if list.is_empty() => Err(ServersError::Empty { path: path.to_owned() }),
        Value::Array(list) => {
            Ok(list.iter().enumerate().map(|(n, value)| standard(format!("{path}[{n}]"), value)).collect())
        }
        Value::Object(_) => Ok(vec![standard(path.to_owned(), value)]),
        other => Err(shape_error(path, format!("a list is wanted, not {}", kind(other)))),
    }
}

/// The servers of several lists, of which one may be empty or missing.
fn joined<'a>(path: &str, lists: &[(&'a String, &'a Value)]) -> Result<Vec<Found<'a>>, ServersError> {
    let mut found = Vec::new();
    for (name, value) in lists {
        match list(&member(path, name), value) {
            Ok(servers) => found.extend(servers),
            Err(ServersError::Empty { .. }) => {}
            Err(_) if value.is_null() => {}
            Err(error) => return Err(error),
        }
    }
    if found.is_empty() { Err(ServersError::Empty { path: path.to_owned() }) } else { Ok(found) }
}

fn standard(path: String, value: &Value) -> Found<'_> {
    Found { path, value, names: &STANDARD }
}

fn is_server(value: &Value) -> bool {
    value.as_object().is_some_and(|map| STANDARD.urls.iter().any(|name| map.contains_key(*name)))
}
