//! How a connection was set up, and what its path was over time.

use std::sync::Arc;

use super::{Connection, End, EventKind, Machine, SelectedPath, TrackDirection};

/// One phase of the set-up, in milliseconds on the connection's axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Which one.
    pub kind: PhaseKind,
    /// When it began.
    pub start_ms: f64,
    /// When it ended; the start of what has only a moment.
    pub end_ms: f64,
}

/// Which phase.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PhaseKind {
    /// From the first description of one end to the first of the other.
    Signaling,
    /// `iceGatheringState` from `gathering` to `complete`.
    Gathering,
    /// `iceConnectionState` from `checking` to `connected`.
    Checking,
    /// From there to `connectionState` `connected`.
    Dtls,
    /// The first poll at which bytes of a stream had arrived: right to the step of the polls.
    FirstMedia,
}

impl PhaseKind {
    /// The words shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Signaling => "offer and answer",
            Self::Gathering => "gathering",
            Self::Checking => "checking",
            Self::Dtls => "DTLS",
            Self::FirstMedia => "first media",
        }
    }
}

impl Connection {
    /// The phases of the first set-up that the log shows, in the order of their start.
    pub fn phases(&self) -> Vec<Phase> {
        let set =
            |end: End| self.events.iter().find(|event| matches!(event.kind, EventKind::Set(of, _) if of == end))?.at_ms;
        let signaling = set(End::Local).zip(set(End::Remote)).map(|(local, remote)| Phase {
            kind: PhaseKind::Signaling,
            start_ms: local.min(remote),
            end_ms: local.max(remote),
        });
        let gathering = self.between(PhaseKind::Gathering, (Machine::Gathering, &["gathering"]), &["complete"]);
        let checking = self.between(PhaseKind::Checking, (Machine::Ice, &["checking"]), &["connected", "completed"]);
        let dtls = checking.zip(self.first(Machine::Connection, &["connected"], f64::NEG_INFINITY));
        let dtls = dtls.map(|(ice, end_ms)| Phase { kind: PhaseKind::Dtls, start_ms: ice.end_ms, end_ms });
        let media = self.first_media_ms().map(|at| Phase { kind: PhaseKind::FirstMedia, start_ms: at, end_ms: at });
        let found = [signaling, gathering, checking, dtls, media].into_iter().flatten();
        let mut phases: Vec<Phase> = found.filter(|phase| phase.end_ms >= phase.start_ms).collect();
        phases.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        phases
    }

    /// The path at the beginning and after each change, with its time.
    pub fn paths(&self) -> Vec<(f64, SelectedPath)> {
        let mut changes: Vec<(f64, Arc<str>)> = Vec::new();
        for transport in self.statistics.of("transport") {
            changes.extend(transport.changes("selectedCandidatePairId"));
        }
        changes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let path = |(at_ms, id): (f64, Arc<str>)| {
            let pair = self.pairs.iter().find(|pair| *pair.id == *id)?;
            Some((at_ms, SelectedPath { local: pair.local.clone()?, remote: pair.remote.clone()? }))
        };
        let mut paths: Vec<(f64, SelectedPath)> = Vec::new();
        for (at_ms, path) in changes.into_iter().filter_map(path) {
            if paths.last().is_none_or(|(_, last)| *last != path) {
                paths.push((at_ms, path));
            }
        }
        paths
    }

    /// The first poll at which bytes of a received stream had arrived.
    fn first_media_ms(&self) -> Option<f64> {
        let received = self.tracks.iter().filter(|track| track.direction == TrackDirection::Receive);
        let firsts = received.filter_map(|track| {
            let bytes = track.bytes(&self.statistics)?;
            // where polls are rare, the first of them says nothing of the set-up
            bytes.step_ms().filter(|step| *step <= OFTEN_MS)?;
            let first = bytes.points().iter().find(|point| point.value > 0.0)?;
            // in a series that begins with bytes, they came at a time that no one saw
            (bytes.first()? != *first || first.at_ms < SETUP_MS).then_some(first.at_ms)
        });
        firsts.reduce(f64::min)
    }

    fn between(&self, kind: PhaseKind, (machine, starts): (Machine, &[&str]), ends: &[&str]) -> Option<Phase> {
        let start_ms = self.first(machine, starts, f64::NEG_INFINITY)?;
        let end_ms = self.first(machine, ends, start_ms)?;
        Some(Phase { kind, start_ms, end_ms })
    }

    /// The first time from `after` on at which a state is one of `values`.
    fn first(&self, machine: Machine, values: &[&str], after: f64) -> Option<f64> {
        let mut times = self.states(machine).filter(|(_, state)| values.contains(state)).filter_map(|(e, _)| e.at_ms);
        times.find(|at_ms| *at_ms >= after)
    }
}

/// Bytes that are there at the first poll came during the set-up if that poll was this early.
const SETUP_MS: f64 = 60_000.0;

/// Polls at this distance or less tell when media began.
const OFTEN_MS: f64 = 2500.0;
