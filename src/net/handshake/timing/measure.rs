//! Fills floors, critical path, waits and totals into the facts.

use super::floors::{Floor, Ground, sum};
use super::path::{Way, mark};
use super::waits::{Waits, cut};
use super::{relay, trips};
use crate::facts::handshake::{End, Handshake};
use crate::facts::timing::Whom;
use crate::net::clock::ms;
use crate::net::handshake::pairs::Checks;
use crate::net::handshake::reading::Stamps;
use crate::trace::Packet;

/// Fills in floors, critical path, waits and totals.
pub(in crate::net::handshake) fn measure(facts: &mut Handshake, stamps: &Stamps, checks: &Checks, packets: &[Packet]) {
    facts.phases.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
    mark(facts, Way { in_description: stamps.in_description });
    let (server, peer) = (trips::server(facts), trips::peer(facts, checks, packets));
    let ground = Ground { facts, checks, packets, server, peer };
    let floors: Vec<Floor> = facts.phases.iter().map(|phase| ground.floor(phase)).collect();
    for (phase, floor) in facts.phases.iter_mut().zip(&floors) {
        phase.floor_ms = floor.used;
    }
    let ended = facts.phases.iter().filter(|phase| phase.critical).filter_map(|phase| phase.end_ms);
    let total = if facts.end == End::Connected { ended.fold(0.0, f64::max) } else { ms(stamps.over) };
    facts.total_ms = total;
    let relay = relay::floor(facts).unwrap_or(0.0);
    facts.floor_ms = sum(facts, peer, |phase| phase.floor_ms).map(|floor| floor + relay);
    let minimum: Vec<_> = facts.phases.iter().map(|phase| phase.id).zip(&floors).collect();
    facts.timing.minimum_ms =
        sum(facts, peer, |phase| minimum.iter().find(|(id, _)| *id == phase.id).and_then(|(_, floor)| floor.minimum));
    (facts.timing.server_rtt_ms, facts.timing.peer_rtt_ms) = (server, peer);
    let critical = facts.phases.iter().zip(floors).filter(|(phase, _)| phase.critical);
    facts.timing.extras = critical.flat_map(|(_, floor)| floor.extras).collect();
    let ground = Ground { facts, checks, packets, server, peer };
    let Waits { waits, timers, .. } = cut(&ground, stamps.first_candidate.map(ms), total);
    (facts.timing.waits, facts.timing.timers) = (waits, timers);
    facts.own_ms = if facts.end == End::Connected { facts.timing.waited_for(Whom::Local) } else { 0.0 };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::handshake::{Phase, PhaseId};

    fn timed(id: PhaseId, start_ms: f64, end_ms: f64) -> Phase {
        Phase { id, start_ms, end_ms: Some(end_ms), floor_ms: None, critical: false, detail: String::new() }
    }

    #[test]
    fn the_run_is_cut_without_gap_or_overlap() {
        let mut facts = Handshake {
            end: End::Connected,
            phases: vec![
                timed(PhaseId::Tcp, 1.0, 31.0),
                timed(PhaseId::WsUpgrade, 31.0, 63.0),
                timed(PhaseId::OfferCreated, 63.0, 64.0),
                timed(PhaseId::LocalDescription, 64.0, 64.5),
                timed(PhaseId::Gathering, 64.5, 200.0),
                timed(PhaseId::OfferSent, 64.5, 65.0),
                timed(PhaseId::Answer, 65.0, 110.0),
                timed(PhaseId::Ice, 112.0, 150.0),
            ],
            ..Handshake::default()
        };
        facts.signaling.offerer = true;
        measure(&mut facts, &Stamps::default(), &Checks::default(), &[]);
        assert_eq!(facts.total_ms, 150.0, "gathering is waited for by nobody");
        assert_eq!(facts.phase(PhaseId::WsUpgrade).unwrap().floor_ms, Some(30.0));
        assert_eq!(facts.floor_ms, None, "no round trip to the peer was measured");
        let share = |whom| facts.timing.waited_for(whom);
        assert_eq!(share(Whom::Network), 90.0, "TCP, upgrade, answer");
        assert_eq!(share(Whom::Server), 2.0, "the upgrade");
        assert_eq!(share(Whom::Peer), 15.0 + 38.0, "its answer, and ICE, of which nothing else is known");
        assert_eq!(share(Whom::Local), 1.0 + 2.0 + 2.0, "before TCP, the offer, before ICE");
        assert_eq!(Whom::ALL.map(share).iter().sum::<f64>(), facts.total_ms);
        let joined = facts.timing.waits.windows(2).all(|pair| pair[0].end_ms == pair[1].start_ms);
        assert!(joined, "{:#?}", facts.timing.waits);
    }
}
