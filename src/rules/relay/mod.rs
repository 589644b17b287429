//! Rules about relayed addresses, and what was proven of them.

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
];
