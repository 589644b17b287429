//! Rules about STUN answers.

mod answers;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[Row {
    rule: Rule {
        id: "stun/malformed",
        severity: Severity::Error,
        meaning: "the answer breaks the STUN protocol, so that clients drop it",
        manual: include_str!("malformed.md"),
    },
    checks: &[Check::Server(answers::malformed)],
}];
