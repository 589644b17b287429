//! From what a dialect says of a connection to the model: the part that is the same for all.

use std::collections::HashSet;

use serde_json::Value;

use super::model::applied;
use super::stats::Builder;
use super::{
    Candidate, Configuration, Connection, Description, End, Event, EventKind, History, Machine, Section, Unseen,
    derive, internals,
};

/// The events of one connection, as its lines come.
#[derive(Debug, Default)]
pub(super) struct Log(Vec<Event>);

impl Log {
    /// Takes a line. `setLocalDescription()` without a description is given the one that its success tells.
    pub(super) fn take(&mut self, name: &str, value: Option<&Value>, at_ms: Option<f64>, unix_ms: Option<f64>) {
        if let Some((end, made)) = internals::made_by_success(name, value) {
            let call = self.0.iter_mut().rev().find_map(|event| match &mut event.kind {
                EventKind::Set(of, description) if *of == end => Some(description),
                _ => None,
            });
            if let Some(call) = call.filter(|call| call.kind == Description::LEFT_OUT) {
                *call = made;
            }
        }
        self.0.push(Event { at_ms, unix_ms, kind: internals::event(name, value) });
    }
}

/// What a dialect says of one connection.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// As the dialect calls it.
    pub(super) id: String,
    /// The page that made it, cleaned.
    pub(super) url: Option<String>,
    /// Its configuration.
    pub(super) configuration: Configuration,
    /// Its events.
    pub(super) log: Log,
    /// Its statistics.
    pub(super) statistics: Builder,
    /// The zero of its axis in milliseconds since 1970, where the events do not tell it.
    pub(super) zero: Option<f64>,
    /// Whether the dialect sees every connection from its beginning.
    pub(super) from_the_beginning: bool,
}

/// The connection that `parts` make.
pub(super) fn connection(parts: Parts) -> Connection {
    let Log(events) = parts.log;
    let zero = events
        .iter()
        .find_map(|event| Some(event.unix_ms? - event.at_ms?))
        .or(parts.zero)
        .or_else(|| parts.statistics.first_poll());
    let statistics = parts.statistics.finish(zero.unwrap_or(0.0));
    let history = match history(&events) {
        History::Late if parts.from_the_beginning => History::Whole,
        other => other,
    };
    Connection {
        id: parts.id,
        url: parts.url,
        configuration: parts.configuration,
        history,
        zero_unix_ms: zero,
        local_candidates: candidates(&events, End::Local, || derive::candidates(&statistics, false)),
        remote_candidates: candidates(&events, End::Remote, || derive::candidates(&statistics, true)),
        sections: sections(&events),
        transports: derive::transports(&statistics),
        pairs: derive::pairs(&statistics),
        tracks: derive::tracks(&statistics),
        events,
        statistics,
    }
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
fn candidates(events: &[Event], end: End, from_stats: impl Fn() -> Vec<Candidate>) -> Vec<Candidate> {
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
    if found.is_empty() { from_stats() } else { found }
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
pub(super) fn opened_late(connections: &[Connection]) -> Option<Unseen> {
    let late = connections.iter().filter(|connection| connection.history == History::Late);
    let ids: Vec<&str> = late.map(|connection| connection.id.as_str()).collect();
    let noun = if ids.len() == 1 { "connection" } else { "connections" };
    (!ids.is_empty()).then(|| Unseen {
        what: format!("how {noun} {} began", ids.join(", ")),
        why: "webrtc-internals was opened during the call; open it before the call starts".to_owned(),
    })
}
