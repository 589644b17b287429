//! A UDP socket below `webrtc` that writes each packet down, holds back what comes before it can be used, and spaces
//! the checks of a pair.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Transmit};

use super::tap::Tap;
use crate::proto::classify::{Class, Datagram, Stun, classify};
use crate::trace::Direction;

/// Most datagrams that wait; a flight is 2 to 6, and a peer that sends more sends them again.
const MOST_HELD: usize = 32;

/// Least time between two checks of one pair: Ta of RFC 8445 section 14.2, as in browsers. The agent below the driver
/// has one timer both for sending checks again and for nominating after a success; it runs fast, for the sake of the
/// nomination, and what it sends again too soon is left out here.
const SPACING: Duration = Duration::from_millis(50);
/// Most pairs whose last check is remembered.
const MOST_PAIRS: usize = 256;

/// Packets that came too early, and who waits for them.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    datagrams: VecDeque<(Vec<u8>, SocketAddr)>,
    waker: Option<Waker>,
}

impl Held {
    /// Has the reader look again.
    pub(super) fn wake(&self) {
        if let Some(waker) = self.lock().waker.take() {
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The socket.
#[derive(Debug)]
pub(super) struct Socket {
    inner: Arc<dyn AsyncUdpSocket>,
    local: SocketAddr,
    tap: Arc<Tap>,
    held: Arc<Held>,
    checks: Mutex<Checks>,
}

/// What is remembered of checks, until a pair is selected.
#[derive(Debug, Default)]
struct Checks {
    /// When a check last went to an address, and when one that nominates did.
    sent: HashMap<(SocketAddr, bool), Duration>,
    /// The last check that came from an address.
    received: HashMap<SocketAddr, Vec<u8>>,
    /// Checks that the agent saw a second time, and will answer a second time.
    repeated: HashSet<[u8; 12]>,
}

impl Socket {
    pub(super) fn new(inner: Arc<dyn AsyncUdpSocket>, local: SocketAddr, tap: Arc<Tap>, held: Arc<Held>) -> Self {
        Self { inner, local, tap, held, checks: Mutex::default() }
    }

    /// Whether a packet is to be left out: a check that follows the one before too soon, or a second answer.
    fn superfluous(&self, stun: &Stun, to: SocketAddr) -> bool {
        let mut checks = self.checks();
        match stun.class {
            Class::Request if stun.is_binding() => {
                let last = checks.sent.get(&(to, stun.use_candidate));
                last.is_some_and(|last| self.tap.elapsed().saturating_sub(*last) < SPACING)
            }
            Class::Success => checks.repeated.remove(&stun.transaction),
            _ => false,
        }
    }

    /// Remembers a check that went out.
    fn note_check(&self, stun: &Stun, to: SocketAddr) {
        if stun.class == Class::Request && stun.is_binding() {
            let mut checks = self.checks();
            if checks.sent.len() >= MOST_PAIRS {
                checks.sent.clear();
            }
            checks.sent.insert((to, stun.use_candidate), self.tap.elapsed());
        }
    }

    /// Has the agent nominate as soon as a check of ours succeeds. It does so by itself only when the next check comes
    /// in from the peer, or when its timer fires: so it gets the peer's last check once more, behind our success.
    fn hurry_nomination(&self, datagram: &[u8], from: SocketAddr) {
        if self.tap.selected() {
            return;
        }
        let Datagram::Stun(stun) = classify(datagram) else { return };
        let mut checks = self.checks();
        match stun.class {
            Class::Request if stun.is_binding() && checks.received.len() < MOST_PAIRS => {
                checks.received.insert(from, datagram.to_vec());
            }
            Class::Success if stun.is_binding() => {
                let Some(again) = checks.received.remove(&from) else { return };
                if let Datagram::Stun(request) = classify(&again) {
                    checks.repeated.insert(request.transaction);
                }
                self.held.lock().datagrams.push_front((again, from));
            }
            _ => {}
        }
    }

    fn checks(&self) -> MutexGuard<'_, Checks> {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A datagram that waited, as though it came now.
    fn take_held(&self, cx: &Context<'_>, bufs: &mut [IoSliceMut<'_>], meta: &mut [RecvMeta]) -> bool {
        let mut waiting = self.held.lock();
        waiting.waker = Some(cx.waker().clone());
        let Some(usable) = waiting.datagrams.iter().position(|(bytes, _)| !self.tap.too_early(bytes)) else {
            return false;
        };
        let (Some((bytes, from)), Some(buffer), Some(meta)) =
            (waiting.datagrams.remove(usable), bufs.first_mut(), meta.first_mut())
        else {
            return false;
        };
        // Longer than the driver's buffer is longer than any packet of a handshake.
        let Some(room) = buffer.get_mut(..bytes.len()) else { return false };
        room.copy_from_slice(&bytes);
        *meta = filled(bytes.len(), bytes.len(), from);
        drop(waiting);
        self.hurry_nomination(&bytes, from);
        true
    }

    /// Writes down each datagram of a received message, which may hold several of `stride` bytes, and moves those that
    /// are too early out of it.
    fn sift(&self, buffer: &mut [u8], meta: &mut RecvMeta) {
        let (stride, from) = (meta.stride.max(1), meta.addr);
        let Some(message) = buffer.get_mut(..meta.len) else { return };
        let mut early = Vec::new();
        let mut kept = Vec::new();
        for datagram in message.chunks(stride) {
            self.tap.record(Direction::In, self.local, from, datagram);
            if self.tap.too_early(datagram) {
                early.push((datagram.to_vec(), from));
            } else {
                self.hurry_nomination(datagram, from);
                kept.extend_from_slice(datagram);
            }
        }
        if early.is_empty() {
            return;
        }
        if let Some(room) = message.get_mut(..kept.len()) {
            room.copy_from_slice(&kept);
        }
        *meta = filled(kept.len(), stride, from);
        let mut waiting = self.held.lock();
        waiting.datagrams.extend(early);
        waiting.datagrams.truncate(MOST_HELD);
    }
}

fn filled(length: usize, stride: usize, from: SocketAddr) -> RecvMeta {
    let mut meta = RecvMeta::default();
    (meta.len, meta.stride, meta.addr) = (length, stride.max(1), from);
    meta
}

impl AsyncUdpSocket for Socket {
    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }

    fn poll_send(&self, cx: &mut Context<'_>, transmit: &Transmit<'_>) -> Poll<io::Result<usize>> {
        let stun = match classify(transmit.contents) {
            Datagram::Stun(stun) => Some(stun),
            _ => None,
        };
        if stun.is_some_and(|stun| self.superfluous(&stun, transmit.destination)) {
            return Poll::Ready(Ok(transmit.contents.len()));
        }
        // The packet is on its way before the call returns, which on a busy machine may be much later.
        let at = self.tap.elapsed();
        let sent = self.inner.poll_send(cx, transmit);
        // A socket that is not ready is asked again with the same packet, so nothing is noted before it is gone.
        if let Poll::Ready(Ok(_)) = sent {
            if let Some(stun) = stun {
                self.note_check(&stun, transmit.destination);
            }
            let segment = transmit.segment_size.unwrap_or(transmit.contents.len()).max(1);
            for datagram in transmit.contents.chunks(segment) {
                self.tap.record_at(at, Direction::Out, self.local, transmit.destination, datagram);
            }
        }
        sent
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        if self.take_held(cx, bufs, meta) {
            return Poll::Ready(Ok(1));
        }
        loop {
            let count = match self.inner.poll_recv(cx, bufs, meta) {
                Poll::Ready(Ok(count)) => count,
                other => return other,
            };
            for (buffer, meta) in bufs.iter_mut().zip(meta.iter_mut()).take(count) {
                self.sift(buffer, meta);
            }
            // The driver asks for one message at a time: where nothing of it is left, wait for the next.
            if meta.iter().take(count).any(|m| m.len > 0) {
                return Poll::Ready(Ok(count));
            }
        }
    }

    fn max_gso_segments(&self) -> usize {
        self.inner.max_gso_segments()
    }

    fn max_gro_segments(&self) -> usize {
        self.inner.max_gro_segments()
    }
}

#[cfg(test)]
mod tests;
