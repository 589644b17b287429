//! Candidate lines (RFC 8839 section 5.1, RFC 6544 section 4.5 for TCP): read and written.
//!
//! Extensions are kept in their order, known or not: `generation`, `ufrag`, `network-id`, `network-cost` and whatever
//! comes next.

use std::fmt;

use super::priority::{CandidateType, Parts, parts};

/// One candidate, borrowed from its line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate<'a> {
    /// Equal for candidates of one type, base, server and transport.
    pub foundation: &'a str,
    /// 1 for RTP (and for everything, with rtcp-mux), 2 for RTCP.
    pub component: u16,
    /// `udp` or `tcp`, in the case that was written.
    pub transport: &'a str,
    /// Higher is tried first.
    pub priority: u32,
    /// An address, or a name such as an mDNS one.
    pub host: &'a str,
    /// The port; 9 for an active TCP candidate.
    pub port: u16,
    /// How it came about.
    pub kind: CandidateType,
    /// `raddr`: the base of a reflexive, the mapped address of a relayed candidate.
    pub related_host: Option<&'a str>,
    /// `rport`.
    pub related_port: Option<u16>,
    /// Everything else, in order; the value is empty where the line ends behind a name.
    pub extensions: Vec<(&'a str, &'a str)>,
}

/// Why a line is no candidate: the field, and what stands there.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{field} {}", if found.is_empty() { "is missing".to_owned() } else { format!("cannot be `{found}`") })]
pub struct CandidateError {
    /// The field in words.
    pub field: &'static str,
    /// What stands in its place; empty where the line has ended.
    pub found: String,
}

impl<'a> Candidate<'a> {
    /// Reads `candidate:…`, with or without `a=` and with or without the name: as browsers and signaling write it.
    ///
    /// # Errors
    /// Names the first field that breaks the grammar.
    pub fn parse(text: &'a str) -> Result<Self, CandidateError> {
        let text = text.trim_ascii();
        let text = text.strip_prefix("a=").unwrap_or(text);
        let mut words = text.strip_prefix("candidate:").unwrap_or(text).split_ascii_whitespace();
        let mut next = || words.next().unwrap_or_default();
        let foundation = required("foundation", next())?;
        let component = number("component", next())?;
        let transport = required("transport", next())?;
        let priority = number("priority", next())?;
        let host = required("address", next())?;
        let port = number("port", next())?;
        let typ = next();
        if typ != "typ" {
            return Err(CandidateError { field: "the word `typ`", found: typ.to_owned() });
        }
        let kind = kind(next())?;
        let mut candidate = Self {
            foundation,
            component,
            transport,
            priority,
            host,
            port,
            kind,
            related_host: None,
            related_port: None,
            extensions: Vec::new(),
        };
        while let Some(name) = words.next() {
            let value = words.next().unwrap_or_default();
            match name {
                "raddr" if candidate.related_host.is_none() && !value.is_empty() => {
                    candidate.related_host = Some(value);
                }
                "rport" if candidate.related_port.is_none() => candidate.related_port = Some(number("rport", value)?),
                _ => candidate.extensions.push((name, value)),
            }
        }
        Ok(candidate)
    }

    /// The value of an extension.
    pub fn extension(&self, name: &str) -> Option<&'a str> {
        self.extensions.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// `active`, `passive` or `so` (RFC 6544 section 4.5).
    pub fn tcp_type(&self) -> Option<&'a str> {
        self.extension("tcptype")
    }

    /// Whether a `.local` name hides the address until the peer asks for it by multicast DNS (RFC 6762).
    pub fn is_mdns(&self) -> bool {
        self.host.to_ascii_lowercase().ends_with(".local")
    }

    /// What its priority is made of.
    pub fn parts(&self) -> Parts {
        parts(self.priority)
    }
}

impl fmt::Display for Candidate<'_> {
    /// As RFC 8839 writes it, without `a=`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { foundation, component, transport, priority, host, port, .. } = self;
        write!(f, "candidate:{foundation} {component} {transport} {priority} {host} {port} typ {}", self.kind.word())?;
        if let Some(host) = self.related_host {
            write!(f, " raddr {host}")?;
        }
        if let Some(port) = self.related_port {
            write!(f, " rport {port}")?;
        }
        for (name, value) in &self.extensions {
            write!(f, " {name}")?;
            if !value.is_empty() {
                write!(f, " {value}")?;
            }
        }
        Ok(())
    }
}

fn required<'a>(field: &'static str, word: &'a str) -> Result<&'a str, CandidateError> {
    if word.is_empty() { Err(CandidateError { field, found: String::new() }) } else { Ok(word) }
}

fn number<T: std::str::FromStr>(field: &'static str, word: &str) -> Result<T, CandidateError> {
    word.parse().map_err(|_| CandidateError { field, found: word.to_owned() })
}

fn kind(word: &str) -> Result<CandidateType, CandidateError> {
    [CandidateType::Host, CandidateType::Srflx, CandidateType::Prflx, CandidateType::Relay]
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| CandidateError { field: "type", found: word.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_was_read() {
        for line in [
            "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 10.0.0.5 rport 46154 generation 0 ufrag Fx network-id 1 network-cost 10",
            "candidate:3 1 TCP 2105524479 fd00::2 9 typ host tcptype active",
            "candidate:1 1 udp 2113937151 4f4e3f9a-1b1c-4a7e-9d8c-1c2d3e4f5a6b.local 50000 typ host x-new y odd",
            "candidate:0 2 udp 16777215 198.51.100.9 3478 typ relay raddr 0.0.0.0 rport 0",
        ] {
            let candidate = Candidate::parse(line).unwrap();
            assert_eq!(candidate.to_string(), line);
            assert_eq!(Candidate::parse(&format!("a={line}")).as_ref(), Ok(&candidate));
        }
    }

    #[test]
    fn the_parts_of_a_line_are_told() {
        let line = "candidate:3 1 TCP 2105524479 [fd00::2] 9 typ host tcptype active";
        let candidate = Candidate::parse(line).unwrap();
        assert_eq!(candidate.tcp_type(), Some("active"));
        assert_eq!(candidate.parts().type_preference, 125);
        assert!(!candidate.is_mdns());
        assert!(Candidate::parse("1 1 udp 1 a.LOCAL 1 typ host").unwrap().is_mdns());
    }

    #[test]
    fn the_first_bad_field_is_named() {
        for (line, want) in [
            ("candidate:", "foundation is missing"),
            ("candidate:1 1 udp 8589934592 192.0.2.1 5000 typ host", "priority cannot be `8589934592`"),
            ("candidate:1 1 udp 1 192.0.2.1 70000 typ host", "port cannot be `70000`"),
            ("candidate:1 1 udp 1 192.0.2.1 5000 host", "the word `typ` cannot be `host`"),
            ("candidate:1 1 udp 1 192.0.2.1 5000 typ local", "type cannot be `local`"),
            ("candidate:1 1 udp 1 192.0.2.1 5000 typ", "type is missing"),
        ] {
            assert_eq!(Candidate::parse(line).unwrap_err().to_string(), want);
        }
    }
}
