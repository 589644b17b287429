//! Rules about certificates and the TLS handshake.

mod certificate;
mod protocol;
mod signaling;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "tls/expired",
            severity: Severity::Error,
            meaning: "every client that verifies the certificate refuses the connection",
            manual: include_str!("expired.md"),
        },
        checks: &[Check::Server(certificate::expired), Check::Handshake(signaling::expired)],
    },
    Row {
        rule: Rule {
            id: "tls/not-yet-valid",
            severity: Severity::Error,
            meaning: "the certificate's time has not come, or a clock is wrong; clients refuse it",
            manual: include_str!("not-yet-valid.md"),
        },
        checks: &[Check::Server(certificate::not_yet_valid), Check::Handshake(signaling::not_yet_valid)],
    },
    Row {
        rule: Rule {
            id: "tls/wrong-name",
            severity: Severity::Error,
            meaning: "the certificate is for other names than the URI's, so that clients refuse it",
            manual: include_str!("wrong-name.md"),
        },
        checks: &[Check::Server(certificate::wrong_name), Check::Handshake(signaling::wrong_name)],
    },
    Row {
        rule: Rule {
            id: "tls/untrusted",
            severity: Severity::Error,
            meaning: "the chain does not end in a root that clients know, so that they refuse it",
            manual: include_str!("untrusted.md"),
        },
        checks: &[Check::Server(certificate::untrusted), Check::Handshake(signaling::untrusted)],
    },
    Row {
        rule: Rule {
            id: "tls/failed",
            severity: Severity::Error,
            meaning: "the TLS handshake broke off for another reason than the certificate's time, name or issuer",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Server(certificate::failed), Check::Handshake(signaling::failed)],
    },
    Row {
        rule: Rule {
            id: "tls/incomplete-chain",
            severity: Severity::Error,
            meaning: "the server sends its own certificate without the ones that lead to a root, so that most clients refuse it",
            manual: include_str!("incomplete-chain.md"),
        },
        checks: &[Check::Server(certificate::incomplete_chain)],
    },
    Row {
        rule: Rule {
            id: "tls/version",
            severity: Severity::Error,
            meaning: "the server offers only TLS versions that clients refuse today",
            manual: include_str!("version.md"),
        },
        checks: &[Check::Server(protocol::version)],
    },
    Row {
        rule: Rule {
            id: "tls/plaintext",
            severity: Severity::Error,
            meaning: "the port speaks STUN without TLS, so that `turns:` cannot work there",
            manual: include_str!("plaintext.md"),
        },
        checks: &[Check::Server(protocol::plaintext)],
    },
    Row {
        rule: Rule {
            id: "tls/needed",
            severity: Severity::Error,
            meaning: "the port speaks TLS alone, so that plain `turn:` cannot work there",
            manual: include_str!("needed.md"),
        },
        checks: &[Check::Server(protocol::needed)],
    },
    Row {
        rule: Rule {
            id: "tls/no-answer",
            severity: Severity::Error,
            meaning: "the connection stands, but nobody answers the TLS handshake",
            manual: include_str!("no-answer.md"),
        },
        checks: &[Check::Server(protocol::no_answer)],
    },
    Row {
        rule: Rule {
            id: "tls/expires-soon",
            severity: Severity::Warning,
            meaning: "clients refuse the certificate when its time is over, and a TURN server keeps the old one until it is restarted",
            manual: include_str!("expires-soon.md"),
        },
        checks: &[Check::Server(certificate::expires_soon)],
    },
];
