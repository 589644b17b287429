//! Facts as they are published.

use serde_json::Value;

use crate::command::ice::facts as ice;
use crate::facts::handshake::{Dtls, End, Flow, Handshake, Pair, Phase};
use crate::report::wire::facts::handshake as wire;
use crate::report::wire::facts::ice::Server;
use crate::report::wire::v1::round_ms;

/// The published form of `facts`.
pub(super) fn facts(facts: &Handshake) -> Value {
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
