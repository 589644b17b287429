//! A candidate as a dump shows it: fewer fields than the wire form has, since statistics lack some.

use std::fmt;

use crate::candidate::line;
use crate::candidate::priority::CandidateType;

/// One candidate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate {
    /// How it came about.
    pub kind: CandidateType,
    /// `udp` or `tcp`.
    pub protocol: String,
    /// Address or mDNS name; empty where the browser hid it.
    pub address: String,
    /// Port.
    pub port: u16,
    /// What carries a relayed candidate's messages to the relay: `udp`, `tcp` or `tls`.
    pub relay_protocol: Option<String>,
}

impl Candidate {
    /// The candidate that a line describes, if it describes one.
    pub(super) fn from_line(line: &str) -> Option<Self> {
        let line = line::Candidate::parse(line).ok()?;
        Some(Self {
            kind: line.kind,
            protocol: line.transport.to_ascii_lowercase(),
            address: line.host.to_owned(),
            port: line.port,
            relay_protocol: None,
        })
    }

    /// Address and port as one text; `?` for an address that the browser hid.
    pub fn endpoint(&self) -> String {
        match self.address.as_str() {
            "" => format!("?:{}", self.port),
            address if address.contains(':') => format!("[{address}]:{}", self.port),
            address => format!("{address}:{}", self.port),
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.endpoint())
    }
}

/// The type that a word of the statistics means, in any generation.
pub(super) fn kind(word: &str) -> Option<CandidateType> {
    Some(match word {
        "host" => CandidateType::Host,
        "srflx" | "serverreflexive" => CandidateType::Srflx,
        "prflx" | "peerreflexive" => CandidateType::Prflx,
        "relay" | "relayed" => CandidateType::Relay,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_so_that_the_port_stands_apart() {
        let endpoint = |address: &str| {
            Candidate::from_line(&format!("1 1 UDP 2122260223 {address} 46243 typ host")).unwrap().to_string()
        };
        assert_eq!(endpoint("fd00::2"), "host [fd00::2]:46243");
        assert_eq!(endpoint("192.0.2.1"), "host 192.0.2.1:46243");
        assert_eq!(endpoint("3f6d.local"), "host 3f6d.local:46243");
        assert_eq!(Candidate::from_line("candidate:"), None);
    }
}
