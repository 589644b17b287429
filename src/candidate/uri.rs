//! ICE server URIs: `stun:` and `stuns:` (RFC 7064), `turn:` and `turns:` (RFC 7065).

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The scheme of an ICE server URI.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// STUN over UDP.
    Stun,
    /// STUN over TLS.
    Stuns,
    /// TURN over UDP or TCP.
    Turn,
    /// TURN over TLS or DTLS.
    Turns,
}

impl Scheme {
    /// The scheme as written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stun => "stun",
            Self::Stuns => "stuns",
            Self::Turn => "turn",
            Self::Turns => "turns",
        }
    }

    /// Whether the scheme asks for TLS.
    pub fn secure(self) -> bool {
        matches!(self, Self::Stuns | Self::Turns)
    }

    /// The port where the URI names none (RFC 7064 section 3.2, RFC 7065 section 3.1).
    pub fn default_port(self) -> u16 {
        if self.secure() { 5349 } else { 3478 }
    }

    /// Whether the scheme asks for TURN.
    pub fn relays(self) -> bool {
        matches!(self, Self::Turn | Self::Turns)
    }
}

/// What carries the messages to the server.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A TCP stream.
    Tcp,
    /// A TLS stream over TCP.
    Tls,
    /// DTLS over UDP (RFC 7350), which browsers do not use.
    Dtls,
}

impl Transport {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Dtls => "dtls",
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A parsed ICE server URI.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct IceUri {
    /// As the user wrote it.
    pub text: String,
    /// Its scheme.
    pub scheme: Scheme,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port, or the scheme's default: 3478, with TLS 5349.
    pub port: u16,
    /// What carries the messages.
    pub transport: Transport,
    /// The port was not written, so that RFC 5928 and RFC 8489 clients ask for SRV and NAPTR records first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default_port: bool,
}

impl IceUri {
    /// The full form with every default written out; a plain `stun:` takes no `?transport`.
    pub fn canonical(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let transport = match (self.scheme.relays(), self.transport) {
            (false, _) => "",
            (true, Transport::Udp | Transport::Dtls) => "?transport=udp",
            (true, Transport::Tcp | Transport::Tls) => "?transport=tcp",
        };
        format!("{}:{host}:{}{transport}", self.scheme.word(), self.port)
    }

    /// Whether the host is an address and needs no name service.
    pub fn host_is_address(&self) -> bool {
        self.host.parse::<std::net::IpAddr>().is_ok()
    }
}

/// Why a URI is none, with the place and, where it can be told, what was meant.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no ICE server URI: {why}")]
pub struct UriError {
    /// As the user wrote it, with user-info removed.
    pub text: String,
    /// What is wrong with it, a lower-case fragment.
    pub why: String,
    /// The corrected URI, where it can be told.
    pub suggestion: Option<String>,
}

impl UriError {
    fn new(text: &str, why: impl Into<String>, suggestion: Option<String>) -> Self {
        Self { text: text.to_owned(), why: why.into(), suggestion }
    }
}

impl FromStr for IceUri {
    type Err = UriError;

    /// Parses a URI as RFC 7064 and RFC 7065 write them and as browsers take them.
    fn from_str(text: &str) -> Result<Self, UriError> {
        let shown = without_user_info(text);
        let fail = |why: &str, suggestion: Option<String>| Err(UriError::new(&shown, why, suggestion));
        if text.trim().is_empty() {
            return fail("it is empty", None);
        }
        if text.trim() != text {
            return fail("it has blanks around it", valid(text.trim()));
        }
        let Some((scheme, rest)) = scheme(text) else {
            return fail("it does not begin with `stun:`, `stuns:`, `turn:` or `turns:`", guess_scheme(&shown));
        };
        let word = scheme.word();
        if let Some(rest) = rest.strip_prefix("//") {
            let suggestion = valid(&format!("{word}:{}", without_user_info(rest)));
            return fail("`//` does not belong there", suggestion);
        }
        if let Some((_, host)) = rest.rsplit_once('@') {
            return fail("a user name does not belong in the URI", valid(&format!("{word}:{host}")));
        }
        let (authority, query) = rest.split_once('?').map_or((rest, None), |(a, q)| (a, Some(q)));
        if let Some(at) = authority.find(['/', '#']) {
            let kept = authority.get(..at).unwrap_or(authority);
            return fail("a path does not belong there", valid(&format!("{word}:{kept}{}", query_text(query))));
        }
        let (host, port) = host_and_port(authority).map_err(|(why, host)| {
            let suggestion = host.and_then(|host| valid(&format!("{word}:{host}{}", query_text(query))));
            UriError::new(&shown, why, suggestion)
        })?;
        let transport = transport(scheme, query).map_err(|(why, scheme, query)| {
            let suggestion = valid(&format!("{}:{authority}{query}", scheme.word()));
            UriError::new(&shown, why, suggestion)
        })?;
        Ok(Self {
            text: text.to_owned(),
            scheme,
            host: host.to_owned(),
            port: port.unwrap_or_else(|| scheme.default_port()),
            transport,
            default_port: port.is_none(),
        })
    }
}

fn valid(text: &str) -> Option<String> {
    text.parse::<IceUri>().ok().map(|uri| uri.text)
}

fn query_text(query: Option<&str>) -> String {
    query.map_or_else(String::new, |q| format!("?{q}"))
}

/// Schemes are case-insensitive (RFC 3986 section 3.1).
fn scheme(text: &str) -> Option<(Scheme, &str)> {
    let (word, rest) = text.split_once(':')?;
    [Scheme::Stun, Scheme::Stuns, Scheme::Turn, Scheme::Turns]
        .into_iter()
        .find(|scheme| word.eq_ignore_ascii_case(scheme.word()))
        .map(|scheme| (scheme, rest))
}

/// What may have been meant by a text without a known scheme: a bare host, or the host of another scheme.
fn guess_scheme(text: &str) -> Option<String> {
    let host = text.split_once("://").map_or(text, |(_, rest)| rest);
    valid(&format!("stun:{}", host.trim_end_matches('/'))).filter(|_| host.contains('.') || host.contains(':'))
}

/// A credential that somebody wrote before an `@` is never repeated.
fn without_user_info(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((before, host)) => {
            let scheme = before.split_once(':').map_or("", |(s, _)| s);
            let slashes = if before.contains("//") { "//" } else { "" };
            if scheme.is_empty() { host.to_owned() } else { format!("{scheme}:{slashes}[redacted]@{host}") }
        }
        None => text.to_owned(),
    }
}

type HostFault = (&'static str, Option<String>);

fn host_and_port(authority: &str) -> Result<(&str, Option<u16>), HostFault> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or(("the `[` of the address is not closed", None))?;
            if host.parse::<Ipv6Addr>().is_err() {
                return Err(("between `[` and `]` stands no IPv6 address", None));
            }
            match after {
                "" => (host, None),
                _ => (host, Some(after.strip_prefix(':').ok_or(("after `]` only `:PORT` may follow", None))?)),
            }
        }
        None if authority.parse::<Ipv6Addr>().is_ok() => {
            return Err(("an IPv6 address stands in brackets", Some(format!("[{authority}]"))));
        }
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    if host.is_empty() {
        return Err(("the host is missing", None));
    }
    if !host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':')) {
        return Err(("the host has a character that no host name has", None));
    }
    let bare = || if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    match port {
        None => Ok((host, None)),
        Some("") => Err(("the port is missing after `:`", Some(bare()))),
        Some(port) => match port.parse::<u16>() {
            Ok(0) => Err(("port 0 cannot be reached", Some(bare()))),
            Ok(number) if port.bytes().all(|b| b.is_ascii_digit()) => Ok((host, Some(number))),
            _ if port.bytes().all(|b| b.is_ascii_digit()) => Err(("the port is above 65535", Some(bare()))),
            _ => Err(("the port is no number", None)),
        },
    }
}

type TransportFault = (String, Scheme, String);

fn transport(scheme: Scheme, query: Option<&str>) -> Result<Transport, TransportFault> {
    let default = if scheme.secure() { Transport::Tls } else { Transport::Udp };
    let Some(query) = query else { return Ok(default) };
    if !scheme.relays() {
        let why = format!("`{}:` takes no `?{query}` (RFC 7064)", scheme.word());
        return Err((why, scheme, String::new()));
    }
    let value = query
        .strip_prefix("transport=")
        .ok_or_else(|| (format!("`?{query}` is not `?transport=udp` or `?transport=tcp`"), scheme, String::new()))?;
    match (scheme, value.to_ascii_lowercase().as_str()) {
        (Scheme::Turns, "tcp") => Ok(Transport::Tls),
        (Scheme::Turns, "udp") => Ok(Transport::Dtls),
        (_, "udp") => Ok(Transport::Udp),
        (_, "tcp") => Ok(Transport::Tcp),
        (_, "tls") => Err((
            "TLS is asked for by `turns:` and not by `transport=tls`".to_owned(),
            Scheme::Turns,
            "?transport=tcp".to_owned(),
        )),
        _ => Err((format!("`{value}` is no transport; `udp` and `tcp` are"), scheme, String::new())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_follow_the_scheme() {
        let cases = [
            ("stun:a.example", "stun:a.example:3478", Transport::Udp),
            ("stuns:a.example", "stuns:a.example:5349", Transport::Tls),
            ("turn:a.example", "turn:a.example:3478?transport=udp", Transport::Udp),
            ("TURN:a.example:443?transport=TCP", "turn:a.example:443?transport=tcp", Transport::Tcp),
            ("turns:a.example", "turns:a.example:5349?transport=tcp", Transport::Tls),
            ("turns:a.example?transport=udp", "turns:a.example:5349?transport=udp", Transport::Dtls),
            ("turn:[2001:db8::1]:80", "turn:[2001:db8::1]:80?transport=udp", Transport::Udp),
        ];
        for (text, canonical, transport) in cases {
            let uri: IceUri = text.parse().unwrap();
            assert_eq!((uri.canonical().as_str(), uri.transport), (canonical, transport), "{text}");
        }
    }

    #[test]
    fn each_fault_names_its_cause_and_what_was_meant() {
        let cases = [
            ("turn://a.example", "`//`", Some("turn:a.example")),
            ("turn:a.example?transport=tls", "`turns:`", Some("turns:a.example?transport=tcp")),
            ("stun:a.example?transport=udp", "RFC 7064", Some("stun:a.example")),
            ("turn:bob:pw@a.example:80", "user name", Some("turn:a.example:80")),
            ("turn:a.example:0", "port 0", Some("turn:a.example")),
            ("turn:a.example:70000", "65535", Some("turn:a.example")),
            ("turn:a.example:http", "no number", None),
            ("stun:2001:db8::1", "brackets", Some("stun:[2001:db8::1]")),
            ("a.example:3478", "does not begin", Some("stun:a.example:3478")),
            ("https://a.example/", "does not begin", Some("stun:a.example")),
            ("turn:", "host is missing", None),
            ("turn:a.example/path", "path", Some("turn:a.example")),
            (" stun:a.example", "blanks", Some("stun:a.example")),
            ("", "empty", None),
            ("turn:a b", "character", None),
            ("turn:[::1", "not closed", None),
        ];
        for (text, why, suggestion) in cases {
            let error = text.parse::<IceUri>().unwrap_err();
            assert!(error.why.contains(why), "{text}: {}", error.why);
            assert_eq!(error.suggestion.as_deref(), suggestion, "{text}");
        }
    }

    #[test]
    fn a_password_in_a_uri_is_not_repeated() {
        let error = "turn://bob:hunter2@a.example".parse::<IceUri>().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert_eq!(error.suggestion, None);
    }
}
