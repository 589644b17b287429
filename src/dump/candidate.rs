//! A candidate as a dump shows it: fewer fields than the wire form has, since statistics lack some.

use std::fmt;

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
    /// Reads a candidate line (RFC 8839 section 5.1), with or without `a=` and `candidate:` before it.
    pub(super) fn from_line(line: &str) -> Option<Self> {
        let line = line.trim();
        let line = line.strip_prefix("a=").unwrap_or(line);
        let line = line.strip_prefix("candidate:").unwrap_or(line);
        let mut words = line.split_ascii_whitespace();
        let (_foundation, _component) = (words.next()?, words.next()?);
        let protocol = words.next()?.to_ascii_lowercase();
        let _priority = words.next()?;
        let address = words.next()?.to_owned();
        let port = words.next()?.parse().ok()?;
        if words.next()? != "typ" {
            return None;
        }
        Some(Self { kind: kind(words.next()?)?, protocol, address, port, relay_protocol: None })
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

/// The type that a word of a candidate line, or of the statistics of any generation, means.
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
    fn a_line_is_read_with_and_without_its_prefixes() {
        let plain = "1467250027 1 UDP 2122260223 fd00::2 46243 typ host generation 0";
        for line in [plain.to_owned(), format!("candidate:{plain}"), format!("a=candidate:{plain}")] {
            let candidate = Candidate::from_line(&line).unwrap();
            assert_eq!(candidate.to_string(), "host [fd00::2]:46243");
            assert_eq!(candidate.protocol, "udp");
        }
    }

    #[test]
    fn what_is_no_candidate_is_none() {
        for line in ["", "candidate:", "candidate:1 1 udp 1 10.0.0.1 70000 typ host", "1 1 udp 1 10.0.0.1 9 host typ"] {
            assert_eq!(Candidate::from_line(line), None, "{line}");
        }
    }
}
