//! Candidates that are missing, refused, or of a kind that limits who can be reached.

use super::super::Draft;
use super::super::in_dump::{draft, list, moment};
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Dump, End, EventKind, History, Machine, Outcome};
use crate::report::{Evidence, Severity, number};

/// Whether both ends described themselves and the whole log is there.
fn described(connection: &Connection) -> bool {
    connection.history == History::Whole && !connection.negotiations().is_empty()
}

/// `ice/no-remote-candidates`: both descriptions, and not one candidate of the other side.
pub(super) fn no_remote(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let none = described(connection) && connection.remote_candidates.is_empty() && !connection.ever_connected();
    // an end without a candidate of its own has another trouble first
    let none = none && !connection.local_candidates.is_empty();
    // an end that opens its data channels in a later negotiation may have no section to send candidates for
    if !none || connection.sections.iter().all(|section| section.rejected) {
        return Vec::new();
    }
    let Some(negotiation) = connection.negotiations().pop() else { return Vec::new() };
    let own = connection.local_candidates.len();
    let message = format!(
        "offer and answer are set, but no candidate of the other side came: none in its description, and `addIceCandidate` \
         was never called with one; {} gathered here",
        number::plural(own, "candidate")
    );
    vec![
        draft(connection, message)
            .help(
                "send each `icecandidate` event to the other side through the signaling and hand it to `addIceCandidate`, \
                 or wait for the end of gathering and send `localDescription`",
            )
            .evidence(moment(negotiation.answered, "offer and answer are set")),
    ]
}

/// `ice/never-started`: candidates of both sides, or none that are allowed, and no check.
pub(super) fn never_started(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let idle = connection.states(Machine::Ice).all(|(_, state)| matches!(state, "new" | "closed"));
    let silent = connection.pairs.iter().all(|pair| pair.requests_sent.unwrap_or(0) == 0);
    if !described(connection) || !idle || !silent || connection.ever_connected() {
        return Vec::new();
    }
    let turn = connection.configuration.ice_servers.iter().any(|url| url.starts_with("turn"));
    let (why, help) = match (connection.local_candidates.is_empty(), connection.remote_candidates.is_empty()) {
        (true, _) if connection.configuration.relay_only() && !turn => (
            "`iceTransportPolicy` is `relay` and `iceServers` has no TURN server, so no candidate is allowed",
            "add a TURN server to `iceServers`, or allow all candidates",
        ),
        (true, _) => (
            "no candidate was gathered here",
            "see whether the computer has a network, and whether a policy or an extension keeps WebRTC from its addresses",
        ),
        // said by `ice/no-remote-candidates`
        (false, true) => return Vec::new(),
        (false, false) => (
            "both sides have candidates, but no check was sent",
            "see that the candidates belong to the descriptions that are set: their user fragment is that of another offer \
             after a restart, or the dump was saved at once",
        ),
    };
    let Some(negotiation) = connection.negotiations().pop() else { return Vec::new() };
    vec![
        draft(connection, format!("the checks never began: {why}"))
            .help(help)
            .evidence(moment(negotiation.answered, "offer and answer are set")),
    ]
}

/// `ice/candidate-refused`: `addIceCandidate` failed.
pub(super) fn refused(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let refusals = || {
        connection.events.iter().filter_map(|event| match &event.kind {
            EventKind::CandidateRefused(text) => Some((event, text.as_str())),
            _ => None,
        })
    };
    let Some((first, _)) = refusals().next() else { return Vec::new() };
    let mut causes: Vec<(&str, &str, &str)> = Vec::new();
    for (_, text) in refusals() {
        let early = text.contains("remote description was null");
        let (why, help) = if early {
            (
                "it came before the remote description",
                "keep candidates until `setRemoteDescription` has succeeded, then hand them in",
            )
        } else {
            (
                "its `sdpMid` or user fragment is in no section",
                "send `sdpMid`, `sdpMLineIndex` and `usernameFragment` of each candidate along, unchanged",
            )
        };
        if !causes.iter().any(|(known, ..)| *known == text) {
            causes.push((text, why, help));
        }
    }
    let said: Vec<String> = causes.iter().map(|(text, why, _)| format!("`{text}`: {why}")).collect();
    let mut helps: Vec<&str> = causes.iter().map(|(_, _, help)| *help).collect();
    helps.dedup();
    let count = refusals().count();
    let message = format!("{} of the other side refused: {}", number::plural(count, "candidate"), said.join("; "));
    let found = draft(connection, message).help(helps.join("; ")).evidence(moment(first, "addIceCandidate failed"));
    vec![match connection.outcome() {
        Outcome::Failed | Outcome::NeverConnected => found.severity(Severity::Error),
        // another candidate did
        Outcome::Connected => found.severity(Severity::Info),
        Outcome::Unknown => found,
    }]
}

/// `ice/mdns-only`: a failed call where this end showed no address that another network can reach (RFC 8828).
pub(super) fn mdns_only(connection: &Connection, _: &Dump) -> Vec<Draft> {
    // where ICE came about, what failed came later
    let ice_worked = connection.states(Machine::Ice).any(|(_, state)| matches!(state, "connected" | "completed"));
    let failed = matches!(connection.outcome(), Outcome::Failed | Outcome::NeverConnected) && !ice_worked;
    let hidden = |end: &[crate::dump::Candidate]| {
        !end.is_empty() && end.iter().all(|c| c.kind == CandidateType::Host && c.address.ends_with(".local"))
    };
    let ends: Vec<&str> = [
        (hidden(&connection.local_candidates), End::Local.word()),
        (hidden(&connection.remote_candidates), End::Remote.word()),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect();
    if !failed || ends.is_empty() || !described(connection) {
        return Vec::new();
    }
    let example = connection.local_candidates.iter().chain(&connection.remote_candidates);
    let example = example.map(|c| c.address.as_str()).find(|address| address.ends_with(".local")).unwrap_or_default();
    vec![
        draft(connection, format!("all {} candidates are mDNS names such as `{example}`", list(&ends)))
            .help(
                "add a STUN and a TURN server to `iceServers`: an mDNS name means nothing outside of its own network, and \
                 often nothing inside",
            )
            .evidence(Evidence::Fact { path: "connections[].outcome".to_owned(), value: connection.outcome().word().to_owned() }),
    ]
}

/// `ice/vpn-or-cellular`: what the path of a call runs over, where the browser tells.
pub(super) fn vpn_or_cellular(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let selected = connection.selected_pair().and_then(|id| connection.statistics.get(id));
    let Some(local) = selected.and_then(|pair| connection.statistics.linked(pair, "localCandidateId")) else {
        return Vec::new();
    };
    let network = local.text("networkType").unwrap_or_default();
    let said = match (network, local.flag("vpn")) {
        ("vpn", _) | (_, Some(true)) => "a VPN",
        ("cellular", _) => "a cellular network",
        _ => return Vec::new(),
    };
    vec![
        draft(connection, format!("the path of this side runs over {said}"))
            .help("expect more delay and loss than over cable; compare with a call without it")
            .evidence(Evidence::Fact {
                path: "connections[].selected_path.local".to_owned(),
                value: network.to_owned(),
            }),
    ]
}
