//! Rules about certificates and the TLS handshake.

mod certificate;

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
        checks: &[Check::Server(certificate::expired)],
    },
    Row {
        rule: Rule {
            id: "tls/not-yet-valid",
            severity: Severity::Error,
            meaning: "the certificate's time has not come, or a clock is wrong; clients refuse it",
            manual: include_str!("not-yet-valid.md"),
        },
        checks: &[Check::Server(certificate::not_yet_valid)],
    },
    Row {
        rule: Rule {
            id: "tls/wrong-name",
            severity: Severity::Error,
            meaning: "the certificate is for other names than the URI's, so that clients refuse it",
            manual: include_str!("wrong-name.md"),
        },
        checks: &[Check::Server(certificate::wrong_name)],
    },
    Row {
        rule: Rule {
            id: "tls/untrusted",
            severity: Severity::Error,
            meaning: "the chain does not end in a root that clients know, so that they refuse it",
            manual: include_str!("untrusted.md"),
        },
        checks: &[Check::Server(certificate::untrusted)],
    },
    Row {
        rule: Rule {
            id: "tls/failed",
            severity: Severity::Error,
            meaning: "the TLS handshake broke off for another reason than the certificate's time, name or issuer",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Server(certificate::failed)],
    },
];
