//! From the layout of the file to the model.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::super::assemble::{self, Log};
use super::super::scan::Source;
use super::super::{Connection, Dialect, Dump, DumpError, Reading, Unseen, redact, sniff};
use super::about;
use super::clock::{Clock, align};
use super::reader::{self, PeerConnection};
use super::wire::LogEntry;

/// Reads the dump that `source` holds.
///
/// # Errors
/// When there is nothing of such a dump in it.
pub(in crate::dump) fn read(name: &str, source: &mut Source<'_>, reading: Reading) -> Result<Dump, DumpError> {
    let file = reader::read(source, reading);
    if !file.is_dump {
        let looks_like = sniff::object(&file.other_keys);
        let damaged = if file.warnings.is_empty() { "" } else { ", cut or damaged" };
        return Err(DumpError::NoDump { name: name.to_owned(), looks_like: format!("{looks_like}{damaged}") });
    }
    let mut unseen = Vec::new();
    let connections: Vec<Connection> =
        file.connections.into_iter().map(|connection| self::connection(connection, &mut unseen)).collect();
    unseen.splice(0..0, assemble::opened_late(&connections));
    let closed = closed(&connections);
    unseen.extend(forgotten(closed));
    Ok(Dump {
        name: name.to_owned(),
        dialect: Dialect::WebrtcInternals,
        browser: about::browser(file.user_agent_data.as_ref(), file.user_agent.as_ref()),
        saved_unix_ms: file.timestamp.as_ref().and_then(Value::as_f64),
        captures: about::captures(&file.captures),
        connections,
        warnings: file.warnings,
        unseen,
        closed,
        elsewhere: Vec::new(),
        partners: OnceLock::new(),
    })
}

fn connection(wire: PeerConnection, unseen: &mut Vec<Unseen>) -> Connection {
    let zero = align(wire.log.iter().find_map(|entry| entry.time.as_deref()), wire.statistics.first_poll());
    let connection = assemble::connection(assemble::Parts {
        id: wire.id,
        url: wire.url.filter(|url| !url.is_empty()).map(|url| redact::url(&url)),
        configuration: about::configuration(wire.configuration.as_ref()),
        log: log(&wire.log),
        statistics: wire.statistics,
        zero,
        from_the_beginning: false,
    });
    if connection.statistics.truncated {
        unseen.push(Unseen {
            what: format!("the first statistics of connection {}", connection.id),
            why: "webrtc-internals keeps 1000 values of a series and drops the oldest; the rtcstats dump keeps all"
                .to_owned(),
        });
    }
    connection
}

fn log(entries: &[LogEntry]) -> Log {
    let (mut clock, mut log) = (Clock::default(), Log::default());
    // a line without a name is one that damage cut off
    for entry in entries.iter().filter(|entry| !entry.name.is_empty()) {
        let (at_ms, unix_ms) = clock.read(entry.timestamp, entry.time.as_deref());
        log.take(&entry.name, entry.value.as_ref(), at_ms, unix_ms);
    }
    log
}

/// How many connections are missing: each renderer counts its own from 1.
fn closed(connections: &[Connection]) -> u64 {
    let mut by_renderer: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for connection in connections {
        if let Some((renderer, number)) = connection.id.split_once('-') {
            by_renderer.entry(renderer).or_default().extend(number.parse::<u64>().ok());
        }
    }
    by_renderer
        .values()
        .map(|numbers| numbers.iter().max().copied().unwrap_or(0).saturating_sub(numbers.len() as u64))
        .fold(0, u64::saturating_add)
}

/// The page forgets a connection when it is closed.
pub(in crate::dump) fn forgotten(closed: u64) -> Option<Unseen> {
    let what = match closed {
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
