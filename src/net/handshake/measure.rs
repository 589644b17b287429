//! Floors, critical path and totals: with R the round trip to the server and P the one to the peer, a TCP connect, an
//! upgrade and an answer take 1R; TLS 1.3 1R, TLS 1.2 2R; ICE 2P; DTLS 1.2 2P and 1P for a cookie, DTLS 1.3 1P; SCTP
//! 1.5P, the channel another 0.5P; an echo 1P.

use super::reading::Stamps;
use crate::candidate::priority::CandidateType;
use crate::facts::handshake::{End, Handshake, Phase, PhaseId};
use crate::facts::ice::Candidate;
use crate::net::clock::ms;

/// Fills in floors, critical path and totals.
pub(super) fn measure(facts: &mut Handshake, stamps: &Stamps) {
    let length = |phase: &Phase| phase.end_ms.map(|end| end - phase.start_ms);
    // The quicker of two things that each take one round trip, and a little time of the server's.
    let trips = [PhaseId::Tcp, PhaseId::WsUpgrade].into_iter().filter_map(|id| facts.phase(id).and_then(length));
    let server = trips.reduce(f64::min);
    let peer = facts.selected().and_then(|pair| pair.rtt_ms);
    let tls_trips = match facts.phase(PhaseId::Tls) {
        Some(phase) if phase.detail == "TLS 1.2" => 2.0,
        _ => 1.0,
    };
    let dtls_trips = match &facts.dtls {
        Some(dtls) if dtls.version.as_deref() == Some("1.3") => 1.0,
        Some(dtls) => 2.0 + f64::from(u8::from(dtls.cookie)),
        None => 2.0,
    };
    for phase in &mut facts.phases {
        phase.floor_ms = match phase.id {
            PhaseId::Tcp | PhaseId::WsUpgrade | PhaseId::Answer => server,
            PhaseId::Tls => server.map(|r| r * tls_trips),
            PhaseId::OfferCreated | PhaseId::LocalDescription | PhaseId::OfferSent => Some(0.0),
            // One for the check, one for the nomination.
            PhaseId::Ice => peer.map(|p| p * 2.0),
            PhaseId::Dtls => peer.map(|p| p * dtls_trips),
            PhaseId::Sctp => peer.map(|p| p * 1.5),
            // The open message rides with COOKIE-ECHO; its acknowledgement is half a trip behind COOKIE-ACK at most.
            PhaseId::DcOpen => peer.map(|p| p * 0.5),
            PhaseId::FirstEcho => peer,
            PhaseId::Dns
            | PhaseId::Http
            | PhaseId::Proxy
            | PhaseId::Join
            | PhaseId::Gathering
            | PhaseId::FirstMedia => None,
        };
        // Every other phase waits for the one before it; with trickle, gathering is waited for by nobody. What did not
        // end is what a failed run waited for, while a missing echo is not.
        let counts = phase.end_ms.is_some() || facts.end != End::Connected;
        phase.critical = phase.id != PhaseId::Gathering && counts;
    }
    facts.phases.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
    let critical = || facts.phases.iter().filter(|phase| phase.critical);
    let last = critical().filter_map(|phase| phase.end_ms).fold(0.0, f64::max);
    let total = if facts.end == End::Connected { last } else { ms(stamps.over) };
    let floor: Option<f64> = critical().map(|phase| phase.floor_ms).sum();
    let floor = floor.map(|floor| floor + relay_floor(facts).unwrap_or_default());
    let mut waits: Vec<_> = critical().filter(|phase| phase.floor_ms != Some(0.0)).filter_map(interval).collect();
    waits.extend(waits_between(facts, stamps));
    let waited = covered(waits);
    facts.floor_ms = if facts.end == End::Connected { floor } else { None };
    facts.own_ms = if facts.end == End::Connected { (total - waited).max(0.0) } else { 0.0 };
    facts.total_ms = total;
}

fn interval(phase: &Phase) -> Option<(f64, f64)> {
    Some((phase.start_ms, phase.end_ms?))
}

/// What the relay costs before the first check, where nothing else was checked until then: the rest of the allocation
/// once the answer is there, and a round trip for the permission.
fn relay_floor(facts: &Handshake) -> Option<f64> {
    let (candidate, ice) = (relay_of_path(facts)?, facts.phase(PhaseId::Ice)?);
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
fn relay_of_path(facts: &Handshake) -> Option<&Candidate> {
    let pair = facts.selected().filter(|pair| pair.local_type == CandidateType::Relay)?;
    facts.candidates.iter().find(|candidate| candidate.address == pair.local)
}

/// Others are waited for between phases too: the peer for its first candidate after its answer, and for its ClientHello
/// where it is the DTLS client; the TURN server for the relay that the path needs, and its permission.
fn waits_between(facts: &Handshake, stamps: &Stamps) -> impl Iterator<Item = (f64, f64)> {
    let end = |id| facts.phase(id).and_then(|phase| phase.end_ms);
    let candidate = end(PhaseId::Answer).zip(stamps.first_candidate.map(ms));
    let relay = relay_of_path(facts).and_then(|_| Some((end(PhaseId::Answer)?, facts.phase(PhaseId::Ice)?.start_ms)));
    let client = facts.dtls.as_ref().is_some_and(|dtls| !dtls.client);
    let hello = end(PhaseId::Ice).zip(facts.phase(PhaseId::Dtls).map(|phase| phase.start_ms)).filter(|_| client);
    [candidate, hello, relay].into_iter().flatten()
}

/// The time that at least one of these intervals covers.
fn covered(mut intervals: Vec<(f64, f64)>) -> f64 {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut until) = (0.0, 0.0_f64);
    for (start, end) in intervals {
        sum += (end - start.max(until)).max(0.0);
        until = until.max(end);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(id: PhaseId, start_ms: f64, end_ms: f64) -> Phase {
        Phase { id, start_ms, end_ms: Some(end_ms), floor_ms: None, critical: false, detail: String::new() }
    }

    #[test]
    fn covered_time_is_counted_once() {
        assert_eq!(covered(vec![(5.0, 9.0), (0.0, 4.0), (3.0, 6.0)]), 9.0);
        assert_eq!(covered(Vec::new()), 0.0);
    }

    #[test]
    fn floors_and_own_share_come_from_round_trips_and_gaps() {
        let mut facts = Handshake {
            end: End::Connected,
            phases: vec![
                timed(PhaseId::Tcp, 0.0, 30.0),
                timed(PhaseId::WsUpgrade, 30.0, 62.0),
                timed(PhaseId::OfferCreated, 62.0, 63.0),
                timed(PhaseId::Gathering, 63.0, 200.0),
                timed(PhaseId::Answer, 63.0, 110.0),
                timed(PhaseId::Ice, 112.0, 150.0),
            ],
            ..Handshake::default()
        };
        measure(&mut facts, &Stamps::default());
        assert_eq!(facts.total_ms, 150.0, "gathering is waited for by nobody");
        assert_eq!(facts.own_ms, 3.0, "the offer, and from the answer to the first check");
        assert_eq!(facts.phase(PhaseId::WsUpgrade).unwrap().floor_ms, Some(30.0));
        assert_eq!(facts.floor_ms, None, "no round trip to the peer was measured");
    }
}
