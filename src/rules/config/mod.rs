//! Rules about what the user configured; they need no packet.

mod servers;
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

/// The rules about the whole list, which come after all that is wrong with a server.
pub(super) static LIST_RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "config/no-turn",
            severity: Severity::Warning,
            meaning: "peers behind symmetric NATs, or with UDP blocked, cannot connect without a relay",
            manual: include_str!("no-turn.md"),
        },
        checks: &[Check::Gathering(servers::no_turn)],
    },
    Row {
        rule: Rule {
            id: "config/no-tls-443",
            severity: Severity::Warning,
            meaning: "networks that let out web traffic alone cannot connect",
            manual: include_str!("no-tls-443.md"),
        },
        checks: &[Check::Gathering(servers::no_tls_443)],
    },
    Row {
        rule: Rule {
            id: "config/too-many",
            severity: Severity::Warning,
            meaning: "more servers make gathering slower, and connect no more calls",
            manual: include_str!("too-many.md"),
        },
        checks: &[Check::Gathering(servers::too_many)],
    },
];
