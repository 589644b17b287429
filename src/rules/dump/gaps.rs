//! What the program that saved the dump did not see, or no longer had.

use super::super::Draft;
use super::super::in_dump::{draft, list, moment};
use crate::dump::{Connection, Dump, History};
use crate::report::{Evidence, number};

/// `dump/opened-late`
pub(super) fn opened_late(dump: &Dump) -> Vec<Draft> {
    let late: Vec<&Connection> = dump.connections.iter().filter(|c| c.history == History::Late).collect();
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
    if dump.closed == 0 {
        return Vec::new();
    }
    let ids: Vec<String> = dump.connections.iter().map(|connection| format!("`{}`", connection.id)).collect();
    let count = usize::try_from(dump.closed).unwrap_or(usize::MAX);
    let missing = number::plural(count, "connection");
    let verb = if count == 1 { "is" } else { "are" };
    vec![
        Draft::new(
            "dump".to_owned(),
            format!("by their numbers {missing} {verb} missing; the dump has {}", list(&ids)),
        )
        .help(
            "save the dump before the call ends, open the page as `chrome://webrtc-internals/?keepRemovedConnections`, or \
             save the rtcstats dump, which keeps closed connections",
        )
        .evidence(Evidence::Fact { path: "connections[].id".to_owned(), value: ids.join(", ") }),
    ]
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
