//! Rules about offer and answer as calls: refused, crossed, or never answered (RFC 9429, RFC 3264).

mod provoked;
mod refused;
mod texts;
mod unanswered;

pub(super) use provoked::fingerprint_unchecked;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "negotiation/not-robust",
            severity: Severity::Warning,
            meaning: "what happens every day breaks the call",
            manual: include_str!("not-robust.md"),
        },
        checks: &[Check::Handshake(provoked::not_robust)],
    },
    Row {
        rule: Rule {
            id: "negotiation/description-failed",
            severity: Severity::Error,
            meaning: "the browser refused a description, so this offer or answer changed nothing",
            manual: include_str!("description-failed.md"),
        },
        checks: &[Check::Connection(refused::description_failed)],
    },
    Row {
        rule: Rule {
            id: "negotiation/never-negotiated",
            severity: Severity::Error,
            meaning: "an offer without an answer connects nothing",
            manual: include_str!("never-negotiated.md"),
        },
        checks: &[Check::Connection(unanswered::never_negotiated)],
    },
    Row {
        rule: Rule {
            id: "negotiation/incomplete",
            severity: Severity::Warning,
            meaning: "the last change of the call was offered and not answered, so it did not happen",
            manual: include_str!("incomplete.md"),
        },
        checks: &[Check::Connection(unanswered::incomplete)],
    },
    Row {
        rule: Rule {
            id: "negotiation/glare",
            severity: Severity::Info,
            meaning: "both sides made an offer at once, and one of the two had to give way",
            manual: include_str!("glare.md"),
        },
        checks: &[Check::Connection(refused::glare)],
    },
];
