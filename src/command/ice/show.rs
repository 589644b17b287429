//! What was gathered, for people.

use std::net::SocketAddr;

use crate::candidate::priority::CandidateType;
use crate::candidate::uri::Transport;
use crate::facts::Known;
use crate::facts::ice::{Candidate, Gathering, Outcome, Relay, Server};
use crate::probe::message::describe;
use crate::report::number::{figures, ms, percent, plural};
use crate::report::{Block, Line, Moment, Part, Table, Tone};
use crate::trace::{Direction, Packet};

/// One sentence about a run in which nothing failed.
pub(super) fn summary(run: &Gathering) -> String {
    let has = |kind| run.candidates.iter().any(|c| c.kind == kind);
    let kinds: Vec<&str> = [CandidateType::Host, CandidateType::Srflx, CandidateType::Relay]
        .into_iter()
        .filter(|kind| has(*kind))
        .map(CandidateType::word)
        .collect();
    let gathered = match kinds.as_slice() {
        [] => "no candidates".to_owned(),
        [one] => format!("{one} candidates"),
        [rest @ .., last] => format!("{} and {last} candidates", rest.join(", ")),
    };
    let mut text = format!("{gathered} from {} in {}", plural(run.servers.len(), "server"), ms(run.gathering_ms));
    let proven: Vec<&str> = run
        .servers
        .iter()
        .filter(|s| s.relay.as_ref().is_some_and(|r| r.proven_in.yes().is_some() && r.proven_out.yes().is_some()))
        .map(|s| s.uri.transport.word())
        .collect();
    match proven.as_slice() {
        [] if has(CandidateType::Relay) => text.push_str("; relay allocated, not proven"),
        [] => {}
        [one] => text.push_str(&format!("; relay proven over {one}")),
        [rest @ .., last] => text.push_str(&format!("; relay proven over {} and {last}", rest.join(", "))),
    }
    text
}

/// The parts between verdict and findings.
pub(super) fn body(run: &Gathering, ledger: &[Packet]) -> Vec<Part> {
    let mut parts = Vec::new();
    if !run.candidates.is_empty() {
        parts.push(Part::always(Block::Heading("candidates".to_owned())));
        parts.push(Part::always(Block::Table(candidates(run))));
        if run.candidates.iter().any(|c| c.redundant) {
            let note = "redundant: equal to its base, so that a browser drops it";
            parts.push(Part::always(Block::Line(Line::toned(note, Tone::Dim))));
        }
    }
    if !run.servers.is_empty() {
        parts.push(Part::always(Block::Heading("servers, times in ms".to_owned())));
        parts.push(Part::always(Block::Table(servers(run))));
    }
    let relays: Vec<(&Server, &Relay)> =
        run.servers.iter().filter_map(|s| s.relay.as_ref().map(|relay| (s, relay))).collect();
    if !relays.is_empty() {
        parts.push(Part::always(Block::Heading("relays".to_owned())));
        parts.push(Part::always(Block::Table(relay_table(&relays))));
    }
    if relays.len() + run.candidates.len() > 0 {
        parts.push(Part::always(Block::Line(would_connect(run))));
    }
    parts.extend(details(run));
    if !ledger.is_empty() {
        parts.push(Part::verbose(Block::Heading("on the wire".to_owned())));
        parts.push(Part::verbose(Block::Timeline(ledger.iter().map(moment).collect())));
    }
    parts
}

/// The candidates, each with where it came from.
pub(in crate::command) fn candidates(run: &Gathering) -> Table {
    let mut table = Table::new(&["type", "address", "from", ">priority", ">after"]);
    for c in &run.candidates {
        let tone = if c.redundant { Tone::Dim } else { Tone::Good };
        table.push(vec![
            Line::toned(c.kind.word(), tone),
            Line::toned(c.address.to_string(), Tone::Name),
            Line::plain(from(c)),
            Line::toned(c.priority.to_string(), Tone::Dim),
            Line::plain(ms(c.at_ms)),
        ]);
    }
    table
}

fn from(candidate: &Candidate) -> String {
    let place = candidate.server.as_ref().or(candidate.interface.as_ref()).cloned().unwrap_or_default();
    let place = place.split("?transport").next().unwrap_or_default().to_owned();
    match (candidate.relay_protocol, candidate.redundant) {
        (Some(transport), _) => format!("{place} over {transport}"),
        (None, true) => format!("{place}, redundant"),
        (None, false) => place,
    }
}

/// The servers, each with how it ended and how long its phases took.
pub(in crate::command) fn servers(run: &Gathering) -> Table {
    let named = run.servers.iter().any(|s| s.phases.dns_ms.is_some());
    let streams = run.servers.iter().any(|s| s.phases.tcp_ms.is_some());
    let proxied = run.servers.iter().any(|s| s.phases.proxy_ms.is_some());
    let secure = run.servers.iter().any(|s| s.phases.tls_ms.is_some());
    let relays = run.servers.iter().any(|s| s.uri.scheme.relays());
    let columns: Vec<(&str, bool)> = vec![
        ("server", true),
        ("result", true),
        (">dns", named),
        (">tcp", streams),
        (">proxy", proxied),
        (">tls", secure),
        (">bind", true),
        (">401", relays),
        (">alloc", relays),
        (">rtt", true),
        (">trips", true),
    ];
    let shown: Vec<&str> = columns.iter().filter(|(_, shown)| *shown).map(|(title, _)| *title).collect();
    let mut table = Table::new(&shown);
    for s in &run.servers {
        let p = &s.phases;
        let time = |value: Option<f64>| Line::plain(value.map_or_else(String::new, figures));
        let trips = s.round_trips.map_or_else(String::new, |n| n.to_string());
        let cells = [
            Line::toned(label(s, run), Tone::Name),
            result(s),
            time(p.dns_ms),
            time(p.tcp_ms),
            time(p.proxy_ms),
            time(p.tls_ms),
            time(p.binding_ms),
            time(p.challenge_ms),
            time(p.allocate_ms),
            time(s.rtt_ms),
            Line::plain(trips),
        ];
        table.push(cells.into_iter().zip(&columns).filter(|(_, (_, shown))| *shown).map(|(cell, _)| cell).collect());
    }
    table
}

/// The URI, with the address where one name has several.
fn label(server: &Server, run: &Gathering) -> String {
    let text = server.uri.canonical();
    // A scheme's own transport goes without saying.
    let text = match server.uri.transport {
        Transport::Tcp | Transport::Dtls => text.replace("?transport=", " "),
        Transport::Udp | Transport::Tls => text.split("?transport=").next().unwrap_or_default().to_owned(),
    };
    let twice = run.servers.iter().filter(|other| other.uri == server.uri).count() > 1;
    match server.address {
        Some(SocketAddr::V4(_)) if twice => format!("{text} (IPv4)"),
        Some(SocketAddr::V6(_)) if twice => format!("{text} (IPv6)"),
        _ => text,
    }
}

fn result(server: &Server) -> Line {
    let again = server.retransmissions;
    let line = match &server.outcome {
        Outcome::Ok => Line::toned("ok", Tone::Good),
        Outcome::Failed(_) => Line::toned("failed", Tone::Bad),
        Outcome::NotTested(_) => Line::toned("not tested", Tone::Dim),
    };
    if again > 0 { line.with(format!(", {}", plural(again as usize, "retry")), Tone::Warn) } else { line }
}

fn relay_table(relays: &[(&Server, &Relay)]) -> Table {
    let mut table = Table::new(&["relayed address", "over", "in", "out", ">loss", ">rtt", ">lifetime"]);
    for (server, relay) in relays {
        table.push(vec![
            Line::toned(relay.address.to_string(), Tone::Name),
            Line::plain(server.uri.transport.word()),
            known(&relay.proven_in),
            known(&relay.proven_out),
            Line::plain(relay.loss.map_or_else(String::new, percent)),
            Line::plain(relay.rtt_ms.map_or_else(String::new, ms)),
            Line::plain(server.lifetime_s.map_or_else(String::new, |s| format!("{s} s"))),
        ]);
    }
    table
}

fn known(fact: &Known<()>) -> Line {
    match fact {
        Known::Yes(()) => Line::toned("proven", Tone::Good),
        Known::No(_) => Line::toned("failed", Tone::Bad),
        Known::NotTested(_) => Line::toned("not tested", Tone::Dim),
    }
}

fn would_connect(run: &Gathering) -> Line {
    let would = run.would_connect();
    let mut line = Line::plain("would connect: ");
    for (index, (what, answer)) in
        [("from here", would.any), ("with UDP blocked", would.udp_blocked), ("over HTTPS alone", would.https_only)]
            .into_iter()
            .enumerate()
    {
        let (word, tone) = match answer {
            Some(true) => ("yes", Tone::Good),
            Some(false) => ("no", Tone::Bad),
            None => ("unknown", Tone::Dim),
        };
        let comma = if index == 0 { "" } else { ", " };
        line = line.with(format!("{comma}{what} "), Tone::Plain).with(word, tone);
    }
    line
}

fn details(run: &Gathering) -> Vec<Part> {
    let mut parts = Vec::new();
    for server in &run.servers {
        let mut fields: Vec<(String, Line)> = Vec::new();
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                fields.push((name.to_owned(), Line::plain(value)));
            }
        };
        field("address", server.address.map(|a| a.to_string()));
        field("proxy", server.proxy.clone());
        field("mapped", server.mapped.map(|a| a.to_string()));
        field("software", server.software.clone());
        field("realm", server.realm.clone());
        if let Some(tls) = &server.tls {
            field("tls", tls.version.as_ref().map(|version| format!("version {version}")));
            field("certificate", Some(format!("for {}, signed by {}", tls.names.join(", "), tls.issuer)));
        }
        if !fields.is_empty() {
            parts.push(Part::verbose(Block::Heading(server.uri.canonical())));
            parts.push(Part::verbose(Block::Fields(fields)));
        }
    }
    parts
}

fn moment(packet: &Packet) -> Moment {
    let arrow = if packet.direction == Direction::Out { "to  " } else { "from" };
    let text = Line::toned(format!("{arrow} "), Tone::Dim)
        .with(packet.remote.to_string(), Tone::Name)
        .with(format!(" {} {} B  ", packet.transport, packet.length), Tone::Dim)
        .with(describe(&packet.head), Tone::Plain);
    Moment { at_ms: packet.at.as_secs_f64() * 1000.0, text }
}
