//! The published form of what was gathered.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::facts::ice::{self, Gathering, Outcome};
use crate::report::wire::facts::ice as wire;
use crate::report::wire::v1::round_ms;

/// The facts as `--json` shows them.
pub(super) fn publish(run: &Gathering) -> wire::Ice {
    let would = run.would_connect();
    wire::Ice {
        embedded: run.embedded,
        candidates: run.candidates.iter().map(candidate).collect(),
        servers: run.servers.iter().map(|server| self::server(server, run.unix_time)).collect(),
        nat: wire::Nat { mapping: "unknown", filtering: "unknown" },
        reach: wire::Reach {
            open: "unknown",
            home: "unknown",
            symmetric: "unknown",
            udp_blocked: "unknown",
            https_only: "unknown",
        },
        would_connect: wire::WouldConnect {
            any: word(would.any),
            udp_blocked: word(would.udp_blocked),
            https_only: word(would.https_only),
        },
        gathering_ms: round_ms(run.gathering_ms),
    }
}

fn word(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

pub(in crate::command) fn candidate(candidate: &ice::Candidate) -> wire::Candidate {
    wire::Candidate {
        kind: candidate.kind.word(),
        protocol: candidate.protocol.word(),
        address: candidate.address.ip().to_string(),
        port: candidate.address.port(),
        related_address: candidate.related.map(|a| a.ip().to_string()),
        related_port: candidate.related.map(|a| a.port()),
        foundation: candidate.foundation.clone(),
        priority: candidate.priority,
        server: candidate.server.clone(),
        relay_protocol: candidate.relay_protocol.map(|t| t.word()),
        interface: candidate.interface.clone(),
        redundant: candidate.redundant,
        at_ms: round_ms(candidate.at_ms),
    }
}

pub(in crate::command) fn server(server: &ice::Server, unix_time: u64) -> wire::Server {
    let phases = &server.phases;
    wire::Server {
        uri: server.uri.canonical(),
        transport: server.uri.transport.word(),
        address: server.address.map(|a| a.to_string()),
        proxy: server.proxy.clone(),
        result: match server.outcome {
            Outcome::Ok => "ok",
            Outcome::Failed(_) => "failed",
            Outcome::NotTested(_) => "not_tested",
        },
        phases: wire::Phases {
            dns_ms: phases.dns_ms.map(round_ms),
            tcp_ms: phases.tcp_ms.map(round_ms),
            proxy_ms: phases.proxy_ms.map(round_ms),
            tls_ms: phases.tls_ms.map(round_ms),
            binding_ms: phases.binding_ms.map(round_ms),
            challenge_ms: phases.challenge_ms.map(round_ms),
            allocate_ms: phases.allocate_ms.map(round_ms),
        },
        rtt_ms: server.rtt_ms.map(round_ms),
        retransmissions: server.retransmissions,
        round_trips: server.round_trips,
        credential_ttl_s: server
            .credential
            .and_then(|credential| credential.expiry)
            .map(|expiry| expiry - i64::try_from(unix_time).unwrap_or(i64::MAX)),
        software: server.software.clone(),
        realm: server.realm.clone(),
        lifetime_s: server.lifetime_s,
        tls: server.tls.as_ref().map(|tls| wire::Tls {
            version: tls.version.clone(),
            names: tls.names.clone(),
            issuer: tls.issuer.clone(),
            not_after: OffsetDateTime::from_unix_timestamp(tls.not_after).ok().and_then(|t| t.format(&Rfc3339).ok()),
            days_left: (tls.not_after - i64::try_from(unix_time).unwrap_or(i64::MAX)).div_euclid(86_400),
        }),
        relay: server.relay.as_ref().map(|relay| wire::Relay {
            address: relay.address.to_string(),
            proven_in: relay.proven_in.as_bool(),
            proven_out: relay.proven_out.as_bool(),
            relayed_to_relay: relay.relayed_to_relay.as_bool(),
            loss: relay.loss,
            rtt_ms: relay.rtt_ms.map(round_ms),
        }),
    }
}
