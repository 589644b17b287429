//! Rules about TURN: authentication and allocation.

mod allocate;
mod credential;
mod in_dump;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "turn/credential-expired",
            severity: Severity::Error,
            meaning: "the time-limited credential is over, and the server refuses it as it would a wrong password",
            manual: include_str!("credential-expired.md"),
        },
        checks: &[Check::Server(credential::expired)],
    },
    Row {
        rule: Rule {
            id: "turn/unauthorized",
            severity: Severity::Error,
            meaning: "the server refused the user name or the password; a server that takes time-limited credentials \
                      gives the same answer to a static user",
            manual: include_str!("unauthorized.md"),
        },
        checks: &[Check::Server(allocate::unauthorized), Check::Connection(in_dump::unauthorized)],
    },
    Row {
        rule: Rule {
            id: "turn/refused",
            severity: Severity::Error,
            meaning: "the server is reachable and turned the request down, so that it gives no candidate",
            manual: include_str!("refused.md"),
        },
        checks: &[Check::Server(allocate::refused)],
    },
];
