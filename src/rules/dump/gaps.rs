//! What the program that saved the dump did not see, or no longer had.

use super::super::Draft;
use super::super::in_dump::{draft, list, moment};
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Dialect, Dump, History};
use crate::report::{Confidence, Evidence, number};

/// `dump/opened-late`
pub(super) fn opened_late(dump: &Dump) -> Vec<Draft> {
    // a saved about:webrtc page never has a log: that is told apart
    let has_log = dump.dialect != Dialect::AboutWebrtc;
    let late: Vec<&Connection> = dump.connections.iter().filter(|c| has_log && c.history == History::Late).collect();
    let ids: Vec<&str> = late.iter().map(|connection| connection.id.as_str()).collect();
    let Some(first) = late.first().and_then(|connection| connection.events.first()) else { return Vec::new() };
    let noun = if ids.len() == 1 { "connection" } else { "connections" };
    vec![
        Draft::new(
            format!("{noun} {}", list(&ids)),
            "the log begins with the states of a call that was already there: its offer, gathering and checks are not in it",
        )
        .help("open `chrome://webrtc-internals` before the call starts")
        .evidence(moment(first, "the first line of the log")),
    ]
}

/// `dump/connection-missing`
pub(super) fn connection_missing(dump: &Dump) -> Vec<Draft> {
    let ids: Vec<String> = dump.connections.iter().map(|connection| format!("`{}`", connection.id)).collect();
    let alone = dump.connections.iter().find(|connection| lost_its_neighbour(connection, dump));
    let closed = usize::try_from(dump.closed).unwrap_or(usize::MAX).saturating_sub(found_elsewhere(dump));
    let (message, confidence) = match (closed, alone) {
        (0, None) => return Vec::new(),
        (0, Some(alone)) => (
            format!("the other end of connection `{}` is a browser on this computer, and not in the dump", alone.id),
            Confidence::Possible,
        ),
        (count, _) => {
            let verb = if count == 1 { "is" } else { "are" };
            let missing = number::plural(count, "connection");
            (format!("by their numbers {missing} {verb} missing; the dump has {}", list(&ids)), Confidence::Certain)
        }
    };
    vec![
        Draft::new("dump".to_owned(), message)
            .confidence(confidence)
            .help(
                "save the dump before the call ends, open the page as `chrome://webrtc-internals/?keepRemovedConnections`, \
                 or save the rtcstats dump, which keeps closed connections",
            )
            .evidence(Evidence::Fact { path: "connections[].id".to_owned(), value: ids.join(", ") }),
    ]
}

/// How many connections of this page are in another dump that was read with this one.
fn found_elsewhere(dump: &Dump) -> usize {
    let renderer = |connection: &Connection| connection.id.rsplit_once('-').map(|(renderer, _)| renderer.to_owned());
    let of_page = |other: &&Connection| {
        dump.connections.iter().all(|own| own.id != other.id)
            && dump.connections.iter().any(|own| own.url == other.url && renderer(own) == renderer(other))
    };
    dump.elsewhere.iter().filter(of_page).count()
}

/// Whether the other end has this end's own address, is a browser of this kind, and is not in the dump.
fn lost_its_neighbour(connection: &Connection, dump: &Dump) -> bool {
    let path = connection.selected_path();
    let same_host = path.yes().is_some_and(|path| {
        path.local.kind == CandidateType::Host
            && path.remote.kind == CandidateType::Host
            && !path.local.address.is_empty()
            && path.local.address == path.remote.address
    });
    let peer = connection.peer();
    let browser = peer.software.is_some_and(|software| software.contains("Chrom") || software.contains("libwebrtc"));
    dump.dialect == Dialect::WebrtcInternals
        && same_host
        && browser
        && peer.is_server == Some(false)
        && dump.other_end(connection).is_none()
}

/// `dump/statistics-truncated`
pub(super) fn statistics_truncated(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let Some(span) = connection.statistics.span().filter(|_| connection.statistics.truncated) else {
        return Vec::new();
    };
    vec![
        draft(connection, format!("the statistics begin {} into the call", number::ms(span.from_ms)))
            .help("save the rtcstats dump too: it keeps every value, where webrtc-internals keeps the last 1000 of a series")
            .evidence(Evidence::Moment { at_ms: span.from_ms, text: "the first value that is left".to_owned() }),
    ]
}
