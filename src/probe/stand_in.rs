//! The STUN and TURN server that the peer connection's own stack is given to talk to: it hands out what was gathered
//! from the real ones, and passes on what goes through a relay.
//!
//! For: the stack's clients alone, in this process, at addresses that no packet is ever sent to. Not for: talking to
//! real servers; `server` does, and whoever owns both says here what came of it. Nothing is authenticated, and lifetimes
//! are what the stack asks for: the real ones are the session's.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;

use stun_types::attribute::{ErrorCode, Nonce, Realm, XorMappedAddress};
use stun_types::message::{BINDING, Message, MessageClass, MessageType, MessageWriteVec, TransactionId};
use stun_types::prelude::*;
use turn_types::attribute::{ChannelNumber, Data, Lifetime, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, DATA, REFRESH, SEND};

use crate::proto::channel_data::ChannelData;

/// Seconds that the stack's allocation lasts: longer than any run.
const LIFETIME_S: u32 = 86_400;
/// Most requests that wait for an answer, and most addresses that are kept.
const MOST: usize = 1024;

/// One of the stack's clients: its socket, and the server's address that it talks to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Seat {
    /// The stack's socket.
    pub local: SocketAddr,
    /// The address of the server, which is none.
    pub server: SocketAddr,
}

/// What is to be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Action {
    /// Give the stack this message, as from the server of its seat.
    Reply(Seat, Vec<u8>),
    /// Ask the real server of this relay to permit a peer.
    Permit {
        /// The relay.
        relayed: SocketAddr,
        /// The peer.
        peer: SocketAddr,
    },
    /// Send a packet through this relay.
    Send {
        /// The relay.
        relayed: SocketAddr,
        /// The peer.
        peer: SocketAddr,
        /// The packet.
        payload: Vec<u8>,
    },
}

/// A request that waits for what the real servers say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Waiting {
    seat: Seat,
    id: TransactionId,
}

/// A relay that a seat was given.
#[derive(Debug)]
struct Relay {
    relayed: SocketAddr,
    channels: HashMap<u16, SocketAddr>,
    permissions: Vec<(TransactionId, SocketAddr)>,
    /// Peers that the real server refuses: the stack would ask again with every packet.
    refused: HashSet<SocketAddr>,
}

/// The server.
#[derive(Debug, Default)]
pub struct StandIn {
    bindings: Vec<Waiting>,
    allocations: Vec<Waiting>,
    reflexive: Vec<(SocketAddr, SocketAddr)>,
    /// Mapped addresses that no client has been told yet, with their sockets.
    untold: Vec<(SocketAddr, SocketAddr)>,
    /// Relayed and mapped addresses that no client has been given yet.
    free: Vec<(SocketAddr, SocketAddr)>,
    relays: HashMap<Seat, Relay>,
    complete: bool,
}

impl StandIn {
    /// A message of the stack's.
    pub fn from_stack(&mut self, seat: Seat, bytes: &[u8]) -> Vec<Action> {
        if let Ok(ChannelData { channel, data }) = ChannelData::decode(bytes) {
            let relay = self.relays.get(&seat);
            let to = relay.and_then(|relay| Some((relay.relayed, *relay.channels.get(&channel)?)));
            return to
                .map(|(relayed, peer)| Action::Send { relayed, peer, payload: data.to_vec() })
                .into_iter()
                .collect();
        }
        let Ok(message) = Message::from_bytes(bytes) else { return Vec::new() };
        match (message.class(), message.method()) {
            (MessageClass::Indication, SEND) => self.send(seat, &message),
            (MessageClass::Request, BINDING) => {
                push(&mut self.bindings, seat, &message);
                self.serve()
            }
            (MessageClass::Request, ALLOCATE) if !message.has_attribute(Nonce::TYPE) => {
                vec![Action::Reply(seat, challenge(&message))]
            }
            (MessageClass::Request, ALLOCATE) => {
                if !self.relays.contains_key(&seat) {
                    push(&mut self.allocations, seat, &message);
                }
                self.serve()
            }
            (MessageClass::Request, CREATE_PERMISSION) => self.permission(seat, &message),
            (MessageClass::Request, CHANNEL_BIND) => self.channel(seat, &message),
            (MessageClass::Request, REFRESH) => {
                let lifetime = message.attribute::<Lifetime>().map_or(LIFETIME_S, |lifetime| lifetime.seconds());
                vec![Action::Reply(seat, success(&message, &[&Lifetime::new(lifetime)]))]
            }
            _ => Vec::new(),
        }
    }

    /// A real server gave a relay, and saw us at `mapped`.
    pub fn allocated(&mut self, relayed: SocketAddr, mapped: SocketAddr) -> Vec<Action> {
        if self.free.len() < MOST {
            self.free.push((relayed, mapped));
        }
        self.serve()
    }

    /// A real server saw the stack's socket `local` at `mapped`; true where that is news. What is equal to its base is
    /// no candidate (RFC 8445 section 5.1.3).
    pub fn reflexive(&mut self, local: SocketAddr, mapped: SocketAddr) -> (bool, Vec<Action>) {
        let news = mapped != local && !self.reflexive.contains(&(local, mapped)) && self.reflexive.len() < MOST;
        if news {
            self.reflexive.push((local, mapped));
            self.untold.push((local, mapped));
        }
        (news, self.serve())
    }

    /// The real server of a relay decided on a peer.
    pub fn permitted(&mut self, relayed: SocketAddr, peer: SocketAddr, granted: bool) -> Vec<Action> {
        let mut actions = Vec::new();
        for (seat, relay) in self.relays.iter_mut().filter(|(_, relay)| relay.relayed == relayed) {
            if !granted && relay.refused.len() < MOST {
                relay.refused.insert(peer);
            }
            for (id, _) in relay.permissions.extract_if(.., |(_, other)| *other == peer) {
                let kind = if granted { MessageClass::Success } else { MessageClass::Error };
                actions.push(Action::Reply(*seat, answer(kind, CREATE_PERMISSION, id, 403, &[])));
            }
        }
        actions
    }

    /// The seat that a relay was given to.
    pub fn seat(&self, relayed: SocketAddr) -> Option<Seat> {
        self.relays.iter().find(|(_, relay)| relay.relayed == relayed).map(|(seat, _)| *seat)
    }

    /// There will be nothing more: whoever waits is told so.
    pub fn complete(&mut self) -> Vec<Action> {
        self.complete = true;
        self.serve()
    }

    /// Answers what can be answered.
    fn serve(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        let untold = &mut self.untold;
        self.bindings.retain(|waiting| {
            let Some(at) = untold.iter().position(|(local, _)| *local == waiting.seat.local) else { return true };
            let (_, mapped) = untold.swap_remove(at);
            let mapped = XorMappedAddress::new(mapped, waiting.id);
            let reply = answer(MessageClass::Success, BINDING, waiting.id, 0, &[&mapped]);
            actions.push(Action::Reply(waiting.seat, reply));
            false
        });
        while !self.free.is_empty() && !self.allocations.is_empty() {
            let ((relayed, mapped), Waiting { seat, id }) = (self.free.remove(0), self.allocations.remove(0));
            let attributes: [&dyn AttributeWrite; 3] =
                [&XorRelayedAddress::new(relayed, id), &XorMappedAddress::new(mapped, id), &Lifetime::new(LIFETIME_S)];
            actions.push(Action::Reply(seat, answer(MessageClass::Success, ALLOCATE, id, 0, &attributes)));
            self.relays.insert(
                seat,
                Relay { relayed, channels: HashMap::new(), permissions: Vec::new(), refused: HashSet::new() },
            );
        }
        if self.complete {
            let refuse =
                |method| move |w: Waiting| Action::Reply(w.seat, answer(MessageClass::Error, method, w.id, 508, &[]));
            actions.extend(self.bindings.drain(..).map(refuse(BINDING)));
            actions.extend(self.allocations.drain(..).map(refuse(ALLOCATE)));
        }
        actions
    }

    fn send(&self, seat: Seat, message: &Message<'_>) -> Vec<Action> {
        let peer = message.attribute::<XorPeerAddress>().map(|peer| peer.addr(message.transaction_id()));
        let data = message.attribute::<Data<'_>>();
        match (self.relays.get(&seat), peer, data) {
            (Some(relay), Ok(peer), Ok(data)) => {
                vec![Action::Send { relayed: relay.relayed, peer, payload: data.data().to_vec() }]
            }
            _ => Vec::new(),
        }
    }

    fn permission(&mut self, seat: Seat, message: &Message<'_>) -> Vec<Action> {
        let id = message.transaction_id();
        let peer = message.attribute::<XorPeerAddress>().map(|peer| peer.addr(id));
        let (Some(relay), Ok(peer)) = (self.relays.get_mut(&seat), peer) else { return Vec::new() };
        if relay.permissions.len() >= MOST || relay.permissions.iter().any(|(other, _)| *other == id) {
            return Vec::new();
        }
        if relay.refused.contains(&peer) {
            return vec![Action::Reply(seat, answer(MessageClass::Error, CREATE_PERMISSION, id, 403, &[]))];
        }
        relay.permissions.push((id, peer));
        vec![Action::Permit { relayed: relay.relayed, peer }]
    }

    fn channel(&mut self, seat: Seat, message: &Message<'_>) -> Vec<Action> {
        let peer = message.attribute::<XorPeerAddress>().map(|peer| peer.addr(message.transaction_id()));
        let channel = message.attribute::<ChannelNumber>();
        match (self.relays.get_mut(&seat), peer, channel) {
            (Some(relay), Ok(peer), Ok(channel)) if relay.channels.len() < MOST => {
                relay.channels.insert(channel.channel(), peer);
                vec![Action::Reply(seat, success(message, &[]))]
            }
            _ => Vec::new(),
        }
    }
}

/// A Data indication (RFC 8656 section 11.4), or `None` where the payload is longer than a message.
pub fn data_indication(peer: SocketAddr, payload: &[u8]) -> Option<Vec<u8>> {
    let id = TransactionId::from(0);
    let kind = MessageType::from_class_method(MessageClass::Indication, DATA);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    message.add_attribute(&XorPeerAddress::new(peer, id)).ok()?;
    message.add_attribute(&Data::new(payload)).ok()?;
    Some(message.finish())
}

fn push(list: &mut Vec<Waiting>, seat: Seat, message: &Message<'_>) {
    let waiting = Waiting { seat, id: message.transaction_id() };
    if list.len() < MOST && !list.contains(&waiting) {
        list.push(waiting);
    }
}

/// 401 with a realm and a nonce: the stack's client wants to be asked before it takes an answer.
fn challenge(request: &Message<'_>) -> Vec<u8> {
    let realm = Realm::new("stand-in").expect("a short realm");
    let nonce = Nonce::new("stand-in").expect("a short nonce");
    answer(MessageClass::Error, ALLOCATE, request.transaction_id(), 401, &[&realm, &nonce])
}

fn success(request: &Message<'_>, attributes: &[&dyn AttributeWrite]) -> Vec<u8> {
    answer(MessageClass::Success, request.method(), request.transaction_id(), 0, attributes)
}

/// A response; `code` is that of an error.
fn answer(
    class: MessageClass,
    method: stun_types::message::Method,
    id: TransactionId,
    code: u16,
    attributes: &[&dyn AttributeWrite],
) -> Vec<u8> {
    let kind = MessageType::from_class_method(class, method);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    if class == MessageClass::Error {
        let error = ErrorCode::new(code, "").expect("the codes above are between 300 and 699");
        message.add_attribute(&error).expect("a first attribute fits");
    }
    for attribute in attributes {
        message.add_attribute(*attribute).expect("a few short attributes fit");
    }
    message.finish()
}

#[cfg(test)]
mod tests;
