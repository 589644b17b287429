//! The runtime below `webrtc`: tokio's, with a tap on every packet and sleeps that end when there is work.
//!
//! The module docs of `net::peer` say why.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use webrtc::runtime::{
    AsyncInterval, AsyncTcpListener, AsyncTcpStream, AsyncUdpSocket, JoinHandle, Runtime, TokioRuntime,
};

use super::socket::{Held, Socket};
use crate::net::clock;
use crate::proto::classify::{Class, Datagram, classify};
use crate::proto::dtls::{self, Step};
use crate::trace::{Direction, Ledger};

/// Longest sleep while connecting. Without it the driver idles up to 200 ms, an ICE check interval, with work at hand.
pub(super) const PACE: Duration = Duration::from_millis(1);

/// How far a peer has come; later stages can use more kinds of packet.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Stage {
    /// Nothing of the other side is known.
    Alone,
    /// Both descriptions are set: checks can be answered.
    Described,
    /// A pair is selected: DTLS can begin.
    Selected,
}

/// What passes between a peer, its sockets and whoever watches them.
#[derive(Debug)]
pub struct Tap {
    zero: Instant,
    ledger: Ledger,
    /// Wakes the driver out of its sleep; keeps one permit, so that no wake is lost between two sleeps.
    work: Notify,
    /// Told when DTLS ended with a fatal alert, of which the stack says nothing.
    alert: Notify,
    connecting: AtomicBool,
    stage: AtomicU8,
    held: Mutex<Vec<Arc<Held>>>,
}

impl Tap {
    /// A tap whose times count from `zero` and whose ledger keeps the first `packets` packets.
    pub fn new(zero: Instant, packets: usize) -> Arc<Self> {
        Self::with(zero, Ledger::new(packets))
    }

    /// A tap whose times count from `zero` and that writes packets down in `ledger`.
    pub fn with(zero: Instant, ledger: Ledger) -> Arc<Self> {
        Arc::new(Self {
            zero,
            ledger,
            work: Notify::new(),
            alert: Notify::new(),
            connecting: AtomicBool::new(true),
            stage: AtomicU8::new(Stage::Alone as u8),
            held: Mutex::default(),
        })
    }

    /// The packets.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Time since zero.
    pub fn elapsed(&self) -> Duration {
        clock::now().saturating_duration_since(self.zero)
    }

    /// Ends when either side sent a fatal alert in the clear, and so gave the DTLS handshake up.
    pub async fn fatal_alert(&self) {
        self.alert.notified().await;
    }

    /// Has the driver look for work now.
    pub(super) fn nudge(&self) {
        self.work.notify_one();
    }

    /// The stack can use more from now on: gives it what came too early.
    pub(super) fn reach(&self, stage: Stage) {
        self.stage.fetch_max(stage as u8, Ordering::AcqRel);
        for held in self.held.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            held.wake();
        }
    }

    /// Connected, or closing: sleeps are as long as the stack wants them.
    pub(super) fn settle(&self) {
        self.connecting.store(false, Ordering::Release);
    }

    /// Whether a pair is selected.
    pub(super) fn selected(&self) -> bool {
        self.stage.load(Ordering::Acquire) >= Stage::Selected as u8
    }

    /// Whether the stack would drop `datagram`, as things stand.
    pub(super) fn too_early(&self, datagram: &[u8]) -> bool {
        let needs = match classify(datagram) {
            Datagram::Stun(stun) if stun.is_binding() && stun.class == Class::Request => Stage::Described,
            Datagram::Dtls => Stage::Selected,
            _ => Stage::Alone,
        };
        self.stage.load(Ordering::Acquire) < needs as u8
    }

    pub(super) fn record(&self, direction: Direction, local: SocketAddr, remote: SocketAddr, bytes: &[u8]) {
        self.record_at(self.elapsed(), direction, local, remote, bytes);
    }

    pub(super) fn record_at(
        &self,
        at: Duration,
        direction: Direction,
        local: SocketAddr,
        remote: SocketAddr,
        bytes: &[u8],
    ) {
        self.ledger.record(at, direction, "udp", local, remote, bytes);
        self.nudge();
        let fatal = |step: &Step| matches!(step, Step::Alert { level: 2, .. });
        if self.connecting.load(Ordering::Acquire)
            && classify(bytes) == Datagram::Dtls
            && dtls::steps(bytes).iter().any(fatal)
        {
            self.alert.notify_one();
        }
    }
}

/// Tokio's runtime with a [`Tap`].
#[derive(Debug)]
pub(super) struct TapRuntime(pub(super) Arc<Tap>);

impl Runtime for TapRuntime {
    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Box<dyn JoinHandle> {
        TokioRuntime.spawn(future)
    }

    fn wrap_udp_socket(&self, socket: std::net::UdpSocket) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        let local = socket.local_addr()?;
        let held = Arc::<Held>::default();
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&held));
        let inner = TokioRuntime.wrap_udp_socket(socket)?;
        Ok(Arc::new(Socket::new(inner, local, Arc::clone(&self.0), held)))
    }

    fn wrap_tcp_listener(&self, listener: std::net::TcpListener) -> io::Result<Arc<dyn AsyncTcpListener>> {
        TokioRuntime.wrap_tcp_listener(listener)
    }

    fn connect_tcp<'a>(
        &'a self,
        remote: SocketAddr,
    ) -> Pin<Box<dyn Future<Output = io::Result<Arc<dyn AsyncTcpStream>>> + Send + 'a>> {
        TokioRuntime.connect_tcp(remote)
    }

    fn resolve_host<'a>(
        &'a self,
        host: &'a str,
    ) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'a>> {
        TokioRuntime.resolve_host(host)
    }

    fn now(&self) -> Instant {
        clock::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + 'static>> {
        let tap = Arc::clone(&self.0);
        Box::pin(async move {
            if tap.connecting.load(Ordering::Acquire) {
                tokio::select! {
                    () = tokio::time::sleep(duration.min(PACE)) => {}
                    () = tap.work.notified() => {}
                }
            } else {
                tokio::time::sleep(duration).await;
            }
        })
    }

    fn interval(&self, period: Duration) -> Box<dyn AsyncInterval> {
        TokioRuntime.interval(period)
    }

    fn block_on(&self, future: Pin<Box<dyn Future<Output = ()> + '_>>) {
        TokioRuntime.block_on(future);
    }

    fn name(&self) -> &'static str {
        "rtcdiag"
    }
}
