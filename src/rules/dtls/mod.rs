//! Rules about DTLS: the handshake that follows ICE and makes the keys (RFC 5763, RFC 8827).

mod handshake;
mod in_run;

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
        checks: &[Check::Connection(handshake::fingerprint_mismatch), Check::Handshake(in_run::fingerprint_mismatch)],
    },
    Row {
        rule: Rule {
            id: "dtls/role-conflict",
            severity: Severity::Error,
            meaning: "both sides are DTLS clients or both are servers, so there is no handshake",
            manual: include_str!("role-conflict.md"),
        },
        checks: &[Check::Handshake(in_run::role_conflict)],
    },
    Row {
        rule: Rule {
            id: "dtls/no-common-cipher",
            severity: Severity::Error,
            meaning: "the two sides have no DTLS version or cipher suite in common, so there are no keys",
            manual: include_str!("no-common-cipher.md"),
        },
        checks: &[Check::Handshake(in_run::no_common_cipher)],
    },
    Row {
        rule: Rule {
            id: "dtls/fragmented-hello",
            severity: Severity::Error,
            meaning: "a ClientHello in several datagrams is more than some servers can put together",
            manual: include_str!("fragmented-hello.md"),
        },
        checks: &[Check::Handshake(in_run::fragmented_hello)],
    },
    Row {
        rule: Rule {
            id: "dtls/failed",
            severity: Severity::Error,
            meaning: "ICE found a path, but there are no keys for media and data",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Connection(handshake::failed), Check::Handshake(in_run::failed)],
    },
    Row {
        rule: Rule {
            id: "dtls/slow",
            severity: Severity::Info,
            meaning: "packets of the handshake were lost or came late, and the call began late",
            manual: include_str!("slow.md"),
        },
        checks: &[Check::Connection(handshake::slow), Check::Handshake(in_run::slow)],
    },
];
