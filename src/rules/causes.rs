//! What follows from what: a finding that is the effect of another is listed under it, and never graver than it.

use super::ends::{Pair, are_ends};
use crate::report::Finding;

/// Which findings a cause explains.
struct Cause {
    id: &'static str,
    explains: &'static [&'static str],
    reach: Reach,
}

/// How far a cause reaches.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Reach {
    /// Findings about the same subject.
    Subject,
    /// Findings about either end of the same call.
    BothEnds,
    /// Every finding.
    Everywhere,
}
use Reach::{BothEnds, Everywhere, Subject};

/// In the order in which they are looked for: what is an effect already explains nothing more.
static CAUSES: &[Cause] = &[
    Cause { id: "net/all-blocked", explains: &["net/no-answer"], reach: Everywhere },
    Cause { id: "net/udp-blocked", explains: &["net/no-answer"], reach: Everywhere },
    Cause { id: "net/https-only", explains: &["net/no-answer"], reach: Everywhere },
    Cause {
        id: "relay/private-address",
        explains: &["relay/external-ip-wrong", "relay/unreachable-from-outside", "relay/peer-denied"],
        reach: Subject,
    },
    Cause { id: "relay/external-ip-wrong", explains: &["relay/unreachable-from-outside"], reach: Subject },
    Cause { id: "relay/peer-family", explains: &["relay/peer-denied"], reach: Subject },
    Cause { id: "media/capture-denied", explains: &["negotiation/never-negotiated"], reach: Everywhere },
    Cause { id: "media/capture-failed", explains: &["negotiation/never-negotiated"], reach: Everywhere },
    Cause { id: "media/capture-overconstrained", explains: &["negotiation/never-negotiated"], reach: Everywhere },
    Cause {
        id: "negotiation/description-failed",
        explains: &["negotiation/never-negotiated", "negotiation/incomplete"],
        reach: Subject,
    },
    Cause { id: "turn/unauthorized", explains: NO_RELAY, reach: Subject },
    Cause { id: "turn/unreachable", explains: NO_RELAY, reach: Subject },
    Cause { id: "negotiation/not-robust", explains: OF_A_PROVOCATION, reach: Subject },
    Cause { id: "signaling/http-failed", explains: &["signaling/redirected"], reach: Subject },
    Cause { id: "signaling/no-answer", explains: &["signaling/not-understood"], reach: Subject },
    Cause {
        id: "negotiation/glare",
        explains: &["signaling/no-answer", "signaling/no-peer", "signaling/silent"],
        reach: Subject,
    },
    Cause { id: "ice/credentials-mismatch", explains: OF_NO_PATH, reach: Subject },
    Cause { id: "dtls/fingerprint-mismatch", explains: OF_NO_KEYS, reach: Subject },
    Cause { id: "dtls/role-conflict", explains: OF_NO_KEYS, reach: Subject },
    Cause { id: "dtls/no-common-cipher", explains: OF_NO_KEYS, reach: Subject },
    Cause { id: "dtls/fragmented-hello", explains: OF_NO_KEYS, reach: Subject },
    Cause {
        id: "ice/no-remote-candidates",
        explains: &["ice/failed", "ice/candidate-refused", "ice/mdns-only", "ice/slow-gathering", "turn/relay-missing"],
        reach: Subject,
    },
    Cause { id: "ice/failed", explains: OF_NO_PAIR, reach: Subject },
    Cause { id: "ice/connection-lost", explains: &["ice/disconnected", "ice/pair-switching"], reach: Subject },
    Cause { id: "ice/disconnected", explains: &["ice/pair-switching"], reach: Subject },
    Cause { id: "ice/failed", explains: OF_AN_OUTAGE, reach: BothEnds },
    Cause { id: "ice/connection-lost", explains: OF_AN_OUTAGE, reach: BothEnds },
    Cause { id: "ice/disconnected", explains: OF_AN_OUTAGE, reach: BothEnds },
    Cause { id: "media/loss", explains: OF_LOSS, reach: BothEnds },
    Cause { id: "media/bandwidth-limited", explains: OF_A_NARROW_PATH, reach: BothEnds },
    Cause { id: "media/queue-delay", explains: &["media/high-jitter"], reach: BothEnds },
    Cause { id: "media/audio-silent", explains: &["media/unused-stream"], reach: Subject },
    Cause { id: "media/received-not-decoded", explains: OF_NO_DECODING, reach: BothEnds },
    Cause { id: "media/source-ended", explains: &["media/video-frozen"], reach: BothEnds },
    Cause { id: "media/simulcast-layer-off", explains: &["media/video-frozen"], reach: BothEnds },
    Cause { id: "media/source-starved", explains: OF_A_STARVED_SOURCE, reach: BothEnds },
    Cause { id: "media/cpu-limited", explains: OF_A_SLOW_ENCODER, reach: BothEnds },
    Cause { id: "media/decoder-overloaded", explains: OF_A_SLOW_DECODER, reach: Subject },
    Cause { id: "media/high-jitter", explains: OF_JITTER, reach: BothEnds },
    Cause { id: "media/video-frozen", explains: OF_A_STILL_PICTURE, reach: BothEnds },
];

/// What follows where a server that was to relay gave no relay.
const NO_RELAY: &[&str] = &[
    "ice/failed",
    "ice/mdns-only",
    "ice/never-started",
    "ice/no-remote-candidates",
    "ice/slow-gathering",
    "turn/relay-missing",
];

/// What follows where this side did something wrong on purpose, and the other one did not bear it.
const OF_A_PROVOCATION: &[&str] = &[
    "negotiation/glare",
    "signaling/closed",
    "signaling/refused",
    "signaling/no-answer",
    "signaling/no-peer",
    "signaling/silent",
    "signaling/late-error",
    "ice/credentials-mismatch",
    "ice/failed",
    "ice/no-remote-candidates",
    "dtls/failed",
    "sctp/no-association",
];

/// What follows where checks are thrown away.
const OF_NO_PATH: &[&str] = &[
    "ice/failed",
    "ice/stale-candidates",
    "ice/half-trickle",
    "ice/no-end-of-candidates",
    "ice/no-remote-candidates",
    "ice/mdns-only",
];

/// What follows where DTLS cannot succeed; one cause of that explains the others, the first of them first.
const OF_NO_KEYS: &[&str] = &["dtls/failed", "dtls/role-conflict", "dtls/no-common-cipher", "dtls/fragmented-hello"];

/// What is said beside a search for a path that failed.
const OF_NO_PAIR: &[&str] = &[
    "config/no-turn",
    "ice/candidate-refused",
    "ice/mdns-only",
    "ice/slow-gathering",
    "ice/half-trickle",
    "ice/no-end-of-candidates",
    "ice/stale-candidates",
    "turn/relay-missing",
];

/// What an outage or a path that was lost does to a call.
const OF_AN_OUTAGE: &[&str] = &[
    "media/loss",
    "media/bandwidth-limited",
    "media/queue-delay",
    "media/high-rtt",
    "media/high-jitter",
    "media/choppy-audio",
    "media/audio-silent",
    "media/video-frozen",
    "media/video-freezes",
    "media/keyframe-storm",
    "media/low-mos",
    "media/av-desync",
    "media/one-way",
    "media/no-receiver-report",
    "data/stalled",
];

const OF_LOSS: &[&str] = &[
    "media/bandwidth-limited",
    "media/high-jitter",
    "media/choppy-audio",
    "media/video-frozen",
    "media/video-freezes",
    "media/keyframe-storm",
    "media/low-mos",
    "media/av-desync",
];

const OF_A_NARROW_PATH: &[&str] = &[
    "media/queue-delay",
    "media/high-jitter",
    "media/choppy-audio",
    "media/video-freezes",
    "media/keyframe-storm",
    "media/av-desync",
    "media/simulcast-layer-off",
];

const OF_NO_DECODING: &[&str] = &[
    "media/video-frozen",
    "media/audio-silent",
    "media/keyframe-storm",
    "media/no-receiver-report",
    "media/av-desync",
    "media/decoder-overloaded",
];

/// What starves the camera starves the encoder and the sound card of the same machine.
const OF_A_STARVED_SOURCE: &[&str] = &[
    "media/cpu-limited",
    "media/decoder-overloaded",
    "media/high-jitter",
    "media/choppy-audio",
    "media/video-freezes",
    "media/low-mos",
    "media/av-desync",
];

const OF_A_SLOW_ENCODER: &[&str] = &["media/source-starved", "media/video-freezes", "media/av-desync"];

const OF_A_SLOW_DECODER: &[&str] = &["media/video-frozen", "media/video-freezes", "media/av-desync"];

const OF_A_STILL_PICTURE: &[&str] = &["media/video-freezes", "media/av-desync"];

const OF_JITTER: &[&str] = &["media/choppy-audio", "media/low-mos", "media/av-desync"];

/// Moves effects under their causes. `pairs` are the subjects that are the two ends of one call.
pub(super) fn fold(findings: Vec<Finding>, pairs: &[Pair]) -> Vec<Finding> {
    fold_by(CAUSES.iter(), findings, pairs)
}

/// The same for the findings of several files, of each of which [`fold`] was made before: what reaches everywhere
/// reaches everything in its own file.
pub(super) fn fold_between(findings: Vec<Finding>, pairs: &[Pair]) -> Vec<Finding> {
    fold_by(CAUSES.iter().filter(|cause| cause.reach == BothEnds), findings, pairs)
}

fn fold_by(causes: impl Iterator<Item = &'static Cause>, mut findings: Vec<Finding>, pairs: &[Pair]) -> Vec<Finding> {
    for cause in causes {
        let mut from = 0;
        while let Some(at) = (from..findings.len()).find(|at| findings.get(*at).is_some_and(|f| f.rule.id == cause.id))
        {
            let mut causing = findings.remove(at);
            let reaches = |f: &Finding| {
                cause.reach == Everywhere
                    || f.subject == causing.subject
                    || cause.reach == BothEnds && are_ends(pairs, &f.subject, &causing.subject)
            };
            let is_effect = |f: &Finding| cause.explains.contains(&f.rule.id) && reaches(f);
            // What stands before the cause goes on standing before it, less its effects.
            let place = findings.iter().take(at).filter(|f| !is_effect(f)).count();
            let (effects, rest): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_effect);
            causing.effects.extend(effects.into_iter().map(|mut effect| {
                effect.severity = effect.severity.min(causing.severity);
                effect
            }));
            findings = rest;
            findings.insert(place, causing);
            from = place + 1;
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Severity;
    use crate::rules::{Draft, find};

    #[test]
    fn causes_and_effects_are_rules() {
        let named = CAUSES.iter().flat_map(|cause| std::iter::once(&cause.id).chain(cause.explains));
        let lost: Vec<_> = named.filter(|id| find(id).is_none()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    fn finding(id: &str, subject: &str) -> Finding {
        Draft::new(subject, "it is so").into_finding(&find(id).unwrap().rule)
    }

    #[test]
    fn a_cause_reaches_the_other_end_and_no_other_call() {
        let findings = ["a", "b", "c"].map(|subject| finding("media/video-freezes", subject)).to_vec();
        let findings = std::iter::once(finding("media/loss", "a")).chain(findings).collect();
        let folded = fold(findings, &[("a".to_owned(), "b".to_owned()), ("b".to_owned(), "a".to_owned())]);
        let left: Vec<_> = folded.iter().map(|f| (f.rule.id, f.subject.as_str(), f.effects.len())).collect();
        assert_eq!(left, [("media/loss", "a", 2), ("media/video-freezes", "c", 0)]);
    }

    #[test]
    fn an_effect_is_no_graver_than_its_cause_and_explains_nothing_more() {
        let ids = ["media/source-ended", "media/video-frozen", "media/video-freezes"];
        let folded = fold(ids.map(|id| finding(id, "a")).to_vec(), &[]);
        let [ended, freezes] = folded.try_into().unwrap();
        assert_eq!((ended.effects[0].rule.id, ended.effects[0].severity), ("media/video-frozen", Severity::Info));
        assert_eq!((freezes.rule.id, freezes.severity), ("media/video-freezes", Severity::Warning));
    }
}
