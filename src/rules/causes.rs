//! What follows from what: a finding that is the effect of another is listed under it, and never graver than it.

use crate::report::Finding;

/// Which findings a cause explains.
struct Cause {
    id: &'static str,
    explains: &'static [&'static str],
    /// Whether it explains findings about other subjects too.
    everywhere: bool,
}

static CAUSES: &[Cause] = &[
    Cause { id: "net/all-blocked", explains: &["net/no-answer"], everywhere: true },
    Cause { id: "net/udp-blocked", explains: &["net/no-answer"], everywhere: true },
    Cause { id: "net/https-only", explains: &["net/no-answer"], everywhere: true },
    Cause {
        id: "relay/private-address",
        explains: &["relay/external-ip-wrong", "relay/unreachable-from-outside", "relay/peer-denied"],
        everywhere: false,
    },
    Cause { id: "relay/external-ip-wrong", explains: &["relay/unreachable-from-outside"], everywhere: false },
    Cause { id: "relay/peer-family", explains: &["relay/peer-denied"], everywhere: false },
    Cause { id: "media/capture-denied", explains: &["negotiation/never-negotiated"], everywhere: true },
    Cause { id: "media/capture-failed", explains: &["negotiation/never-negotiated"], everywhere: true },
    Cause { id: "media/capture-overconstrained", explains: &["negotiation/never-negotiated"], everywhere: true },
    Cause {
        id: "negotiation/description-failed",
        explains: &["negotiation/never-negotiated", "negotiation/incomplete"],
        everywhere: false,
    },
    Cause { id: "turn/unauthorized", explains: NO_RELAY, everywhere: false },
    Cause { id: "turn/unreachable", explains: NO_RELAY, everywhere: false },
    Cause {
        id: "ice/no-remote-candidates",
        explains: &["ice/failed", "ice/candidate-refused", "ice/mdns-only", "ice/slow-gathering", "turn/relay-missing"],
        everywhere: false,
    },
    Cause {
        id: "ice/failed",
        explains: &["ice/candidate-refused", "ice/mdns-only", "ice/slow-gathering", "turn/relay-missing"],
        everywhere: false,
    },
    Cause { id: "ice/connection-lost", explains: &["ice/disconnected", "ice/pair-switching"], everywhere: false },
    Cause { id: "ice/disconnected", explains: &["ice/pair-switching"], everywhere: false },
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

/// Moves effects under their causes.
pub(super) fn fold(mut findings: Vec<Finding>) -> Vec<Finding> {
    for cause in CAUSES {
        let mut seen = 0;
        while let Some(at) = findings.iter().skip(seen).position(|f| f.rule.id == cause.id).map(|at| at + seen) {
            let mut causing = findings.remove(at);
            let is_effect =
                |f: &Finding| cause.explains.contains(&f.rule.id) && (cause.everywhere || f.subject == causing.subject);
            // What stands before the cause goes on standing before it, less its effects.
            let place = findings.iter().take(at).filter(|f| !is_effect(f)).count();
            let (effects, rest): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_effect);
            causing.effects.extend(effects.into_iter().map(|mut effect| {
                effect.severity = effect.severity.min(causing.severity);
                effect
            }));
            findings = rest;
            findings.insert(place, causing);
            seen = place + 1;
        }
    }
    findings
}
