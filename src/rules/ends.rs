//! One event that both ends of a call saw is one finding: where a dump, or several together, have both ends, the second
//! end's finding is listed under the first's.

use std::collections::HashMap;

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

/// For the subject of a connection those of the other ends of its call.
#[derive(Debug, Default)]
pub(super) struct Pairs(HashMap<String, Vec<String>>);

impl Pairs {
    /// The other ends of the call of `subject`.
    pub(super) fn others(&self, subject: &str) -> &[String] {
        self.0.get(subject).map_or(&[], Vec::as_slice)
    }
}

impl FromIterator<(String, String)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut others: HashMap<String, Vec<String>> = HashMap::new();
        pairs.into_iter().for_each(|(one, other)| others.entry(one).or_default().push(other));
        Self(others)
    }
}

/// Both orders of every two ends in a dump.
pub(super) fn pairs(dump: &Dump) -> Pairs {
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
pub(super) fn pairs_of_files(dumps: &[Dump]) -> Pairs {
    let mut all = Vec::new();
    let labels = dump::labels(dumps);
    let name = |place: Place| Some(in_file(labels.get(place.file)?, &subject(place.of(dumps)?)));
    for link in dump::links(dumps).into_iter().filter(|link| link.relation == Relation::Ends && link.is_direct()) {
        let Some((one, other)) = name(link.one).zip(name(link.other)) else { continue };
        all.extend([(one.clone(), other.clone()), (other, one)]);
    }
    all.into_iter().collect()
}

/// Moves what the second end of a call says under what the first says by the same rule.
pub(super) fn fold(findings: Vec<Finding>, pairs: &Pairs) -> Vec<Finding> {
    let mut folded: Vec<Finding> = Vec::new();
    // where the first finding of a rule about a subject stands
    let mut said: HashMap<(&str, String), usize> = HashMap::new();
    for finding in findings {
        let (rule, shared) = (finding.rule.id, SHARED.contains(&finding.rule.id));
        let others = if shared { pairs.others(&finding.subject) } else { &[] };
        let first = others.iter().filter_map(|other| said.get(&(rule, other.clone()))).min().copied();
        match first.and_then(|at| folded.get_mut(at)) {
            Some(first) => {
                // what follows from it follows at both ends: it is said once
                let mut second = finding;
                let effects = std::mem::take(&mut second.effects);
                let new = |effect: &Finding| first.effects.iter().all(|known| known.rule.id != effect.rule.id);
                let new: Vec<Finding> = effects.into_iter().filter(new).collect();
                first.effects.push(second);
                first.effects.extend(new);
            }
            None => {
                if shared {
                    said.entry((rule, finding.subject.clone())).or_insert(folded.len());
                }
                folded.push(finding);
            }
        }
    }
    folded
}
