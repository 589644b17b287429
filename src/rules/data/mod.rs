//! Rules about data channels (RFC 8831).

mod channel;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "data/stalled",
            severity: Severity::Warning,
            meaning: "messages of a data channel no longer arrive",
            manual: include_str!("stalled.md"),
        },
        checks: &[Check::Connection(channel::stalled)],
    },
    Row {
        rule: Rule {
            id: "data/closed",
            severity: Severity::Info,
            meaning: "a data channel was closed while the connection lived on",
            manual: include_str!("closed.md"),
        },
        checks: &[Check::Connection(channel::closed)],
    },
];
