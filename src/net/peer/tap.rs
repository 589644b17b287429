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

use rtc::mdns::MDNS_PORT;
use tokio::sync::Notify;
use webrtc::runtime::{
    AsyncInterval, AsyncTcpListener, AsyncTcpStream, AsyncUdpSocket, JoinHandle, Runtime, TokioRuntime,
};

use super::exchange::Exchange;
use super::gate::Gate;
use super::inbox::Inbox;
use super::socket::Socket;
use crate::net::clock;
use crate::proto::classify::{Class, Datagram, classify};
use crate::proto::dtls::{self, Step};
use crate::trace::{Direction, Ledger};

/// Longest sleep while connecting. Without it the driver idles up to 200 ms, an ICE check interval, with work at hand.
pub(super) const PACE: Duration = Duration::from_millis(1);

/// How often the driver has to go round until a packet is through its TURN client, which hands it on from one step of a
/// round to the step before: in and up, and what answers it down and out.
const RELAY_TURNS: u8 = 4;

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
    /// Whether there is a relay, and how many of the next sleeps are to end at once.
    relayed: AtomicBool,
    turns: AtomicU8,
    stage: AtomicU8,
    /// DTLS is kept from the stack for good.
    mute: AtomicBool,
    inboxes: Mutex<Vec<Arc<Inbox>>>,
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
            relayed: AtomicBool::new(false),
            turns: AtomicU8::new(0),
            stage: AtomicU8::new(Stage::Alone as u8),
            mute: AtomicBool::new(false),
            inboxes: Mutex::default(),
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

    /// Keeps DTLS from the stack, which then answers none: a fault to be looked at from the other side.
    pub fn withhold_dtls(&self) {
        self.mute.store(true, Ordering::Release);
    }

    /// Has the driver look for work now.
    pub(super) fn nudge(&self) {
        if self.relayed.load(Ordering::Acquire) {
            self.turns.store(RELAY_TURNS, Ordering::Release);
        }
        self.work.notify_one();
    }

    /// There is a relay from now on.
    pub(super) fn relay(&self) {
        self.relayed.store(true, Ordering::Release);
    }

    /// Whether the driver is to go round once more without a sleep.
    fn another_turn(&self) -> bool {
        self.turns.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| left.checked_sub(1)).is_ok()
    }

    /// The stack can use more from now on: gives it what came too early.
    pub(super) fn reach(&self, stage: Stage) {
        self.stage.fetch_max(stage as u8, Ordering::AcqRel);
        for inbox in self.inboxes.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            inbox.wake();
        }
    }

    /// Connected, or closing: sleeps are as long as the stack wants them.
    pub(super) fn settle(&self) {
        self.connecting.store(false, Ordering::Release);
    }

    /// Whether the hurry is over.
    pub(super) fn settled(&self) -> bool {
        !self.connecting.load(Ordering::Acquire)
    }

    /// Whether a pair is selected.
    pub(super) fn selected(&self) -> bool {
        self.stage.load(Ordering::Acquire) >= Stage::Selected as u8
    }

    /// Whether the stack would drop `datagram`, as things stand.
    pub(super) fn too_early(&self, datagram: &[u8]) -> bool {
        let needs = match classify(datagram) {
            Datagram::Stun(stun) if stun.is_binding() && stun.class == Class::Request => Stage::Described,
            Datagram::Dtls if self.mute.load(Ordering::Acquire) => return true,
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

/// Tokio's runtime with a [`Tap`], and a stand-in for ICE servers where there are any.
#[derive(Debug)]
pub(super) struct TapRuntime {
    pub(super) tap: Arc<Tap>,
    pub(super) exchange: Option<Exchange>,
}

impl Runtime for TapRuntime {
    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()> + Send>>) -> Box<dyn JoinHandle> {
        TokioRuntime.spawn(future)
    }

    fn wrap_udp_socket(&self, socket: std::net::UdpSocket) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        let local = socket.local_addr()?;
        let inbox = Arc::<Inbox>::default();
        self.tap.inboxes.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&inbox));
        let inner = TokioRuntime.wrap_udp_socket(socket)?;
        let gate = Gate::new(Arc::clone(&self.tap));
        // The socket that asks for names is no candidate's.
        if let Some(exchange) = self.exchange.as_ref().filter(|_| local.port() != MDNS_PORT) {
            exchange.add(local, Arc::clone(&inner), Arc::clone(&inbox), Arc::clone(&gate));
        }
        Ok(Arc::new(Socket::new(inner, local, inbox, gate, self.exchange.clone())))
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
        match Exchange::resolve(host) {
            Some(addresses) => Box::pin(async move { Ok(addresses) }),
            None => TokioRuntime.resolve_host(host),
        }
    }

    fn now(&self) -> Instant {
        clock::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + 'static>> {
        let tap = Arc::clone(&self.tap);
        Box::pin(async move {
            if tap.another_turn() {
                return tokio::task::yield_now().await;
            }
            let connecting = tap.connecting.load(Ordering::Acquire);
            let duration = if connecting { duration.min(PACE) } else { duration };
            tokio::select! {
                () = tokio::time::sleep(duration) => {}
                () = tap.work.notified(), if connecting || tap.relayed.load(Ordering::Acquire) => {}
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
