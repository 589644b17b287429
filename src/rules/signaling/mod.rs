//! Rules about `signaling`: the way on which offer and answer travel.

mod checks;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "signaling/unreachable",
            severity: Severity::Error,
            meaning: "without the signaling server no offer reaches the peer, and no call begins",
            manual: include_str!("unreachable.md"),
        },
        checks: &[Check::Handshake(checks::unreachable)],
    },
    Row {
        rule: Rule {
            id: "signaling/closed",
            severity: Severity::Error,
            meaning: "the server ended or refused the exchange before there was an answer, so no call begins",
            manual: include_str!("closed.md"),
        },
        checks: &[Check::Handshake(checks::closed)],
    },
    Row {
        rule: Rule {
            id: "signaling/no-answer",
            severity: Severity::Error,
            meaning: "the offer was sent and nobody answered, so the peers know nothing of each other",
            manual: include_str!("no-answer.md"),
        },
        checks: &[Check::Handshake(checks::no_answer)],
    },
];
