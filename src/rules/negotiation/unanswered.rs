//! Offers that no answer followed.

use super::super::Draft;
use super::super::in_dump::{clock, draft, end_ms, moment};
use super::super::limits::ANSWER_MS;
use crate::dump::{Connection, Dump, End, Event, EventKind, History, Machine};
use crate::report::{Confidence, number};

/// `negotiation/never-negotiated`: the first offer has no answer.
pub(super) fn never_negotiated(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let first = connection.history == History::Whole && connection.negotiations().is_empty();
    let Some((event, end)) = open(connection).filter(|_| first && !connection.ever_connected()) else {
        return Vec::new();
    };
    let (message, help) = said(event, end);
    vec![
        draft(connection, message)
            .help(help)
            // the call may have begun a moment before the dump was saved
            .confidence(Confidence::Likely)
            .evidence(moment(event, "an offer was set")),
    ]
}

/// `negotiation/incomplete`: a later offer has no answer.
pub(super) fn incomplete(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let later = !connection.negotiations().is_empty() || connection.ever_connected();
    let Some((event, end)) = open(connection).filter(|_| later) else { return Vec::new() };
    let waited = end_ms(connection).zip(event.at_ms).map(|(end, from)| end - from);
    let Some(waited) = waited.filter(|ms| *ms > ANSWER_MS) else { return Vec::new() };
    let (message, help) = said(event, end);
    vec![
        draft(connection, format!("{message} within {}", number::ms(waited)))
            .help(help)
            .evidence(moment(event, "an offer was set")),
    ]
}

/// The offer that is open while the connection is.
fn open(connection: &Connection) -> Option<(&Event, End)> {
    let closed = |event: &Event| matches!(&event.kind, EventKind::Other { name, .. } if name == "close");
    let closed = connection.last(Machine::Signaling) == Some("closed") || connection.events.iter().any(closed);
    connection.open_offer().filter(|_| !closed)
}

fn said(event: &Event, end: End) -> (String, &'static str) {
    let at = clock(event.at_ms.unwrap_or(0.0));
    match end {
        End::Local => (
            format!("an offer was set at {at}, and no answer of the other side came"),
            "see whether the offer reached the other side, what it answered, and that the answer is handed to \
             `setRemoteDescription`",
        ),
        End::Remote => (
            format!("the other side's offer was set at {at}, and no answer was set here"),
            "call `createAnswer` and `setLocalDescription` after `setRemoteDescription`, and send the answer back",
        ),
    }
}
