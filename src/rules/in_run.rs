//! Words and looks that all checks of handshakes share.
//!
//! For: naming a run, its failure and the lines of its descriptions the same way everywhere. Not for: opinions.

use super::Draft;
use crate::facts::handshake::{End, Failure, Handshake, PhaseId};

/// Why the run failed, if it did.
pub(super) fn failure(run: &Handshake) -> Option<&Failure> {
    match &run.end {
        End::Failed(failure) => Some(failure),
        End::Connected | End::Interrupted => None,
    }
}

/// Whether the run was given up in one of these phases, by the stack or by the deadline.
pub(super) fn failed_in(run: &Handshake, phases: &[PhaseId]) -> bool {
    match failure(run) {
        Some(Failure::Broken { phase, .. } | Failure::Stalled { phase, .. }) => phases.contains(phase),
        _ => false,
    }
}

/// A finding about the run; where it failed, that is the fact.
pub(super) fn draft(run: &Handshake, message: impl Into<String>) -> Draft {
    let draft = Draft::new(run.url.clone(), message);
    match failure(run) {
        Some(failure) => draft.fact("failed_phase", failure.phase()),
        None => draft,
    }
}

/// The values of the lines of a description that begin with `prefix`.
pub(super) fn values<'a>(description: Option<&'a String>, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    description
        .into_iter()
        .flat_map(move |text| text.lines().filter_map(move |line| line.trim_end().strip_prefix(prefix)))
}

/// The peer's candidates, as `candidate:…`, from its description and from messages.
pub(super) fn remote_candidates(run: &Handshake) -> impl Iterator<Item = &str> {
    let described = values(run.sides.remote.as_ref(), "a=candidate:");
    let signaled = run.sides.candidates.iter().map(|candidate| candidate.line.as_str());
    described.chain(signaled.map(|line| line.trim_start_matches("a=").trim_start_matches("candidate:")))
}

/// The word at `index` of a candidate line after `candidate:`: 4 the address, 7 the kind (RFC 8839 section 5.1).
pub(super) fn word(candidate: &str, index: usize) -> &str {
    candidate.split_ascii_whitespace().nth(index).unwrap_or_default()
}

/// `3 host and 1 srflx`, or `none`.
pub(super) fn counted<'a>(kinds: impl Iterator<Item = &'a str>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for kind in kinds {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let words: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    super::in_dump::list(&words)
}
