//! The server in virtual time: no socket, no sleep.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use stun_types::attribute::{ErrorCode, Fingerprint, MessageIntegrity, Nonce, Realm, UnknownAttributes, Username};
use stun_types::message::{
    BINDING, IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageType, MessageWriteVec, Method,
};
use stun_types::prelude::*;
use turn_types::AddressFamily;
use turn_types::attribute::{
    ChannelNumber, Data, DontFragment, EvenPort, Lifetime, RequestedAddressFamily, RequestedTransport,
    ReservationToken, XorPeerAddress, XorRelayedAddress,
};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, DATA, REFRESH, SEND};

use super::{Client, Core, Limits, Output, RelayId, Settings};
use crate::candidate::secret::Secret;
use crate::candidate::uri::Transport;
use crate::net::clock;

const USERNAME: &str = "alice";
const PASSWORD: &str = "a good password";
const REALM: &str = "example.org";

/// A server, a client of it, and the time.
struct Lab {
    core: Core,
    now: Instant,
    client: Client,
    nonce: String,
    password: &'static str,
    relay: Option<RelayId>,
    closed: Vec<RelayId>,
    to_peer: Vec<(SocketAddr, Vec<u8>)>,
    next_port: u16,
    open_error: Option<io::ErrorKind>,
}

impl Lab {
    fn new(limits: Limits) -> Self {
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

    fn allocated() -> Self {
        let mut lab = Self::new(Limits::default());
        lab.allocate().unwrap();
        lab
    }

    fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    /// Plays the driver; the messages to clients are returned.
    fn drain(&mut self) -> Vec<Vec<u8>> {
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

    fn send(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.core.from_client(self.now, self.client, bytes);
        let mut messages = self.drain();
        assert!(messages.len() <= 1, "one message has one answer at most");
        messages.pop()
    }

    fn signed(&self, mut request: MessageWriteVec) -> Vec<u8> {
        request.add_attribute(&Username::new(USERNAME).unwrap()).unwrap();
        request.add_attribute(&Realm::new(REALM).unwrap()).unwrap();
        request.add_attribute(&Nonce::new(&self.nonce).unwrap()).unwrap();
        request.add_message_integrity(&credentials(self.password), IntegrityAlgorithm::Sha1).unwrap();
        request.finish()
    }

    /// Sends a signed request, with a fresh nonce where it is told to take one.
    fn request(&mut self, method: Method, attributes: &[&dyn AttributeWrite]) -> Result<Vec<u8>, u16> {
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

    fn allocate(&mut self) -> Result<Vec<u8>, u16> {
        self.request(ALLOCATE, &[&RequestedTransport::new(17)])
    }

    fn permit(&mut self, peer: &str) -> Result<Vec<u8>, u16> {
        let request = request(CREATE_PERMISSION, &[]);
        let transaction = request.transaction_id();
        self.request_with(request, &XorPeerAddress::new(address(peer), transaction))
    }

    fn bind(&mut self, channel: u16, peer: &str) -> Result<Vec<u8>, u16> {
        let request = request(CHANNEL_BIND, &[&ChannelNumber::new(channel)]);
        let transaction = request.transaction_id();
        self.request_with(request, &XorPeerAddress::new(address(peer), transaction))
    }

    fn request_with(&mut self, mut request: MessageWriteVec, attribute: &dyn AttributeWrite) -> Result<Vec<u8>, u16> {
        request.add_attribute(attribute).unwrap();
        let answer = self.send(&self.signed(request)).expect("a request is answered");
        code(&Message::from_bytes(&answer).unwrap()).map_or_else(|| Ok(answer.clone()), Err)
    }

    fn send_indication(&mut self, peer: &str, data: &[u8]) {
        let mut message = Message::builder_indication(SEND, MessageWriteVec::new());
        let transaction = message.transaction_id();
        message.add_attribute(&XorPeerAddress::new(address(peer), transaction)).unwrap();
        message.add_attribute(&Data::new(data)).unwrap();
        assert_eq!(self.send(&message.finish()), None);
    }

    fn from_peer(&mut self, peer: &str, data: &[u8]) -> Option<Vec<u8>> {
        self.core.from_peer(self.now, self.relay.unwrap(), address(peer), data);
        self.drain().pop()
    }
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn credentials(password: &str) -> stun_types::message::MessageIntegrityCredentials {
    LongTermKeyCredentials::new(USERNAME.to_owned(), password.to_owned(), REALM.to_owned()).into()
}

fn request(method: Method, attributes: &[&dyn AttributeWrite]) -> MessageWriteVec {
    let mut request = Message::builder_request(method, MessageWriteVec::new());
    attributes.iter().for_each(|attribute| request.add_attribute(*attribute).unwrap());
    request
}

fn code(message: &Message<'_>) -> Option<u16> {
    message.has_class(MessageClass::Error).then(|| message.attribute::<ErrorCode>().unwrap().code())
}

fn lifetime(answer: &[u8]) -> u32 {
    Message::from_bytes(answer).unwrap().attribute::<Lifetime>().unwrap().seconds()
}

fn relayed(answer: &[u8]) -> SocketAddr {
    let message = Message::from_bytes(answer).unwrap();
    message.attribute::<XorRelayedAddress>().unwrap().addr(message.transaction_id())
}

#[test]
fn an_unsigned_request_is_challenged() {
    let mut lab = Lab::new(Limits::default());
    let answer = lab.send(&request(ALLOCATE, &[&RequestedTransport::new(17)]).finish()).unwrap();
    let message = Message::from_bytes(&answer).unwrap();
    assert_eq!(code(&message), Some(401));
    assert_eq!(message.attribute::<Realm>().unwrap().realm(), REALM);
    assert!(message.has_attribute(Nonce::TYPE) && !message.has_attribute(MessageIntegrity::TYPE));
    assert!(!message.has_attribute(Fingerprint::TYPE), "no fingerprint was asked for");
}

#[test]
fn a_wrong_password_is_challenged_again() {
    let mut lab = Lab::new(Limits::default());
    lab.password = "a bad password";
    assert_eq!(lab.allocate(), Err(401));
    assert_eq!(lab.core.allocations(), 0);
}

#[test]
fn credentials_without_their_names_are_a_bad_request() {
    let mut lab = Lab::new(Limits::default());
    let mut bare = request(ALLOCATE, &[&RequestedTransport::new(17)]);
    bare.add_message_integrity(&credentials(PASSWORD), IntegrityAlgorithm::Sha1).unwrap();
    let answer = lab.send(&bare.finish()).unwrap();
    assert_eq!(code(&Message::from_bytes(&answer).unwrap()), Some(400));
}

#[test]
fn a_nonce_goes_stale_and_is_good_for_one_client() {
    let mut lab = Lab::allocated();
    lab.wait(3601);
    let answer = lab.send(&lab.signed(request(REFRESH, &[]))).unwrap();
    let message = Message::from_bytes(&answer).unwrap();
    assert_eq!(code(&message), Some(438));
    assert_ne!(message.attribute::<Nonce>().unwrap().nonce(), lab.nonce);

    let mut lab = Lab::allocated();
    lab.client.address = address("127.0.0.1:5001");
    let answer = lab.send(&lab.signed(request(REFRESH, &[]))).unwrap();
    assert_eq!(code(&Message::from_bytes(&answer).unwrap()), Some(438));
}

#[test]
fn a_retransmitted_allocate_is_answered_the_same_and_another_is_a_mismatch() {
    let mut lab = Lab::new(Limits::default());
    lab.allocate().unwrap();
    lab.core.client_gone(lab.client);
    lab.drain();
    let bytes = lab.signed(request(ALLOCATE, &[&RequestedTransport::new(17)]));
    let first = lab.send(&bytes).unwrap();
    assert_eq!(lab.send(&bytes), Some(first));
    assert_eq!(lab.core.allocations(), 1);
    assert_eq!(lab.allocate(), Err(437));
}

#[test]
fn what_is_asked_for_is_judged() {
    let mut lab = Lab::new(Limits::default());
    assert_eq!(lab.request(ALLOCATE, &[]), Err(400));
    assert_eq!(lab.request(ALLOCATE, &[&RequestedTransport::new(6)]), Err(442));
    assert_eq!(lab.request(ALLOCATE, &[&RequestedTransport::new(17), &DontFragment::new()]), Err(420));
    let token = ReservationToken::new(7);
    assert_eq!(lab.request(ALLOCATE, &[&RequestedTransport::new(17), &token]), Err(508));
    assert_eq!(lab.request(ALLOCATE, &[&RequestedTransport::new(17), &token, &EvenPort::new(false)]), Err(400));
    assert_eq!(lab.request(REFRESH, &[]), Err(437));
    assert_eq!(lab.permit("127.0.0.1:1"), Err(437));
    assert_eq!(lab.bind(0x4000, "127.0.0.1:1"), Err(437));
    lab.open_error = Some(io::ErrorKind::AddrNotAvailable);
    assert_eq!(lab.allocate(), Err(440));
    lab.open_error = Some(io::ErrorKind::AddrInUse);
    assert_eq!(lab.allocate(), Err(508));
    assert_eq!(lab.core.allocations(), 0);
}

#[test]
fn unknown_attributes_are_named() {
    let mut lab = Lab::new(Limits::default());
    let strange = stun_types::attribute::RawAttribute::new(0x7777.into(), &[1]);
    let optional = stun_types::attribute::RawAttribute::new(0x8777.into(), &[1]);
    let mut binding = request(BINDING, &[&strange, &optional]);
    binding.add_fingerprint().unwrap();
    let answer = lab.send(&binding.finish()).unwrap();
    let message = Message::from_bytes(&answer).unwrap();
    assert_eq!(code(&message), Some(420));
    assert!(message.attribute::<UnknownAttributes>().unwrap().has_attribute(0x7777.into()));
    assert!(!message.attribute::<UnknownAttributes>().unwrap().has_attribute(0x8777.into()));
    assert!(message.has_attribute(Fingerprint::TYPE), "a fingerprint is answered with one");
}

#[test]
fn families_are_as_asked() {
    let v6 = RequestedAddressFamily::new(AddressFamily::IPV6);
    let mut lab = Lab::new(Limits::default());
    assert!(relayed(&lab.request(ALLOCATE, &[&RequestedTransport::new(17), &v6]).unwrap()).is_ipv6());
    assert_eq!(lab.permit("127.0.0.1:9"), Err(443));
    lab.permit("[::1]:9").unwrap();
    let strange = stun_types::attribute::RawAttribute::new(RequestedAddressFamily::TYPE, &[3, 0, 0, 0]);
    let mut lab = Lab::new(Limits::default());
    assert_eq!(lab.request(ALLOCATE, &[&RequestedTransport::new(17), &strange]), Err(440));
}

#[test]
fn lifetimes_are_clamped_and_end() {
    for (asked, granted) in [(None, 600), (Some(60), 600), (Some(1800), 1800), (Some(99_999), 3600)] {
        let mut lab = Lab::new(Limits::default());
        let transport = RequestedTransport::new(17);
        let answer = match asked {
            None => lab.request(ALLOCATE, &[&transport]),
            Some(seconds) => lab.request(ALLOCATE, &[&transport, &Lifetime::new(seconds)]),
        };
        assert_eq!(lifetime(&answer.unwrap()), granted);
        lab.wait(u64::from(granted) - 1);
        lab.core.expire(lab.now);
        assert_eq!(lab.core.allocations(), 1);
        lab.wait(1);
        assert_eq!(lab.core.next_expiry(), Some(lab.now));
        lab.core.expire(lab.now);
        lab.drain();
        assert_eq!((lab.core.allocations(), lab.core.next_expiry()), (0, None));
        assert_eq!(lab.closed, [lab.relay.unwrap()]);
    }
}

#[test]
fn a_refresh_prolongs_and_zero_ends() {
    let mut lab = Lab::allocated();
    lab.wait(599);
    assert_eq!(lifetime(&lab.request(REFRESH, &[&Lifetime::new(700)]).unwrap()), 700);
    lab.wait(699);
    lab.core.expire(lab.now);
    assert_eq!(lab.core.allocations(), 1);
    assert_eq!(lifetime(&lab.request(REFRESH, &[&Lifetime::new(0)]).unwrap()), 0);
    assert_eq!((lab.core.allocations(), lab.closed.len()), (0, 1));
}

#[test]
fn quotas_hold() {
    let mut lab = Lab::new(Limits { allocations: 2, permissions: 1, channels: 1, ..Limits::default() });
    for port in [5000, 5001] {
        lab.client.address.set_port(port);
        lab.allocate().unwrap();
    }
    lab.permit("127.0.0.1:9").unwrap();
    assert_eq!(lab.permit("127.0.0.2:9"), Err(508));
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    assert_eq!(lab.bind(0x4001, "127.0.0.1:10"), Err(508));
    lab.client.address.set_port(5002);
    assert_eq!(lab.allocate(), Err(486));
}

#[test]
fn peers_are_loopback_alone() {
    let mut lab = Lab::allocated();
    for peer in ["10.0.0.1:9", "0.0.0.0:9", "192.0.2.1:9", "255.255.255.255:9", "224.0.0.1:9"] {
        assert_eq!(lab.permit(peer), Err(403), "{peer}");
        assert_eq!(lab.bind(0x4000, peer), Err(403), "{peer}");
    }
    assert_eq!(lab.permit("[::ffff:127.0.0.1]:9"), Err(443));
}

#[test]
fn nothing_passes_without_a_permission() {
    let mut lab = Lab::allocated();
    lab.send_indication("127.0.0.1:9", b"out");
    assert_eq!(lab.from_peer("127.0.0.1:9", b"in"), None);
    assert_eq!(lab.to_peer, []);

    lab.permit("127.0.0.1:1").unwrap();
    lab.send_indication("127.0.0.1:9", b"out");
    assert_eq!(lab.to_peer, [(address("127.0.0.1:9"), b"out".to_vec())], "a permission is for an address");
    let indication = lab.from_peer("127.0.0.1:9", b"in").unwrap();
    let message = Message::from_bytes(&indication).unwrap();
    assert_eq!(message.get_type(), MessageType::from_class_method(MessageClass::Indication, DATA));
    assert_eq!(message.attribute::<Data<'_>>().unwrap().data(), b"in");
    let peer: XorPeerAddress = message.attribute().unwrap();
    assert_eq!(peer.addr(message.transaction_id()), address("127.0.0.1:9"));
    assert_eq!(lab.from_peer("127.0.0.2:9", b"in"), None);

    lab.wait(300);
    lab.send_indication("127.0.0.1:9", b"late");
    assert_eq!(lab.to_peer.len(), 1, "a permission ends after 300 s");
    assert_eq!(lab.from_peer("127.0.0.1:9", b"in"), None);
}

#[test]
fn channels_carry_both_ways_until_they_end() {
    let mut lab = Lab::new(Limits { default_lifetime: Duration::from_secs(3600), ..Limits::default() });
    lab.allocate().unwrap();
    lab.bind(0x4ABC, "127.0.0.1:9").unwrap();
    assert_eq!(lab.send(b"\x4a\xbc\x00\x03out"), None);
    assert_eq!(lab.to_peer, [(address("127.0.0.1:9"), b"out".to_vec())]);
    assert_eq!(lab.from_peer("127.0.0.1:9", b"in").unwrap(), b"\x4a\xbc\x00\x02in");
    assert!(lab.from_peer("127.0.0.1:10", b"in").unwrap().starts_with(&[0x00, 0x17]), "another port has no channel");

    lab.wait(299);
    lab.permit("127.0.0.1:9").unwrap();
    lab.wait(299);
    lab.permit("127.0.0.1:9").unwrap();
    lab.wait(2);
    assert_eq!(lab.send(b"\x4a\xbc\x00\x04late"), None);
    assert_eq!(lab.to_peer.len(), 1, "a channel ends after 600 s");
    assert!(lab.from_peer("127.0.0.1:9", b"in").unwrap().starts_with(&[0x00, 0x17]));
}

#[test]
fn a_stream_gets_padded_channel_data() {
    let mut lab = Lab::new(Limits::default());
    lab.client.transport = Transport::Tcp;
    lab.allocate().unwrap();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    assert_eq!(lab.from_peer("127.0.0.1:9", b"hello").unwrap(), b"\x40\x00\x00\x05hello\0\0\0");
}

#[test]
fn channel_conflicts_are_bad_requests() {
    let mut lab = Lab::allocated();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    assert_eq!(lab.bind(0x4000, "127.0.0.1:10"), Err(400));
    assert_eq!(lab.bind(0x4001, "127.0.0.1:9"), Err(400));
    for number in [0x3FFF, 0x5000, 0x7FFF, 0xFFFF] {
        assert_eq!(lab.bind(number, "127.0.0.1:11"), Err(400), "{number:#x}");
    }
}

#[test]
fn a_reserved_port_waits_for_its_token() {
    let mut lab = Lab::new(Limits::default());
    let transport = RequestedTransport::new(17);
    let answer = lab.request(ALLOCATE, &[&transport, &EvenPort::new(true)]).unwrap();
    let first = relayed(&answer);
    let message = Message::from_bytes(&answer).unwrap();
    let token = message.attribute::<ReservationToken>().unwrap().token();
    lab.client.address.set_port(5001);
    let answer = lab.request(ALLOCATE, &[&transport, &ReservationToken::new(token)]).unwrap();
    assert_eq!(relayed(&answer).port(), first.port() + 1);

    lab.client.address.set_port(5002);
    let answer = lab.request(ALLOCATE, &[&transport, &EvenPort::new(true)]).unwrap();
    let message = Message::from_bytes(&answer).unwrap();
    let token = message.attribute::<ReservationToken>().unwrap().token();
    lab.wait(30);
    lab.client.address.set_port(5003);
    assert_eq!(lab.request(ALLOCATE, &[&transport, &ReservationToken::new(token)]), Err(508));
    assert_eq!(lab.closed.len(), 1, "a port that nobody came for is closed");
}

#[test]
fn a_stream_that_ends_takes_its_allocation_along() {
    let mut lab = Lab::allocated();
    lab.core.client_gone(lab.client);
    lab.drain();
    assert_eq!((lab.core.allocations(), lab.closed.len()), (0, 1));
}

/// RFC 5769: each vector is read and checked by what reads and checks requests.
mod rfc5769 {
    use stun_types::attribute::XorMappedAddress;
    use stun_types::message::{IntegrityKey, ShortTermCredentials};

    use super::super::auth::{ALGORITHM, is_signed};
    use super::super::message::decode;
    use super::*;

    /// Hexadecimal digits, spaces between.
    fn hex(text: &str) -> Vec<u8> {
        let digits: String = text.split_whitespace().collect();
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
    }

    fn short_term() -> IntegrityKey {
        ShortTermCredentials::new("VOkJxbRl1RmTxUk/WvJxBt".to_owned()).make_key()
    }

    /// Asserts that a message is signed with `key`, and that changing any byte up to the end of the signature shows.
    fn check(bytes: &[u8], key: &IntegrityKey) {
        let message = decode(bytes).unwrap();
        assert!(is_signed(&message, key));
        let (offset, _) = message.attribute_and_offset::<MessageIntegrity>().unwrap();
        for at in 20..offset + 24 {
            let mut changed = bytes.to_vec();
            changed[at] ^= 1;
            let accepted = decode(&changed).is_some_and(|message| is_signed(&message, key));
            assert!(!accepted, "a change of byte {at} goes unseen");
        }
    }

    #[test]
    fn request_with_short_term_credentials() {
        let bytes = hex("00010058 2112a442 b7e7a701 bc34d686 fa87dfae
             80220010 5354554e 20746573 7420636c 69656e74
             00240004 6e0001ff 80290008 932ff9b1 51263b36
             00060009 6576746a 3a683676 59202020
             00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2 80280004 e57a3bcf");
        let message = decode(&bytes).unwrap();
        assert_eq!(message.attribute::<Username>().unwrap().username(), "evtj:h6vY");
        check(&bytes, &short_term());
    }

    #[test]
    fn response_with_an_ipv4_address() {
        let bytes = hex("0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
             8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
             00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96");
        let message = decode(&bytes).unwrap();
        let mapped: XorMappedAddress = message.attribute().unwrap();
        assert_eq!(mapped.addr(message.transaction_id()), address("192.0.2.1:32853"));
        check(&bytes, &short_term());
    }

    #[test]
    fn response_with_an_ipv6_address() {
        let bytes = hex("01010048 2112a442 b7e7a701 bc34d686 fa87dfae
             8022000b 74657374 20766563 746f7220
             00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
             00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c");
        let message = decode(&bytes).unwrap();
        let mapped: XorMappedAddress = message.attribute().unwrap();
        assert_eq!(mapped.addr(message.transaction_id()), address("[2001:db8:1234:5678:11:2233:4455:6677]:32853"));
        check(&bytes, &short_term());
    }

    #[test]
    fn request_with_long_term_credentials() {
        let bytes = hex("00010060 2112a442 78ad3433 c6ad72c0 29da412e
             00060012 e3839ee3 8388e383 aae38383 e382af e382b9 0000
             0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
             0014000b 6578616d 706c652e 6f726700
             00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666");
        // Without SASLprep, "TheMatrIX" is the password as RFC 5769 section 2.4 has it after preparation.
        let credentials = LongTermKeyCredentials::new(
            "\u{30DE}\u{30C8}\u{30EA}\u{30C3}\u{30AF}\u{30B9}".to_owned(),
            "TheMatrIX".to_owned(),
            "example.org".to_owned(),
        );
        let message = decode(&bytes).unwrap();
        assert_eq!(message.attribute::<Realm>().unwrap().realm(), "example.org");
        check(&bytes, &credentials.make_key(ALGORITHM));
    }
}

/// A message of any shape that is near enough to a real one to get past the first checks.
fn near_stun() -> impl Strategy<Value = Vec<u8>> {
    let attribute = (
        prop::sample::select(vec![6u16, 8, 9, 12, 13, 18, 19, 20, 21, 23, 24, 25, 28, 34, 0x8028, 0x7777]),
        prop::collection::vec(any::<u8>(), 0..40),
        any::<u8>(),
    );
    let method = prop::sample::select(vec![1u16, 3, 4, 6, 7, 8, 9, 0x11, 0x13, 0x16, 0x101, 0x111]);
    (method, prop::collection::vec(attribute, 0..6)).prop_map(|(method, attributes)| {
        let mut body = Vec::new();
        for (kind, value, skew) in attributes {
            body.extend(kind.to_be_bytes());
            // One length in sixteen is a lie.
            let length = if skew < 16 { u16::from(skew) * 97 } else { u16::try_from(value.len()).unwrap() };
            body.extend(length.to_be_bytes());
            body.extend(&value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let mut message = method.to_be_bytes().to_vec();
        message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        message.extend([0x21, 0x12, 0xA4, 0x42]);
        message.extend([9; 12]);
        message.extend(body);
        message
    })
}

proptest! {
    #[test]
    fn any_bytes_are_survived(
        messages in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..600),
                near_stun(),
                // As long as a stream can bring them.
                (any::<u8>(), 65_000usize..65_556).prop_map(|(byte, length)| {
                    let mut message = vec![0, 1];
                    message.extend(u16::try_from((length - 20).min(0xFFFC)).unwrap().to_be_bytes());
                    message.extend([0x21, 0x12, 0xA4, 0x42]);
                    message.resize(length, byte);
                    message
                }),
            ],
            1..20,
        ),
    ) {
        let mut lab = Lab::allocated();
        lab.bind(0x4000, "127.0.0.1:9").unwrap();
        for message in messages {
            let answer = lab.send(&message);
            // An answer is not worth forging a source address for.
            prop_assert!(answer.is_none_or(|answer| answer.len() <= message.len() + 160));
            lab.wait(1);
        }
        prop_assert!(lab.core.allocations() <= 1);
    }

    #[test]
    fn data_of_any_length_passes(length in prop_oneof![0usize..2000, 65_000usize..65_508]) {
        let mut lab = Lab::allocated();
        lab.permit("127.0.0.1:9").unwrap();
        let data = vec![7; length];
        lab.send_indication("127.0.0.1:9", &data[..length.min(65_000)]);
        prop_assert_eq!(lab.to_peer.len(), 1);
        if let Some(indication) = lab.from_peer("127.0.0.1:9", &data) {
            let message = Message::from_bytes(&indication).unwrap();
            let seen: Data<'_> = message.attribute().unwrap();
            prop_assert_eq!(seen.data(), &data[..]);
        } else {
            prop_assert!(length > 65_000, "only what no message holds is lost");
        }
    }
}
