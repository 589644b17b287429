//! `iceServers` as people have it: an RTCConfiguration, a list, or one server (W3C webrtc-pc section 4.2.4).
//!
//! For: JSON to server entries, each fault with its path. Not for: reading files or the environment (that is `config`).

use serde_json::Value;

use super::secret::Secret;
use super::uri::{IceUri, UriError};

/// One server of the list, with what is needed to use it.
#[derive(Clone, Debug)]
pub struct IceServer {
    /// Its URIs.
    pub urls: Vec<IceUri>,
    /// User name for TURN.
    pub username: Option<String>,
    /// Credential for TURN.
    pub credential: Option<Secret<String>>,
}

/// What is wrong with a server list. Reads well after "could not use the servers:".
#[derive(Clone, Debug, thiserror::Error)]
pub enum ServersError {
    /// It is no JSON.
    #[error("not JSON: {why} at line {line}, column {column}")]
    NotJson {
        /// The parser's word for it.
        why: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// Something else than a server stands there.
    #[error("`{path}`: {why}")]
    Shape {
        /// Where, as a path from `$`.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// A URI is none.
    #[error("`{path}`: {error}")]
    Uri {
        /// Where, as a path from `$`.
        path: String,
        /// What is wrong.
        error: UriError,
    },
    /// There is no server in it.
    #[error("the list is empty")]
    Empty,
}

/// Reads a server list from JSON text.
///
/// # Errors
/// All faults at once, in the order of the text.
pub fn parse(text: &str) -> Result<Vec<IceServer>, Vec<ServersError>> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or("").to_owned();
        vec![ServersError::NotJson { why, line: error.line(), column: error.column() }]
    })?;
    let (list, path) = match &value {
        Value::Object(map) => match map.get("iceServers").or_else(|| map.get("ice_servers")) {
            Some(Value::Array(list)) => (list.as_slice(), "$.iceServers"),
            Some(other) => return Err(vec![shape("$.iceServers", format!("a list is wanted, not {}", kind(other)))]),
            None => (std::slice::from_ref(&value), "$"),
        },
        Value::Array(list) => (list.as_slice(), "$"),
        other => return Err(vec![shape("$", format!("a list of servers is wanted, not {}", kind(other)))]),
    };
    if list.is_empty() {
        return Err(vec![ServersError::Empty]);
    }
    let single = value.is_object() && path == "$";
    let mut servers = Vec::new();
    let mut errors = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        let path = if single { path.to_owned() } else { format!("{path}[{index}]") };
        match server(entry, &path) {
            Ok(server) => servers.push(server),
            Err(faults) => errors.extend(faults),
        }
    }
    if errors.is_empty() { Ok(servers) } else { Err(errors) }
}

fn server(entry: &Value, path: &str) -> Result<IceServer, Vec<ServersError>> {
    let Value::Object(map) = entry else {
        return Err(vec![shape(path, format!("a server object is wanted, not {}", kind(entry)))]);
    };
    let mut errors = Vec::new();
    let mut urls = Vec::new();
    let (member, value) = match (map.get("urls"), map.get("url")) {
        (Some(value), _) => ("urls", value),
        (None, Some(value)) => ("url", value),
        (None, None) => return Err(vec![shape(path, "member `urls` is missing".to_owned())]),
    };
    let texts: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(i, url)| (format!("{path}.{member}[{i}]"), url)).collect(),
        one => vec![(format!("{path}.{member}"), one)],
    };
    if texts.is_empty() {
        errors.push(shape(&format!("{path}.{member}"), "the list is empty".to_owned()));
    }
    for (path, url) in texts {
        match url {
            Value::String(text) => match text.parse() {
                Ok(uri) => urls.push(uri),
                Err(error) => errors.push(ServersError::Uri { path, error }),
            },
            other => errors.push(shape(&path, format!("a URI is wanted, not {}", kind(other)))),
        }
    }
    let mut text = |member: &str| match map.get(member) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => {
            errors.push(shape(&format!("{path}.{member}"), format!("a text is wanted, not {}", kind(other))));
            None
        }
    };
    let username = text("username");
    let credential = text("credential").map(Secret::new);
    if errors.is_empty() { Ok(IceServer { urls, username, credential }) } else { Err(errors) }
}

fn shape(path: &str, why: String) -> ServersError {
    ServersError::Shape { path: path.to_owned(), why }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_shape_is_read() {
        let server = r#"{"urls": ["turn:a.example", "turns:a.example"], "username": "u", "credential": "p"}"#;
        for text in [server.to_owned(), format!("[{server}]"), format!(r#"{{"iceServers": [{server}]}}"#)] {
            let servers = parse(&text).unwrap();
            assert_eq!(servers.len(), 1);
            assert_eq!(servers[0].urls.len(), 2);
            assert_eq!(servers[0].username.as_deref(), Some("u"));
            assert_eq!(servers[0].credential.as_ref().unwrap().expose(), "p");
        }
        assert_eq!(parse(r#"{"url": "stun:a.example"}"#).unwrap()[0].urls[0].host, "a.example");
    }

    #[test]
    fn every_fault_is_named_with_its_path() {
        let cases = [
            ("[", "not JSON: EOF while parsing a list at line 1, column 1"),
            ("[]", "the list is empty"),
            ("7", "`$`: a list of servers is wanted, not a number"),
            (r#"[{"urls": 7}]"#, "`$[0].urls`: a URI is wanted, not a number"),
            (r#"[{"username": "u"}]"#, "`$[0]`: member `urls` is missing"),
            (r#"{"iceServers": {}}"#, "`$.iceServers`: a list is wanted, not an object"),
            (r#"[{"urls": [], "username": 1}]"#, "`$[0].urls`: the list is empty"),
        ];
        for (text, want) in cases {
            assert_eq!(parse(text).unwrap_err()[0].to_string(), want, "{text}");
        }
        let both = parse(r#"[{"urls": "turn://a"}, {"urls": "x"}]"#).unwrap_err();
        assert_eq!(both.len(), 2);
    }

    #[test]
    fn a_credential_does_not_show_in_debug() {
        let servers = parse(r#"[{"urls": "turn:a", "username": "u", "credential": "hunter2"}]"#).unwrap();
        assert!(!format!("{servers:?}").contains("hunter2"));
    }
}
