//! From stamps and packets to facts. A pure function of what was seen.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use super::dtls::{self, Flights};
use super::fingerprint;
use super::pairs::{self, Checks};
use super::timing::measure;
use crate::candidate::priority::CandidateType;
use crate::facts::handshake::{Dtls, End, Failure, Flow, Handshake, Packet, Phase, PhaseId};
use crate::facts::timing::Event;
use crate::net::clock::ms;
use crate::proto::classify::{Datagram, classify};
use crate::proto::dtls as records;
use crate::trace::{self, Direction};

/// The port of multicast DNS (RFC 6762 section 3).
const MDNS: u16 = 5353;

/// What the attempt stamped beside the phases that it ended itself.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// Our description.
    pub(super) local_sdp: String,
    /// The peer's description.
    pub(super) remote_sdp: String,
    /// The peer's candidates, from its description and from frames.
    pub(super) remote_candidates: HashMap<SocketAddr, CandidateType>,
    /// The first candidate of the peer's that could be used.
    pub(super) first_candidate: Option<Duration>,
    /// The last one.
    pub(super) last_candidate: Option<Duration>,
    /// Whether our candidates travel in our description.
    pub(super) in_description: bool,
    /// Whether the association was up at the end.
    pub(super) associated: bool,
    /// The data channel was told to be open.
    pub(super) open: Option<Duration>,
    /// The first message was handed over.
    pub(super) sent: Option<Duration>,
    /// It was told to be back.
    pub(super) echo: Option<Duration>,
    /// The certificate that the stack says the peer presented, in DER.
    pub(super) certificate: Option<Vec<u8>>,
    /// When the attempt was over.
    pub(super) over: Duration,
}

/// Adds to `facts`, which holds the phases up to the answer, what `packets` show.
pub(super) fn read(mut facts: Handshake, stamps: &Stamps, packets: &[trace::Packet]) -> Handshake {
    let checks = pairs::read(packets, &stamps.remote_candidates, &facts.candidates);
    let flights = dtls::read(packets);
    let data = Data::read(packets);
    let certificate = flights.as_ref().and_then(|f| f.certificate.as_ref()).or(stamps.certificate.as_ref());
    let presented = certificate.and_then(|der| fingerprint::presented(der));

    if let Some(start) = checks.first_sent() {
        let after = |at: Option<Duration>| at.map(|at| format!("{:.1} ms", ms(at.saturating_sub(start))));
        let detail = match after(checks.first_success()) {
            Some(first) => format!("{}, first answer after {first}", plural(checks.pairs.len(), "pair")),
            None => format!("{}, no answer", plural(checks.pairs.len(), "pair")),
        };
        facts.phases.push(phase(PhaseId::Ice, start, checks.nominated(), detail));
    }
    if let Some(flights) = &flights {
        let detail = dtls_detail(&flights.facts);
        facts.phases.push(phase(PhaseId::Dtls, flights.began, flights.finished, detail));
    }
    // A DTLS server is done once its Finished is out, and then waits for the client; a client goes on itself.
    let waited_since = flights.as_ref().filter(|f| !f.facts.client).and_then(|f| f.finished);
    if let Some(first) = data.first {
        let start = waited_since.map_or(first, |since| since.min(first));
        let opened = stamps.open.map(|told| data.arrival(start, told));
        // What opens the channel is our last packet before its acknowledgement, and goes out once the association is up.
        let up = opened
            .and_then(|end| data.last_out(end))
            .or_else(|| data.out.last().copied().filter(|_| stamps.associated));
        facts.phases.push(phase(PhaseId::Sctp, start, up, String::new()));
        facts.phases.extend(up.map(|up| phase(PhaseId::DcOpen, up, opened, String::new())));
    }
    if let Some(handed) = stamps.sent {
        let start = data.departure(handed);
        let end = stamps.echo.map(|told| data.arrival(start, told));
        facts.phases.push(phase(PhaseId::FirstEcho, start, end, String::new()));
    }

    facts.timing.events.extend(events(&checks, flights.as_ref(), &data, packets));
    facts.timing.events.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    let secured = flights.as_ref().and_then(|flights| flights.finished);
    facts.phases.extend(secured.and_then(|since| first_media(since, packets, &facts.media)));

    facts.dtls = flights.map(|flights| {
        let local = fingerprint::signaled(&stamps.local_sdp);
        let remote = fingerprint::signaled(&stamps.remote_sdp);
        Dtls {
            matches: fingerprint::matches(&remote, presented.as_ref()),
            local_fingerprint: local.into_iter().next(),
            remote_fingerprint: remote.into_iter().next(),
            presented_fingerprint: presented,
            ..flights.facts
        }
    });
    if let (End::Failed(Failure::Broken { phase: PhaseId::Dtls, why }), Some(dtls)) = (&mut facts.end, &facts.dtls) {
        explain(dtls, why);
    }
    facts.pairs.clone_from(&checks.pairs);
    tell_gathered(&mut facts);
    facts.packets = packets.iter().map(describe).collect();
    if let End::Failed(Failure::Stalled { phase, waited_ms }) = &mut facts.end {
        *phase = stalled(&facts.phases, *phase);
        let since = facts.phases.iter().find(|p| p.id == *phase).map(|p| p.start_ms);
        *waited_ms = ms(stamps.over) - since.unwrap_or_default();
    }
    measure(&mut facts, stamps, &checks, packets);
    facts
}

/// Moments that the packets show.
fn events(checks: &Checks, flights: Option<&Flights>, data: &Data, packets: &[trace::Packet]) -> Vec<Event> {
    let media = |direction| {
        let is_media =
            |p: &&trace::Packet| p.direction == direction && matches!(classify(&p.head), Datagram::Rtp { .. });
        packets.iter().find(is_media).map(|packet| packet.at)
    };
    let nominated_by = checks.nomination().map_or("", |check| if check.ours { "ours" } else { "the peer's" });
    let found = [
        ("first_check_sent", checks.first_sent(), ""),
        ("first_check_received", checks.first_received(), ""),
        ("first_check_answered", checks.first_success(), ""),
        ("nomination", checks.nominated(), nominated_by),
        ("client_hello", flights.map(|flights| flights.began), ""),
        ("dtls_finished", flights.and_then(|flights| flights.finished), ""),
        ("first_data", data.first, ""),
        ("first_media_sent", media(Direction::Out), ""),
        ("first_media_received", media(Direction::In), ""),
    ];
    let event = |(id, at, detail): (&str, Option<Duration>, &str)| {
        Some(Event { id: id.to_owned(), at_ms: ms(at?), end_ms: None, detail: detail.to_owned() })
    };
    found.into_iter().filter_map(event).collect()
}

/// Says of the gathering when the first candidate of each type was there.
fn tell_gathered(facts: &mut Handshake) {
    let first = |kind| facts.candidates.iter().find(move |candidate| candidate.kind == kind);
    let kinds = [CandidateType::Host, CandidateType::Srflx, CandidateType::Relay];
    let firsts = kinds.into_iter().filter_map(first);
    let told: Vec<String> = firsts.map(|c| format!("{} at {:.1} ms", c.kind.word(), c.at_ms)).collect();
    let count = plural(facts.candidates.len(), "candidate");
    let gathering = facts.phases.iter_mut().find(|phase| phase.id == PhaseId::Gathering);
    if let Some(phase) = gathering.filter(|_| facts.gathering.is_some()) {
        phase.detail = if told.is_empty() { count } else { format!("{count}: {}", told.join(", ")) };
    }
}

/// From the keys being there to the first media packet each way; only what comes from the peer ends it, where anything
/// is to come.
fn first_media(since: Duration, packets: &[trace::Packet], flows: &[Flow]) -> Option<Phase> {
    let first = |direction| {
        let mut media = packets.iter().filter(|p| p.direction == direction && p.at >= since);
        media.find(|p| matches!(classify(&p.head), Datagram::Rtp { .. })).map(|p| p.at)
    };
    if flows.is_empty() {
        return None;
    }
    let (out, inward) = (first(Direction::Out), first(Direction::In));
    let after = |at: Option<Duration>| at.map(|at| format!("{:.1} ms", ms(at.saturating_sub(since))));
    let detail = match (after(out), after(inward)) {
        (Some(out), Some(inward)) => format!("ours after {out}, the peer's after {inward}"),
        (Some(out), None) => format!("ours after {out}, none from the peer"),
        (None, Some(inward)) => format!("the peer's after {inward}"),
        (None, None) => "none either way".to_owned(),
    };
    let received = flows.iter().any(|flow| flow.packets_received > 0);
    Some(phase(PhaseId::FirstMedia, since, if received { inward } else { out }, detail))
}

/// Says more of a DTLS failure than the stack does.
fn explain(dtls: &Dtls, why: &mut String) {
    if let Some(alert) = &dtls.alert {
        why.clone_from(alert);
    }
    if dtls.matches == Some(false) {
        why.push_str("; the peer's certificate is not the one that its description names");
    }
}

/// The phase that the deadline cut: the first of the connection's phases that has not ended, once the answer is there.
fn stalled(phases: &[Phase], told: PhaseId) -> PhaseId {
    let order = [PhaseId::Ice, PhaseId::Dtls, PhaseId::Sctp, PhaseId::DcOpen];
    let ended = |id: PhaseId| phases.iter().any(|phase| phase.id == id && phase.end_ms.is_some());
    if !ended(PhaseId::Answer) {
        return told;
    }
    order.into_iter().find(|id| !ended(*id)).unwrap_or(PhaseId::DcOpen)
}

/// When application data passed.
struct Data {
    first: Option<Duration>,
    out: Vec<Duration>,
    inward: Vec<Duration>,
}

impl Data {
    fn read(packets: &[trace::Packet]) -> Self {
        let carrying = || packets.iter().filter(|p| dtls::carries_data(p));
        let times = |direction| carrying().filter(|p| p.direction == direction).map(|p| p.at).collect();
        Self { first: carrying().next().map(|p| p.at), out: times(Direction::Out), inward: times(Direction::In) }
    }

    /// The packet that must have brought what was `told`: the stack tells it late.
    fn arrival(&self, start: Duration, told: Duration) -> Duration {
        self.inward.iter().copied().rev().find(|at| (start..=told).contains(at)).unwrap_or(told)
    }

    /// The last packet of ours before `end`.
    fn last_out(&self, end: Duration) -> Option<Duration> {
        self.out.iter().copied().rev().find(|at| *at < end)
    }

    /// The packet that took away what was `handed` over.
    fn departure(&self, handed: Duration) -> Duration {
        self.out.iter().copied().find(|at| *at >= handed).unwrap_or(handed)
    }
}

fn phase(id: PhaseId, start: Duration, end: Option<Duration>, detail: String) -> Phase {
    Phase { id, start_ms: ms(start), end_ms: end.map(ms), floor_ms: None, critical: false, detail }
}

fn dtls_detail(facts: &Dtls) -> String {
    let role = if facts.client { "client" } else { "server" };
    let version = facts.version.as_deref().unwrap_or("version unknown");
    let cookie = if facts.cookie { ", with cookie" } else { "" };
    let again =
        if facts.retransmissions > 0 { format!(", {} sent again", facts.retransmissions) } else { String::new() };
    format!("{version} as {role}{cookie}{again}")
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn describe(packet: &trace::Packet) -> Packet {
    let what = match classify(&packet.head) {
        // The name of a candidate that hides its address (draft-ietf-mmusic-mdns-ice-candidates) is looked up.
        _ if packet.local.port() == MDNS || packet.remote.port() == MDNS => "mDNS".to_owned(),
        Datagram::Stun(stun) => format!("STUN {stun}"),
        Datagram::Dtls => {
            let names: Vec<_> = records::steps(&packet.head).into_iter().map(records::Step::name).collect();
            format!("DTLS {}", names.join(" + "))
        }
        Datagram::ChannelData { channel } => format!("channel data 0x{channel:04x}"),
        Datagram::Rtp { payload_type, ssrc } => format!("RTP payload type {payload_type}, SSRC {ssrc}"),
        Datagram::Rtcp { packet_type } => format!("RTCP packet type {packet_type}"),
        Datagram::Unknown(Some(first)) => format!("unknown, first byte {first}"),
        Datagram::Unknown(None) => "empty".to_owned(),
    };
    Packet {
        at_ms: ms(packet.at),
        out: packet.direction == Direction::Out,
        local: packet.local,
        remote: packet.remote,
        length: packet.length,
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timed(id: PhaseId, start_ms: f64, end_ms: f64) -> Phase {
        Phase { id, start_ms, end_ms: Some(end_ms), floor_ms: None, critical: false, detail: String::new() }
    }

    #[test]
    fn the_deadline_cut_the_first_phase_that_did_not_end() {
        let mut phases = vec![timed(PhaseId::Answer, 0.0, 1.0), timed(PhaseId::Ice, 1.0, 2.0)];
        assert_eq!(stalled(&phases, PhaseId::Ice), PhaseId::Dtls);
        phases.push(timed(PhaseId::Dtls, 2.0, 3.0));
        assert_eq!(stalled(&phases, PhaseId::Ice), PhaseId::Sctp);
        assert_eq!(stalled(&[], PhaseId::Dns), PhaseId::Dns);
    }
}
