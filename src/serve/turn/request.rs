//! What each request does (RFC 8656 sections 7, 8, 10 and 12; RFC 8489 section 3 for Binding).

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use stun_types::attribute::{
    AttributeType, MessageIntegrity, MessageIntegritySha256, Nonce, Realm, UnknownAttributes, Username,
    XorMappedAddress,
};
use stun_types::message::{BINDING, Message, StunParseError};
use stun_types::prelude::*;
use turn_types::AddressFamily;
use turn_types::attribute::{
    ChannelNumber, Data, EvenPort, Lifetime, RequestedAddressFamily, RequestedTransport, ReservationToken,
    XorPeerAddress, XorRelayedAddress,
};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, REFRESH};

use super::allocation::Allocation;
use super::core::{Client, Core, Opening, Output, RelayId, Reservation};
use super::message::{Refusal, Reply, decode, optional, required};
use crate::net::listen::RelayPorts;
use crate::proto::channel_data::ALL_CHANNELS;
use crate::serve::bounds::Bucket;

/// RFC 8656 section 7.2: a reserved port waits for at least 30 seconds.
const RESERVATION: Duration = Duration::from_secs(30);

/// The comprehension-required attributes that the server comprehends. DONT-FRAGMENT is none of them, as RFC 8656
/// section 14.9 wants of a server that cannot set the bit.
const KNOWN: [AttributeType; 13] = [
    Username::TYPE,
    MessageIntegrity::TYPE,
    MessageIntegritySha256::TYPE,
    Realm::TYPE,
    Nonce::TYPE,
    ChannelNumber::TYPE,
    Lifetime::TYPE,
    XorPeerAddress::TYPE,
    Data::TYPE,
    RequestedAddressFamily::TYPE,
    EvenPort::TYPE,
    RequestedTransport::TYPE,
    ReservationToken::TYPE,
];

/// The attributes of `message` that must be comprehended and are not.
pub(super) fn unknown(message: &Message<'_>) -> Vec<AttributeType> {
    let mut unknown: Vec<AttributeType> = Vec::new();
    for (_, attribute) in message.iter_attributes() {
        let kind = attribute.get_type();
        if kind.comprehension_required() && !KNOWN.contains(&kind) && !unknown.contains(&kind) {
            unknown.push(kind);
        }
    }
    unknown
}

impl Core {
    /// Answers a request, unless its method is none of ours.
    pub(super) fn request(&mut self, now: Instant, client: Client, message: &Message<'_>) {
        let method = message.method();
        let handle = match method {
            BINDING => Self::binding,
            ALLOCATE => Self::allocate,
            REFRESH => Self::refresh,
            CREATE_PERMISSION => Self::create_permission,
            CHANNEL_BIND => Self::channel_bind,
            // RFC 8489 section 6.3: an unknown method is discarded.
            _ => return,
        };
        let checked = if method == BINDING { Ok(()) } else { self.auth.check(now, client, message) };
        let signed = method != BINDING && checked.is_ok();
        // RFC 8489 section 6.3.1: unknown attributes are looked for after authentication.
        let answer = checked.and_then(|()| match unknown(message) {
            unknown if unknown.is_empty() => handle(self, now, client, message),
            unknown => Err(Refusal::Unknown(UnknownAttributes::new(&unknown))),
        });
        if !signed && !self.limiter.admits(now, client) {
            return;
        }
        let key = signed.then(|| self.auth.key());
        let bytes = match answer {
            Ok(Answer::Reply(reply)) => reply.finish(message, key),
            Ok(Answer::Again(bytes)) => bytes,
            Ok(Answer::Later) => return,
            Err(refusal) => refusal.reply(message, key),
        };
        self.outputs.push_back(Output::ToClient(client, bytes));
    }

    fn binding(&mut self, _: Instant, client: Client, message: &Message<'_>) -> Result<Answer, Refusal> {
        let mapped = XorMappedAddress::new(client.address, message.transaction_id());
        Ok(Answer::Reply(Reply::success(message).with(&mapped)))
    }

    /// RFC 8656 section 7.2.
    fn allocate(&mut self, now: Instant, client: Client, message: &Message<'_>) -> Result<Answer, Refusal> {
        if let Some(allocation) = self.allocations.get(&client) {
            if allocation.transaction == message.transaction_id() {
                return Ok(Answer::Again(allocation.answer.clone()));
            }
            return Err(Refusal::error(437, "Allocation Mismatch"));
        }
        if self.opening.values().any(|opening| opening.client == client) {
            return Ok(Answer::Later);
        }
        let transport: RequestedTransport = required(message, "REQUESTED-TRANSPORT is missing")?;
        if transport.protocol() != RequestedTransport::UDP {
            return Err(Refusal::error(442, "Unsupported Transport Protocol"));
        }
        let lifetime = self.lifetime(optional::<Lifetime>(message)?);
        let even: Option<EvenPort> = optional(message)?;
        if let Some(token) = optional::<ReservationToken>(message)? {
            if even.is_some() || message.has_attribute(RequestedAddressFamily::TYPE) {
                return Err(Refusal::error(400, "RESERVATION-TOKEN excludes EVEN-PORT and REQUESTED-ADDRESS-FAMILY"));
            }
            let Some(reserved) = self.reservations.remove(&token.token()) else {
                return Err(Refusal::error(508, "Insufficient Capacity: no such reservation"));
            };
            let bytes = self.install(now, client, message, reserved.relay, reserved.relayed, lifetime, None);
            return Ok(Answer::Again(bytes));
        }
        if self.closed {
            return Err(Refusal::error(508, "Insufficient Capacity: the server ends"));
        }
        let address = client.address.ip();
        let held = self.allocations.keys().filter(|other| other.address.ip() == address).count();
        if !address.is_loopback() && held >= self.limits.allocations_per_address {
            return Err(Refusal::error(486, "Allocation Quota Reached: of this address"));
        }
        let ip = self.relay_ip(message)?;
        let ports = match even {
            None => RelayPorts::Any,
            Some(even) if even.requested() => RelayPorts::EvenAndNext,
            Some(_) => RelayPorts::Even,
        };
        let wanted = if ports == RelayPorts::EvenAndNext { 2 } else { 1 };
        let taken = self.allocations.len() + self.opening.len() + self.reservations.len();
        if taken + wanted > self.limits.allocations {
            return Err(Refusal::error(486, "Allocation Quota Reached"));
        }
        let (relay, next) = (self.new_relay(), self.new_relay());
        let request = message.as_bytes().to_vec();
        self.opening.insert(relay, Opening { client, request, lifetime, next, ports });
        self.outputs.push_back(Output::Open { relay, next, ip, ports });
        Ok(Answer::Later)
    }

    /// Answers the Allocate request that waited for its relay socket.
    pub(super) fn finish_allocate(
        &mut self,
        now: Instant,
        relay: RelayId,
        opening: &Opening,
        result: io::Result<SocketAddr>,
    ) {
        let message = decode(&opening.request).expect("the request was read before");
        let bytes = match result {
            Ok(relayed) => {
                let token = (opening.ports == RelayPorts::EvenAndNext).then(|| {
                    let token = self.token(opening.next);
                    let relayed = SocketAddr::new(relayed.ip(), relayed.port().saturating_add(1));
                    let expires = now + RESERVATION;
                    self.reservations.insert(token, Reservation { relay: opening.next, relayed, expires });
                    self.ends_at(expires);
                    token
                });
                self.install(now, opening.client, &message, relay, relayed, opening.lifetime, token)
            }
            Err(error) => {
                let refusal = match error.kind() {
                    // The family is not configured on this machine's loopback interface.
                    io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported => {
                        Refusal::error(440, "Address Family not Supported")
                    }
                    _ => Refusal::error(508, "Insufficient Capacity: no relay port"),
                };
                refusal.reply(&message, Some(self.auth.key()))
            }
        };
        self.outputs.push_back(Output::ToClient(opening.client, bytes));
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the answer")]
    fn install(
        &mut self,
        now: Instant,
        client: Client,
        message: &Message<'_>,
        relay: RelayId,
        relayed: SocketAddr,
        lifetime: Duration,
        token: Option<u64>,
    ) -> Vec<u8> {
        let transaction = message.transaction_id();
        let mut reply = Reply::success(message)
            .with(&XorRelayedAddress::new(relayed, transaction))
            .with(&XorMappedAddress::new(client.address, transaction))
            .with(&seconds(lifetime));
        if let Some(token) = token {
            reply = reply.with(&ReservationToken::new(token));
        }
        let answer = reply.finish(message, Some(self.auth.key()));
        let expires = now + lifetime;
        let quota = (!client.address.ip().is_loopback()).then(|| {
            let (at_once, per_second) = (self.limits.bytes_at_once.into(), self.limits.bytes_per_second.into());
            Bucket::new(at_once, per_second, now)
        });
        let allocation = Allocation::new(relay, relayed, expires, transaction, answer.clone(), quota);
        self.allocations.insert(client, allocation);
        self.relays.insert(relay, client);
        self.ends_at(expires);
        answer
    }

    /// RFC 8656 section 8.2: lifetime 0 ends the allocation.
    fn refresh(&mut self, now: Instant, client: Client, message: &Message<'_>) -> Result<Answer, Refusal> {
        let asked: Option<Lifetime> = optional(message)?;
        let ends = asked.as_ref().is_some_and(|asked| asked.seconds() == 0);
        let lifetime = self.lifetime(asked);
        let family = message.has_attribute(RequestedAddressFamily::TYPE).then(|| self.relay_ip(message)).transpose()?;
        let allocation = self.allocations.get_mut(&client).ok_or_else(mismatch)?;
        if let Some(family) = family
            && family.is_ipv4() != allocation.relayed.is_ipv4()
        {
            return Err(Refusal::error(443, "Peer Address Family Mismatch"));
        }
        if ends {
            self.release(client);
            return Ok(Answer::Reply(Reply::success(message).with(&Lifetime::new(0))));
        }
        allocation.expires = now + lifetime;
        let expires = allocation.expires;
        self.ends_at(expires);
        Ok(Answer::Reply(Reply::success(message).with(&seconds(lifetime))))
    }

    /// RFC 8656 section 10.2.
    fn create_permission(&mut self, now: Instant, client: Client, message: &Message<'_>) -> Result<Answer, Refusal> {
        if !self.has_allocation(client) {
            return Err(mismatch());
        }
        let peers = message
            .iter_attributes()
            .filter(|(_, attribute)| attribute.get_type() == XorPeerAddress::TYPE)
            .map(|(_, attribute)| XorPeerAddress::from_raw_ref(&attribute).map(|it| it.addr(message.transaction_id())))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Refusal::error(400, "Malformed attribute"))?;
        if peers.is_empty() {
            return Err(Refusal::error(400, "XOR-PEER-ADDRESS is missing"));
        }
        peers.iter().try_for_each(|peer| self.admit(client, *peer))?;
        let allocation = self.allocations.get_mut(&client).ok_or_else(mismatch)?;
        allocation.permit(now, &peers, &self.limits)?;
        Ok(Answer::Reply(Reply::success(message)))
    }

    /// RFC 8656 section 12.2.
    fn channel_bind(&mut self, now: Instant, client: Client, message: &Message<'_>) -> Result<Answer, Refusal> {
        if !self.has_allocation(client) {
            return Err(mismatch());
        }
        let number = required::<ChannelNumber>(message, "CHANNEL-NUMBER is missing")?.channel();
        let peer: XorPeerAddress = required(message, "XOR-PEER-ADDRESS is missing")?;
        if !ALL_CHANNELS.contains(&number) {
            return Err(Refusal::error(400, "CHANNEL-NUMBER is out of range"));
        }
        let peer = peer.addr(message.transaction_id());
        self.admit(client, peer)?;
        let allocation = self.allocations.get_mut(&client).ok_or_else(mismatch)?;
        allocation.bind(now, number, peer, &self.limits)?;
        Ok(Answer::Reply(Reply::success(message)))
    }

    /// Whether a client may have this peer.
    fn admit(&self, client: Client, peer: SocketAddr) -> Result<(), Refusal> {
        let family = self.allocations.get(&client).is_some_and(|it| it.relayed.is_ipv4() == peer.is_ipv4());
        // What is wrong with the family is said as such.
        if family && !self.reach.admits(client.address.ip(), peer, self.owner(peer)) {
            return Err(Refusal::error(403, "Forbidden: no peer of this server"));
        }
        Ok(())
    }

    /// The address of a relay socket in the family asked for; IPv4 where none is (RFC 8656 section 7.2).
    fn relay_ip(&self, message: &Message<'_>) -> Result<IpAddr, Refusal> {
        let ipv6 = match message.attribute::<RequestedAddressFamily>().map(|asked| asked.family()) {
            Ok(AddressFamily::IPV4) | Err(StunParseError::MissingAttribute(_)) => false,
            Ok(AddressFamily::IPV6) => true,
            Err(_) => return Err(Refusal::error(440, "Address Family not Supported")),
        };
        self.reach.address(ipv6).ok_or_else(|| Refusal::error(440, "Address Family not Supported"))
    }

    /// What is granted of what was asked: not more than the limit, not less than the default.
    fn lifetime(&self, asked: Option<Lifetime>) -> Duration {
        let asked = asked.map_or(Duration::ZERO, |asked| Duration::from_secs(asked.seconds().into()));
        asked.max(self.limits.default_lifetime).min(self.limits.longest_lifetime)
    }
}

/// What a request is answered with.
enum Answer {
    /// A response to be signed.
    Reply(Reply),
    /// A response that is ready.
    Again(Vec<u8>),
    /// Nothing yet.
    Later,
}

fn mismatch() -> Refusal {
    Refusal::error(437, "Allocation Mismatch")
}

fn seconds(lifetime: Duration) -> Lifetime {
    Lifetime::new(u32::try_from(lifetime.as_secs()).unwrap_or(u32::MAX))
}
