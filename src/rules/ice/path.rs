//! The path that was chosen, and its changes.

use super::super::Draft;
use super::super::in_dump::{clock, draft, list, moment};
use super::super::limits::{PATH_CHANGES, SETTLING_MS};
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Description, Dump, Event, Machine};
use crate::facts::handshake::Handshake;
use crate::report::{Evidence, Severity, number};

/// `ice/relay-used`: the packets go through a TURN server.
pub(super) fn relay_used(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let path = connection.selected_path();
    let Some(path) = path.yes().filter(|path| path.relayed()) else { return Vec::new() };
    let own = path.local.kind == CandidateType::Relay;
    let over = path.local.relay_protocol.as_deref().filter(|_| own);
    let whose = whose(own, path.remote.kind == CandidateType::Relay);
    let policy = if connection.configuration.relay_only() { "; `iceTransportPolicy` is `relay`" } else { "" };
    let message = format!("{whose}{}: {} to {}{policy}", reached(over), path.local, path.remote);
    let found = draft(connection, message)
        .evidence(Evidence::Fact { path: "connections[].selected_path.relay".to_owned(), value: "true".to_owned() });
    vec![advised(found, over)]
}

/// `ice/relay-used` in a handshake.
pub(super) fn relay_carries(run: &Handshake) -> Vec<Draft> {
    let relay = CandidateType::Relay;
    let Some(pair) = run.selected().filter(|pair| pair.local_type == relay || pair.remote_type == relay) else {
        return Vec::new();
    };
    let own = pair.local_type == relay;
    let candidate = run.candidates.iter().find(|candidate| own && candidate.address == pair.local);
    let over = candidate.and_then(|candidate| candidate.relay_protocol).map(|over| over.word());
    let whose = whose(own, pair.remote_type == relay);
    let (local, remote) = (pair.local_type.word(), pair.remote_type.word());
    let message = format!("{whose}{}: {local} {} to {remote} {}", reached(over), pair.local, pair.remote);
    let found = Draft::new("selected pair", message)
        .fact(if own { "pairs[0].local_type" } else { "pairs[0].remote_type" }, relay.word());
    vec![advised(found, over)]
}

/// Which side the relay is of.
fn whose(own: bool, other: bool) -> &'static str {
    match (own, other) {
        (true, true) => "both sides send through a TURN server",
        (true, false) => "this side sends through a TURN server",
        _ => "the other side sends through a TURN server",
    }
}

fn reached(over: Option<&str>) -> String {
    over.map(|over| format!(", reached over {}", over.to_ascii_uppercase())).unwrap_or_default()
}

/// A stream delays what comes behind a lost packet, and shows that UDP did not get through (RFC 8656 section 2.1).
fn advised(found: Draft, over: Option<&str>) -> Draft {
    if matches!(over, Some("tcp" | "tls")) {
        found
            .severity(Severity::Warning)
            .help("let UDP to the TURN server through the firewall, ports 3478 and the relay range")
    } else {
        found.help(
            "nothing is wrong with it; where delay or the server's traffic matters, see why no direct pair was found",
        )
    }
}

/// The negotiations that began ICE anew: both ends have other user fragments than before (RFC 8445 section 9).
fn restarts(connection: &Connection) -> Vec<&Event> {
    let negotiations = connection.negotiations();
    let same = |a: &Description, b: &Description| {
        let before: Vec<&str> = a.values("a=ice-ufrag:").collect();
        before.is_empty() || b.values("a=ice-ufrag:").any(|ufrag| before.contains(&ufrag))
    };
    let pairs = negotiations.iter().zip(negotiations.iter().skip(1));
    let of_one = |n: &crate::dump::Negotiation<'_>, m: &crate::dump::Negotiation<'_>| {
        // compare each end with itself, whoever offered
        let (old, new) = if n.offerer == m.offerer { (n.offer, n.answer) } else { (n.answer, n.offer) };
        !same(old, m.offer) && !same(new, m.answer)
    };
    pairs.filter(|(n, m)| of_one(n, m)).map(|(_, m)| m.answered).collect()
}

/// `ice/restarted`: as info, since it is a remedy.
pub(super) fn restarted(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let restarts = restarts(connection);
    let Some(first) = restarts.first() else { return Vec::new() };
    let times: Vec<String> = restarts.iter().filter_map(|event| event.at_ms).map(clock).collect();
    let how_often = match restarts.len() {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    let after = first.at_ms.and_then(|at_ms| {
        let states = connection.states(Machine::Ice).filter(|(event, _)| event.at_ms.is_some_and(|ms| ms <= at_ms));
        states.last().filter(|(_, state)| matches!(*state, "disconnected" | "failed")).map(|(_, state)| state)
    });
    let why = after.map(|state| format!(", the first time from `{state}`")).unwrap_or_default();
    vec![
        draft(connection, format!("ICE was restarted {how_often}, at {}{why}", list(&times)))
            .help("nothing is wrong with it; see `ice/disconnected` for what made it necessary, if anything did")
            .evidence(moment(first, "both ends have new user fragments")),
    ]
}

/// `ice/pair-switching`: the path goes on changing after it has settled, and no restart explains it.
pub(super) fn pair_switching(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let connected = connection.states(Machine::Ice).filter(|(_, state)| matches!(*state, "connected" | "completed"));
    let excused: Vec<f64> =
        connected.map(|(event, _)| event).chain(restarts(connection)).filter_map(|event| event.at_ms).collect();
    let paths = connection.paths();
    let changes: Vec<_> = paths
        .iter()
        .skip(1)
        .filter(|(at_ms, _)| !excused.iter().any(|since| (*since - SETTLING_MS..=since + SETTLING_MS).contains(at_ms)))
        .collect();
    let Some((at_ms, path)) = changes.first().filter(|_| changes.len() > PATH_CHANGES) else { return Vec::new() };
    let times: Vec<String> = changes.iter().map(|(at_ms, _)| clock(*at_ms)).collect();
    let message = format!("the path changed {}, at {}", number::plural(changes.len(), "time"), list(&times));
    vec![
        draft(connection, message)
            .help(
                "see which network of either side comes and goes: Wi-Fi at its edge, a VPN, a phone that changes cells",
            )
            .evidence(Evidence::Moment { at_ms: *at_ms, text: format!("{} to {}", path.local, path.remote) }),
    ]
}
