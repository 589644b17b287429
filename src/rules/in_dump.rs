//! Words that all checks of dumps share.
//!
//! For: naming a connection, a moment, a list the same way everywhere. Not for: opinions.

use super::Draft;
use crate::dump::{Connection, Event};
use crate::report::{Evidence, number};

/// A finding about `connection`.
pub(super) fn draft(connection: &Connection, message: impl Into<String>) -> Draft {
    Draft::new(subject(connection), message)
}

/// What a finding about `connection` is about.
pub fn subject(connection: &Connection) -> String {
    format!("connection {}", connection.id)
}

/// That `event` says `text`.
pub(super) fn moment(event: &Event, text: impl Into<String>) -> Evidence {
    Evidence::Moment { at_ms: event.at_ms.unwrap_or(0.0), text: text.into() }
}

/// A moment on the axis of its connection, as the timeline shows it: `15.4 s`.
pub(super) fn clock(at_ms: f64) -> String {
    number::ms(at_ms.max(0.0))
}

/// `a`, `a and b`, `a, b and c`; of more than four the first three and their number.
pub(super) fn list(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [a, b, c, _, _, ..] => format!("{a}, {b}, {c} and {} more", words.len() - 3),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// When the dump stops telling of `connection`, on its axis.
pub(super) fn end_ms(connection: &Connection) -> Option<f64> {
    let events = connection.events.iter().filter_map(|event| event.at_ms);
    let polls = connection.statistics.span().map(|span| span.to_ms);
    events.chain(polls).reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_stay_short() {
        let words = ["a", "b", "c", "d", "e"];
        let lists: Vec<String> = (0..=5).map(|n| list(words.get(..n).unwrap())).collect();
        assert_eq!(lists, ["none", "a", "a and b", "a, b and c", "a, b, c and d", "a, b, c and 2 more"]);
    }
}
