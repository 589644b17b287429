//! `iceServers` as people have it: an RTCConfiguration (W3C webrtc-pc section 4.2.4), a list, one server, the answer of
//! a TURN service, or any of these as it stands in source code.
//!
//! For: text to server entries, each fault with its path. Not for: reading files, the environment or a URL (that is
//! `config` and `net`).

mod entry;
mod literal;
mod shape;

use serde_json::Value;

use super::secret::Secret;
use super::uri::{IceUri, UriError};

/// One server of the list, with what is needed to use it.
#[derive(Clone, Debug)]
pub struct IceServer {
    /// Where it stands: a path from `$`, or the argument.
    pub path: String,
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
    /// It is neither JSON nor an object literal.
    #[error("not JSON at line {line}, column {column}: {why}")]
    NotJson {
        /// What is wrong, without repeating a value.
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
    /// There is no server in it, or no URI in one.
    #[error("`{path}`: the list is empty")]
    Empty {
        /// Where the list is, as a path from `$`.
        path: String,
    },
    /// A member that browsers ignore stands where another one was meant.
    #[error("`{path}`: `{member}` is no member of a server; `{meant}` is")]
    UnknownMember {
        /// The server, as a path from `$`.
        path: String,
        /// The member as it is written.
        member: String,
        /// The member that was meant.
        meant: &'static str,
        /// The server with the right member, its credential left out.
        fix: String,
    },
    /// A TURN server has no user name or no credential.
    #[error("`{path}`: `{uri}` is TURN, which needs a username and a credential, and {missing} missing or empty")]
    CredentialMissing {
        /// The server, as a path from `$`.
        path: String,
        /// The first of its URIs that needs them.
        uri: String,
        /// What is missing, with its verb.
        missing: &'static str,
        /// The server with both, the credential itself left out.
        fix: String,
    },
}

impl ServersError {
    /// That `server` lacks what its first TURN URI needs; `None` where it has it, or is no TURN server.
    pub fn credential_missing(server: &IceServer) -> Option<Self> {
        let uri = server.urls.iter().find(|uri| uri.scheme.relays())?;
        let username = server.username.as_deref().filter(|name| !name.is_empty());
        let credential = server.credential.as_ref().filter(|credential| !credential.expose().is_empty());
        let missing = match (username, credential) {
            (Some(_), Some(_)) => return None,
            (None, Some(_)) => "`username` is",
            (Some(_), None) => "`credential` is",
            (None, None) => "both are",
        };
        let urls = server.urls.iter().map(|uri| uri.text.as_str()).collect::<Vec<_>>();
        let fix = entry::corrected(&urls, Some(username.unwrap_or("NAME")));
        Some(Self::CredentialMissing { path: server.path.clone(), uri: uri.text.clone(), missing, fix })
    }
}

/// Reads a server list from the text of a file, an argument or an answer.
///
/// # Errors
/// All faults at once, in the order of the text.
pub fn parse(text: &str) -> Result<Vec<IceServer>, Vec<ServersError>> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        // Whatever is JSON is a literal too, so that this one's fault is the one that counts.
        Err(_) => literal::read(text).map_err(|literal::Fault { why, line, column }| {
            vec![ServersError::NotJson { why: why.to_owned(), line, column }]
        })?,
    };
    let mut servers = Vec::new();
    let mut errors = Vec::new();
    for found in shape::find(&value).map_err(|error| vec![error])? {
        match entry::read(&found) {
            Ok(server) => servers.push(server),
            Err(faults) => errors.extend(faults),
        }
    }
    if errors.is_empty() { Ok(servers) } else { Err(errors) }
}

/// `path` and a member of it.
fn member(path: &str, name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '-'));
    if plain && !name.is_empty() { format!("{path}.{name}") } else { format!("{path}[{}]", Value::from(name)) }
}

fn shape_error(path: &str, why: impl Into<String>) -> ServersError {
    ServersError::Shape { path: path.to_owned(), why: why.into() }
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
    use proptest::prelude::*;

    use super::*;

    /// URIs, user name and credential of each server.
    fn read(text: &str) -> Vec<(Vec<String>, Option<String>, Option<String>)> {
        let servers = parse(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        let plain = |s: IceServer| {
            let urls = s.urls.into_iter().map(|uri| uri.text).collect();
            (urls, s.username, s.credential.map(|credential| credential.expose().clone()))
        };
        servers.into_iter().map(plain).collect()
    }

    #[test]
    fn every_shape_that_people_have_is_read() {
        let server = r#"{"urls": ["turn:a.example", "turns:a.example"], "username": "u", "credential": "p"}"#;
        let want = |urls: &[&str]| {
            (urls.iter().map(|url| (*url).to_owned()).collect(), Some("u".to_owned()), Some("p".to_owned()))
        };
        let both = want(&["turn:a.example", "turns:a.example"]);
        for text in [
            server.to_owned(),
            format!("[{server}]"),
            format!(r#"{{"iceServers": [{server}], "iceTransportPolicy": "all"}}"#),
            format!(r#"{{"iceServers": {server}}}"#),
            format!(r#"{{"ice_servers": [{server}], "username": "x", "password": "y", "ttl": "86400"}}"#),
            format!(r#"{{"v": {{"iceServers": {server}}}, "s": "ok"}}"#),
            format!(r#"{{"data": [{server}]}}"#),
            r#"{"uris": ["turn:a.example", "turns:a.example"], "username": "u", "password": "p", "ttl": 86400}"#
                .to_owned(),
            format!(
                r#"{{"ocs": {{"meta": {{"status": "ok"}}, "data": {{"stunservers": [], "turnservers": [{server}]}}}}}}"#
            ),
            format!("const pc = new RTCPeerConnection({{ iceServers: [{server},] }});"),
        ] {
            assert_eq!(read(&text), std::slice::from_ref(&both), "{text}");
        }
        let twilio = r#"[{"url": "turn:old.example", "urls": "turn:a.example", "username": "u", "credential": "p"}]"#;
        assert_eq!(read(twilio), [want(&["turn:a.example"])]);
        let talk = r#"{"stunservers": [{"url": "stun:s.example"}], "turnservers": [{"url": ["turn:t.example"], "username": "u", "credential": "p"}]}"#;
        assert_eq!(read(talk), [(vec!["stun:s.example".to_owned()], None, None), want(&["turn:t.example"])]);
    }

    #[test]
    fn every_fault_is_named_with_its_path() {
        let cases = [
            ("[", "not JSON at line 1, column 2: the `[` is not closed"),
            ("[]", "`$`: the list is empty"),
            (r#"{"data": {"iceServers": []}}"#, "`$.data.iceServers`: the list is empty"),
            (r#"{"stunservers": [], "turnservers": []}"#, "`$`: the list is empty"),
            ("7", "`$`: a list of servers is wanted, not a number"),
            (r#"{"a b": 1}"#, "`$`: no server list is in it: `iceServers` and `urls` are looked for"),
            (r#"[{"urls": 7}]"#, "`$[0].urls`: a URI is wanted, not a number"),
            (r#"[{"username": "u"}]"#, "`$[0]`: member `urls` is missing"),
            (r#"["stun:a"]"#, "`$[0]`: a server object is wanted, not a text"),
            (r#"{"iceServers": 7}"#, "`$.iceServers`: a list is wanted, not a number"),
            (r#"{"iceServers": {}}"#, "`$.iceServers`: member `urls` is missing"),
            (r#"[{"urls": [], "username": 1}]"#, "`$[0].urls`: the list is empty"),
            (
                r#"{"a b": {"iceServers": [{"urls": 1}]}}"#,
                "`$[\"a b\"].iceServers[0].urls`: a URI is wanted, not a number",
            ),
        ];
        for (text, want) in cases {
            assert_eq!(parse(text).unwrap_err()[0].to_string(), want, "{text}");
        }
        let both = parse(r#"[{"urls": "turn://a"}, {"urls": "x"}]"#).unwrap_err();
        assert_eq!(both.len(), 2);
    }

    #[test]
    fn a_member_that_browsers_ignore_is_named_with_the_right_one() {
        for (text, member, meant) in [
            (r#"{"urls": "turn:a", "username": "u", "credentials": "hunter2"}"#, "credentials", "credential"),
            (r#"{"urls": "turn:a", "username": "u", "password": "hunter2"}"#, "password", "credential"),
            (r#"{"urls": "turn:a", "user": "u", "credential": "hunter2"}"#, "user", "username"),
            (r#"{"urls": "turn:a", "userName": "u", "credential": "hunter2"}"#, "userName", "username"),
            (r#"[{"uris": ["turn:a"], "username": "u", "credential": "hunter2"}]"#, "uris", "urls"),
            (r#"{"URL": "turn:a", "username": "u", "credential": "hunter2"}"#, "URL", "urls"),
            (r#"{"urls": "turn:a", "usrname": "u", "credential": "hunter2"}"#, "usrname", "username"),
        ] {
            let errors = parse(text).unwrap_err();
            let [ServersError::UnknownMember { member: found, meant: right, fix, .. }] = errors.as_slice() else {
                panic!("{text}: {errors:?}");
            };
            assert_eq!((found.as_str(), *right), (member, meant), "{text}");
            let fixed = parse(fix).unwrap();
            assert!(fixed.iter().all(|server| ServersError::credential_missing(server).is_none()), "{fix}");
            assert!(!format!("{errors:?}").contains("hunter2"), "{text}");
        }
        // what does no harm is let be: another name for what is there, or for what STUN does not use
        for text in [
            r#"{"urls": "turn:a", "username": "u", "user": "u", "credential": "p", "region": "eu", "ttl": 60}"#,
            r#"{"urls": "stun:a", "password": "p"}"#,
        ] {
            assert!(parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_turn_server_without_its_credential_is_told() {
        for (text, missing) in [
            (r#"{"urls": "turn:a"}"#, Some("both are")),
            (r#"{"urls": ["stun:a", "turns:a"], "username": "u"}"#, Some("`credential` is")),
            (r#"{"urls": "turn:a", "username": "", "credential": "p"}"#, Some("`username` is")),
            (r#"{"urls": "turn:a", "username": "u", "credential": "p"}"#, None),
            (r#"{"urls": "stun:a"}"#, None),
        ] {
            let found = ServersError::credential_missing(&parse(text).unwrap()[0]);
            let found = found.map(|error| match error {
                ServersError::CredentialMissing { missing, .. } => missing,
                other => panic!("{other}"),
            });
            assert_eq!(found, missing, "{text}");
        }
    }

    #[test]
    fn a_credential_does_not_show_in_debug() {
        let servers = parse(r#"[{"urls": "turn:a", "username": "u", "credential": "hunter2"}]"#).unwrap();
        assert!(!format!("{servers:?}").contains("hunter2"));
    }

    proptest! {
        #[test]
        fn any_value_gives_servers_or_faults_with_a_path(value in value()) {
            match parse(&value.to_string()) {
                Ok(servers) => prop_assert!(servers.iter().all(|s| !s.urls.is_empty() && s.path.starts_with('$'))),
                Err(errors) => {
                    prop_assert!(!errors.is_empty());
                    for error in errors {
                        prop_assert!(error.to_string().starts_with("`$"), "{}", error);
                    }
                }
            }
        }

        #[test]
        fn any_text_gives_servers_or_faults(text in ".{0,80}") {
            if let Err(errors) = parse(&text) {
                prop_assert!(errors.iter().all(|e| e.to_string().starts_with("`$") || e.to_string().starts_with("not JSON")));
            }
        }
    }

    /// Any value, with the members of servers more often than chance would have it.
    fn value() -> impl Strategy<Value = Value> {
        let name = prop_oneof![
            Just("iceServers".to_owned()),
            Just("urls".to_owned()),
            Just("url".to_owned()),
            Just("uris".to_owned()),
            Just("username".to_owned()),
            Just("credentials".to_owned()),
            Just("turnservers".to_owned()),
            ".{0,6}",
        ];
        let text = prop_oneof![Just("turn:a.example".to_owned()), Just("stun:a:70000".to_owned()), ".{0,8}"];
        let leaf = prop_oneof![Just(Value::Null), any::<i64>().prop_map(Value::from), text.prop_map(Value::from)];
        leaf.prop_recursive(5, 32, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..5).prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }
}
