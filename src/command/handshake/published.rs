//! Facts as they are published.

use serde_json::Value;

use super::{order, timing};
use crate::command::ice::facts as ice;
use crate::facts::handshake::{Dtls, End, Flow, Handshake, Pair, Phase};
use crate::facts::signaling::{Exchange, Frame};
use crate::report::wire::facts::handshake as wire;
use crate::report::wire::facts::handshake_signaling as signaling;
use crate::report::wire::facts::ice::Server;
use crate::report::wire::v1::round_ms;

/// What stands beside the facts of the run that is shown.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Other ways of trickling.
    pub(super) comparison: Option<wire::Comparison>,
    /// All runs.
    pub(super) repeat: Option<wire::Repeat>,
    /// Whether each message is wanted.
    pub(super) frames: bool,
}

/// The published form of `facts`.
pub(super) fn facts(facts: &Handshake, beside: Beside) -> Value {
    let published = wire::Handshake {
        embedded: facts.embedded,
        url: facts.url.clone(),
        failed_phase: match &facts.end {
            End::Failed(failure) => Some(failure.phase().to_owned()),
            End::Connected | End::Interrupted => None,
        },
        phases: facts.phases.iter().map(phase).collect(),
        pairs: facts.pairs.iter().map(pair).collect(),
        candidates: facts.candidates.iter().map(ice::candidate).collect(),
        servers: servers(facts),
        dtls: facts.dtls.as_ref().map(dtls),
        trickle: facts.trickle.word().to_owned(),
        throughput: facts.throughput.map(|t| wire::Throughput {
            bytes: t.bytes,
            took_ms: round_ms(t.took_ms),
            mbit_s: round_ms(t.mbit_s()),
        }),
        provoked: facts.provoked.map(|what| what.word().to_owned()),
        media: facts.media.iter().map(flow).collect(),
        total_ms: round_ms(facts.total_ms),
        floor_ms: facts.floor_ms.map(round_ms),
        own_ms: round_ms(facts.own_ms),
        minimum_ms: facts.timing.minimum_ms.map(round_ms),
        extras: timing::extras(facts),
        server_rtt_ms: facts.timing.server_rtt_ms.map(round_ms),
        peer_rtt_ms: facts.timing.peer_rtt_ms.map(round_ms),
        critical_path: facts.phases.iter().filter(|p| p.critical).map(|p| p.id.word().to_owned()).collect(),
        waited_for: timing::waited_for(facts),
        waits: timing::waits(facts),
        timers: timing::timers(facts),
        events: timing::events(facts),
        signaling: path(facts, beside.frames),
        machine: timing::machine(facts),
        comparison: beside.comparison,
        repeat: beside.repeat,
    };
    serde_json::to_value(published).expect("plain structs of strings and finite numbers serialise")
}

fn servers(facts: &Handshake) -> Vec<Server> {
    let run = facts.gathering.iter();
    run.flat_map(|run| run.servers.iter().map(|server| ice::server(server, run.unix_time))).collect()
}

fn flow(flow: &Flow) -> wire::Flow {
    wire::Flow {
        kind: flow.kind.clone(),
        frames_sent: flow.frames_sent,
        packets_received: flow.packets_received,
        frames_received: flow.frames_received,
        bytes_received: flow.bytes_received,
        codec_received: flow.codec_received.clone(),
    }
}

fn phase(phase: &Phase) -> wire::Phase {
    wire::Phase {
        id: phase.id.word().to_owned(),
        start_ms: round_ms(phase.start_ms),
        end_ms: phase.end_ms.map(round_ms),
        floor_ms: phase.floor_ms.map(round_ms),
        critical: phase.critical,
        detail: phase.detail.clone(),
    }
}

fn pair(pair: &Pair) -> wire::Pair {
    wire::Pair {
        local: pair.local.to_string(),
        local_related: pair.local_related.map(|address| address.to_string()),
        remote: pair.remote.to_string(),
        local_type: pair.local_type.word().to_owned(),
        remote_type: pair.remote_type.word().to_owned(),
        requests_sent: pair.requests_sent,
        responses_received: pair.responses_received,
        requests_received: pair.requests_received,
        responses_sent: pair.responses_sent,
        rtt_ms: pair.rtt_ms.map(round_ms),
        nominated: pair.nominated,
    }
}

fn dtls(dtls: &Dtls) -> wire::Dtls {
    wire::Dtls {
        role: if dtls.client { "client" } else { "server" }.to_owned(),
        version: dtls.version.clone(),
        cipher: dtls.cipher.clone(),
        local_fingerprint: dtls.local_fingerprint.clone(),
        remote_fingerprint: dtls.remote_fingerprint.clone(),
        presented_fingerprint: dtls.presented_fingerprint.clone(),
        r#match: dtls.matches,
        retransmissions: dtls.retransmissions,
        alert: dtls.alert.clone(),
    }
}

fn path(facts: &Handshake, frames: bool) -> signaling::Signaling {
    let seen = &facts.signaling;
    signaling::Signaling {
        protocol: seen.protocol.clone(),
        detected_by: seen.detected_by.clone(),
        role: if seen.offerer { "offerer" } else { "answerer" }.to_owned(),
        glare: seen.glare.as_ref().map(|g| signaling::Glare { at_ms: round_ms(g.at_ms), yielded: g.yielded }),
        races: order::races(facts).into_iter().map(|race| race.id.to_owned()).collect(),
        end_of_candidates: seen.end_of_candidates,
        early_candidates: seen.early_candidates,
        refused_candidates: seen.refused_candidates.clone(),
        surplus_answers: seen.surplus_answers,
        unknown_frames: seen.unknown_frames,
        late_errors: seen.late_errors.clone(),
        frames: frames.then(|| seen.frames.iter().map(frame).collect()),
        exchanges: seen.exchanges.iter().map(exchange).collect(),
    }
}

fn frame(frame: &Frame) -> signaling::Frame {
    signaling::Frame {
        at_ms: round_ms(frame.at_ms),
        direction: if frame.out { "out" } else { "in" }.to_owned(),
        kind: frame.kind.clone(),
        bytes: frame.bytes,
        text: frame.text.clone(),
    }
}

fn exchange(exchange: &Exchange) -> signaling::Exchange {
    signaling::Exchange {
        method: exchange.method.clone(),
        purpose: exchange.purpose.clone(),
        url: exchange.url.clone(),
        at_ms: round_ms(exchange.at_ms),
        took_ms: exchange.took_ms.map(round_ms),
        status: exchange.status,
        error: exchange.error.clone(),
    }
}
