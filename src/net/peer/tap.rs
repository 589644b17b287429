//! The runtime below `webrtc`: tokio's, with a tap on every packet and sleeps that end when there is work.
//!
//! The module docs of `net::peer` say why.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use webrtc::runtime::{
    AsyncInterval, AsyncTcpListener, AsyncTcpStream, AsyncUdpSocket, JoinHandle, Runtime, TokioRuntime,
};

use super::socket::{Held, Socket};
use crate::net::clock;
use crate::trace::{Direction, Ledger};

/// Longest sleep while connecting. Without it the driver idles up to 200 ms, an ICE check interval, with work at hand.
pub(super) const PACE: Duration = Duration::from_millis(1);

/// What passes between a peer, its sockets and whoever watches them.
#[derive(Debug)]
pub struct Tap {
    zero: Instant,
    ledger: Ledger,
    /// Time of the newest packet, in nanoseconds since `zero`.
    newest: AtomicU64,
    /// Wakes the driver out of its sleep; keeps one permit, so that no wake is lost between two sleeps.
    work: Notify,
    /// Wakes those who watch packets go by.
    seen: Notify,
    connecting: AtomicBool,
    holding: AtomicBool,
    held: Mutex<Vec<Arc<Held>>>,
}

impl Tap {
    /// A tap whose times count from `zero` and whose ledger keeps the first `packets` packets.
    pub fn new(zero: Instant, packets: usize) -> Arc<Self> {
        Arc::new(Self {
            zero,
            ledger: Ledger::new(packets),
            newest: AtomicU64::new(0),
            work: Notify::new(),
            seen: Notify::new(),
            connecting: AtomicBool::new(true),
            holding: AtomicBool::new(true),
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

    /// When the newest packet passed, since zero.
    pub fn newest(&self) -> Duration {
        Duration::from_nanos(self.newest.load(Ordering::Acquire))
    }

    /// Ends with the next packet after this call, whenever it is first polled.
    pub fn packet(&self) -> impl Future<Output = ()> + '_ {
        self.seen.notified()
    }

    /// Has the driver look for work now.
    pub(super) fn nudge(&self) {
        self.work.notify_one();
    }

    /// A pair is selected: gives the driver the DTLS that came before it could be used.
    pub(super) fn release(&self) {
        self.holding.store(false, Ordering::Release);
        for held in self.held.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            held.wake();
        }
    }

    /// Connected, or closing: sleeps are as long as the stack wants them.
    pub(super) fn settle(&self) {
        self.connecting.store(false, Ordering::Release);
    }

    pub(super) fn holding(&self) -> bool {
        self.holding.load(Ordering::Acquire)
    }

    pub(super) fn record(&self, direction: Direction, local: SocketAddr, remote: SocketAddr, bytes: &[u8]) {
        let at = self.elapsed();
        self.ledger.record(at, direction, "udp", local, remote, bytes);
        self.newest.store(u64::try_from(at.as_nanos()).unwrap_or(u64::MAX), Ordering::Release);
        self.nudge();
        self.seen.notify_waiters();
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
