//! Rules about what the user configured; they need no packet.

mod list;
mod servers;
mod uri;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "config/uri-invalid",
            severity: Severity::Error,
            meaning: "browsers throw a SyntaxError for this URI, and no connection is ever made",
            manual: include_str!("uri-invalid.md"),
        },
        checks: &[Check::Uri(uri::invalid)],
    },
    Row {
        rule: Rule {
            id: "config/unknown-member",
            severity: Severity::Error,
            meaning: "browsers ignore this member without a word, so that the server lacks what it was meant to have",
            manual: include_str!("unknown-member.md"),
        },
        checks: &[Check::Servers(list::unknown_member)],
    },
    Row {
        rule: Rule {
            id: "config/credential-missing",
            severity: Severity::Error,
            meaning: "browsers throw an InvalidAccessError for a TURN server without both, and no connection is ever made",
            manual: include_str!("credential-missing.md"),
        },
        checks: &[Check::Servers(list::credential_missing)],
    },
    Row {
        rule: Rule {
            id: "config/servers-empty",
            severity: Severity::Error,
            meaning: "without a server only peers in the same network connect, and nothing says why the others do not",
            manual: include_str!("servers-empty.md"),
        },
        checks: &[Check::Servers(list::empty)],
    },
];

/// The rules about the whole list, which come after all that is wrong with a server.
pub(super) static LIST_RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "config/no-turn",
            severity: Severity::Warning,
            meaning: "peers behind symmetric NATs, or with UDP blocked, cannot connect without a relay",
            manual: include_str!("no-turn.md"),
        },
        checks: &[Check::Gathering(servers::no_turn), Check::Connection(servers::no_turn_in_dump)],
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
