//! ICE server URIs: `stun:` and `stuns:` (RFC 7064), `turn:` and `turns:` (RFC 7065).

use std::fmt;

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
