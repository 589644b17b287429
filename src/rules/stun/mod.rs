//! Rules about STUN answers.

mod answers;
mod mapped;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "stun/malformed",
            severity: Severity::Error,
            meaning: "the answer breaks the STUN protocol, so that clients drop it",
            manual: include_str!("malformed.md"),
        },
        checks: &[Check::Server(answers::malformed)],
    },
    Row {
        rule: Rule {
            id: "stun/wrong-transaction",
            severity: Severity::Error,
            meaning: "the answers belong to no request of this client, so that clients drop them",
            manual: include_str!("wrong-transaction.md"),
        },
        checks: &[Check::Server(answers::wrong_transaction)],
    },
    Row {
        rule: Rule {
            id: "stun/auth-required",
            severity: Severity::Error,
            meaning: "browsers send no credentials with a Binding request, so that they get no reflexive candidate here",
            manual: include_str!("auth-required.md"),
        },
        checks: &[Check::Server(answers::auth_required)],
    },
    Row {
        rule: Rule {
            id: "stun/alg",
            severity: Severity::Error,
            meaning: "a box on the way rewrites addresses inside packets, and clients then signal a wrong one",
            manual: include_str!("alg.md"),
        },
        checks: &[Check::Server(mapped::alg)],
    },
    Row {
        rule: Rule {
            id: "stun/private-mapped",
            severity: Severity::Error,
            meaning: "the server sees a machine in front of it and not this client, so that the candidate it gives is useless",
            manual: include_str!("private-mapped.md"),
        },
        checks: &[Check::Server(mapped::private)],
    },
    Row {
        rule: Rule {
            id: "stun/cgn",
            severity: Severity::Info,
            meaning: "this network stands behind a carrier-grade NAT: nobody can forward ports to it",
            manual: include_str!("cgn.md"),
        },
        checks: &[Check::Server(mapped::shared)],
    },
    Row {
        rule: Rule {
            id: "stun/disabled",
            severity: Severity::Info,
            meaning: "the server relays, and does not tell reflexive addresses",
            manual: include_str!("disabled.md"),
        },
        checks: &[Check::Server(answers::disabled)],
    },
];
