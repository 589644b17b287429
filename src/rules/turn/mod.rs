//! Rules about TURN servers and their credentials (RFC 8656).

mod in_dump;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[Row {
    rule: Rule {
        id: "turn/unauthorized",
        severity: Severity::Error,
        meaning: "the server refused the user name or the password; a server that takes time-limited credentials gives \
                  the same answer to a static user",
        manual: include_str!("unauthorized.md"),
    },
    checks: &[Check::Connection(in_dump::unauthorized)],
}];
