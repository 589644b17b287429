//! Rules about reaching a server at all.

mod blocked;
mod proxy;
mod reach;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "net/all-blocked",
            severity: Severity::Error,
            meaning: "nothing that was asked answers over any transport: this network lets nothing out, or every server is down",
            manual: include_str!("all-blocked.md"),
        },
        checks: &[Check::Gathering(blocked::all)],
    },
    Row {
        rule: Rule {
            id: "net/https-only",
            severity: Severity::Warning,
            meaning: "this network lets out web traffic alone, so that only TURN over TLS on port 443 connects a call",
            manual: include_str!("https-only.md"),
        },
        checks: &[Check::Gathering(blocked::https_only)],
    },
    Row {
        rule: Rule {
            id: "net/udp-blocked",
            severity: Severity::Warning,
            meaning: "calls from here need TURN over TCP or TLS, which is slower and loses quality when packets are lost",
            manual: include_str!("udp-blocked.md"),
        },
        checks: &[Check::Gathering(blocked::udp)],
    },
    Row {
        rule: Rule {
            id: "net/proxy-refused",
            severity: Severity::Error,
            meaning: "the proxy does not let this server be reached, and behind it nothing else leads there",
            manual: include_str!("proxy-refused.md"),
        },
        checks: &[Check::Server(proxy::refused)],
    },
    Row {
        rule: Rule {
            id: "net/proxy-unreachable",
            severity: Severity::Error,
            meaning: "the proxy cannot be asked at all: nothing is said about the server behind it",
            manual: include_str!("proxy-unreachable.md"),
        },
        checks: &[Check::Server(proxy::unreachable)],
    },
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
    Row {
        rule: Rule {
            id: "net/wrong-source",
            severity: Severity::Error,
            meaning: "answers come from another address than the one that was asked, so that NATs and clients drop them",
            manual: include_str!("wrong-source.md"),
        },
        checks: &[Check::Server(reach::wrong_source)],
    },
    Row {
        rule: Rule {
            id: "net/dpi",
            severity: Severity::Error,
            meaning: "something on the way takes the connection and kills it when it sees STUN",
            manual: include_str!("dpi.md"),
        },
        checks: &[Check::Server(reach::dpi)],
    },
];
