//! Rules about ICE: candidates, checks, and the pair that was or was not found (RFC 8445).

mod failed;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[Row {
    rule: Rule {
        id: "ice/failed",
        severity: Severity::Error,
        meaning: "no pair of candidates carries packets in both directions, so there is no path for media or data",
        manual: include_str!("failed.md"),
    },
    checks: &[Check::Connection(failed::in_dump)],
}];
