//! Rules about ICE: candidates, checks, and the pair that was or was not found (RFC 8445).

mod candidates;
mod credentials;
mod failed;
mod in_run;
mod lost;
mod path;
mod slow;

use super::{Check, Row};
use crate::report::{Rule, Severity};

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[
    Row {
        rule: Rule {
            id: "ice/credentials-mismatch",
            severity: Severity::Error,
            meaning: "checks are thrown away unanswered, since their user fragment or password is not that of their receiver",
            manual: include_str!("credentials-mismatch.md"),
        },
        checks: &[Check::Handshake(credentials::mismatch)],
    },
    Row {
        rule: Rule {
            id: "ice/no-remote-candidates",
            severity: Severity::Error,
            meaning: "the other side's addresses never arrived, so there is nothing to check",
            manual: include_str!("no-remote-candidates.md"),
        },
        checks: &[Check::Connection(candidates::no_remote), Check::Handshake(in_run::no_remote)],
    },
    Row {
        rule: Rule {
            id: "ice/failed",
            severity: Severity::Error,
            meaning: "no pair of candidates carries packets in both directions, so there is no path for media or data",
            manual: include_str!("failed.md"),
        },
        checks: &[Check::Connection(failed::in_dump), Check::Handshake(in_run::failed)],
    },
    Row {
        rule: Rule {
            id: "ice/never-started",
            severity: Severity::Error,
            meaning: "ICE has no candidates that it may check, so there is no path for media or data",
            manual: include_str!("never-started.md"),
        },
        checks: &[Check::Connection(candidates::never_started)],
    },
    Row {
        rule: Rule {
            id: "ice/connection-lost",
            severity: Severity::Error,
            meaning: "packets stopped arriving and ICE gave the path up, so media and data ended",
            manual: include_str!("connection-lost.md"),
        },
        checks: &[Check::Connection(lost::connection_lost)],
    },
    Row {
        rule: Rule {
            id: "ice/disconnected",
            severity: Severity::Warning,
            meaning: "no packets arrived for some seconds, so that audio breaks off and video freezes",
            manual: include_str!("disconnected.md"),
        },
        checks: &[Check::Connection(lost::disconnected)],
    },
    Row {
        rule: Rule {
            id: "ice/pair-switching",
            severity: Severity::Warning,
            meaning: "the path goes on changing, and each change costs packets",
            manual: include_str!("pair-switching.md"),
        },
        checks: &[Check::Connection(path::pair_switching)],
    },
    Row {
        rule: Rule {
            id: "ice/mdns-only",
            severity: Severity::Warning,
            meaning: "the addresses are names that no other network can resolve",
            manual: include_str!("mdns-only.md"),
        },
        checks: &[Check::Connection(candidates::mdns_only), Check::Handshake(in_run::mdns_only)],
    },
    Row {
        rule: Rule {
            id: "ice/slow",
            severity: Severity::Warning,
            meaning: "the path was found late, so that the call begins late",
            manual: include_str!("slow.md"),
        },
        checks: &[Check::Connection(slow::checks)],
    },
    Row {
        rule: Rule {
            id: "ice/restarted",
            severity: Severity::Info,
            meaning: "the connection looked for a new path, as it does after a change of network",
            manual: include_str!("restarted.md"),
        },
        checks: &[Check::Connection(path::restarted)],
    },
    Row {
        rule: Rule {
            id: "ice/relay-used",
            severity: Severity::Info,
            meaning: "no direct path is in use, which costs delay and the server's traffic",
            manual: include_str!("relay-used.md"),
        },
        checks: &[Check::Connection(path::relay_used), Check::Handshake(path::relay_carries)],
    },
    Row {
        rule: Rule {
            id: "ice/stale-candidates",
            severity: Severity::Warning,
            meaning: "candidates of another generation than the description are dropped without a word",
            manual: include_str!("stale-candidates.md"),
        },
        checks: &[Check::Handshake(in_run::stale)],
    },
    Row {
        rule: Rule {
            id: "ice/late-candidates",
            severity: Severity::Info,
            meaning: "nothing can be checked until the first candidate comes, so the call begins late",
            manual: include_str!("late-candidates.md"),
        },
        checks: &[Check::Handshake(in_run::late)],
    },
    Row {
        rule: Rule {
            id: "ice/half-trickle",
            severity: Severity::Info,
            meaning: "a description with some of the candidates and no others after it leaves paths out",
            manual: include_str!("half-trickle.md"),
        },
        checks: &[Check::Handshake(in_run::half_trickle)],
    },
    Row {
        rule: Rule {
            id: "ice/no-end-of-candidates",
            severity: Severity::Info,
            meaning: "without the word that a candidate was the last, an agent waits for more before it gives up",
            manual: include_str!("no-end-of-candidates.md"),
        },
        checks: &[Check::Handshake(in_run::no_end)],
    },
    Row {
        rule: Rule {
            id: "ice/role-conflict",
            severity: Severity::Info,
            meaning: "both sides took the same ICE role, which costs a round trip to resolve",
            manual: include_str!("role-conflict.md"),
        },
        checks: &[Check::Handshake(in_run::role_conflict)],
    },
    Row {
        rule: Rule {
            id: "ice/pacing",
            severity: Severity::Info,
            meaning: "the set-up waited for the next tick of the agents' pacing, and not for the network",
            manual: include_str!("pacing.md"),
        },
        checks: &[Check::Handshake(in_run::pacing)],
    },
];

/// What is good to know after everything else.
pub(super) static LATE: &[Row] = &[
    Row {
        rule: Rule {
            id: "ice/candidate-refused",
            severity: Severity::Warning,
            meaning: "an address of the other side was not taken, so that a path may be missing",
            manual: include_str!("candidate-refused.md"),
        },
        checks: &[Check::Connection(candidates::refused), Check::Handshake(in_run::refused)],
    },
    Row {
        rule: Rule {
            id: "ice/slow-gathering",
            severity: Severity::Info,
            meaning: "a server that does not answer holds gathering up, and with it a call that waits for its end",
            manual: include_str!("slow-gathering.md"),
        },
        checks: &[Check::Connection(slow::gathering)],
    },
    Row {
        rule: Rule {
            id: "ice/vpn-or-cellular",
            severity: Severity::Info,
            meaning: "the network itself explains delay and loss",
            manual: include_str!("vpn-or-cellular.md"),
        },
        checks: &[Check::Connection(candidates::vpn_or_cellular)],
    },
];
