//! From the layout of the file to the model.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::super::model::applied;
use super::super::{
    Candidate, Connection, Dialect, Dump, End, Event, EventKind, History, Machine, Section, Unseen, redact,
};
use super::clock::Clock;
use super::wire::{File, LogEntry, PeerConnection};
use super::{about, events, stats};

/// The dump that `file` is.
pub(in crate::dump) fn build(name: &str, file: File, warnings: Vec<String>) -> Dump {
    let mut unseen = Vec::new();
    let connections: Vec<Connection> = file
        .connections
        .into_iter()
        .flat_map(|entries| entries.0)
        .map(|(id, connection)| self::connection(id, connection, &mut unseen))
        .collect();
    unseen.splice(0..0, opened_late(&connections));
    unseen.extend(closed(&connections));
    Dump {
        name: name.to_owned(),
        dialect: Dialect::WebrtcInternals,
        browser: about::browser(file.user_agent_data.as_ref(), file.user_agent.as_ref()),
        saved_unix_ms: file.timestamp.as_ref().and_then(Value::as_f64),
        captures: about::captures(&file.captures.unwrap_or_default()),
        connections,
        warnings,
        unseen,
    }
}

fn connection(id: String, wire: PeerConnection, unseen: &mut Vec<Unseen>) -> Connection {
    let events = log(&wire.log.unwrap_or_default());
    let seen = stats::read(wire.stats.unwrap_or_default());
    let history = history(&events);
    if seen.capped {
        unseen.push(Unseen {
            what: format!("the first statistics of connection {id}"),
            why: "webrtc-internals keeps 1000 values of a series and drops the oldest; the rtcstats dump keeps all"
                .to_owned(),
        });
    }
    Connection {
        url: wire.url.filter(|url| !url.is_empty()).map(|url| redact::url(&url)),
        configuration: about::configuration(wire.configuration.as_ref()),
        history,
        local_candidates: candidates(&events, End::Local, seen.local_candidates),
        remote_candidates: candidates(&events, End::Remote, seen.remote_candidates),
        sections: sections(&events),
        transports: seen.transports,
        pairs: seen.pairs,
        tracks: seen.tracks,
        events,
        id,
    }
}

fn log(entries: &[LogEntry]) -> Vec<Event> {
    let mut clock = Clock::default();
    entries
        .iter()
        // a line without a name is one that damage cut off
        .filter(|entry| !entry.name.is_empty())
        .map(|entry| {
            let (at_ms, unix_ms) = clock.read(entry.timestamp, entry.time.as_deref());
            Event { at_ms, unix_ms, kind: events::kind(entry) }
        })
        .collect()
}

/// A page that is opened during a call writes the descriptions and states of that moment; a log from the beginning
/// starts with a transceiver, a channel, an offer or a remote description, whose states follow one by one.
fn history(events: &[Event]) -> History {
    let kinds: Vec<&EventKind> = events.iter().map(|event| &event.kind).take(2).collect();
    match kinds.as_slice() {
        [] => History::Nothing,
        [EventKind::State(..), ..]
        | [EventKind::Set(End::Local, _), EventKind::Set(End::Remote, _)]
        | [EventKind::Set(End::Remote, _), EventKind::Set(End::Local, _)]
        | [EventKind::Set(End::Local, _), EventKind::State(Machine::Signaling, _)] => History::Late,
        _ => History::Whole,
    }
}

/// Candidates of `end`: those of the events and of its descriptions, each once, else those of the statistics.
fn candidates(events: &[Event], end: End, from_stats: Vec<Candidate>) -> Vec<Candidate> {
    let mut seen = HashSet::new();
    let trickled = events.iter().filter_map(|event| match &event.kind {
        EventKind::Candidate(of, candidate) if *of == end => Some(candidate.clone()),
        _ => None,
    });
    let described = applied(events).into_iter().filter(|(of, _)| *of == end).flat_map(|(_, description)| {
        let lines = description.sdp.expose().lines().map(|line| line.text.as_str());
        lines.filter(|line| line.starts_with("a=candidate:")).filter_map(Candidate::from_line)
    });
    let found: Vec<Candidate> = trickled
        .chain(described)
        .filter(|candidate| seen.insert((candidate.kind, candidate.protocol.clone(), candidate.endpoint())))
        .collect();
    if found.is_empty() { from_stats } else { found }
}

/// The sections of the last answer, else of the last offer, as seen from this end.
fn sections(events: &[Event]) -> Vec<Section> {
    let applied = applied(events);
    let chosen = applied.iter().rev().find(|(_, description)| description.kind == "answer").or_else(|| applied.last());
    let Some((end, description)) = chosen else { return Vec::new() };
    description
        .sections
        .iter()
        .cloned()
        .map(|section| if *end == End::Remote { section.flipped() } else { section })
        .collect()
}

/// Connections whose beginning the page did not see.
fn opened_late(connections: &[Connection]) -> Option<Unseen> {
    let late = connections.iter().filter(|connection| connection.history == History::Late);
    let ids: Vec<&str> = late.map(|connection| connection.id.as_str()).collect();
    let noun = if ids.len() == 1 { "connection" } else { "connections" };
    (!ids.is_empty()).then(|| Unseen {
        what: format!("how {noun} {} began", ids.join(", ")),
        why: "webrtc-internals was opened during the call; open it before the call starts".to_owned(),
    })
}

/// Connections whose numbers are missing: the page forgets a connection when it is closed.
fn closed(connections: &[Connection]) -> Option<Unseen> {
    let mut by_renderer: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for connection in connections {
        if let Some((renderer, number)) = connection.id.split_once('-') {
            by_renderer.entry(renderer).or_default().extend(number.parse::<u64>().ok());
        }
    }
    // each renderer counts its connections from 1
    let missing: u64 = by_renderer
        .values()
        .map(|numbers| numbers.iter().max().copied().unwrap_or(0).saturating_sub(numbers.len() as u64))
        .fold(0, u64::saturating_add);
    let what = match missing {
        0 => return None,
        1 => "1 connection that was closed before the dump was saved".to_owned(),
        more => format!("{more} connections that were closed before the dump was saved"),
    };
    Some(Unseen {
        what,
        why: "webrtc-internals forgets a closed connection, unless it is opened as \
              `chrome://webrtc-internals/?keepRemovedConnections`"
            .to_owned(),
    })
}
