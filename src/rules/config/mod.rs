//! Rules about what the user configured; they need no packet.

mod uri;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[Row {
    rule: Rule {
        id: "config/uri-invalid",
        severity: Severity::Error,
        meaning: "browsers throw a SyntaxError for this URI, and no connection is ever made",
        manual: include_str!("uri-invalid.md"),
    },
    checks: &[Check::Uri(uri::invalid)],
}];
