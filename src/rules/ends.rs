//! One event that both ends of a call saw is one finding: where a dump has both ends, the second end's finding is
//! listed under the first's.

use super::in_dump::subject;
use crate::dump::Dump;
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
    "media/audio-silent",
    "media/bandwidth-limited",
    "media/high-jitter",
    "media/high-rtt",
    "media/loss",
    "media/queue-delay",
    "media/source-starved",
    "media/video-freezes",
    "media/video-frozen",
    "negotiation/never-negotiated",
    "sdp/mline-rejected",
    "security/weak-dtls",
    "security/weak-fingerprint",
    "security/weak-srtp",
    "turn/unauthorized",
    "turn/unreachable",
];

/// The subjects of a connection and of the other end of its call.
pub(super) type Pair = (String, String);

/// Both orders of every two ends in a dump.
pub(super) fn pairs(dump: &Dump) -> Vec<Pair> {
    let both = dump.both_ends().into_iter().map(|(one, other)| (subject(one), subject(other)));
    both.flat_map(|(one, other)| [(one.clone(), other.clone()), (other, one)]).collect()
}

/// Moves what the second end of a call says under what the first says by the same rule.
pub(super) fn fold(findings: Vec<Finding>, pairs: &[Pair]) -> Vec<Finding> {
    let mut folded: Vec<Finding> = Vec::new();
    for finding in findings {
        let shared = SHARED.contains(&finding.rule.id);
        let first = folded.iter_mut().find(|first| {
            shared && first.rule.id == finding.rule.id && are_ends(pairs, &first.subject, &finding.subject)
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

/// Whether these are the two ends of one call.
pub(super) fn are_ends(pairs: &[Pair], a: &str, b: &str) -> bool {
    pairs.iter().any(|(one, other)| one == a && other == b)
}
