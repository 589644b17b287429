//! `data/stalled` and `data/closed`: data channels of which nothing arrives, or that are gone before their time.

use super::super::Draft;
use super::super::in_dump::draft;
use super::super::limits::{MEDIA_SETTLING_MS, STALLED_MS};
use crate::dump::{Connection, Dump, Outcome, Series, StatsObject, Window};
use crate::report::{Evidence, Severity, number};

/// Fires where an open channel counts messages as sent and the other end, whose statistics this dump has too, receives
/// no more of them.
pub(in crate::rules) fn stalled(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let is_open = |channel: &&StatsObject| channel.text("state") == Some("open");
    if !connection.statistics.of("data-channel").any(|channel| is_open(&channel)) {
        return Vec::new();
    }
    let Some(other) = dump.other_end(connection) else { return Vec::new() };
    // the axes of the two begin at their own first events
    let Some(shift) = connection.zero_unix_ms.zip(other.zero_unix_ms).map(|(here, there)| there - here) else {
        return Vec::new();
    };
    let channels = connection.statistics.of("data-channel").filter(is_open);
    let found = channels.filter_map(|channel| {
        let sent = channel.series("messagesSent")?;
        let received = same(channel, other)?.series("messagesReceived")?;
        let last = received.last()?;
        let since = received.points().iter().find(|point| point.value >= last.value)?.at_ms + shift;
        let window = Window { from_ms: since, to_ms: (last.at_ms + shift).min(sent.last()?.at_ms) };
        let unseen = sent.within(window).growth();
        (window.length_ms() >= STALLED_MS && unseen > 0.0 && last.value < sent.last()?.value)
            .then_some((channel, window, unseen))
    });
    let draft = found.map(|(channel, window, unseen)| {
        let message = format!(
            "data channel {} sent {} from {} to {}, and the other end received none of them",
            named(channel),
            number::plural(unseen as usize, "message"),
            number::ms(window.from_ms),
            number::ms(window.to_ms)
        );
        draft(connection, message)
            .help(
                "watch `bufferedAmount` and wait for `bufferedamountlow` before sending more; messages of more than \
                 `sctp.maxMessageSize` close or stall the association",
            )
            .evidence(evidence("data-channel.messagesReceived", window, 0.0))
    });
    draft.take(1).collect()
}

/// The same channel at the other end.
fn same<'a>(channel: &StatsObject, other: &'a Connection) -> Option<&'a StatsObject> {
    let mut channels = other.statistics.of("data-channel");
    let id = channel.count("dataChannelIdentifier");
    channels.find(|c| {
        (id.is_some() && c.count("dataChannelIdentifier") == id)
            || (id.is_none() && c.text("label") == channel.text("label"))
    })
}

/// Fires where a channel was closed though the connection lived on.
pub(in crate::rules) fn closed(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    if connection.outcome() != Outcome::Connected {
        return Vec::new();
    }
    let Some(end) = connection.statistics.span().map(|span| span.to_ms) else { return Vec::new() };
    let counted = closures(connection, end);
    let by_state = connection.statistics.of("data-channel").filter_map(|channel| {
        let (at_ms, _) =
            channel.changes("state").into_iter().find(|(_, state)| ["closing", "closed"].contains(&state.as_ref()))?;
        (at_ms + MEDIA_SETTLING_MS <= end).then(|| (format!("data channel {}", named(channel)), at_ms))
    });
    let draft = by_state.chain(counted).next().map(|(what, at_ms)| {
        let window = Window { from_ms: at_ms, to_ms: end };
        let message = format!(
            "{what} was closed at {}, {} before the dump ends",
            number::ms(at_ms),
            number::ms(window.length_ms())
        );
        draft(connection, message)
            .severity(Severity::Info)
            .help("nothing to do if the application closed it; else listen to `error` of the channel for the cause")
            .evidence(evidence("data-channel.state", window, 0.0))
    });
    Vec::from_iter(draft)
}

/// Closures that are counted alone: the object of a closed channel is gone at once.
fn closures(connection: &Connection, end: f64) -> Option<(String, f64)> {
    let counter: Series = connection.statistics.of("peer-connection").find_map(|pc| pc.series("dataChannelsClosed"))?;
    let first = counter.points().iter().find(|point| point.value > 0.0)?;
    let count = counter.last()?.value;
    let what = number::plural(count as usize, "data channel");
    (first.at_ms + MEDIA_SETTLING_MS <= end).then_some((what, first.at_ms))
}

/// Its label, as far as it has one.
fn named(channel: &StatsObject) -> String {
    channel.text("label").map_or_else(|| "without a label".to_owned(), |label| format!("`{label}`"))
}

fn evidence(series: &str, window: Window, value: f64) -> Evidence {
    Evidence::Window { series: series.to_owned(), from_ms: window.from_ms, to_ms: window.to_ms, value }
}
