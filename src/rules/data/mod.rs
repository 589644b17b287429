//! Rules about data channels (RFC 8831).

mod channel;
mod echo;

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
    Row {
        rule: Rule {
            id: "data/no-echo",
            severity: Severity::Info,
            meaning: "the channel is open, and nobody at its other end sends messages back",
            manual: include_str!("no-echo.md"),
        },
        checks: &[Check::Handshake(echo::no_echo)],
    },
];
