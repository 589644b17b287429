//! Candidate priorities and foundations (RFC 8445 sections 5.1.1.3 and 5.1.2).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

/// How a candidate came about (RFC 8445 section 4).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CandidateType {
    /// An address of a local interface.
    Host,
    /// The address that a STUN server saw.
    Srflx,
    /// The address that a peer's check revealed.
    Prflx,
    /// An address on a TURN server.
    Relay,
}

impl CandidateType {
    /// The word of the candidate line (RFC 8839 section 5.1).
    pub fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Srflx => "srflx",
            Self::Prflx => "prflx",
            Self::Relay => "relay",
        }
    }

    /// The recommended type preference (RFC 8445 section 5.1.2.2).
    pub fn preference(self) -> u8 {
        match self {
            Self::Host => 126,
            Self::Prflx => 110,
            Self::Srflx => 100,
            Self::Relay => 0,
        }
    }
}

/// A candidate's priority: 2^24 type preference + 2^8 local preference + 256 - component (RFC 8445 section 5.1.2.1).
pub fn priority(kind: CandidateType, local_preference: u16, component: u8) -> u32 {
    (u32::from(kind.preference()) << 24) + (u32::from(local_preference) << 8) + (256 - u32::from(component.max(1)))
}

/// The parts that a priority is made of, the reverse of [`priority`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Parts {
    /// Type preference, 0 to 126 when made by the formula.
    pub type_preference: u8,
    /// Local preference.
    pub local_preference: u16,
    /// Component id, 1 for RTP.
    pub component: u16,
}

/// Takes a priority apart.
pub fn parts(priority: u32) -> Parts {
    Parts {
        type_preference: (priority >> 24) as u8,
        local_preference: (priority >> 8) as u16,
        component: 256 - (priority & 0xff) as u16,
    }
}

/// A foundation: equal for candidates of one type, base address, server and transport (RFC 8445 section 5.1.1.3).
pub fn foundation(kind: CandidateType, base: IpAddr, server: Option<&str>, protocol: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (kind, base, server, protocol).hash(&mut hasher);
    u32::try_from(hasher.finish() & u64::from(u32::MAX)).unwrap_or(0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_host_priority_is_the_one_in_every_browser_log() {
        assert_eq!(priority(CandidateType::Host, 65535, 1), 2_130_706_431);
    }

    #[test]
    fn parts_undo_priority() {
        let p = priority(CandidateType::Srflx, 12345, 2);
        assert_eq!(parts(p), Parts { type_preference: 100, local_preference: 12345, component: 2 });
    }

    #[test]
    fn a_foundation_depends_on_each_of_its_four_parts() {
        let base: IpAddr = [10, 0, 0, 1].into();
        let one = foundation(CandidateType::Srflx, base, Some("stun:a"), "udp");
        assert_eq!(one, foundation(CandidateType::Srflx, base, Some("stun:a"), "udp"));
        assert_ne!(one, foundation(CandidateType::Srflx, base, Some("stun:b"), "udp"));
        assert_ne!(one, foundation(CandidateType::Relay, base, Some("stun:a"), "udp"));
        assert_ne!(one, foundation(CandidateType::Srflx, base, Some("stun:a"), "tcp"));
        assert_ne!(one, foundation(CandidateType::Srflx, [10, 0, 0, 2].into(), Some("stun:a"), "udp"));
    }
}
