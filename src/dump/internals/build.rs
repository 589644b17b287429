//! From the layout of the file to the model.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::model::applied;
use super::super::{
    Candidate, Capture, Configuration, Connection, Dialect, Dump, End, Event, EventKind, History, Machine, Section,
    Unseen, redact,
};
use super::clock::Clock;
use super::wire::{File, LogEntry, PeerConnection};
use super::{events, stats};
use crate::facts::Known;

/// The dump that `file` is.
pub(in crate::dump) fn build(name: &str, file: File, warnings: Vec<String>) -> Dump {
    let mut unseen = Vec::new();
    let connections: Vec<Connection> = file
        .connections
        .into_iter()
        .flat_map(|entries| entries.0)
        .map(|(id, connection)| self::connection(id, connection, &mut unseen))
        .collect();
    unseen.extend(closed(&connections));
    Dump {
        name: name.to_owned(),
        dialect: Dialect::WebrtcInternals,
        browser: browser(file.user_agent_data.as_ref(), file.user_agent.as_ref()),
        saved_unix_ms: file.timestamp.as_ref().and_then(Value::as_f64),
        captures: captures(&file.captures.unwrap_or_default()),
        connections,
        warnings,
        unseen,
    }
}

fn connection(id: String, wire: PeerConnection, unseen: &mut Vec<Unseen>) -> Connection {
    let events = log(&wire.log.unwrap_or_default());
    let seen = stats::read(wire.stats.unwrap_or_default());
    let history = history(&events);
    if history == History::Late {
        unseen.push(Unseen {
            what: format!("how connection {id} began"),
            why: "webrtc-internals was opened during the call; open it before the call starts".to_owned(),
        });
    }
    if seen.capped {
        unseen.push(Unseen {
            what: format!("the first statistics of connection {id}"),
            why: "webrtc-internals keeps 1000 values of a series and drops the oldest; the rtcstats dump keeps all"
                .to_owned(),
        });
    }
    Connection {
        url: wire.url.filter(|url| !url.is_empty()).map(|url| redact::url(&url)),
        configuration: configuration(wire.configuration.as_ref()),
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
    let mut found: Vec<Candidate> = Vec::new();
    let trickled = events.iter().filter_map(|event| match &event.kind {
        EventKind::Candidate(of, candidate) if *of == end => Some(candidate.clone()),
        _ => None,
    });
    let described = applied(events).into_iter().filter(|(of, _)| *of == end).flat_map(|(_, description)| {
        let lines = description.sdp.expose().lines();
        lines.filter(|line| line.starts_with("a=candidate:")).filter_map(Candidate::from_line)
    });
    for candidate in trickled.chain(described) {
        if !found.iter().any(|known| known.kind == candidate.kind && known.endpoint() == candidate.endpoint()) {
            found.push(candidate);
        }
    }
    if found.is_empty() { from_stats } else { found }
}

/// The sections of the last answer, else of the last offer, as seen from this end.
fn sections(events: &[Event]) -> Vec<Section> {
    let applied = applied(events);
    let chosen = applied.iter().rev().find(|(_, description)| description.kind == "answer").or(applied.last());
    let Some((end, description)) = chosen else { return Vec::new() };
    description
        .sections
        .iter()
        .cloned()
        .map(|section| if *end == End::Remote { section.flipped() } else { section })
        .collect()
}

fn configuration(value: Option<&Value>) -> Configuration {
    match value {
        Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
            Ok(object) => configuration_of_object(&object),
            Err(_) => configuration_of_text(text),
        },
        Some(object) => configuration_of_object(object),
        None => Configuration::default(),
    }
}

fn configuration_of_object(object: &Value) -> Configuration {
    let word = |key| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let servers = object.get("iceServers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let urls = servers.iter().filter_map(|server| server.get("urls").or_else(|| server.get("url")));
    let texts = urls.flat_map(|urls| match urls {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    });
    Configuration {
        ice_servers: texts.map(redact::url).collect(),
        ice_transport_policy: word("iceTransportPolicy"),
        bundle_policy: word("bundlePolicy"),
    }
}

/// `{ iceServers: [stun:a, turn:b], iceTransportPolicy: all, ... }`, as Chrome wrote it before 142.
fn configuration_of_text(text: &str) -> Configuration {
    let word = |key: &str| {
        let (_, rest) = text.split_once(&format!("{key}: "))?;
        Some(rest.split([',', '}']).next()?.trim().to_owned())
    };
    let servers = text.split_once("iceServers: [").and_then(|(_, rest)| rest.split_once(']'));
    let urls = servers.map_or("", |(urls, _)| urls).split(',').map(str::trim);
    Configuration {
        ice_servers: urls.filter(|url| !url.is_empty()).map(redact::url).collect(),
        ice_transport_policy: word("iceTransportPolicy"),
        bundle_policy: word("bundlePolicy"),
    }
}

/// The brand with the fullest version that is neither Chromium nor made up, else Chromium, else the user agent.
fn browser(brands: Option<&Value>, user_agent: Option<&Value>) -> Option<String> {
    let list =
        brands.and_then(|data| data.get("fullVersionList").or_else(|| data.get("brands")).unwrap_or(data).as_array());
    let named = list.into_iter().flatten().filter_map(|entry| {
        let brand = entry.get("brand")?.as_str()?;
        // a made-up brand has a character that no product has (User-Agent Client Hints section 6.2, GREASE)
        let made_up = brand.contains("Not") && brand.contains("Brand");
        (!made_up).then(|| format!("{brand} {}", entry.get("version").and_then(Value::as_str).unwrap_or("")))
    });
    let named: Vec<String> = named.collect();
    let product = named.iter().find(|name| !name.starts_with("Chromium")).or(named.first()).cloned();
    product.or_else(|| user_agent.and_then(Value::as_str).map(str::to_owned))
}

/// Joins requests and answers, which stand in one list, by renderer and request.
fn captures(entries: &[Value]) -> Vec<Capture> {
    let key = |entry: &Value| ["rid", "pid", "request_id"].map(|name| entry.get(name).and_then(Value::as_i64));
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_answer = |entry: &&Value| ["error", "stream_id"].iter().any(|name| entry.get(*name).is_some());
    let request = |entry: &Value| {
        let answer = entries.iter().filter(is_answer).find(|answer| key(answer) == key(entry));
        let granted = match answer.map(|answer| (text(answer, "error"), text(answer, "error_message"))) {
            None => Known::not_tested("the dump has no answer to this request"),
            Some((None, _)) => Known::Yes(()),
            Some((Some(error), message)) => {
                let message = message.filter(|message| !message.is_empty()).map(|message| format!(": {message}"));
                Known::No(crate::facts::Why::new(format!("{error}{}", message.unwrap_or_default())))
            }
        };
        Capture {
            method: text(entry, "request_type").unwrap_or_else(|| "getUserMedia".to_owned()),
            origin: text(entry, "origin").map(|origin| redact::url(&origin)),
            unix_ms: entry.get("timestamp").and_then(Value::as_f64),
            audio: text(entry, "audio"),
            video: text(entry, "video"),
            granted,
        }
    };
    entries.iter().filter(|entry| !is_answer(entry)).map(request).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_configuration_are_read() {
        let json = r#"{"iceServers":[{"urls":["turn:a","turn:b"]},{"url":"stun:c"}],"iceTransportPolicy":"relay"}"#;
        let json = configuration(Some(&json.into()));
        assert_eq!(json.ice_servers, ["turn:a", "turn:b", "stun:c"]);
        assert!(json.relay_only());
        let text = "{ iceServers: [stun:c, turn:a?transport=udp], iceTransportPolicy: all, bundlePolicy: balanced }";
        let text = configuration(Some(&text.into()));
        assert_eq!(text.ice_servers, ["stun:c", "turn:a?transport=udp"]);
        assert_eq!(text.bundle_policy.as_deref(), Some("balanced"));
        assert!(!text.relay_only());
    }

    #[test]
    fn the_browser_is_named_by_its_own_brand() {
        let brands = serde_json::json!([{"brand": "Not)A;Brand", "version": "8"}, {"brand": "Chromium", "version": "138"},
            {"brand": "Brave", "version": "138"}]);
        assert_eq!(browser(Some(&brands), None).as_deref(), Some("Brave 138"));
        assert_eq!(browser(None, Some(&"Mozilla/5.0".into())).as_deref(), Some("Mozilla/5.0"));
    }

    #[test]
    fn answers_find_their_requests() {
        let list = serde_json::json!([
            {"rid": 1, "pid": 2, "request_id": 0, "audio": "", "request_type": "getUserMedia"},
            {"rid": 1, "pid": 2, "request_id": 1, "video": "", "request_type": "getDisplayMedia"},
            {"rid": 1, "pid": 2, "request_id": 1, "error": "NotAllowedError", "error_message": "Permission denied"},
        ]);
        let captures = captures(list.as_array().unwrap());
        assert_eq!(captures.len(), 2);
        assert!(matches!(captures[0].granted, Known::NotTested(_)));
        assert_eq!(captures[1].granted, Known::No(crate::facts::Why::new("NotAllowedError: Permission denied")));
    }
}
