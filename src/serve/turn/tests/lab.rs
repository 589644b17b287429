//! A server in virtual time: no socket, no sleep.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use stun_types::attribute::{ErrorCode, Nonce, Realm, Username};
use stun_types::message::{
    IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageIntegrityCredentials, MessageWriteVec,
    Method,
};
use stun_types::prelude::*;
use turn_types::attribute::{ChannelNumber, Data, Lifetime, RequestedTransport, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, SEND};

use crate::candidate::secret::Secret;
use crate::candidate::uri::Transport;
use crate::net::clock;
use crate::serve::turn::{Client, Core, Limits, Output, RelayId, Settings};

const USERNAME: &str = "alice";
pub(super) const PASSWORD: &str = "a good password";
pub(super) const REALM: &str = "example.org";

/// A server, a client of it, and the time.
pub(super) struct Lab {
    pub(super) core: Core,
    pub(super) now: Instant,
    pub(super) client: Client,
    pub(super) nonce: String,
    pub(super) password: &'static str,
    pub(super) relay: Option<RelayId>,
    pub(super) closed: Vec<RelayId>,
    pub(super) to_peer: Vec<(SocketAddr, Vec<u8>)>,
    next_port: u16,
    pub(super) open_error: Option<io::ErrorKind>,
}

impl Lab {
    pub(super) fn new(limits: Limits) -> Self {
        let settings = Settings {
            realm: REALM.to_owned(),
            username: USERNAME.to_owned(),
            credential: Secret::new(PASSWORD.to_owned()),
            nonce_key: Secret::new("nonce key".to_owned()),
            limits,
        };
        let now = clock::now();
        Self {
            core: Core::new(&settings, now),
            now,
            client: Client { address: address("127.0.0.1:5000"), transport: Transport::Udp },
            nonce: String::new(),
            password: PASSWORD,
            relay: None,
            closed: Vec::new(),
            to_peer: Vec::new(),
            next_port: 50_000,
            open_error: None,
        }
    }

    pub(super) fn allocated() -> Self {
        let mut lab = Self::new(Limits::default());
        lab.allocate().unwrap();
        lab
    }

    pub(super) fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    /// Plays the driver; the messages to clients are returned.
    pub(super) fn drain(&mut self) -> Vec<Vec<u8>> {
        let mut messages = Vec::new();
        while let Some(output) = self.core.poll() {
            match output {
                Output::ToClient(client, message) => {
                    assert_eq!(client, self.client);
                    messages.push(message);
                }
                Output::ToPeer(_, peer, data) => self.to_peer.push((peer, data)),
                Output::Open { relay, ip, .. } => {
                    let opened = match self.open_error {
                        Some(kind) => Err(kind.into()),
                        None => Ok(SocketAddr::new(ip, self.next_port)),
                    };
                    self.next_port += 2;
                    self.relay = Some(relay);
                    self.core.relay_opened(self.now, relay, opened);
                }
                Output::Close(relay) => self.closed.push(relay),
            }
        }
        messages
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.core.from_client(self.now, self.client, bytes);
        let mut messages = self.drain();
        assert!(messages.len() <= 1, "one message has one answer at most");
        messages.pop()
    }

    pub(super) fn signed(&self, mut request: MessageWriteVec) -> Vec<u8> {
        request.add_attribute(&Username::new(USERNAME).unwrap()).unwrap();
        request.add_attribute(&Realm::new(REALM).unwrap()).unwrap();
        request.add_attribute(&Nonce::new(&self.nonce).unwrap()).unwrap();
        request.add_message_integrity(&credentials(self.password), IntegrityAlgorithm::Sha1).unwrap();
        request.finish()
    }

    /// Sends a signed request, with a fresh nonce where it is told to take one.
    pub(super) fn request(&mut self, method: Method, attributes: &[&dyn AttributeWrite]) -> Result<Vec<u8>, u16> {
        for _ in 0..2 {
            let answer = self.send(&self.signed(request(method, attributes))).expect("a request is answered");
            let message = Message::from_bytes(&answer).unwrap();
            if code(&message) != Some(438) {
                let signed = message.validate_integrity(&credentials(PASSWORD)).is_ok();
                assert_eq!(signed, code(&message) != Some(401), "what is authenticated is signed");
                return code(&message).map_or_else(|| Ok(answer.clone()), Err);
            }
            self.nonce = message.attribute::<Nonce>().unwrap().nonce().to_owned();
        }
        panic!("two stale nonces in a row");
    }

    pub(super) fn allocate(&mut self) -> Result<Vec<u8>, u16> {
        self.request(ALLOCATE, &[&RequestedTransport::new(17)])
    }

    pub(super) fn permit(&mut self, peer: &str) -> Result<Vec<u8>, u16> {
        let request = request(CREATE_PERMISSION, &[]);
        let transaction = request.transaction_id();
        self.request_with(request, &XorPeerAddress::new(address(peer), transaction))
    }

    pub(super) fn bind(&mut self, channel: u16, peer: &str) -> Result<Vec<u8>, u16> {
        let request = request(CHANNEL_BIND, &[&ChannelNumber::new(channel)]);
        let transaction = request.transaction_id();
        self.request_with(request, &XorPeerAddress::new(address(peer), transaction))
    }

    pub(super) fn request_with(
        &mut self,
        mut request: MessageWriteVec,
        attribute: &dyn AttributeWrite,
    ) -> Result<Vec<u8>, u16> {
        request.add_attribute(attribute).unwrap();
        let answer = self.send(&self.signed(request)).expect("a request is answered");
        code(&Message::from_bytes(&answer).unwrap()).map_or_else(|| Ok(answer.clone()), Err)
    }

    pub(super) fn send_indication(&mut self, peer: &str, data: &[u8]) {
        let mut message = Message::builder_indication(SEND, MessageWriteVec::new());
        let transaction = message.transaction_id();
        message.add_attribute(&XorPeerAddress::new(address(peer), transaction)).unwrap();
        message.add_attribute(&Data::new(data)).unwrap();
        assert_eq!(self.send(&message.finish()), None);
    }

    pub(super) fn hear(&mut self, peer: &str, data: &[u8]) -> Option<Vec<u8>> {
        self.core.from_peer(self.now, self.relay.unwrap(), address(peer), data);
        self.drain().pop()
    }
}

pub(super) fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

pub(super) fn credentials(password: &str) -> MessageIntegrityCredentials {
    LongTermKeyCredentials::new(USERNAME.to_owned(), password.to_owned(), REALM.to_owned()).into()
}

pub(super) fn request(method: Method, attributes: &[&dyn AttributeWrite]) -> MessageWriteVec {
    let mut request = Message::builder_request(method, MessageWriteVec::new());
    attributes.iter().for_each(|attribute| request.add_attribute(*attribute).unwrap());
    request
}

pub(super) fn code(message: &Message<'_>) -> Option<u16> {
    message.has_class(MessageClass::Error).then(|| message.attribute::<ErrorCode>().unwrap().code())
}

pub(super) fn lifetime(answer: &[u8]) -> u32 {
    Message::from_bytes(answer).unwrap().attribute::<Lifetime>().unwrap().seconds()
}

pub(super) fn relayed(answer: &[u8]) -> SocketAddr {
    let message = Message::from_bytes(answer).unwrap();
    message.attribute::<XorRelayedAddress>().unwrap().addr(message.transaction_id())
}
