//! Between the stack and the servers that were gathered from: the stack's clients talk to a stand-in, and what they
//! want of a relay goes to the session that holds the real one.
//!
//! For: handing out relays and reflexive addresses, and packets through relays, each stamped as it passes the real
//! connection. Not for: asking servers (`servers` and `net::gather` do).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use webrtc::runtime::AsyncUdpSocket;

use super::gate::Gate;
use super::inbox::{Arrival, Inbox};
use super::reflexive::Questions;
use super::tap::Tap;
use crate::candidate::priority::CandidateType;
use crate::candidate::uri::{IceUri, Transport};
use crate::probe::session::SessionEvent;
use crate::probe::stand_in::{Action, Seat, StandIn};
use crate::trace::Direction;

/// Where the stack believes its servers to be: addresses that are nobody's (RFC 7600 section 4.1, RFC 6666). Nothing is
/// ever sent there.
const NOWHERE: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(192, 0, 0, 8)), IpAddr::V6(Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 8))];

/// The name of those addresses.
pub(super) const NAME: &str = "stand-in.invalid";

/// What the stack wants of a relay.
#[derive(Debug)]
pub(in crate::net) enum Command {
    /// Have a peer permitted.
    Permit(SocketAddr),
    /// Send a packet to a peer.
    Send(SocketAddr, Vec<u8>),
}

/// Where a candidate that is no host's came from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// Its kind.
    pub(super) kind: CandidateType,
    /// Its own address.
    pub(super) address: SocketAddr,
    /// The base of a reflexive, the mapped address of a relayed candidate.
    pub(super) related: SocketAddr,
    /// The server that gave it.
    pub(super) uri: IceUri,
    /// When.
    pub(super) at: Duration,
}

/// A socket of the stack's.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// Its address.
    pub(super) address: SocketAddr,
    /// What is below the stack's own view of it.
    pub(super) socket: Arc<dyn AsyncUdpSocket>,
    inbox: Arc<Inbox>,
    gate: Arc<Gate>,
}

/// The exchange of one peer; clones are the same exchange.
#[derive(Clone, Debug)]
pub(in crate::net) struct Exchange(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    tap: Arc<Tap>,
    relay_only: bool,
    questions: Questions,
    pending: AtomicUsize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    stand_in: StandIn,
    locals: Vec<Local>,
    relays: Vec<Relay>,
    origins: Vec<Origin>,
}

#[derive(Debug)]
struct Relay {
    relayed: SocketAddr,
    gate: Arc<Gate>,
    commands: UnboundedSender<Command>,
}

/// That gathering is not complete: a server may yet give something.
#[derive(Debug)]
pub(in crate::net) struct Pending {
    exchange: Exchange,
    settled: AtomicBool,
}

impl Pending {
    /// It has, or it will not.
    pub(in crate::net) fn settle(&self) {
        if !self.settled.swap(true, Ordering::AcqRel) {
            self.exchange.settled();
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.settle();
    }
}

impl Exchange {
    /// An exchange whose packets `tap` sees; `relay_only` lets nothing pass by the stack's own sockets.
    pub(super) fn new(tap: Arc<Tap>, relay_only: bool) -> Self {
        Self(Arc::new(Inner {
            tap,
            relay_only,
            questions: Questions::default(),
            pending: AtomicUsize::new(0),
            state: Mutex::default(),
        }))
    }

    /// Addresses of the stand-in at `port`, where `name` is its name.
    pub(super) fn resolve(name: &str) -> Option<Vec<SocketAddr>> {
        let (host, port) = name.rsplit_once(':')?;
        let port = port.parse().ok().filter(|_| host == NAME)?;
        Some(NOWHERE.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }

    /// Whether the stack's own sockets carry nothing to peers.
    pub(super) fn relay_only(&self) -> bool {
        self.0.relay_only
    }

    /// What the stack's sockets are asked to be seen by.
    pub(super) fn questions(&self) -> &Questions {
        &self.0.questions
    }

    /// A socket of the stack's is there.
    pub(super) fn add(&self, address: SocketAddr, socket: Arc<dyn AsyncUdpSocket>, inbox: Arc<Inbox>, gate: Arc<Gate>) {
        self.lock().locals.push(Local { address, socket, inbox, gate });
    }

    /// The stack's sockets.
    pub(super) fn locals(&self) -> Vec<Local> {
        self.lock().locals.clone()
    }

    /// Where the candidate with this address came from, if it is no host's.
    pub(super) fn origin(&self, kind: CandidateType, address: SocketAddr) -> Option<Origin> {
        self.lock().origins.iter().find(|origin| origin.kind == kind && origin.address == address).cloned()
    }

    /// Takes a packet of the stack's that is for the stand-in; false where it is for somebody else.
    pub(super) fn take(&self, local: SocketAddr, to: SocketAddr, bytes: &[u8]) -> bool {
        if !NOWHERE.contains(&to.ip()) {
            return false;
        }
        let mut state = self.lock();
        let actions = state.stand_in.from_stack(Seat { local, server: to }, bytes);
        state.act(actions);
        true
    }

    /// A server is to be waited for.
    pub(in crate::net) fn pending(&self) -> Arc<Pending> {
        self.0.pending.fetch_add(1, Ordering::AcqRel);
        Arc::new(Pending { exchange: self.clone(), settled: AtomicBool::new(false) })
    }

    fn settled(&self) {
        if self.0.pending.fetch_sub(1, Ordering::AcqRel) == 1 {
            let mut state = self.lock();
            let actions = state.stand_in.complete();
            state.act(actions);
        }
    }

    /// A relay is there, and is kept for the stack: what it wants of it comes out of the receiver.
    pub(in crate::net) fn allocated(
        &self,
        relayed: SocketAddr,
        mapped: SocketAddr,
        uri: &IceUri,
    ) -> UnboundedReceiver<Command> {
        self.0.tap.relay();
        let (commands, receiver) = unbounded_channel();
        let mut state = self.lock();
        state.relays.push(Relay { relayed, gate: Gate::new(Arc::clone(&self.0.tap)), commands });
        let (kind, at) = (CandidateType::Relay, self.0.tap.elapsed());
        state.origins.push(Origin { kind, address: relayed, related: mapped, uri: uri.clone(), at });
        let actions = state.stand_in.allocated(relayed, mapped);
        state.act(actions);
        receiver
    }

    /// A server saw a socket of the stack's at `mapped`.
    pub(super) fn reflexive_found(&self, local: SocketAddr, mapped: SocketAddr, uri: &IceUri) {
        let mut state = self.lock();
        let (news, actions) = state.stand_in.reflexive(local, mapped);
        if news {
            let (kind, at) = (CandidateType::Srflx, self.0.tap.elapsed());
            state.origins.push(Origin { kind, address: mapped, related: local, uri: uri.clone(), at });
        }
        state.act(actions);
    }

    /// A packet of the stack's went out through a relay just now.
    pub(in crate::net) fn sent(&self, relayed: SocketAddr, peer: SocketAddr, payload: &[u8]) {
        self.0.tap.record(Direction::Out, relayed, peer, payload);
    }

    /// Something happened to a relay just now.
    pub(in crate::net) fn event(&self, relayed: SocketAddr, event: SessionEvent) {
        let mut state = self.lock();
        let actions = match event {
            SessionEvent::Permitted(peer) => state.stand_in.permitted(relayed, peer, true),
            SessionEvent::Refused { peer, .. } => state.stand_in.permitted(relayed, peer, false),
            SessionEvent::Data { peer, payload } => {
                self.0.tap.record(Direction::In, relayed, peer, &payload);
                state.send_again(relayed, peer, &payload);
                state.deliver(relayed, peer, payload);
                Vec::new()
            }
            // Checks and consent find out.
            SessionEvent::Ended { .. } => Vec::new(),
        };
        state.act(actions);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn act(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Reply(seat, message) => {
                    let Some(local) = self.locals.iter().find(|local| local.address == seat.local) else { continue };
                    let gate = Arc::clone(&local.gate);
                    local.give(Arrival { datagram: message, from: seat.server, via: None, gate });
                }
                Action::Permit { relayed, peer } => self.command(relayed, Command::Permit(peer)),
                Action::Send { relayed, peer, payload } => {
                    let Some(relay) = self.relay(relayed) else { continue };
                    if !relay.gate.superfluous(&payload, peer) {
                        relay.gate.sent(&payload, peer);
                        self.command(relayed, Command::Send(peer, payload));
                    }
                }
            }
        }
    }

    fn send_again(&self, relayed: SocketAddr, peer: SocketAddr, payload: &[u8]) {
        let again = self.relay(relayed).map(|relay| relay.gate.again(payload, peer)).unwrap_or_default();
        for datagram in again {
            self.command(relayed, Command::Send(peer, datagram));
        }
    }

    fn deliver(&self, relayed: SocketAddr, peer: SocketAddr, payload: Vec<u8>) {
        let (Some(relay), Some(seat)) = (self.relay(relayed), self.stand_in.seat(relayed)) else { return };
        let Some(local) = self.locals.iter().find(|local| local.address == seat.local) else { return };
        let gate = Arc::clone(&relay.gate);
        local.give(Arrival { datagram: payload, from: peer, via: Some(seat.server), gate });
    }

    fn command(&self, relayed: SocketAddr, command: Command) {
        if let Some(relay) = self.relay(relayed) {
            // Nobody holds the relay any more: its connection was lost, and checks find out.
            let _ = relay.commands.send(command);
        }
    }

    fn relay(&self, relayed: SocketAddr) -> Option<&Relay> {
        self.relays.iter().find(|relay| relay.relayed == relayed)
    }
}

impl Local {
    fn give(&self, arrival: Arrival) {
        self.gate.tap().nudge();
        self.inbox.push(arrival);
        self.inbox.wake();
    }
}

/// What carries the messages to the relay that a URI gave.
pub(super) fn carrier(origin: &Origin) -> Option<Transport> {
    (origin.kind == CandidateType::Relay).then_some(origin.uri.transport)
}
