//! The run cut into pieces, each with whom was waited for, and the timers among them.

use super::floors::Ground;
use super::relay;
use super::turns::{SCTP_TIMERS_MS, Talk, Turn, is_timer, turns};
use crate::facts::handshake::{Phase, PhaseId};
use crate::facts::timing::{Timer, Wait, Whom};
use crate::net::clock::ms;
use crate::net::handshake::pairs::Check;

/// Retransmission timers of STUN: Ta (RFC 8445 section 14.2), libwebrtc's first RTO, RFC 8489's and its doubles.
const STUN_TIMERS_MS: [f64; 5] = [50.0, 100.0, 250.0, 500.0, 1000.0];
/// Retransmission timers of DTLS: RFC 9147's and libwebrtc's 50 ms, 400 ms in GnuTLS, 1 s (RFC 6347 section 4.2.4.1)
/// and its doubles.
const DTLS_TIMERS_MS: [f64; 6] = [50.0, 100.0, 400.0, 1000.0, 2000.0, 4000.0];

/// The pieces and the timers.
#[derive(Debug, Default)]
pub(super) struct Waits {
    pub(super) waits: Vec<Wait>,
    pub(super) timers: Vec<Timer>,
    cursor: f64,
}

/// When the other side could first be checked, in milliseconds: its first candidate was there.
pub(super) type Candidate = Option<f64>;

/// Cuts the run of `ground`, whose critical phases and floors are known, from its start to `total_ms`.
pub(super) fn cut(ground: &Ground<'_>, candidate: Candidate, total_ms: f64) -> Waits {
    let mut waits = Waits::default();
    let mut last = None;
    for phase in ground.facts.phases.iter().filter(|phase| phase.critical) {
        waits.gap(ground, phase, candidate);
        let end = phase.end_ms.unwrap_or(total_ms).min(total_ms);
        waits.inside(ground, phase, end);
        last = Some(phase.id);
    }
    waits.push(total_ms, Whom::Local, last.unwrap_or(PhaseId::Tcp), false);
    waits
}

impl Waits {
    /// From where the last piece ended to `end`.
    fn push(&mut self, end: f64, whom: Whom, phase: PhaseId, before: bool) {
        if end <= self.cursor {
            return;
        }
        match self.waits.last_mut() {
            Some(last) if last.whom == whom && last.phase == phase && last.before == before => last.end_ms = end,
            _ => self.waits.push(Wait { start_ms: self.cursor, end_ms: end, whom, phase, before }),
        }
        self.cursor = end;
    }

    /// What lies before `phase`: between its end and the answer the peer may have kept its candidates back, and its
    /// ClientHello is its own to send; everything else is ours.
    fn gap(&mut self, ground: &Ground<'_>, phase: &Phase, candidate: Candidate) {
        let theirs = match phase.id {
            PhaseId::Ice => candidate,
            PhaseId::Dtls if ground.facts.dtls.as_ref().is_some_and(|dtls| !dtls.client) => Some(phase.start_ms),
            _ => None,
        };
        if let Some(until) = theirs {
            self.push(until.min(phase.start_ms), Whom::Peer, phase.id, true);
        }
        if phase.id == PhaseId::Ice
            && let Some(relay) = relay::floor(ground.facts)
        {
            // The TURN server is waited for: for the relay that the path needs, and its permission.
            self.push((self.cursor + relay).min(phase.start_ms), Whom::Network, phase.id, true);
            self.push(phase.start_ms, Whom::Server, phase.id, true);
        }
        self.push(phase.start_ms, Whom::Local, phase.id, true);
    }

    fn inside(&mut self, ground: &Ground<'_>, phase: &Phase, end: f64) {
        let id = phase.id;
        match id {
            PhaseId::Ice => self.checks(ground, phase, end),
            PhaseId::Dtls => self.talk(ground, phase, end, Talk::Dtls),
            PhaseId::Sctp | PhaseId::DcOpen | PhaseId::FirstEcho => self.talk(ground, phase, end, Talk::Data),
            _ => {
                let whom = owner(ground, id);
                if whom != Whom::Local {
                    self.push((phase.start_ms + phase.floor_ms.unwrap_or(0.0)).min(end), Whom::Network, id, false);
                }
                self.push(end, whom, id, false);
            }
        }
    }

    /// The other side's turn until `end`: `budget` of it is the network's.
    fn theirs(&mut self, end: f64, budget: &mut f64, phase: PhaseId) {
        let network = (end - self.cursor).min(*budget).max(0.0);
        *budget -= network;
        self.push(self.cursor + network, Whom::Network, phase, false);
        self.push(end, Whom::Peer, phase, false);
    }

    fn timer(&mut self, (first, again): (f64, f64), phase: PhaseId, ours: bool, names: (&str, &[f64])) {
        let waited_ms = again - first;
        let name = match names.1.iter().find(|timer| is_timer(waited_ms, **timer)) {
            Some(timer) => format!("{}, {timer} ms", names.0),
            None => names.0.to_owned(),
        };
        self.timers.push(Timer { name, phase, at_ms: again, waited_ms, ours });
        self.push(again, Whom::Timers, phase, false);
    }

    /// The check, then the nomination: each may have had to be sent again, and the nomination may be the peer's.
    fn checks(&mut self, ground: &Ground<'_>, phase: &Phase, end: f64) {
        let mut budget = phase.floor_ms.unwrap_or(0.0);
        let names = ("STUN retransmission", STUN_TIMERS_MS.as_slice());
        let steps = [ground.checks.check(), ground.checks.nomination()];
        for Check { first, sent, answered, ours } in steps.into_iter().flatten() {
            let (first, sent, answered) = (ms(first), ms(sent), ms(answered).min(end));
            if answered <= self.cursor {
                continue;
            }
            let until = first.min(answered);
            if ours {
                self.push(until, Whom::Local, phase.id, false);
            } else {
                self.theirs(until, &mut budget, phase.id);
            }
            if sent > first && sent < answered && sent > self.cursor {
                self.timer((first, sent), phase.id, ours, names);
            }
            if ours {
                self.theirs(answered, &mut budget, phase.id);
            } else {
                self.push(answered, Whom::Local, phase.id, false);
            }
        }
        self.theirs(end, &mut budget, phase.id);
    }

    fn talk(&mut self, ground: &Ground<'_>, phase: &Phase, end: f64, talk: Talk) {
        let mut budget = phase.floor_ms.unwrap_or(0.0);
        let names = match talk {
            Talk::Dtls => ("DTLS retransmission", DTLS_TIMERS_MS.as_slice()),
            Talk::Data => ("SCTP retransmission", SCTP_TIMERS_MS.as_slice()),
        };
        for Turn { end_ms, ours, again_since_ms, .. } in turns(ground.packets, talk, phase.start_ms, end) {
            match again_since_ms {
                Some(since) => self.timer((since, end_ms), phase.id, ours, names),
                None if ours => self.push(end_ms, Whom::Local, phase.id, false),
                None => self.theirs(end_ms, &mut budget, phase.id),
            }
        }
        self.push(end, Whom::Local, phase.id, false);
    }
}

/// Who has to act in a phase of the signaling path.
fn owner(ground: &Ground<'_>, id: PhaseId) -> Whom {
    let offerer = ground.facts.signaling.offerer;
    match id {
        PhaseId::Dns | PhaseId::Tcp => Whom::Network,
        PhaseId::Proxy | PhaseId::Tls | PhaseId::WsUpgrade | PhaseId::Http => Whom::Server,
        // Who waits in a room waits for the other one to come.
        PhaseId::Join if offerer => Whom::Server,
        PhaseId::Join => Whom::Peer,
        PhaseId::Answer if offerer => Whom::Peer,
        PhaseId::Gathering if phase_asks(ground) => Whom::Network,
        _ => Whom::Local,
    }
}

/// Whether gathering asked servers.
fn phase_asks(ground: &Ground<'_>) -> bool {
    ground.facts.phase(PhaseId::Gathering).is_some_and(|phase| phase.floor_ms.is_none())
}
