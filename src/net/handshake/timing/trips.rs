//! The two round trips from which floors are made: the least of everything that took exactly one.

use super::turns::exact_trips;
use crate::facts::handshake::{Handshake, Phase, PhaseId};
use crate::net::handshake::pairs::Checks;
use crate::trace::Packet;

/// How long a phase took, if it ended.
pub(super) fn length(phase: &Phase) -> Option<f64> {
    phase.end_ms.map(|end| end - phase.start_ms)
}

/// The round trip to the signaling server. A connect to a proxy is none.
pub(super) fn server(facts: &Handshake) -> Option<f64> {
    let proxied = facts.phase(PhaseId::Proxy).is_some();
    let steps = [PhaseId::Tcp, PhaseId::WsUpgrade, PhaseId::Http].into_iter();
    let trips = steps.filter(|id| !(proxied && *id == PhaseId::Tcp)).filter_map(|id| facts.phase(id).and_then(length));
    let exchanges = facts.signaling.exchanges.iter().filter(|e| e.status.is_some()).filter_map(|e| e.took_ms);
    trips.chain(exchanges).reduce(f64::min)
}

/// The round trip to the peer, on the path of the selected pair: answered checks, DTLS flights, and the echo.
pub(super) fn peer(facts: &Handshake, checks: &Checks, packets: &[Packet]) -> Option<f64> {
    let selected = facts.selected()?;
    let base = checks.base(selected);
    let on_path = |p: &&Packet| p.local == base && p.remote == selected.remote;
    let path: Vec<Packet> = packets.iter().filter(on_path).cloned().collect();
    let echo = facts.phase(PhaseId::FirstEcho).and_then(length);
    checks.round_trips(selected).chain(exact_trips(&path)).chain(echo).filter(|trip| *trip > 0.0).reduce(f64::min)
}
