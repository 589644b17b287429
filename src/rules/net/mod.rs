//! Rules about reaching a server at all.

mod reach;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "net/udp-closed",
            severity: Severity::Error,
            meaning: "the host is up and reachable, but nothing listens on this UDP port, or a firewall rejects it",
            manual: include_str!("udp-closed.md"),
        },
        checks: &[Check::Server(reach::udp_closed)],
    },
    Row {
        rule: Rule {
            id: "net/tcp-closed",
            severity: Severity::Error,
            meaning: "the host is up and reachable, but nothing listens on this TCP port, or a firewall rejects it",
            manual: include_str!("tcp-closed.md"),
        },
        checks: &[Check::Server(reach::tcp_closed)],
    },
    Row {
        rule: Rule {
            id: "net/no-answer",
            severity: Severity::Error,
            meaning: "the packets vanish: the server is down, the port is wrong, or a firewall drops them on the way",
            manual: include_str!("no-answer.md"),
        },
        checks: &[Check::Server(reach::no_answer)],
    },
    Row {
        rule: Rule {
            id: "net/not-stun",
            severity: Severity::Error,
            meaning: "another service listens on this port",
            manual: include_str!("not-stun.md"),
        },
        checks: &[Check::Server(reach::not_stun)],
    },
    Row {
        rule: Rule {
            id: "net/ended",
            severity: Severity::Error,
            meaning: "something took the connection and ended it before STUN was answered",
            manual: include_str!("ended.md"),
        },
        checks: &[Check::Server(reach::ended)],
    },
];
