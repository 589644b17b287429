//! The least that each phase can take, for the flights that were used and for those that the protocols need.

use super::trips::length;
use super::turns::{Talk, round_trips, turns};
use crate::facts::handshake::{End, Handshake, Phase, PhaseId};
use crate::facts::timing::Extra;
use crate::net::handshake::pairs::Checks;
use crate::trace::Packet;

/// What floors are made from.
pub(super) struct Ground<'a> {
    pub(super) facts: &'a Handshake,
    pub(super) checks: &'a Checks,
    pub(super) packets: &'a [Packet],
    /// The round trip to the server.
    pub(super) server: Option<f64>,
    /// The round trip to the peer.
    pub(super) peer: Option<f64>,
}

/// The floors of one phase, and what lies between them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Floor {
    pub(super) used: Option<f64>,
    pub(super) minimum: Option<f64>,
    pub(super) extras: Vec<Extra>,
}

impl Ground<'_> {
    /// The floors of `phase`.
    pub(super) fn floor(&self, phase: &Phase) -> Floor {
        let r = |times: f64| self.server.map(|r| r * times);
        let same = |value: Option<f64>| Floor { used: value, minimum: value, extras: Vec::new() };
        match phase.id {
            // Nothing else tells how far the resolver is, or the proxy.
            PhaseId::Dns => same(length(phase)),
            PhaseId::Tcp if self.facts.phase(PhaseId::Proxy).is_some() => same(length(phase)),
            PhaseId::Tcp | PhaseId::Proxy | PhaseId::WsUpgrade => same(r(1.0)),
            PhaseId::Tls if phase.detail == "TLS 1.2" => self.saved(phase.id, r(2.0), r(1.0), "TLS 1.2, not 1.3"),
            PhaseId::Tls => same(r(1.0)),
            PhaseId::Http => self.saved(phase.id, r(1.0), Some(0.0), "OPTIONS before the offer"),
            PhaseId::Join => same(r(self.joins(phase))),
            PhaseId::OfferCreated | PhaseId::LocalDescription | PhaseId::OfferSent => same(Some(0.0)),
            PhaseId::Gathering => same(Some(0.0).filter(|_| self.gathers_alone())),
            PhaseId::Answer if !self.facts.signaling.offerer => same(Some(0.0)),
            PhaseId::Answer => self.saved(phase.id, r(self.posts()), r(1.0), "redirects"),
            PhaseId::Ice => self.ice(phase),
            PhaseId::Dtls => self.dtls(phase),
            PhaseId::Sctp => {
                let used = self.spoken(phase, Talk::Data);
                let minimum = used.zip(self.peer).map(|(used, p)| used.min(p));
                self.saved(phase.id, used, minimum, "INIT behind the other side's Finished")
            }
            // The opener may send at once (RFC 8832 section 6); whether it is open, its acknowledgement tells.
            PhaseId::DcOpen => {
                self.saved(phase.id, self.spoken(phase, Talk::Data), Some(0.0), "acknowledgement of the channel")
            }
            PhaseId::FirstEcho => same(self.peer.map(|p| within(phase, p))),
            PhaseId::FirstMedia => same(None),
        }
    }

    fn saved(&self, phase: PhaseId, used: Option<f64>, minimum: Option<f64>, what: &str) -> Floor {
        let ms = used.zip(minimum).map_or(0.0, |(used, minimum)| used - minimum);
        let extras = if ms > 0.0 { vec![Extra { phase, what: what.to_owned(), ms }] } else { Vec::new() };
        Floor { used, minimum, extras }
    }

    /// Frames of ours that the server answered before the way was free.
    fn joins(&self, phase: &Phase) -> f64 {
        let until = phase.end_ms.unwrap_or(f64::INFINITY);
        let before = |at: f64| at < until;
        let frames = || self.facts.signaling.frames.iter().filter(|frame| before(frame.at_ms));
        let asked = frames().filter(|f| f.out && matches!(f.kind.as_str(), "join" | "reply")).count();
        let told = frames().filter(|frame| !frame.out).count();
        asked.min(told) as f64
    }

    /// Requests that carried the offer: more than one where the server redirects.
    fn posts(&self) -> f64 {
        let posts = self.facts.signaling.exchanges.iter().filter(|exchange| exchange.purpose == "offer").count();
        posts.max(1) as f64
    }

    /// Whether every candidate of ours is an address of this machine.
    fn gathers_alone(&self) -> bool {
        let asked = |id: &str| self.facts.timing.event(id).is_some();
        !asked("local_candidate_srflx") && !asked("local_candidate_relay")
    }

    /// The check and the nomination, if that is a check of its own. Whoever is nominated waits for one round trip at
    /// least: its own check has to be answered too.
    fn ice(&self, phase: &Phase) -> Floor {
        let Some(p) = self.peer else { return Floor::default() };
        let (check, nomination) = (self.checks.check(), self.checks.nomination());
        let apart = nomination.is_some_and(|nomination| nomination.ours && Some(nomination) != check);
        let used = within(phase, if apart { 2.0 * p } else { p });
        self.saved(phase.id, Some(used), Some(used.min(p)), "nomination in a check of its own")
    }

    fn dtls(&self, phase: &Phase) -> Floor {
        let (Some(p), Some(dtls), Some(used)) = (self.peer, &self.facts.dtls, self.spoken(phase, Talk::Dtls)) else {
            return Floor::default();
        };
        let minimum = used.min(p);
        let mut floor = Floor { used: Some(used), minimum: Some(minimum), extras: Vec::new() };
        let mut rest = used - minimum;
        let mut extra = |what: &str, ms: f64| {
            let ms = ms.min(rest);
            if ms > 0.0 {
                rest -= ms;
                floor.extras.push(Extra { phase: PhaseId::Dtls, what: what.to_owned(), ms });
            }
        };
        if dtls.cookie {
            extra("the server's cookie (HelloVerifyRequest)", p);
        }
        if dtls.client && dtls.version.as_deref() == Some("1.2") {
            extra("DTLS 1.2, not 1.3", p);
        }
        extra("more flights", f64::INFINITY);
        floor
    }

    /// The round trips that were waited for in `phase`.
    fn spoken(&self, phase: &Phase, talk: Talk) -> Option<f64> {
        Some(round_trips(&turns(self.packets, talk, phase.start_ms, phase.end_ms?), self.peer?))
    }
}

/// Some of the flights of a phase may have passed before it began.
fn within(phase: &Phase, floor: f64) -> f64 {
    length(phase).map_or(floor, |length| floor.min(length))
}

/// The sum of the floors of the critical path, where the run connected and the round trip to the peer is known.
pub(super) fn sum(facts: &Handshake, peer: Option<f64>, of: impl Fn(&Phase) -> Option<f64>) -> Option<f64> {
    (facts.end == End::Connected && peer.is_some())
        .then(|| facts.phases.iter().filter(|phase| phase.critical).filter_map(of).sum())
}
