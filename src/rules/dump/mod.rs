//! Rules about the dump itself: what it does not show.

mod gaps;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "dump/opened-late",
            severity: Severity::Info,
            meaning: "the dump begins in the middle of the call, so how it was set up is unknown",
            manual: include_str!("opened-late.md"),
        },
        checks: &[Check::Dump(gaps::opened_late)],
    },
    Row {
        rule: Rule {
            id: "dump/connection-missing",
            severity: Severity::Info,
            meaning: "a connection that was closed is no longer in the dump, and it may be the one that matters",
            manual: include_str!("connection-missing.md"),
        },
        checks: &[Check::Dump(gaps::connection_missing)],
    },
    Row {
        rule: Rule {
            id: "dump/statistics-truncated",
            severity: Severity::Info,
            meaning: "the statistics of the beginning of the call are lost",
            manual: include_str!("statistics-truncated.md"),
        },
        checks: &[Check::Connection(gaps::statistics_truncated)],
    },
];
