//! Datagrams that a socket's reader has yet to be given: those that came too early for the stack, those that are shown
//! to it once more, and those that came by another way than the socket.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::gate::Gate;
use crate::probe::stand_in::data_indication;

/// Most datagrams that wait; a flight is 2 to 6, and a peer that sends more sends them again.
pub(super) const MOST_HELD: usize = 32;
/// Most datagrams that wait for a reader which is only slow: a window of SCTP.
const MOST_QUEUED: usize = 1024;

/// A datagram for the stack.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    /// The peer's datagram, or a message of the stand-in's.
    pub(super) datagram: Vec<u8>,
    /// Who sent it.
    pub(super) from: SocketAddr,
    /// The stand-in's address, where it came through a relay: then it is wrapped for the stack.
    pub(super) via: Option<SocketAddr>,
    /// The gate that it goes through.
    pub(super) gate: Arc<Gate>,
}

impl Arrival {
    fn too_early(&self) -> bool {
        self.gate.tap().too_early(&self.datagram)
    }

    /// What the stack is to read, and from whom.
    fn as_read(&self) -> Option<(Vec<u8>, SocketAddr)> {
        match self.via {
            None => Some((self.datagram.clone(), self.from)),
            Some(stand_in) => Some((data_indication(self.from, &self.datagram)?, stand_in)),
        }
    }
}

/// The datagrams, and who waits for them.
#[derive(Debug, Default)]
pub(super) struct Inbox(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    arrivals: VecDeque<Arrival>,
    waker: Option<Waker>,
}

impl Inbox {
    /// Has the reader look again.
    pub(super) fn wake(&self) {
        if let Some(waker) = self.lock().waker.take() {
            waker.wake();
        }
    }

    /// Adds a datagram, unless there are too many. The reader is not woken.
    pub(super) fn push(&self, arrival: Arrival) {
        let mut waiting = self.lock();
        let early = arrival.too_early();
        let most = if early { MOST_HELD } else { MOST_QUEUED };
        if waiting.arrivals.len() < most {
            waiting.arrivals.push_back(arrival);
        }
    }

    /// Adds a datagram in front of all others.
    pub(super) fn push_front(&self, arrival: Arrival) {
        self.lock().arrivals.push_front(arrival);
    }

    /// The first datagram that the stack can use now; while there is none, `waker` is remembered.
    pub(super) fn take(&self, waker: &Waker) -> Option<(Vec<u8>, SocketAddr)> {
        let mut waiting = self.lock();
        waiting.waker = Some(waker.clone());
        let usable = waiting.arrivals.iter().position(|arrival| !arrival.too_early())?;
        let arrival = waiting.arrivals.remove(usable)?;
        if let Some(again) = arrival.gate.delivered(&arrival.datagram, arrival.from) {
            waiting.arrivals.push_front(Arrival { datagram: again, ..arrival.clone() });
        }
        drop(waiting);
        arrival.as_read()
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
