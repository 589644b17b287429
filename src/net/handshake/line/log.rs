//! What passed on the line, written down for the report.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::facts::signaling::{Exchange, Frame, Signaling};
use crate::probe::signaling::{folded, masked};

/// Messages that are kept.
const MOST_FRAMES: usize = 400;
/// HTTP exchanges that are kept.
const MOST_EXCHANGES: usize = 100;
/// Characters of a message that are kept.
const LONGEST: usize = 4000;

/// Messages and exchanges, in order.
#[derive(Debug)]
pub(crate) struct Log {
    seen: Mutex<Signaling>,
    whole: bool,
}

impl Log {
    /// An empty log, that keeps messages whole too where that is wanted.
    pub(crate) fn new(whole: bool) -> Self {
        Self { seen: Mutex::default(), whole }
    }

    /// Writes a message down.
    pub(super) fn frame(&self, at_ms: f64, out: bool, kind: &str, text: &str) {
        let mut log = self.lock();
        if log.frames.len() >= MOST_FRAMES {
            log.frames_dropped = log.frames_dropped.saturating_add(1);
            return;
        }
        let shown = folded(text).chars().take(LONGEST).collect();
        let whole = self.whole.then(|| masked(text));
        log.frames.push(Frame { at_ms, out, kind: kind.to_owned(), bytes: text.len(), text: shown, whole });
    }

    /// A message of ours came back.
    pub(super) fn own_message(&self) {
        let mut log = self.lock();
        log.own_messages = log.own_messages.saturating_add(1);
    }

    /// Writes an exchange down.
    pub(super) fn exchange(&self, exchange: Exchange) {
        let mut log = self.lock();
        if log.exchanges.len() < MOST_EXCHANGES {
            log.exchanges.push(exchange);
        }
    }

    /// The protocol was found out.
    pub(super) fn detected(&self, protocol: &str, by: &str) {
        let mut log = self.lock();
        protocol.clone_into(&mut log.protocol);
        log.detected_by = Some(by.to_owned());
    }

    /// What was written down.
    pub(crate) fn take(&self) -> Signaling {
        std::mem::take(&mut *self.lock())
    }

    /// The protocol that the line begins with.
    pub(crate) fn name(&self, protocol: &str) {
        protocol.clone_into(&mut self.lock().protocol);
    }

    fn lock(&self) -> MutexGuard<'_, Signaling> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
