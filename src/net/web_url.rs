//! `http:` and `https:` URLs (RFC 9110 section 4.2) of services that hand out servers, and of proxies.
//!
//! For: reading them, following a Location, and showing them without what is secret. Not for: any other scheme.

use std::fmt;
use std::net::Ipv6Addr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::candidate::secret::Secret;

/// A web URL. Its query and its user-info are never shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebUrl {
    /// Whether it asks for TLS.
    pub secure: bool,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port, or the scheme's default.
    pub port: u16,
    /// `user:password`, as it is to be sent.
    user_info: Option<Secret<String>>,
    /// The path, beginning with `/`.
    path: String,
    /// What follows `?`.
    query: Option<Secret<String>>,
}

impl WebUrl {
    /// Parses `text`.
    ///
    /// # Errors
    /// In words that read well after a colon, without repeating the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (secure, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            _ => return Err("it does not begin with `http://` or `https://`".to_owned()),
        };
        if !rest.bytes().all(|b| b.is_ascii_graphic()) {
            return Err("it holds a character that has to be percent-encoded".to_owned());
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (user_info, authority) = match authority.rsplit_once('@') {
            Some((user_info, authority)) => (Some(Secret::new(decoded(user_info))), authority),
            None => (None, authority),
        };
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, _)) if host.parse::<Ipv6Addr>().is_err() => {
                return Err("the address in brackets is no IPv6 address".to_owned());
            }
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').unwrap_or("none"))),
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        if host.is_empty() {
            return Err("the host is missing".to_owned());
        }
        let port = match port.map(str::parse::<u16>) {
            None => default_port(secure),
            Some(Ok(port)) if port > 0 => port,
            Some(_) => return Err("the port is no number from 1 to 65535".to_owned()),
        };
        let (path, query) = split_query(target);
        let path = if path.is_empty() { "/".to_owned() } else { path.to_owned() };
        Ok(Self { secure, host: host.to_owned(), port, user_info, path, query })
    }

    /// Where a Location leads from here (RFC 3986 section 5.2, without `..`).
    ///
    /// # Errors
    /// When it is no URL of ours.
    pub fn join(&self, location: &str) -> Result<Self, String> {
        if location.contains("://") {
            return Self::parse(location);
        }
        if location.starts_with("//") {
            return Self::parse(&format!("{}:{location}", self.scheme()));
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if location.starts_with('/') { location.to_owned() } else { format!("{folder}/{location}") };
        let there = Self::parse(&format!("{}{path}", self.origin()))?;
        Ok(Self { user_info: self.user_info.clone(), ..there })
    }

    /// Whether `other` is of the same origin (RFC 6454 section 4), so that it may be told what this one is told.
    pub fn same_origin(&self, other: &Self) -> bool {
        self.secure == other.secure && self.host.eq_ignore_ascii_case(&other.host) && self.port == other.port
    }

    /// Host and port as CONNECT and Host write them (RFC 9110 section 7.2).
    pub fn authority(&self) -> String {
        authority(&self.host, self.port)
    }

    /// `Basic …` for its user-info (RFC 7617 section 2).
    pub fn authorization(&self) -> Option<Secret<String>> {
        let user_info = self.user_info.as_ref()?;
        Some(Secret::new(format!("Basic {}", STANDARD.encode(user_info.expose()))))
    }

    /// Path and query as they are sent.
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{}", self.path, query.expose()),
            None => self.path.clone(),
        }
    }

    /// Whether it has a password, or a query that is named like a secret.
    pub fn holds_secret(&self) -> bool {
        let query = self.query.as_ref().map_or("", |query| query.expose().as_str());
        let mut names = query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_lowercase);
        let secret = |name: &str| ["token", "key", "secret", "pass", "sig", "x-amz-"].iter().any(|w| name.contains(w));
        self.user_info.is_some() || names.any(|name| secret(&name))
    }

    /// What must not be shown, for texts in which it may be repeated.
    pub fn secrets(&self) -> Vec<String> {
        let query = self.query.iter().flat_map(|query| query.expose().split('&'));
        let values = query.flat_map(|pair| [pair, pair.split_once('=').map_or("", |(_, value)| value)]);
        let encoded = values.flat_map(|value| [value.to_owned(), decoded(value)]);
        let password = self.user_info.iter().flat_map(|info| info.expose().split(':')).map(str::to_owned);
        encoded.chain(password).filter(|secret| secret.len() > 2).collect()
    }

    fn origin(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = if self.port == default_port(self.secure) { String::new() } else { format!(":{}", self.port) };
        format!("{}://{host}{port}", self.scheme())
    }

    fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.query.is_some() { "?…" } else { "" };
        write!(f, "{}{}{query}", self.origin(), self.path)
    }
}

/// `HOST:PORT`, an IPv6 address in brackets.
pub(super) fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

fn default_port(secure: bool) -> u16 {
    if secure { 443 } else { 80 }
}

fn split_query(target: &str) -> (&str, Option<Secret<String>>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(Secret::new(query.to_owned()))),
        None => (target, None),
    }
}

/// Percent-encoded bytes as what they stand for (RFC 3986 section 2.1); a `%` that begins none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    #[test]
    fn what_is_secret_is_sent_and_not_shown() {
        let url = url("https://al%69ce:p%40ss@Api.example:8443/ice?key=hunter2&x=1");
        assert_eq!(url.to_string(), "https://Api.example:8443/ice?…");
        assert_eq!((url.authority().as_str(), url.target().as_str()), ("Api.example:8443", "/ice?key=hunter2&x=1"));
        assert_eq!(url.authorization().unwrap().expose(), &format!("Basic {}", STANDARD.encode("alice:p@ss")));
        assert!(!format!("{url:?}").contains("hunter2") && !format!("{url:?}").contains("p@ss"));
        assert!(url.holds_secret() && !WebUrl::parse("https://a/?room=1").unwrap().holds_secret());
        let secrets = url.secrets();
        assert!(["hunter2", "p@ss"].iter().all(|secret| secrets.iter().any(|s| s == secret)), "{secrets:?}");
    }

    #[test]
    fn defaults_and_faults() {
        assert_eq!((url("http://[::1]").port, url("https://a").port), (80, 443));
        assert_eq!(url("http://[::1]?x").target(), "/?x");
        for (text, why) in [
            ("ftp://a", "begin"),
            ("a.example", "begin"),
            ("https://", "host"),
            ("https://a:0", "port"),
            ("https://a:b@:1", "host"),
            ("https://[a]/", "IPv6"),
            ("https://a/ b", "percent"),
        ] {
            assert!(WebUrl::parse(text).unwrap_err().contains(why), "{text}");
        }
    }

    #[test]
    fn a_location_is_followed_from_where_it_stood() {
        let from = url("https://a.example/x/y?k=1");
        for (location, to) in [
            ("/z", "https://a.example/z"),
            ("z", "https://a.example/x/z"),
            ("//b.example/z", "https://b.example/z"),
            ("http://a.example:81/", "http://a.example:81/"),
        ] {
            assert_eq!(from.join(location), Ok(url(to)), "{location}");
        }
        assert!(from.same_origin(&url("https://A.example:443/")) && !from.same_origin(&url("http://a.example/")));
    }
}
