//! What of a stream arrived, each way: the sender's count against the receiver's, on one axis.

use std::ops::RangeInclusive;

use super::clock::{Clock, DRIFT_MS, reports, round_trip_ms};
use crate::dump::{Connection, Series, Track, TrackDirection, Window};

/// The streams of one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction {
    /// Streams that the one end sends and the other counts.
    pub flows: Vec<Flow>,
    /// How long sender reports took; `None` where the clocks are not known or no report came.
    pub delay: Option<Delay>,
}

/// One stream, counted at both ends over the time in which both were polled.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// `audio` or `video`.
    pub kind: Option<String>,
    /// Its synchronization source.
    pub ssrc: u64,
    /// Packets that the sender counted, those sent again and padding included, as both ends count them.
    pub sent: f64,
    /// Packets that the receiver counted, likewise.
    pub arrived: f64,
    /// What the receiver found missing by their numbers.
    pub lost: f64,
    /// The same in stretches of five seconds.
    pub windows: Vec<FlowWindow>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowWindow {
    /// Its beginning, in milliseconds on the axis of the first of the two ends.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
    /// Packets sent.
    pub sent: f64,
    /// Packets that arrived.
    pub arrived: f64,
}

/// How long sender reports took one way, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delay {
    /// The fastest.
    pub least_ms: f64,
    /// The one in the middle.
    pub median_ms: f64,
    /// The slowest of 95 in a hundred.
    pub p95_ms: f64,
    /// How many reports there were.
    pub reports: usize,
}

/// The length of a window. Polls are a second apart, and their counts are interpolated: in five seconds that is little.
const WINDOW_MS: f64 = 5000.0;

impl Flow {
    /// The share of the packets that did not arrive, between 0 and 1.
    pub fn missing(&self) -> Option<f64> {
        missing(self.sent, self.arrived)
    }
}

impl FlowWindow {
    /// The share of the packets that did not arrive, between 0 and 1.
    pub fn missing(&self) -> Option<f64> {
        missing(self.sent, self.arrived)
    }
}

fn missing(sent: f64, arrived: f64) -> Option<f64> {
    (sent > 0.0).then(|| (1.0 - arrived / sent).clamp(0.0, 1.0))
}

/// What went from `one` to `other`, and back. Where the offset of the clocks is not known they are taken as equal.
pub fn directions(one: &Connection, other: &Connection, clock: Option<Clock>) -> [Direction; 2] {
    let zeros = other.zero_unix_ms.zip(one.zero_unix_ms).map_or(0.0, |(other, one)| other - one);
    let ahead = clock.map_or(0.0, |clock| clock.ahead_ms);
    let shift_ms = zeros - ahead;
    let round_trip_ms = round_trip_ms(one, other);
    let delays = |to: &Connection, ahead_ms: f64| {
        let uncertain_ms = clock?.uncertainty_ms;
        // what took less than no time, or longer than there and back, was stamped by another clock than the dump's
        let possible = -uncertain_ms..=round_trip_ms + uncertain_ms + DRIFT_MS;
        delay(to, ahead_ms, &possible)
    };
    [
        Direction { flows: flows(one, 0.0, other, shift_ms), delay: delays(other, ahead) },
        Direction { flows: flows(other, shift_ms, one, 0.0), delay: delays(one, -ahead) },
    ]
}

/// The streams from one to another, each with what has to be added to its times.
fn flows(from: &Connection, from_shift: f64, to: &Connection, to_shift: f64) -> Vec<Flow> {
    let of = |connection: &'_ Connection, direction| -> Vec<Track> {
        connection.tracks.iter().filter(|track| track.direction == direction).cloned().collect()
    };
    let received = of(to, TrackDirection::Receive);
    let flows = of(from, TrackDirection::Send).into_iter().filter_map(|sent| {
        let ssrc = sent.ssrc?;
        let received = received.iter().find(|track| track.ssrc == Some(ssrc))?;
        let count = |connection: &Connection, track: &Track, name: &str, shift| {
            Some(Counter::new(&track.object(&connection.statistics)?.series(name)?, shift))
        };
        let sent_count = count(from, &sent, "packetsSent", from_shift)?;
        let came = count(to, received, "packetsReceived", to_shift)?;
        let lost = count(to, received, "packetsLost", to_shift);
        let both = sent_count.span()?.shared(came.span()?)?;
        let windows = stretches(both).map(|window| FlowWindow {
            from_ms: window.from_ms,
            to_ms: window.to_ms,
            sent: sent_count.growth(window),
            arrived: came.growth(window),
        });
        Some(Flow {
            kind: sent.kind.clone(),
            ssrc,
            sent: sent_count.growth(both).round(),
            arrived: came.growth(both).round(),
            lost: lost.map_or(0.0, |lost| lost.growth(both)).round(),
            windows: windows.collect(),
        })
    });
    flows.collect()
}

impl Window {
    fn shared(self, other: Self) -> Option<Self> {
        let both = Self { from_ms: self.from_ms.max(other.from_ms), to_ms: self.to_ms.min(other.to_ms) };
        (both.from_ms < both.to_ms).then_some(both)
    }
}

/// Cuts a stretch into windows; a rest is part of the last one.
fn stretches(all: Window) -> impl Iterator<Item = Window> {
    let count = (all.length_ms() / WINDOW_MS).floor().max(1.0);
    let edge = move |n: f64| if n >= count { all.to_ms } else { all.from_ms + n * WINDOW_MS };
    // at most one for each five seconds of the call
    (0..count as u64).map(move |n| Window { from_ms: edge(n as f64), to_ms: edge(n as f64 + 1.0) })
}

/// A counter that can be read between its polls.
struct Counter(Vec<(f64, f64)>);

impl Counter {
    /// A series, with `shift_ms` added to its times.
    fn new(series: &Series, shift_ms: f64) -> Self {
        Self(series.points().iter().map(|point| (point.at_ms + shift_ms, point.value)).collect())
    }

    fn span(&self) -> Option<Window> {
        Some(Window { from_ms: self.0.first()?.0, to_ms: self.0.last()?.0 })
    }

    fn growth(&self, window: Window) -> f64 {
        (self.at(window.to_ms) - self.at(window.from_ms)).max(0.0)
    }

    /// The count at a moment, on the straight line between two polls.
    fn at(&self, at_ms: f64) -> f64 {
        let after = self.0.partition_point(|(known, _)| *known <= at_ms);
        let before = after.checked_sub(1).and_then(|n| self.0.get(n));
        match (before, self.0.get(after)) {
            (Some((t0, v0)), Some((t1, v1))) if t1 > t0 => v0 + (v1 - v0) * (at_ms - t0) / (t1 - t0),
            (Some((_, value)), _) | (None, Some((_, value))) => *value,
            (None, None) => 0.0,
        }
    }
}

/// How long the reports took that arrived at `to`, whose clock is ahead of the sender's, if the fastest is `possible`.
fn delay(to: &Connection, ahead_ms: f64, possible: &RangeInclusive<f64>) -> Option<Delay> {
    let mut took: Vec<f64> = reports(to).into_iter().map(|(_, more)| more - ahead_ms).collect();
    took.sort_unstable_by(f64::total_cmp);
    took.first().filter(|least| possible.contains(least))?;
    let at =
        |share: f64| took.get((took.len().saturating_sub(1) as f64 * share).round() as usize).map(|ms| ms.max(0.0));
    Some(Delay { least_ms: at(0.0)?, median_ms: at(0.5)?, p95_ms: at(0.95)?, reports: took.len() })
}
