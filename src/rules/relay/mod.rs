//! Rules about relayed addresses, and what was proven of them.

mod permission;
mod proof;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "relay/private-address",
            severity: Severity::Error,
            meaning: "peers outside the server's own network are told to send to an address that they cannot reach",
            manual: include_str!("private-address.md"),
        },
        checks: &[Check::Server(proof::private_address)],
    },
    Row {
        rule: Rule {
            id: "relay/external-ip-wrong",
            severity: Severity::Error,
            meaning: "the relay sends from another address than the one it hands out, so that peers drop its packets",
            manual: include_str!("external-ip-wrong.md"),
        },
        checks: &[Check::Server(proof::external_ip_wrong)],
    },
    Row {
        rule: Rule {
            id: "relay/unreachable-from-outside",
            severity: Severity::Error,
            meaning: "the allocation is granted, but no peer can send to it: the relay's port range is closed",
            manual: include_str!("unreachable-from-outside.md"),
        },
        checks: &[Check::Server(proof::unreachable)],
    },
    Row {
        rule: Rule {
            id: "relay/stateful-firewall",
            severity: Severity::Warning,
            meaning: "the relay is reached only after it has sent to a peer, which fails with peers whose address it \
                      cannot foresee",
            manual: include_str!("stateful-firewall.md"),
        },
        checks: &[Check::Server(proof::stateful_firewall)],
    },
    Row {
        rule: Rule {
            id: "relay/peer-family",
            severity: Severity::Error,
            meaning: "the relay's address is of another family than the peer's, so that they cannot talk",
            manual: include_str!("peer-family.md"),
        },
        checks: &[Check::Server(permission::family)],
    },
    Row {
        rule: Rule {
            id: "relay/peer-denied",
            severity: Severity::Info,
            meaning: "the server does not relay to this peer address",
            manual: include_str!("peer-denied.md"),
        },
        checks: &[Check::Server(permission::denied)],
    },
    Row {
        rule: Rule {
            id: "relay/port-rewritten",
            severity: Severity::Error,
            meaning: "a NAT in front of the server changes the relay's port, so that peers drop what it sends",
            manual: include_str!("port-rewritten.md"),
        },
        checks: &[Check::Server(proof::port_rewritten)],
    },
    Row {
        rule: Rule {
            id: "relay/no-egress",
            severity: Severity::Error,
            meaning: "the relay takes in what peers send, and nothing leaves it: calls stay one-way and then fail",
            manual: include_str!("no-egress.md"),
        },
        checks: &[Check::Server(proof::no_egress)],
    },
    Row {
        rule: Rule {
            id: "relay/throttled",
            severity: Severity::Warning,
            meaning: "the relay drops what goes beyond a limit, without an error: audio breaks and video never starts",
            manual: include_str!("throttled.md"),
        },
        checks: &[Check::Server(proof::throttled)],
    },
];
