//! What a relay costs before the first check.

use crate::candidate::priority::CandidateType;
use crate::facts::handshake::{Handshake, PhaseId};
use crate::facts::ice::Candidate;

/// Where nothing else was checked until then: the rest of the allocation once the answer is there, and a round trip for
/// the permission. In milliseconds; nothing where the path has no relay of ours.
pub(super) fn floor(facts: &Handshake) -> Option<f64> {
    let (candidate, ice) = (of_path(facts)?, facts.phase(PhaseId::Ice)?);
    if candidate.at_ms > ice.start_ms {
        return None;
    }
    let servers = &facts.gathering.as_ref()?.servers;
    let server = servers.iter().find(|s| s.relay.as_ref().is_some_and(|relay| relay.address == candidate.address))?;
    let (trip, trips) = (server.rtt_ms?, f64::from(server.round_trips?));
    let gathering = facts.phase(PhaseId::Gathering)?.start_ms;
    let answer = facts.phase(PhaseId::Answer)?.end_ms?;
    Some((gathering + trip * trips - answer).max(0.0) + trip)
}

/// The relayed candidate of ours that the data goes by.
fn of_path(facts: &Handshake) -> Option<&Candidate> {
    let pair = facts.selected().filter(|pair| pair.local_type == CandidateType::Relay)?;
    facts.candidates.iter().find(|candidate| candidate.address == pair.local)
}
