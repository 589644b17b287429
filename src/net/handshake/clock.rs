//! The stop-watch of a run: phases that begin and end, and moments.

use std::time::{Duration, Instant};

use crate::facts::handshake::{Moment, Phase, PhaseId};
use crate::facts::timing::Event;
use crate::net::clock;

/// Moments that are kept; a handshake has some 20, and a server may send what it likes.
const MOST_MOMENTS: usize = 500;

/// Phases and moments since `zero`.
#[derive(Debug)]
pub struct Clock {
    zero: Instant,
    phases: Vec<Phase>,
    moments: Vec<Moment>,
    events: Vec<Event>,
}

impl Clock {
    /// A stop-watch that starts now.
    pub fn start() -> Self {
        Self { zero: clock::now(), phases: Vec::new(), moments: Vec::new(), events: Vec::new() }
    }

    /// The instant from which all times count.
    pub fn zero(&self) -> Instant {
        self.zero
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        clock::now().saturating_duration_since(self.zero)
    }

    /// Milliseconds since the start.
    pub fn now_ms(&self) -> f64 {
        clock::ms(self.elapsed())
    }

    /// A phase begins now.
    pub fn begin(&mut self, id: PhaseId) {
        self.begin_at(id, self.elapsed());
    }

    /// The phase began then.
    pub fn begin_at(&mut self, id: PhaseId, at: Duration) {
        let start_ms = clock::ms(at);
        self.phases.push(Phase { id, start_ms, end_ms: None, floor_ms: None, critical: false, detail: String::new() });
    }

    /// The phase ends now.
    pub fn end(&mut self, id: PhaseId, detail: String) {
        self.end_at(id, self.elapsed(), detail);
    }

    /// The phase ended then.
    pub fn end_at(&mut self, id: PhaseId, at: Duration, detail: String) {
        if let Some(phase) = self.phases.iter_mut().rev().find(|phase| phase.id == id) {
            (phase.end_ms, phase.detail) = (Some(clock::ms(at)), detail);
        }
    }

    /// Whether the phase has begun and not ended.
    pub fn is_open(&self, id: PhaseId) -> bool {
        self.phases.iter().any(|phase| phase.id == id && phase.end_ms.is_none())
    }

    /// What was done in these phases is given up, and does not count.
    pub fn forget(&mut self, ids: &[PhaseId]) {
        self.phases.retain(|phase| !ids.contains(&phase.id));
    }

    /// Something happened on the signaling path, now.
    pub fn moment(&mut self, text: impl Into<String>) {
        self.moment_at(self.elapsed(), text);
    }

    /// Something happened on the signaling path.
    pub fn moment_at(&mut self, at: Duration, text: impl Into<String>) {
        let text = match MOST_MOMENTS.checked_sub(self.moments.len()) {
            None | Some(0) => return,
            Some(1) => "more happened, and was not kept".to_owned(),
            Some(_) => text.into(),
        };
        self.moments.push(Moment { at_ms: clock::ms(at), text });
    }

    /// A step that is no phase happened, from then to now; the first of its name counts.
    pub fn step(&mut self, id: &str, since: Duration) {
        let end_ms = Some(self.now_ms());
        self.first(Event { id: id.to_owned(), at_ms: clock::ms(since), end_ms, detail: String::new() });
    }

    /// A moment that consumers look for by its name; the first of its name counts.
    pub fn event_at(&mut self, id: &str, at: Duration, detail: &str) {
        self.first(Event { id: id.to_owned(), at_ms: clock::ms(at), end_ms: None, detail: detail.to_owned() });
    }

    fn first(&mut self, event: Event) {
        if self.events.iter().all(|known| known.id != event.id) {
            self.events.push(event);
        }
    }

    /// The phase that began last and has not ended.
    pub fn open(&self) -> Option<&Phase> {
        self.phases.iter().rev().find(|phase| phase.end_ms.is_none() && phase.id != PhaseId::Gathering)
    }

    /// What was stamped, moments in order of time.
    pub fn finish(self) -> (Vec<Phase>, Vec<Moment>, Vec<Event>) {
        let mut moments = self.moments;
        moments.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
        (self.phases, moments, self.events)
    }
}
