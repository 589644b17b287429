//! What a dump shows of the handshake: its state, and the fingerprints on both sides of it.

use std::collections::BTreeSet;

use super::super::Draft;
use super::super::in_dump::{draft, end_ms, moment};
use super::super::limits::{DTLS_STALLED_MS, SLOW_DTLS_MS};
use crate::dump::{Connection, Dump, End, Machine, PhaseKind};
use crate::report::{Confidence, Evidence, number};

/// A fingerprint that was announced and one that was presented.
struct Mismatch<'a> {
    /// The connection that was handed the wrong one.
    at: &'a Connection,
    announced: String,
    presented: String,
}

/// `dtls/fingerprint-mismatch`
pub(super) fn fingerprint_mismatch(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let Some((mismatch, evidence)) = mismatch(connection, dump).zip(evidence(connection)) else { return Vec::new() };
    let whose = if mismatch.at.id == connection.id {
        "the description of the other side announces".to_owned()
    } else {
        format!("connection {} was told that this side has", mismatch.at.id)
    };
    let message = format!("{whose} `{}`, but the certificate is `{}`", mismatch.announced, mismatch.presented);
    vec![
        draft(connection, message)
            .help(
                "pass `a=fingerprint` on as it was made: look for a signaling server that keeps an old description, a proxy \
                 that rewrites it, or a description of another call",
            )
            .evidence(evidence),
    ]
}

/// `dtls/failed`: for every other reason, and where the handshake goes on and on.
pub(super) fn failed(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let Some(evidence) = evidence(connection).filter(|_| mismatch(connection, dump).is_none()) else {
        return Vec::from_iter(stalled(connection));
    };
    let roles = setup_of(connection, End::Local).zip(setup_of(connection, End::Remote));
    let conflict = roles.as_ref().filter(|(own, other)| own == other && own != "actpass");
    let (more, help) = match conflict {
        Some((role, _)) => (
            format!("; both sides say `a=setup:{role}`"),
            "let the answer take the other role: `active` where the offer says `actpass` or `passive`",
        ),
        None => (
            String::new(),
            "compare `a=fingerprint` of the description with the certificate of the other side (`rtcdiag dump` of its own \
             dump), and see that it is the one end that answered the checks",
        ),
    };
    vec![
        draft(connection, format!("ICE is connected, and the DTLS handshake failed{more}"))
            .help(help)
            .evidence(evidence),
    ]
}

/// A handshake that had not ended long after ICE was connected.
fn stalled(connection: &Connection) -> Option<Draft> {
    let (ice, _) = connection.states(Machine::Ice).find(|(_, state)| matches!(*state, "connected" | "completed"))?;
    let still = matches!(connection.last(Machine::Ice), Some("connected" | "completed"));
    let connecting =
        connection.transports.iter().any(|t| matches!(t.dtls_state.as_deref(), Some("new" | "connecting")));
    let began = ice.at_ms?;
    let waited = end_ms(connection)? - began;
    let open = connection.last(Machine::Connection).is_none_or(|state| state == "connecting");
    (still && connecting && open && !connection.ever_connected() && waited >= DTLS_STALLED_MS).then(|| {
        let message = format!("ICE is connected, and the DTLS handshake had not ended {} later", number::ms(waited));
        draft(connection, message)
            .help(
                "look for what drops or changes DTLS and lets STUN through (a firewall, a media server that does not \
                 answer), and see that only one side says `a=setup:passive`",
            )
            .confidence(Confidence::Likely)
            .evidence(moment(ice, "iceConnectionState became `connected`"))
    })
}

/// `dtls/slow`
pub(super) fn slow(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let phase = connection.phases().into_iter().find(|phase| phase.kind == PhaseKind::Dtls);
    let Some(phase) = phase.filter(|phase| phase.end_ms - phase.start_ms > SLOW_DTLS_MS) else { return Vec::new() };
    let took = number::ms(phase.end_ms - phase.start_ms);
    vec![
        draft(connection, format!("the DTLS handshake took {took}; its first retransmission comes after 1 s"))
            .help("look for loss on the path at the beginning of the call, and for an end that is too busy to answer")
            .evidence(Evidence::Moment {
                at_ms: phase.start_ms,
                text: "iceConnectionState became `connected`".to_owned(),
            }),
    ]
}

/// That DTLS failed, if it did: where ICE is connected and the connection failed, nothing else is left.
fn evidence(connection: &Connection) -> Option<Evidence> {
    let by_state = connection.transports.iter().any(|t| t.dtls_state.as_deref() == Some("failed"));
    let ice_works = matches!(connection.last(Machine::Ice), Some("connected" | "completed"));
    let last = connection.states(Machine::Connection).last();
    // what had come about before failed for another reason
    let never = ice_works && !connection.ever_connected();
    match last.filter(|(_, state)| *state == "failed" && (by_state || never)) {
        Some((event, _)) => Some(moment(event, "connectionState became `failed`")),
        None if by_state => {
            Some(Evidence::Fact { path: "connections[].dtls.state".to_owned(), value: "failed".to_owned() })
        }
        None => None,
    }
}

/// A mismatch at either end, as far as the dump has both, or has the certificate that was presented.
fn mismatch<'a>(connection: &'a Connection, dump: &'a Dump) -> Option<Mismatch<'a>> {
    let own = between(connection, &presented_to(connection));
    let other = || {
        let other = dump.other_end(connection)?;
        between(connection, &other.fingerprints(End::Local))
            .or_else(|| between(other, &connection.fingerprints(End::Local)))
    };
    own.or_else(other)
}

fn between<'a>(at: &'a Connection, presented: &BTreeSet<String>) -> Option<Mismatch<'a>> {
    let announced = at.fingerprints(End::Remote);
    // hashes of different algorithms say nothing of each other
    let algorithm = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let pair = announced.iter().find_map(|a| Some((a, presented.iter().find(|p| algorithm(p) == algorithm(a))?)))?;
    announced.is_disjoint(presented).then(|| Mismatch { at, announced: short(pair.0), presented: short(pair.1) })
}

/// The fingerprint of the certificate that the other end showed, where the statistics have it.
fn presented_to(connection: &Connection) -> BTreeSet<String> {
    let certificates = connection
        .statistics
        .of("transport")
        .filter_map(|transport| connection.statistics.linked(transport, "remoteCertificateId"));
    certificates
        .filter_map(|c| {
            Some(format!("{} {}", c.text("fingerprintAlgorithm")?, c.text("fingerprint")?).to_ascii_uppercase())
        })
        .collect()
}

/// The algorithm and the first four bytes of the hash, enough to tell two apart.
fn short(fingerprint: &str) -> String {
    let (algorithm, hash) = fingerprint.split_once(' ').unwrap_or(("", fingerprint));
    let head: Vec<&str> = hash.split(':').take(4).collect();
    format!("{} {}…", algorithm.to_ascii_lowercase(), head.join(":"))
}

fn setup_of(connection: &Connection, end: End) -> Option<String> {
    let last = connection.applied().into_iter().rev().find(|(of, _)| *of == end)?.1;
    last.values("a=setup:").next().map(str::to_owned)
}
