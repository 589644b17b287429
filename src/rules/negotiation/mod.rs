//! Rules about offer and answer as calls: refused, crossed, or never answered (RFC 9429, RFC 3264).

mod crossed;
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
        checks: &[Check::Connection(refused::glare), Check::Handshake(crossed::glare)],
    },
    Row {
        rule: Rule {
            id: "negotiation/early-candidates",
            severity: Severity::Warning,
            meaning: "candidates that come before the description are lost in a receiver that does not keep them",
            manual: include_str!("early-candidates.md"),
        },
        checks: &[Check::Handshake(crossed::early_candidates)],
    },
    Row {
        rule: Rule {
            id: "negotiation/surplus-answer",
            severity: Severity::Warning,
            meaning: "a second answer is an error in browsers, and may be that of another peer",
            manual: include_str!("surplus-answer.md"),
        },
        checks: &[Check::Handshake(crossed::surplus_answer)],
    },
    Row {
        rule: Rule {
            id: "negotiation/candidate-without-section",
            severity: Severity::Warning,
            meaning: "browsers refuse a candidate that does not say which section it is for",
            manual: include_str!("candidate-without-section.md"),
        },
        checks: &[Check::Handshake(crossed::candidate_without_section)],
    },
];
