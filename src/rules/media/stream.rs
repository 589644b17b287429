//! One stream as the rules look at it: the part of its statistics that is judged, and its name in messages.

use super::super::limits::{MEDIA_SETTLING_MS, OF_POLLS, POLLS};
use crate::dump::{Connection, History, Machine, Point, Series, StatsObject, Track, TrackDirection, Window};
use crate::report::{Evidence, number};

/// A stream with the time in which it is judged.
#[derive(Clone, Copy)]
pub(super) struct Stream<'a> {
    pub(super) connection: &'a Connection,
    pub(super) track: &'a Track,
    pub(super) object: &'a StatsObject,
    pub(super) window: Window,
}

/// The streams of one direction.
pub(super) fn streams(connection: &Connection, direction: TrackDirection) -> impl Iterator<Item = Stream<'_>> {
    let window = judged(connection);
    connection.tracks.iter().filter(move |track| track.direction == direction).filter_map(move |track| {
        let object = track.object(&connection.statistics)?;
        Some(Stream { connection, track, object, window: window? })
    })
}

/// From some seconds after the connection came about to the last poll. In the log of a page that was opened late, the
/// connection had long settled.
pub(super) fn judged(connection: &Connection) -> Option<Window> {
    let span = connection.statistics.span()?;
    // a camera that runs while nothing connects is no matter of this call
    if connection.history == History::Whole && !connection.ever_connected() {
        return None;
    }
    let connected = connection.states(Machine::Connection).chain(connection.states(Machine::Ice));
    let connected = connected.filter(|(_, state)| ["connected", "completed"].contains(state));
    let began = connected.filter_map(|(event, _)| event.at_ms).reduce(f64::min).unwrap_or(span.from_ms);
    let settled = if connection.history == History::Late { span.from_ms } else { began + MEDIA_SETTLING_MS };
    (settled < span.to_ms).then_some(Window { from_ms: settled.max(span.from_ms), to_ms: span.to_ms })
}

impl<'a> Stream<'a> {
    /// Whether it is `audio` or `video`.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.track.kind.as_deref() == Some(kind)
    }

    /// A property in the time that is judged; without values where there is none.
    pub(super) fn series(&self, property: &str) -> Series {
        self.object.series(property).unwrap_or_default().within(self.window)
    }

    /// A property of the other end's reports in that time, each report once: a report that was not renewed is polled
    /// again and again.
    pub(super) fn reported(&self, property: &str) -> Series {
        let report = self.track.report(&self.connection.statistics);
        let series = report.and_then(|report| report.series(property)).unwrap_or_default().within(self.window);
        let mut fresh: Vec<Point> = Vec::new();
        for point in series.points() {
            if fresh.last().is_none_or(|last| last.at_ms < point.at_ms) {
                fresh.push(*point);
            }
        }
        fresh.into_iter().collect()
    }

    /// What it is made of.
    pub(super) fn source(&self) -> Option<&'a StatsObject> {
        self.track.source(&self.connection.statistics)
    }

    /// A property of its source in that time.
    pub(super) fn of_source(&self, property: &str) -> Series {
        self.source().and_then(|source| source.series(property)).unwrap_or_default().within(self.window)
    }

    /// The bytes of it in that time, as a counter.
    pub(super) fn bytes(&self) -> Series {
        self.track.bytes(&self.connection.statistics).unwrap_or_default().within(self.window)
    }

    /// `the sent video`, with its layer.
    pub(super) fn name(&self) -> String {
        let way = match self.track.direction {
            TrackDirection::Send => "sent",
            TrackDirection::Receive => "received",
        };
        let kind = self.track.kind.as_deref().unwrap_or("media");
        let layer = self.track.rid.as_ref().map(|rid| format!(" of layer `{rid}`")).unwrap_or_default();
        format!("{way} {kind}{layer}")
    }

    /// How long it is judged for, as far as it was there, in milliseconds.
    pub(super) fn length_ms(&self) -> f64 {
        let times = self.object.times();
        let from = times.first().map_or(self.window.to_ms, |first| first.max(self.window.from_ms));
        times.last().map_or(0.0, |last| (last.min(self.window.to_ms) - from).max(0.0))
    }

    /// Evidence of a property over a stretch of time.
    pub(super) fn evidence(&self, property: &str, window: Window, value: f64) -> Evidence {
        evidence(&format!("{}.{property}", self.object.kind), window, value)
    }
}

/// Evidence of a series over a stretch of time.
pub(super) fn evidence(series: &str, window: Window, value: f64) -> Evidence {
    Evidence::Window { series: series.to_owned(), from_ms: window.from_ms, to_ms: window.to_ms, value }
}

/// The stretches in which the value is so at most polls.
pub(super) fn mostly(series: &Series, so: impl Fn(f64) -> bool) -> Vec<Window> {
    series.sustained(POLLS, OF_POLLS, so)
}

/// From the beginning of the first to the end of the last.
pub(super) fn hull(windows: &[Window]) -> Option<Window> {
    let from_ms = windows.iter().map(|window| window.from_ms).reduce(f64::min)?;
    let to_ms = windows.iter().map(|window| window.to_ms).reduce(f64::max)?;
    Some(Window { from_ms, to_ms })
}

/// The values of a series in some stretches of time.
pub(super) fn inside(series: &Series, windows: &[Window]) -> Series {
    let is_inside = |at_ms: f64| windows.iter().any(|window| (window.from_ms..=window.to_ms).contains(&at_ms));
    series.points().iter().copied().filter(|point| is_inside(point.at_ms)).collect()
}

/// The sum of the values.
pub(super) fn sum(series: &Series) -> f64 {
    series.points().iter().map(|point| point.value).sum()
}

/// The value below which this share of all values lies.
pub(super) fn quantile(series: &Series, share: f64) -> Option<f64> {
    let mut values: Vec<f64> = series.points().iter().map(|point| point.value).collect();
    values.sort_unstable_by(f64::total_cmp);
    // a share of a length is a place in it
    values.get((values.len().saturating_sub(1) as f64 * share).round() as usize).copied()
}

/// How long all of them are, in milliseconds.
pub(super) fn total_ms(windows: &[Window]) -> f64 {
    windows.iter().map(|window| window.length_ms()).sum()
}

/// `from 5.2 s to 48 s`.
pub(super) fn when(window: Window) -> String {
    format!("from {} to {}", number::ms(window.from_ms), number::ms(window.to_ms))
}
