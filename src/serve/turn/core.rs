//! The state of the server and its inputs and outputs; what each request does is in `request`.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use stun_types::message::{Message, MessageClass, TransactionId};
use stun_types::prelude::*;
use turn_types::attribute::{Data, XorPeerAddress};
use turn_types::message::{DATA, SEND};

use super::allocation::Allocation;
use super::auth::Auth;
use super::limiter::Limiter;
use super::message::decode;
use super::reach::Reach;
use crate::candidate::secret::Secret;
use crate::candidate::uri::Transport;
use crate::net::listen::RelayPorts;
use crate::proto::channel_data::{Carrier, ChannelData};

/// What the server is and what it allows.
#[derive(Clone, Debug)]
pub struct Settings {
    /// REALM.
    pub realm: String,
    /// The one user.
    pub username: String,
    /// The user's credential.
    pub credential: Secret<String>,
    /// What nonces and reservation tokens are sealed with.
    pub nonce_key: Secret<String>,
    /// Bounds.
    pub limits: Limits,
}

/// Bounds of what clients may make the server keep.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Allocations, reserved ports included.
    pub allocations: usize,
    /// Allocations of clients at one address beyond loopback.
    pub allocations_per_address: usize,
    /// Bytes that one allocation of such a client may relay at once.
    pub bytes_at_once: u32,
    /// Bytes that it may relay in a second after that.
    pub bytes_per_second: u32,
    /// Permissions of one allocation.
    pub permissions: usize,
    /// Channels of one allocation.
    pub channels: usize,
    /// The longest lifetime that an allocation is given (RFC 8656 section 7.2 recommends an hour).
    pub longest_lifetime: Duration,
    /// The lifetime of an allocation that asks for none, or for less (RFC 8656 section 3.2: ten minutes).
    pub default_lifetime: Duration,
    /// How long a nonce is good (RFC 8656 section 5 recommends an hour at most).
    pub nonce_lifetime: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            allocations: 256,
            allocations_per_address: 32,
            bytes_at_once: 4 << 20,
            bytes_per_second: 1 << 20,
            permissions: 64,
            channels: 64,
            longest_lifetime: Duration::from_secs(3600),
            default_lifetime: Duration::from_secs(600),
            nonce_lifetime: Duration::from_secs(3600),
        }
    }
}

/// A client as the server tells it from others: the 5-tuple without the server's own half.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Client {
    /// Its address.
    pub address: SocketAddr,
    /// What carries its messages.
    pub transport: Transport,
}

impl Client {
    fn carrier(self) -> Carrier {
        match self.transport {
            Transport::Udp | Transport::Dtls => Carrier::Datagram,
            Transport::Tcp | Transport::Tls => Carrier::Stream,
        }
    }
}

/// A relay socket, by a number that is never used again.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct RelayId(u64);

/// What the driver is to do.
#[derive(Debug, Eq, PartialEq)]
pub enum Output {
    /// Send a message to a client.
    ToClient(Client, Vec<u8>),
    /// Send a datagram from a relay socket.
    ToPeer(RelayId, SocketAddr, Vec<u8>),
    /// Open a relay socket at `ip`, and `next` beside it where two are wanted; then call [`Core::relay_opened`].
    Open { relay: RelayId, next: RelayId, ip: IpAddr, ports: RelayPorts },
    /// Close a relay socket.
    Close(RelayId),
}

/// An Allocate request whose relay socket is being opened.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) client: Client,
    pub(super) request: Vec<u8>,
    pub(super) lifetime: Duration,
    pub(super) next: RelayId,
    pub(super) ports: RelayPorts,
}

/// A relay socket that waits for the Allocate request with its token (RFC 8656 section 7.2).
#[derive(Debug)]
pub(super) struct Reservation {
    pub(super) relay: RelayId,
    pub(super) relayed: SocketAddr,
    pub(super) expires: Instant,
}

/// The server.
#[derive(Debug)]
pub struct Core {
    pub(super) auth: Auth,
    pub(super) limits: Limits,
    pub(super) reach: Reach,
    pub(super) limiter: Limiter,
    /// Whether new allocations are refused.
    pub(super) closed: bool,
    pub(super) allocations: HashMap<Client, Allocation>,
    pub(super) relays: HashMap<RelayId, Client>,
    pub(super) opening: HashMap<RelayId, Opening>,
    pub(super) reservations: HashMap<u64, Reservation>,
    pub(super) outputs: VecDeque<Output>,
    last_relay: u64,
    /// No allocation or reservation ends before this.
    quiet_until: Option<Instant>,
}

impl Core {
    /// A server without clients.
    pub fn new(settings: &Settings, now: Instant) -> Self {
        Self {
            auth: Auth::new(settings, now),
            limits: settings.limits,
            reach: Reach::default(),
            limiter: Limiter::new(now),
            closed: false,
            allocations: HashMap::new(),
            relays: HashMap::new(),
            opening: HashMap::new(),
            reservations: HashMap::new(),
            outputs: VecDeque::new(),
            last_relay: 0,
            quiet_until: None,
        }
    }

    /// The same server with another reach than loopback.
    pub fn reaching(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Refuses new allocations from now on; those in force go on.
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// One message of a client: a datagram, or what `Splitter` cut from its stream.
    pub fn from_client(&mut self, now: Instant, client: Client, bytes: &[u8]) {
        self.expire(now);
        match bytes.first() {
            Some(0x00..=0x3F) => {
                if let Some(message) = decode(bytes) {
                    match message.class() {
                        MessageClass::Request => self.request(now, client, &message),
                        MessageClass::Indication => self.indication(now, client, &message),
                        MessageClass::Success | MessageClass::Error => {}
                    }
                }
            }
            Some(0x40..=0x7F) => self.channel_data(now, client, bytes),
            _ => {}
        }
    }

    /// A datagram that came to a relay socket.
    pub fn from_peer(&mut self, now: Instant, relay: RelayId, peer: SocketAddr, data: &[u8]) {
        self.expire(now);
        let Some(client) = self.relays.get(&relay).copied() else { return };
        let own = self.reach.is_own(peer.ip()) && self.owner(peer).is_none();
        let Some(allocation) = self.allocations.get_mut(&client) else { return };
        if own || !allocation.permits(now, peer.ip()) || !allocation.spend(now, data.len()) {
            return;
        }
        let message = match allocation.channel_of(now, peer) {
            Some(channel) => ChannelData { channel, data }.encode(client.carrier()),
            None => data_indication(peer, data),
        };
        self.outputs.extend(message.map(|message| Output::ToClient(client, message)));
    }

    /// The stream of a client ended, and its allocation with it (RFC 8656 section 3.1).
    pub fn client_gone(&mut self, client: Client) {
        self.opening.retain(|_, opening| opening.client != client);
        self.release(client);
    }

    /// Ends what has run out.
    pub fn expire(&mut self, now: Instant) {
        if self.quiet_until.is_none_or(|until| now < until) {
            return;
        }
        let ended: Vec<Client> =
            self.allocations.iter().filter(|(_, it)| it.expires <= now).map(|(client, _)| *client).collect();
        ended.into_iter().for_each(|client| self.release(client));
        let outputs = &mut self.outputs;
        self.reservations.retain(|_, reservation| {
            let keep = now < reservation.expires;
            if !keep {
                outputs.push_back(Output::Close(reservation.relay));
            }
            keep
        });
        let ends = self.allocations.values().map(|it| it.expires);
        self.quiet_until = ends.chain(self.reservations.values().map(|it| it.expires)).min();
    }

    /// When [`Core::expire`] has something to do, if ever.
    pub fn next_expiry(&self) -> Option<Instant> {
        self.quiet_until
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Allocations in force.
    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// Whether this client has one.
    pub fn has_allocation(&self, client: Client) -> bool {
        self.allocations.contains_key(&client)
    }

    /// What became of an [`Output::Open`]: the socket's address.
    pub fn relay_opened(&mut self, now: Instant, relay: RelayId, result: io::Result<SocketAddr>) {
        match self.opening.remove(&relay) {
            Some(opening) => self.finish_allocate(now, relay, &opening, result),
            // The client went away meanwhile.
            None => self.outputs.push_back(Output::Close(relay)),
        }
    }

    /// Whose relay socket, or echo peer, is at this address.
    pub(super) fn owner(&self, relayed: SocketAddr) -> Option<IpAddr> {
        let holder = self.allocations.iter().find(|(_, allocation)| allocation.relayed == relayed);
        holder.map(|(client, _)| client.address.ip()).or_else(|| self.reach.guest(relayed))
    }

    pub(super) fn new_relay(&mut self) -> RelayId {
        self.last_relay += 1;
        RelayId(self.last_relay)
    }

    /// Reservation tokens are sealed relay numbers: no two are equal and none can be guessed.
    pub(super) fn token(&self, relay: RelayId) -> u64 {
        let seal = self.auth.seal(&[b"reservation", &relay.0.to_be_bytes()]);
        seal.first_chunk().map_or(relay.0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// Has [`Core::expire`] look again at `at`.
    pub(super) fn ends_at(&mut self, at: Instant) {
        self.quiet_until = Some(self.quiet_until.map_or(at, |until| until.min(at)));
    }

    /// Ends the allocation of a client.
    pub(super) fn release(&mut self, client: Client) {
        if let Some(allocation) = self.allocations.remove(&client) {
            self.relays.remove(&allocation.relay);
            self.outputs.push_back(Output::Close(allocation.relay));
        }
    }

    /// RFC 8656 section 11.2; whatever is wrong with it, an indication is not answered.
    fn indication(&mut self, now: Instant, client: Client, message: &Message<'_>) {
        if message.method() != SEND || !super::request::unknown(message).is_empty() {
            return;
        }
        let (Ok(peer), Ok(data)) = (message.attribute::<XorPeerAddress>(), message.attribute::<Data<'_>>()) else {
            return;
        };
        self.relay(now, client, peer.addr(message.transaction_id()), data.data());
    }

    /// RFC 8656 section 12.6.
    fn channel_data(&mut self, now: Instant, client: Client, bytes: &[u8]) {
        let Ok(message) = ChannelData::decode(bytes) else { return };
        let peer = self.allocations.get(&client).and_then(|it| it.peer_of(now, message.channel));
        if let Some(peer) = peer {
            self.relay(now, client, peer, message.data);
        }
    }

    fn relay(&mut self, now: Instant, client: Client, peer: SocketAddr, data: &[u8]) {
        let own = self.reach.is_own(peer.ip()) && self.owner(peer).is_none();
        let Some(allocation) = self.allocations.get_mut(&client) else { return };
        if !own && allocation.permits(now, peer.ip()) && allocation.spend(now, data.len()) {
            self.outputs.push_back(Output::ToPeer(allocation.relay, peer, data.to_vec()));
        }
    }
}

/// RFC 8656 section 11.3. `None` where the data is too long for an attribute, which no datagram is.
fn data_indication(peer: SocketAddr, data: &[u8]) -> Option<Vec<u8>> {
    let mut message = Message::builder_indication(DATA, stun_types::message::MessageWriteVec::new());
    let transaction: TransactionId = message.transaction_id();
    message.add_attribute(&XorPeerAddress::new(peer, transaction)).ok()?;
    message.add_attribute(&Data::new(data)).ok()?;
    Some(message.finish())
}
