//! One event that both ends of a call saw is one finding: where a dump, or several together, have both ends, the second
//! end's finding is listed under the first's.

use super::in_dump::subject;
use crate::dump::{self, Dump, Place, Relation};
use crate::report::{Evidence, Finding};

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

/// The findings of `judge` about each of several dumps, with the names of their files.
pub(super) fn of_files(dumps: &[Dump], judge: impl Fn(&Dump) -> Vec<Finding>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, (dump, label)) in dumps.iter().zip(dump::labels(dumps)).enumerate() {
        let mut of_dump = judge(dump);
        of_dump.iter_mut().for_each(|finding| of_file(finding, number, &label));
        findings.extend(of_dump);
    }
    findings
}

/// Says which of several files `finding` is about.
fn of_file(finding: &mut Finding, number: usize, label: &str) {
    finding.subject = in_file(label, &finding.subject);
    for evidence in &mut finding.evidence {
        if let Evidence::Fact { path, .. } = evidence {
            *path = path.replacen("files[0]", &format!("files[{number}]"), 1);
        }
    }
    finding.effects.iter_mut().for_each(|effect| of_file(effect, number, label));
}

fn in_file(label: &str, subject: &str) -> String {
    format!("{label}: {subject}")
}

/// Both orders of every two ends that are in different dumps, named as [`of_files`] names them.
pub(super) fn pairs_of_files(dumps: &[Dump]) -> Vec<Pair> {
    let mut all = Vec::new();
    let labels = dump::labels(dumps);
    let name = |place: Place| Some(in_file(labels.get(place.file)?, &subject(place.of(dumps)?)));
    for link in dump::links(dumps).into_iter().filter(|link| link.relation == Relation::Ends && link.is_direct()) {
        let Some((one, other)) = name(link.one).zip(name(link.other)) else { continue };
        all.extend([(one.clone(), other.clone()), (other, one)]);
    }
    all
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
