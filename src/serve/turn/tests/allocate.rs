//! Authentication, allocations and their ends.

use std::io;

use stun_types::attribute::{Fingerprint, MessageIntegrity, Nonce, RawAttribute, Realm, UnknownAttributes};
use stun_types::message::{BINDING, IntegrityAlgorithm, Message};
use stun_types::prelude::*;
use turn_types::AddressFamily;
use turn_types::attribute::{
    DontFragment, EvenPort, Lifetime, RequestedAddressFamily, RequestedTransport, ReservationToken,
};
use turn_types::message::{ALLOCATE, REFRESH};

use super::lab::{Lab, PASSWORD, REALM, address, code, credentials, lifetime, relayed, request};
use crate::serve::turn::Limits;

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
    let strange = RawAttribute::new(0x7777.into(), &[1]);
    let optional = RawAttribute::new(0x8777.into(), &[1]);
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
    let strange = RawAttribute::new(RequestedAddressFamily::TYPE, &[3, 0, 0, 0]);
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
