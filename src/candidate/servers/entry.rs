//! One server: its members, and those that were meant.

use serde_json::{Map, Value};

use super::shape::{Found, Names};
use super::{IceServer, ServersError, kind, member, shape_error};
use crate::candidate::secret::Secret;
use crate::candidate::uri::IceUri;

/// Stands for a credential that is not repeated.
const ELIDED: &str = "…";

/// The members that a server has to have, and what they are called elsewhere: in other programs, in other formats and
/// by mistake. Without case, `_` and `-`.
static MEANT: &[(&str, &[&str])] = &[
    ("urls", &["uri", "uris", "server", "servers", "serverurl", "serverurls", "host", "hostname", "address"]),
    ("username", &["user", "usr", "login", "userid", "authname"]),
    (
        "credential",
        &["password", "pass", "passwd", "pwd", "passphrase", "secret", "cred", "creds", "token", "authtoken"],
    ),
];

/// Members that may stand beside them, and look like none of them by chance.
static BESIDE: &[&str] = &["url", "credentialtype", "ttl", "expires"];

/// Reads one server.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn read(found: &Found<'_>) -> Result<IceServer, Vec<ServersError>> {
    let Found { path, value, names } = found;
    let Value::Object(map) = value else {
        return Err(vec![shape_error(path, format!("a server object is wanted, not {}", kind(value)))]);
    };
    let mut errors = unknown(path, map, names);
    let urls = match names.urls.iter().find_map(|name| Some((name, map.get(*name)?))) {
        Some((name, value)) => urls(&member(path, name), value, &mut errors),
        None => {
            // The fault is told once: as the member that stands in its place, else as the gap.
            if !errors.iter().any(|error| matches!(error, ServersError::UnknownMember { meant: "urls", .. })) {
                errors.push(shape_error(path, "member `urls` is missing"));
            }
            Vec::new()
        }
    };
    let mut text = |name: &str| match map.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => {
            errors.push(shape_error(&member(path, name), format!("a text is wanted, not {}", kind(other))));
            None
        }
    };
    let username = text("username");
    let credential = text(names.credential).map(Secret::new);
    if errors.is_empty() { Ok(IceServer { path: path.clone(), urls, username, credential }) } else { Err(errors) }
}

/// Whether an object is meant for a server.
pub(super) fn resembles(map: &Map<String, Value>) -> bool {
    map.keys().any(|name| MEANT.iter().any(|(right, _)| name == right || stands_for(name, right)))
}

/// A name without case, `_` and `-`.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// A server as it should be written: its credential is the reader's to fill in.
pub(super) fn corrected(urls: &[&str], username: Option<&str>) -> String {
    let urls = match urls {
        [one] => Value::from(*one),
        many => Value::from(many),
    };
    let account = username
        .map_or_else(String::new, |name| format!(r#", "username": {}, "credential": "{ELIDED}""#, Value::from(name)));
    format!(r#"{{ "urls": {}{account} }}"#, urls.to_string().replace(',', ", "))
}

fn urls(path: &str, value: &Value, errors: &mut Vec<ServersError>) -> Vec<IceUri> {
    let texts: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(n, url)| (format!("{path}[{n}]"), url)).collect(),
        one => vec![(path.to_owned(), one)],
    };
    if texts.is_empty() {
        errors.push(ServersError::Empty { path: path.to_owned() });
    }
    let mut urls = Vec::new();
    for (path, url) in texts {
        match url {
            Value::String(text) => match text.parse() {
                Ok(uri) => urls.push(uri),
                Err(error) => errors.push(ServersError::Uri { path, error }),
            },
            other => errors.push(shape_error(&path, format!("a URI is wanted, not {}", kind(other)))),
        }
    }
    urls
}

/// Members that browsers ignore, where the one that was meant is missing and needed.
fn unknown(path: &str, map: &Map<String, Value>, names: &Names) -> Vec<ServersError> {
    let there = |right: &str| match right {
        "urls" => names.urls.iter().any(|name| map.contains_key(*name)),
        "credential" => map.contains_key(names.credential),
        other => map.contains_key(other),
    };
    let uris = uris(map, names);
    let relays = uris.iter().any(|text| text.parse::<IceUri>().is_ok_and(|uri| uri.scheme.relays()));
    let mut errors = Vec::new();
    for (right, _) in MEANT {
        if there(right) || !(relays || *right == "urls") {
            continue;
        }
        let Some(name) = map.keys().find(|name| stands_for(name, right)) else { continue };
        let username =
            ["username"].into_iter().chain(map.keys().map(String::as_str).filter(|n| stands_for(n, "username")));
        let username = username.filter_map(|name| map.get(name)?.as_str()).next().unwrap_or("NAME");
        errors.push(ServersError::UnknownMember {
            path: path.to_owned(),
            member: name.clone(),
            meant: right,
            fix: corrected(&uris, relays.then_some(username)),
        });
    }
    errors
}

/// The URIs of a server that can be read, by whatever name they stand there; an example where there is none.
fn uris<'a>(map: &'a Map<String, Value>, names: &Names) -> Vec<&'a str> {
    let meant = map.keys().map(String::as_str).filter(|name| stands_for(name, "urls"));
    let value = names.urls.iter().copied().chain(meant).find_map(|name| map.get(name));
    let texts = match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    let read: Vec<&str> = texts.into_iter().filter(|text| text.parse::<IceUri>().is_ok()).collect();
    if read.is_empty() { vec!["turn:HOST:3478"] } else { read }
}

/// Whether `name` is another word for the member `right`, or a slip of it.
fn stands_for(name: &str, right: &str) -> bool {
    let plain = plain(name);
    if name == right || BESIDE.contains(&name) || BESIDE.contains(&plain.as_str()) && plain != "url" {
        return false;
    }
    // Two slips in a long name, one in `urls`.
    let slips = if right.len() > 4 { 2 } else { 1 };
    let another = MEANT.iter().any(|(meant, words)| *meant == right && words.contains(&plain.as_str()));
    another || plain.len() + 1 >= right.len() && strsim::osa_distance(&plain, right) <= slips
}
