//! URLs of signaling servers: `ws:` and `wss:` (RFC 6455 section 3), `http:` and `https:` (RFC 9110 section 4.2), as far
//! as a client needs them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Names of query parameters whose values are secrets.
const SECRET_NAMES: [&str; 4] = ["token", "key", "access_token", "password"];

/// A signaling URL.
#[derive(Clone, Eq, PartialEq)]
pub struct SignalingUrl {
    /// Whether it asks for HTTP; else for a WebSocket.
    pub http: bool,
    /// Whether it asks for TLS.
    pub secure: bool,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port, or the scheme's default.
    pub port: u16,
    /// Path and query, beginning with `/`.
    pub path: String,
}

/// Why a URL is none of ours. Reads well after "could not".
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("use the URL: {0}")]
pub struct UrlError(pub String);

impl SignalingUrl {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it is no URL of these schemes, or carries user-info or a fragment, neither of which browsers take here.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let fail = |why: &str| Err(UrlError(why.to_owned()));
        if text.is_empty() {
            return fail("it is empty");
        }
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        let (http, secure) = match scheme.to_ascii_lowercase().as_str() {
            "ws" => (false, false),
            "wss" => (false, true),
            "http" => (true, false),
            "https" => (true, true),
            _ => return fail("it does not begin with `ws://`, `wss://`, `http://` or `https://`"),
        };
        if !rest.bytes().all(|b| b.is_ascii_graphic()) {
            return fail("it holds a character that has to be percent-encoded");
        }
        if rest.contains('#') {
            return fail("a signaling URL has no fragment (`#`)");
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return fail("a signaling URL has no user-info (`user@`)");
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, _)) if host.parse::<Ipv6Addr>().is_err() => {
                return fail("the address in brackets is no IPv6 address");
            }
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').unwrap_or("none"))),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() {
            return fail("the host is missing");
        }
        let port = match port.map(str::parse::<u16>) {
            None => {
                if secure {
                    443
                } else {
                    80
                }
            }
            Some(Ok(port)) if port > 0 => port,
            Some(_) => return fail("the port is no number from 1 to 65535"),
        };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { http, secure, host: host.to_owned(), port, path })
    }

    /// The host's address, where it is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// The server's addresses, where the URL tells that it is on this machine; else none.
    pub fn loopback(&self) -> Vec<IpAddr> {
        if self.host.eq_ignore_ascii_case("localhost") {
            return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        }
        self.address().filter(IpAddr::is_loopback).into_iter().collect()
    }

    /// The path without the query.
    pub fn path_alone(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Whether the query has a parameter called `name`.
    pub fn has_parameter(&self, name: &str) -> bool {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        query.split('&').any(|pair| pair.split('=').next() == Some(name))
    }

    /// Adds a parameter to the query; `value` is percent-encoded already.
    pub fn add_parameter(&mut self, name: &str, value: &str) {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        self.path.push_str(&format!("{sign}{name}={value}"));
    }

    /// Puts `suffix` at the end of the path, unless it is there.
    pub fn end_path_with(&mut self, suffix: &str) {
        let (path, query) = self.path.split_once('?').map_or((self.path.as_str(), ""), |(path, query)| (path, query));
        let bare = path.trim_end_matches('/');
        if bare.ends_with(suffix.trim_end_matches('/')) {
            return;
        }
        let sign = if query.is_empty() { "" } else { "?" };
        self.path = format!("{bare}{suffix}{sign}{query}");
    }

    /// The URL for the wire, secrets and all.
    pub fn expose(&self) -> String {
        self.write(&self.path)
    }

    fn write(&self, path: &str) -> String {
        let scheme = match (self.http, self.secure) {
            (false, false) => "ws",
            (false, true) => "wss",
            (true, false) => "http",
            (true, true) => "https",
        };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{scheme}://{host}:{}{path}", self.port)
    }
}

/// The URL for the screen: values of parameters named like secrets are hidden.
impl fmt::Display for SignalingUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((path, query)) = self.path.split_once('?') else { return f.write_str(&self.write(&self.path)) };
        let hidden: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if is_secret(name) => format!("{name}=[redacted]"),
                _ => pair.to_owned(),
            })
            .collect();
        f.write_str(&self.write(&format!("{path}?{}", hidden.join("&"))))
    }
}

impl fmt::Debug for SignalingUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || name.starts_with("x-amz-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let url = SignalingUrl::parse("wss://sig.example.org/ws?room=a").unwrap();
        assert_eq!(
            (url.secure, url.host.as_str(), url.port, url.path.as_str()),
            (true, "sig.example.org", 443, "/ws?room=a")
        );
        let url = SignalingUrl::parse("WS://[::1]:8080?room=a").unwrap();
        assert_eq!((url.secure, url.address().is_some(), url.port, url.path.as_str()), (false, true, 8080, "/?room=a"));
    }

    #[test]
    fn what_is_no_url_says_why() {
        for (text, why) in [
            ("", "it is empty"),
            ("ftp://a/", "it does not begin with `ws://`, `wss://`, `http://` or `https://`"),
            ("ws:///x", "the host is missing"),
            ("ws://a:0/", "the port is no number from 1 to 65535"),
            ("ws://[::1]8080/", "the port is no number from 1 to 65535"),
            ("ws://[nope]/", "the address in brackets is no IPv6 address"),
            ("ws://u:p@a/", "a signaling URL has no user-info (`user@`)"),
            ("ws://a/b c", "it holds a character that has to be percent-encoded"),
            ("ws://a/\r\nx", "it holds a character that has to be percent-encoded"),
        ] {
            assert_eq!(SignalingUrl::parse(text), Err(UrlError(why.to_owned())), "{text}");
        }
    }

    #[test]
    fn path_and_query_can_be_added_to() {
        let mut url = SignalingUrl::parse("ws://a:9000/myapp?x=1").unwrap();
        url.end_path_with("/peerjs");
        url.end_path_with("/peerjs");
        assert!(!url.has_parameter("id"));
        url.add_parameter("id", "a%20b");
        assert!(url.has_parameter("id") && url.loopback().is_empty());
        assert_eq!(url.path, "/myapp/peerjs?x=1&id=a%20b");
    }

    #[test]
    fn secrets_are_hidden_on_screen_and_kept_on_the_wire() {
        let url = SignalingUrl::parse("ws://a/x?room=1&Token=s3cret&X-Amz-Date=s3cret").unwrap();
        assert_eq!(url.to_string(), "ws://a:80/x?room=1&Token=[redacted]&X-Amz-Date=[redacted]");
        assert!(!format!("{url:?}").contains("s3cret"));
        assert!(url.expose().contains("Token=s3cret"));
    }
}
