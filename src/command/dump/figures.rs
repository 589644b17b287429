//! What is compared of two calls: words and numbers of a connection, the weightiest first.

use super::connection::{self, carried};
use super::overview::short_path;
use crate::dump::{Connection, Dump, PhaseKind, Track, TrackDirection};
use crate::report::number;

/// One thing that is compared.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// What it is: `setup`, `loss, video in`.
    pub(super) what: String,
    /// What matters more comes first.
    pub(super) rank: u8,
    /// Its value.
    pub(super) value: Value,
}

/// A value that can be compared.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A word or two.
    Words(String),
    /// A number.
    Number(f64, &'static Unit),
}

/// A unit, how it is said, and the difference below which two values are alike.
#[derive(Debug)]
pub(super) struct Unit {
    /// As JSON names it.
    pub(super) name: &'static str,
    say: fn(f64) -> String,
    alike: f64,
}

/// Times of the set-up: a few round trips are chance.
static SETUP: Unit = Unit { name: "ms", say: number::ms, alike: 200.0 };
/// Delays of packets.
static DELAY: Unit = Unit { name: "ms", say: number::ms, alike: 20.0 };
/// Shares.
static SHARE: Unit = Unit { name: "pct", say: |percent| number::percent(percent / 100.0), alike: 1.0 };
/// Bit rates.
static RATE: Unit = Unit { name: "kbps", say: |kbps| number::rate(kbps * 1000.0), alike: 20.0 };
/// Frames.
static FRAMES: Unit = Unit { name: "fps", say: number::figures, alike: 4.0 };

/// Two numbers are alike where the smaller is within this share of the greater.
const ALIKE: f64 = 0.25;

impl Value {
    /// As people read it.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(number, unit) => (unit.say)(*number),
        }
    }

    /// Whether the difference matters.
    pub(super) fn differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one, unit), Self::Number(two, _)) => {
                let apart = (one - two).abs();
                apart >= unit.alike && apart >= ALIKE * one.abs().max(two.abs())
            }
            (Self::Words(one), Self::Words(two)) => one != two,
            _ => true,
        }
    }
}

/// What can be said of a connection.
pub(super) fn figures(connection: &Connection, dump: &Dump) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut add = |rank, what: &str, value: Option<Value>| {
        figures.extend(value.map(|value| Figure { what: what.to_owned(), rank, value }));
    };
    let words = |words: String| Some(Value::Words(words));
    add(0, "outcome", words(connection.outcome().word().to_owned()));
    add(1, "path", words(short_path(connection).text()).filter(|_| connection.selected_path().yes().is_some()));
    let setup = connection.setup_ms().yes().map(|ms| Value::Number(*ms, &SETUP));
    add(2, "setup", setup);
    for phase in connection.phases() {
        let rank = if phase.kind == PhaseKind::FirstMedia { 4 } else { 3 };
        let zero = connection.phases().first().map_or(0.0, |first| first.start_ms);
        let took =
            if phase.kind == PhaseKind::FirstMedia { phase.start_ms - zero } else { phase.end_ms - phase.start_ms };
        add(rank, phase.kind.words(), Some(Value::Number(took, &SETUP)));
    }
    let rtt = connection.selected_pair().and_then(|id| connection.statistics.get(id));
    let rtt = rtt.and_then(|pair| pair.series("currentRoundTripTime")?.median());
    add(5, "round trip", rtt.map(|seconds| Value::Number(seconds * 1000.0, &DELAY)));
    add(8, "carries", words(connection::carries(connection)));
    let peer = connection.peer().is_server.map(|server| if server { "a server" } else { "a peer" });
    add(8, "other end", peer.and_then(|peer| words(peer.to_owned())));
    add(9, "dtls", connection.dtls().version.and_then(words));
    add(9, "browser", dump.browser.clone().and_then(words));
    for track in busiest(connection) {
        stream(&mut figures, track, connection);
    }
    figures
}

/// The stream of each kind and direction that carried most.
fn busiest(connection: &Connection) -> Vec<&Track> {
    let mut found = Vec::new();
    for direction in [TrackDirection::Receive, TrackDirection::Send] {
        for kind in ["audio", "video"] {
            let of_kind = connection.tracks.iter().filter(|track| {
                track.direction == direction && track.kind.as_deref() == Some(kind) && carried(track, connection)
            });
            let rate = |track: &Track| track.bitrate_kbps(&connection.statistics).yes().copied().unwrap_or(0.0);
            found.extend(of_kind.max_by(|a, b| rate(a).total_cmp(&rate(b))));
        }
    }
    found
}

fn stream(figures: &mut Vec<Figure>, track: &Track, connection: &Connection) {
    let statistics = &connection.statistics;
    let name = connection::name(track);
    let mut add = |rank, what: &str, value: Option<Value>| {
        figures.extend(value.map(|value| Figure { what: format!("{what}, {name}"), rank, value }));
    };
    let number = |value: Option<f64>, unit| value.map(|value| Value::Number(value, unit));
    let received = track.direction == TrackDirection::Receive;
    add(4, "loss", number(track.loss(statistics).yes().map(|share| share * 100.0), &SHARE));
    add(4, "frozen", number(track.frozen_share(statistics).map(|share| share * 100.0), &SHARE));
    add(5, "jitter", number(track.jitter(statistics).filter(|_| received).map(|s| s * 1000.0), &DELAY));
    add(6, "codec", track.codec.clone().map(Value::Words));
    add(6, "bitrate", number(track.bitrate_kbps(statistics).yes().copied(), &RATE));
    let picture = track.picture(statistics).map(|(width, height)| Value::Words(format!("{width}x{height}")));
    add(7, "picture", picture);
    add(7, "frames a second", number(track.frame_rate(statistics), &FRAMES));
}
