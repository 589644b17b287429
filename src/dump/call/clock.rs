//! How far the clocks of the two ends of a call are apart.
//!
//! Nothing arrives before it was sent. Whatever leaves one end and is seen at the other therefore bounds the offset from
//! one side, and traffic both ways from both: the sender's time in an RTCP sender report (RFC 3550 section 6.4.1,
//! `remoteTimestamp` of W3C webrtc-stats) against the time of its arrival, a description against the call that sets it,
//! a candidate against the call that adds it. The middle is taken, which is right where the fastest packets take as
//! long one way as the other; half the distance is what it may be wrong by (as in NTP, RFC 5905 section 8).

use super::marks::Marks;
use crate::dump::{Connection, End, Event, EventKind, TrackDirection};
use crate::facts::Known;

/// The offset of the other end's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// How far the other end's clock is ahead, in milliseconds.
    pub ahead_ms: f64,
    /// By how much that may be wrong, in milliseconds.
    pub uncertainty_ms: f64,
    /// Sender reports, descriptions and candidates that were compared.
    pub compared: usize,
    /// What gave the bounds: `sender reports` or `signaling`.
    pub by: Bound,
}

/// What bounds an offset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bound {
    /// RTCP sender reports.
    Reports,
    /// Descriptions and candidates.
    Signaling,
}

impl Bound {
    /// The words shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reports => "sender reports",
            Self::Signaling => "signaling",
        }
    }
}

/// How far the clock of `other` is ahead of that of `one`.
pub fn clock(one: &Connection, other: &Connection) -> Known<Clock> {
    if !Marks::of(one).meets(&Marks::of(other)) {
        return Known::not_tested("no description of the one was set at the other, so a server may stand between them");
    }
    let reports = Bounds::of(
        reports(other).into_iter().map(|(_, more_ms)| more_ms),
        reports(one).into_iter().map(|(_, more_ms)| more_ms),
    );
    let told = |from, to| descriptions(from, to).into_iter().chain(candidates(from, to));
    let signaling = Bounds::of(told(one, other), told(other, one));
    let all = reports.and(signaling);
    // a sender may number its reports by a clock of its own (RFC 3550 section 4), which then says nothing of its dump
    let (bounds, by) = match (reports.whole(), signaling.whole()) {
        (Some((lower, upper)), Some(_)) if all.contradict() || upper - lower > round_trip_ms(one, other) + DRIFT_MS => {
            (signaling, Bound::Signaling)
        }
        (Some(_), _) => (all, Bound::Reports),
        (None, _) => (all, Bound::Signaling),
    };
    let Some((lower, upper)) = bounds.whole() else {
        return Known::not_tested("nothing with a time went both ways between the two dumps");
    };
    Known::Yes(Clock {
        ahead_ms: f64::midpoint(upper, lower),
        // clocks that drift can put the lower bound above the upper one
        uncertainty_ms: (upper - lower).abs() / 2.0,
        compared: bounds.compared,
        by,
    })
}

/// Bounds that cross by more contradict each other. Clocks of computers drift by less than this in an hour.
pub(super) const DRIFT_MS: f64 = 250.0;

/// The shortest round trip that either end measured: the fastest report there and the fastest back take no longer.
pub(super) fn round_trip_ms(one: &Connection, other: &Connection) -> f64 {
    let measured = [one, other].into_iter().flat_map(|connection| {
        let reports =
            connection.statistics.of("remote-inbound-rtp").filter_map(|report| report.series("roundTripTime"));
        let pairs = connection.selected_pair().and_then(|id| connection.statistics.get(id));
        reports.chain(pairs.and_then(|pair| pair.series("currentRoundTripTime")))
    });
    measured.filter_map(|series| series.min()).map(|least| least.value * 1000.0).fold(f64::INFINITY, f64::min)
}

/// What an offset lies between.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    lower: f64,
    upper: f64,
    compared: usize,
}

impl Bounds {
    /// From what left one end and was seen at the other, and back: by how much the clock of the receiver showed more.
    fn of(there: impl Iterator<Item = f64>, back: impl Iterator<Item = f64>) -> Self {
        let mut bounds = Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY, compared: 0 };
        for more_ms in there {
            bounds.upper = bounds.upper.min(more_ms);
            bounds.compared += 1;
        }
        for more_ms in back {
            bounds.lower = bounds.lower.max(-more_ms);
            bounds.compared += 1;
        }
        bounds
    }

    fn and(self, other: Self) -> Self {
        Self {
            lower: self.lower.max(other.lower),
            upper: self.upper.min(other.upper),
            compared: self.compared + other.compared,
        }
    }

    fn contradict(self) -> bool {
        self.lower > self.upper + DRIFT_MS
    }

    /// Both, where both are known.
    fn whole(self) -> Option<(f64, f64)> {
        (self.lower.is_finite() && self.upper.is_finite()).then_some((self.lower, self.upper))
    }
}

/// The sender reports that arrived at `to`: when, on its axis, and by how much its clock showed more than that of the
/// sender when it sent them.
pub(super) fn reports(to: &Connection) -> Vec<(f64, f64)> {
    let Some(zero) = to.zero_unix_ms else { return Vec::new() };
    let received = to.tracks.iter().filter(|track| track.direction == TrackDirection::Receive);
    let sent = received.filter_map(|track| track.report(&to.statistics)?.series("remoteTimestamp"));
    let mut reports: Vec<(f64, f64)> = Vec::new();
    for series in sent {
        let mut last = None;
        // a report that was not renewed is polled again
        for point in series.points().iter().filter(|point| point.value > 0.0) {
            if last.replace(point.value) != Some(point.value) {
                reports.push((point.at_ms, zero + point.at_ms - point.value));
            }
        }
    }
    reports.sort_by(|a, b| a.0.total_cmp(&b.0));
    reports
}

/// From making a description at `from` to setting it at `to`.
fn descriptions(from: &Connection, to: &Connection) -> Vec<f64> {
    let made = |ufrag: &str, kind: &str| {
        from.events.iter().find_map(|event| match &event.kind {
            EventKind::Created(made) | EventKind::Set(End::Local, made)
                if made.kind == kind && made.values("a=ice-ufrag:").any(|own| own == ufrag) =>
            {
                event.unix_ms
            }
            _ => None,
        })
    };
    let set = to.events.iter().filter_map(|event| match &event.kind {
        EventKind::Set(End::Remote, set) => {
            let ufrag = set.values("a=ice-ufrag:").next()?;
            Some(event.unix_ms? - made(ufrag, &set.kind)?)
        }
        _ => None,
    });
    set.collect()
}

/// From gathering a candidate at `from` to adding it at `to`.
fn candidates(from: &Connection, to: &Connection) -> Vec<f64> {
    let of = |events: &[Event], end: End| -> Vec<(String, f64)> {
        let found = events.iter().filter_map(|event| match &event.kind {
            EventKind::Candidate(of, candidate) if *of == end && candidate.port > 9 => {
                Some((format!("{candidate} {}", candidate.protocol), event.unix_ms?))
            }
            _ => None,
        });
        found.collect()
    };
    let gathered = of(&from.events, End::Local);
    let added = of(&to.events, End::Remote);
    let first = |name: &str| gathered.iter().find(|(known, _)| known == name).map(|(_, at)| at);
    added.iter().filter_map(|(name, at)| Some(at - first(name)?)).collect()
}
