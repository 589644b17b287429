//! One event that both ends of a call saw is one finding: where a dump has both ends, the second end's finding is
//! listed under the first's.

use super::in_dump::connection_of;
use crate::dump::{Connection, Dump};
use crate::report::Finding;

/// Rules about what happens to the call as a whole, so that each end reports it.
const SHARED: &[&str] = &[
    "dtls/failed",
    "dtls/fingerprint-mismatch",
    "dtls/slow",
    "ice/connection-lost",
    "ice/disconnected",
    "ice/failed",
    "ice/never-started",
    "ice/no-remote-candidates",
    "ice/pair-switching",
    "ice/relay-used",
    "ice/restarted",
    "ice/slow",
    "negotiation/never-negotiated",
    "sdp/mline-rejected",
    "security/weak-dtls",
    "security/weak-fingerprint",
    "security/weak-srtp",
    "turn/unauthorized",
    "turn/unreachable",
];

/// Moves what the second end of a call says under what the first says by the same rule.
pub(super) fn fold(findings: Vec<Finding>, dump: &Dump) -> Vec<Finding> {
    let mut folded: Vec<Finding> = Vec::new();
    for finding in findings {
        let shared = SHARED.contains(&finding.rule.id);
        let first = folded.iter_mut().find(|first| {
            shared && first.rule.id == finding.rule.id && are_ends(dump, &first.subject, &finding.subject)
        });
        match first {
            Some(first) => {
                // what follows from it follows at both ends: it is said once
                let mut second = finding;
                let effects = std::mem::take(&mut second.effects);
                let new = |effect: &Finding| first.effects.iter().all(|known| known.rule.id != effect.rule.id);
                let new: Vec<Finding> = effects.into_iter().filter(new).collect();
                first.effects.push(second);
                first.effects.extend(new);
            }
            None => folded.push(finding),
        }
    }
    folded
}

fn are_ends(dump: &Dump, a: &str, b: &str) -> bool {
    let find = |subject: &str| -> Option<&Connection> {
        let id = connection_of(subject)?;
        dump.connections.iter().find(|connection| connection.id == id)
    };
    let (Some(a), Some(b)) = (find(a), find(b)) else { return false };
    dump.other_end(a).is_some_and(|other| other.id == b.id)
}
