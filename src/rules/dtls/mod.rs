//! Rules about DTLS: the handshake that follows ICE and makes the keys (RFC 5763, RFC 8827).

mod handshake;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "dtls/fingerprint-mismatch",
            severity: Severity::Error,
            meaning: "the certificate is not the one that the description announces, so the browser refuses the connection",
            manual: include_str!("fingerprint-mismatch.md"),
        },
        checks: &[Check::Connection(handshake::fingerprint_mismatch)],
    },
    Row {
        rule: Rule {
            id: "dtls/failed",
            severity: Severity::Error,
            meaning: "ICE found a path, but there are no keys for media and data",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Connection(handshake::failed)],
    },
    Row {
        rule: Rule {
            id: "dtls/slow",
            severity: Severity::Info,
            meaning: "packets of the handshake were lost or came late, and the call began late",
            manual: include_str!("slow.md"),
        },
        checks: &[Check::Connection(handshake::slow)],
    },
];
