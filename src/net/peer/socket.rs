//! A UDP socket below `webrtc` that writes each packet down, and holds DTLS back until it can be used.

use std::collections::VecDeque;
use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use webrtc::runtime::{AsyncUdpSocket, RecvMeta, Transmit};

use super::tap::Tap;
use crate::proto::classify::{Datagram, classify};
use crate::trace::Direction;

/// Most datagrams that wait; a flight is 2 to 6, and a peer that sends more sends them again.
const MOST_HELD: usize = 32;

/// DTLS that came too early, and who waits for it.
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

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
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
}

impl Socket {
    pub(super) fn new(inner: Arc<dyn AsyncUdpSocket>, local: SocketAddr, tap: Arc<Tap>, held: Arc<Held>) -> Self {
        Self { inner, local, tap, held }
    }

    /// A datagram that waited, as though it came now.
    fn take_held(&self, cx: &Context<'_>, bufs: &mut [IoSliceMut<'_>], meta: &mut [RecvMeta]) -> bool {
        let mut waiting = self.held.lock();
        if self.tap.holding() {
            waiting.waker = Some(cx.waker().clone());
            return false;
        }
        let (Some(buffer), Some(meta)) = (bufs.first_mut(), meta.first_mut()) else { return false };
        while let Some((bytes, from)) = waiting.datagrams.pop_front() {
            if let Some(room) = buffer.get_mut(..bytes.len()) {
                room.copy_from_slice(&bytes);
                *meta = filled(bytes.len(), bytes.len(), from);
                return true;
            }
        }
        false
    }

    /// Writes down each datagram of a received message, which may hold several of `stride` bytes, and moves those that
    /// are too early out of it.
    fn sift(&self, buffer: &mut [u8], meta: &mut RecvMeta) {
        let (stride, from) = (meta.stride.max(1), meta.addr);
        let Some(message) = buffer.get_mut(..meta.len) else { return };
        let holding = self.tap.holding();
        let mut early = Vec::new();
        let mut kept = Vec::new();
        for datagram in message.chunks(stride) {
            self.tap.record(Direction::In, self.local, from, datagram);
            if holding && classify(datagram) == Datagram::Dtls {
                early.push((datagram.to_vec(), from));
            } else {
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
        let sent = self.inner.poll_send(cx, transmit);
        if let Poll::Ready(Ok(_)) = sent {
            let segment = transmit.segment_size.unwrap_or(transmit.contents.len()).max(1);
            for datagram in transmit.contents.chunks(segment) {
                self.tap.record(Direction::Out, self.local, transmit.destination, datagram);
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
mod tests {
    use std::time::Duration;

    use webrtc::runtime::{Runtime, TokioRuntime};

    use super::*;
    use crate::net::clock;
    use crate::net::peer::tap::TapRuntime;

    const DTLS: [u8; 3] = [22, 0xfe, 0xfd];
    const OTHER: [u8; 3] = [0, 1, 0];

    async fn pair() -> (Arc<Tap>, Arc<dyn AsyncUdpSocket>, Arc<dyn AsyncUdpSocket>) {
        let bind = || std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let tap = Tap::new(clock::now(), 10);
        let ours = TapRuntime(Arc::clone(&tap)).wrap_udp_socket(bind()).unwrap();
        (tap, ours, TokioRuntime.wrap_udp_socket(bind()).unwrap())
    }

    async fn receive(socket: &Arc<dyn AsyncUdpSocket>) -> Vec<u8> {
        let mut buffer = [0; 2000];
        let (length, _) = socket.recv_from(&mut buffer).await.unwrap();
        buffer[..length].to_vec()
    }

    #[tokio::test]
    async fn dtls_waits_for_the_selected_pair_and_other_packets_do_not() {
        let (tap, ours, theirs) = pair().await;
        let to = ours.local_addr().unwrap();
        theirs.send_to(&DTLS, to).await.unwrap();
        theirs.send_to(&OTHER, to).await.unwrap();
        assert_eq!(receive(&ours).await, OTHER);
        assert_eq!(tap.ledger().packets().len(), 2, "both are in the ledger, when they came");

        let reader = tokio::spawn({
            let ours = Arc::clone(&ours);
            async move { receive(&ours).await }
        });
        tokio::task::yield_now().await;
        tap.release();
        let held = tokio::time::timeout(Duration::from_secs(5), reader).await.expect("the reader is woken").unwrap();
        assert_eq!(held, DTLS);
        theirs.send_to(&DTLS, to).await.unwrap();
        assert_eq!(receive(&ours).await, DTLS, "from now on DTLS passes");
    }

    #[tokio::test]
    async fn what_waits_is_bounded() {
        let (tap, ours, theirs) = pair().await;
        let to = ours.local_addr().unwrap();
        for _ in 0..MOST_HELD * 2 {
            theirs.send_to(&DTLS, to).await.unwrap();
        }
        theirs.send_to(&OTHER, to).await.unwrap();
        assert_eq!(receive(&ours).await, OTHER);
        tap.release();
        for _ in 0..MOST_HELD {
            assert_eq!(receive(&ours).await, DTLS);
        }
        theirs.send_to(&OTHER, to).await.unwrap();
        assert_eq!(receive(&ours).await, OTHER);
    }
}
