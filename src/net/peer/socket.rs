//! A UDP socket below `webrtc` that writes each packet down, holds back what comes before it can be used, and spaces
//! the checks of a pair.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};

use rtc::mdns::MDNS_PORT;
use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Transmit};

use super::exchange::Exchange;
use super::gate::Gate;
use super::inbox::{Arrival, Inbox};
use crate::trace::Direction;

/// The socket.
#[derive(Debug)]
pub(super) struct Socket {
    inner: Arc<dyn AsyncUdpSocket>,
    local: SocketAddr,
    inbox: Arc<Inbox>,
    gate: Arc<Gate>,
    exchange: Option<Exchange>,
}

/// What becomes of a datagram that came.
enum Fate {
    /// The stack is given it.
    Up,
    /// It waits until the stack can use it.
    Early,
    /// It is not the stack's.
    Gone,
}

impl Socket {
    pub(super) fn new(
        inner: Arc<dyn AsyncUdpSocket>,
        local: SocketAddr,
        inbox: Arc<Inbox>,
        gate: Arc<Gate>,
        exchange: Option<Exchange>,
    ) -> Self {
        Self { inner, local, inbox, gate, exchange }
    }

    /// A datagram that waited, as though it came now.
    fn take_held(&self, cx: &Context<'_>, bufs: &mut [IoSliceMut<'_>], meta: &mut [RecvMeta]) -> bool {
        let (Some(buffer), Some(meta)) = (bufs.first_mut(), meta.first_mut()) else { return false };
        while let Some((bytes, from)) = self.inbox.take(cx.waker()) {
            // Longer than the driver's buffer is longer than any packet of ours.
            let Some(room) = buffer.get_mut(..bytes.len()) else { continue };
            room.copy_from_slice(&bytes);
            *meta = filled(bytes.len(), bytes.len(), from);
            return true;
        }
        false
    }

    /// Writes a datagram down, and decides on it.
    fn fate(&self, datagram: &[u8], from: SocketAddr) -> Fate {
        if let Some(exchange) = &self.exchange
            && (exchange.questions().answered(datagram) || self.relay_only(exchange))
        {
            return Fate::Gone;
        }
        self.gate.tap().record(Direction::In, self.local, from, datagram);
        self.send_again(self.gate.again(datagram, from), from);
        if self.gate.tap().too_early(datagram) {
            return Fate::Early;
        }
        if let Some(again) = self.gate.delivered(datagram, from) {
            self.inbox.push_front(self.arrival(again, from));
        }
        Fate::Up
    }

    /// Sends what the stack will not send again itself.
    fn send_again(&self, flight: Vec<Vec<u8>>, to: SocketAddr) {
        if flight.is_empty() {
            return;
        }
        let (socket, tap, local) = (Arc::clone(&self.inner), self.gate.tap_handle(), self.local);
        tokio::spawn(async move {
            for datagram in flight {
                if socket.send_to(&datagram, to).await.is_ok() {
                    tap.record(Direction::Out, local, to, &datagram);
                }
            }
        });
    }

    /// Decides on each datagram of a received message, which may hold several of `stride` bytes, and takes those out of
    /// it that the stack is not to read now.
    fn sift(&self, buffer: &mut [u8], meta: &mut RecvMeta) {
        let (stride, from) = (meta.stride.max(1), meta.addr);
        let Some(message) = buffer.get_mut(..meta.len) else { return };
        let mut kept = Vec::new();
        for datagram in message.chunks(stride) {
            match self.fate(datagram, from) {
                Fate::Up => kept.extend_from_slice(datagram),
                Fate::Early => self.inbox.push(self.arrival(datagram.to_vec(), from)),
                Fate::Gone => {}
            }
        }
        if kept.len() == message.len() {
            return;
        }
        if let Some(room) = message.get_mut(..kept.len()) {
            room.copy_from_slice(&kept);
        }
        *meta = filled(kept.len(), stride, from);
    }

    /// Names are asked for whatever the policy.
    fn relay_only(&self, exchange: &Exchange) -> bool {
        exchange.relay_only() && self.local.port() != MDNS_PORT
    }

    fn arrival(&self, datagram: Vec<u8>, from: SocketAddr) -> Arrival {
        Arrival { datagram, from, via: None, gate: Arc::clone(&self.gate) }
    }

    /// Whether a packet is not for the network: it is the stand-in's, or may not go by this socket.
    fn diverted(&self, transmit: &Transmit<'_>) -> bool {
        let Some(exchange) = &self.exchange else { return false };
        exchange.take(self.local, transmit.destination, transmit.contents) || self.relay_only(exchange)
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
        if self.diverted(transmit) || self.gate.superfluous(transmit.contents, transmit.destination) {
            return Poll::Ready(Ok(transmit.contents.len()));
        }
        // The packet is on its way before the call returns, which on a busy machine may be much later.
        let at = self.gate.tap().elapsed();
        let sent = self.inner.poll_send(cx, transmit);
        // A socket that is not ready is asked again with the same packet, so nothing is noted before it is gone.
        if let Poll::Ready(Ok(_)) = sent {
            self.gate.sent(transmit.contents, transmit.destination);
            let segment = transmit.segment_size.unwrap_or(transmit.contents.len()).max(1);
            for datagram in transmit.contents.chunks(segment) {
                self.gate.tap().record_at(at, Direction::Out, self.local, transmit.destination, datagram);
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
