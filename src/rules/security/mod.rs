//! Rules about keys and ciphers that today's standard no longer allows, or barely (RFC 8827).

mod ciphers;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "security/fingerprint-unchecked",
            severity: Severity::Error,
            meaning: "whoever sits in between can decrypt the call, and neither side can tell",
            manual: include_str!("fingerprint-unchecked.md"),
        },
        checks: &[Check::Handshake(super::negotiation::fingerprint_unchecked)],
    },
    Row {
        rule: Rule {
            id: "security/weak-dtls",
            severity: Severity::Warning,
            meaning: "DTLS 1.0 is withdrawn, and browsers stop taking it",
            manual: include_str!("weak-dtls.md"),
        },
        checks: &[Check::Connection(ciphers::weak_dtls)],
    },
    Row {
        rule: Rule {
            id: "security/weak-fingerprint",
            severity: Severity::Warning,
            meaning: "the hash can be forged, so that the fingerprint does not tell who answers",
            manual: include_str!("weak-fingerprint.md"),
        },
        checks: &[Check::Connection(ciphers::weak_fingerprint)],
    },
    Row {
        rule: Rule {
            id: "security/weak-srtp",
            severity: Severity::Warning,
            meaning: "media is sent in the clear, or with a short authentication tag",
            manual: include_str!("weak-srtp.md"),
        },
        checks: &[Check::Connection(ciphers::weak_srtp)],
    },
];
