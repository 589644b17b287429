//! `ws:` and `wss:` URLs (RFC 6455 section 3), as far as a client needs them.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// Names of query parameters whose values are secrets.
const SECRET_NAMES: [&str; 4] = ["token", "key", "access_token", "password"];

/// A WebSocket URL.
#[derive(Clone, Eq, PartialEq)]
pub struct WsUrl {
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

impl WsUrl {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it is no WebSocket URL, or carries user-info or a fragment, neither of which browsers take here.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let fail = |why: &str| Err(UrlError(why.to_owned()));
        if text.is_empty() {
            return fail("it is empty");
        }
        let (secure, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ws") => (false, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("wss") => (true, rest),
            _ => return fail("it does not begin with `ws://` or `wss://`"),
        };
        if !rest.bytes().all(|b| b.is_ascii_graphic()) {
            return fail("it holds a character that has to be percent-encoded");
        }
        if rest.contains('#') {
            return fail("a WebSocket URL has no fragment (`#`)");
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return fail("a WebSocket URL has no user-info (`user@`)");
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
        Ok(Self { secure, host: host.to_owned(), port, path })
    }

    /// The host's address, where it is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// The URL for the wire, secrets and all.
    pub fn expose(&self) -> String {
        self.write(&self.path)
    }

    fn write(&self, path: &str) -> String {
        let scheme = if self.secure { "wss" } else { "ws" };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{scheme}://{host}:{}{path}", self.port)
    }
}

/// The URL for the screen: values of parameters named like secrets are hidden.
impl fmt::Display for WsUrl {
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

impl fmt::Debug for WsUrl {
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
        let url = WsUrl::parse("wss://sig.example.org/ws?room=a").unwrap();
        assert_eq!(
            (url.secure, url.host.as_str(), url.port, url.path.as_str()),
            (true, "sig.example.org", 443, "/ws?room=a")
        );
        let url = WsUrl::parse("WS://[::1]:8080?room=a").unwrap();
        assert_eq!((url.secure, url.address().is_some(), url.port, url.path.as_str()), (false, true, 8080, "/?room=a"));
    }

    #[test]
    fn what_is_no_url_says_why() {
        for (text, why) in [
            ("", "it is empty"),
            ("https://a/", "it does not begin with `ws://` or `wss://`"),
            ("ws:///x", "the host is missing"),
            ("ws://a:0/", "the port is no number from 1 to 65535"),
            ("ws://[::1]8080/", "the port is no number from 1 to 65535"),
            ("ws://[nope]/", "the address in brackets is no IPv6 address"),
            ("ws://u:p@a/", "a WebSocket URL has no user-info (`user@`)"),
            ("ws://a/b c", "it holds a character that has to be percent-encoded"),
            ("ws://a/\r\nx", "it holds a character that has to be percent-encoded"),
        ] {
            assert_eq!(WsUrl::parse(text), Err(UrlError(why.to_owned())), "{text}");
        }
    }

    #[test]
    fn secrets_are_hidden_on_screen_and_kept_on_the_wire() {
        let url = WsUrl::parse("ws://a/x?room=1&Token=s3cret&X-Amz-Date=s3cret").unwrap();
        assert_eq!(url.to_string(), "ws://a:80/x?room=1&Token=[redacted]&X-Amz-Date=[redacted]");
        assert!(!format!("{url:?}").contains("s3cret"));
        assert!(url.expose().contains("Token=s3cret"));
    }
}
