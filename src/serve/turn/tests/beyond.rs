//! A server that others can reach: whom a relay reaches, and what a stranger can cost.

use std::net::IpAddr;
use std::time::Duration;

use stun_types::prelude::*;
use turn_types::attribute::RequestedTransport;
use turn_types::message::ALLOCATE;

use super::lab::{Lab, address, request};
use crate::serve::turn::{Limits, Reach};

const OWN: &str = "198.51.100.1";

/// A server at [`OWN`] and a client at 192.0.2.1, who is in a call with 192.0.2.2.
fn lab(limits: Limits) -> Lab {
    let own: IpAddr = OWN.parse().unwrap();
    let together = ["192.0.2.1", "192.0.2.2"].map(|it| it.parse::<IpAddr>().unwrap());
    let mut lab = Lab::new(limits);
    let core = std::mem::replace(&mut lab.core, Lab::new(limits).core);
    lab.core = core.reaching(Reach::new(vec![own], vec![own], move |client, peer| {
        together.contains(&client) && together.contains(&peer)
    }));
    lab.client.address = address("192.0.2.1:5000");
    lab
}

#[test]
fn participants_are_reached_and_nobody_else() {
    let mut lab = lab(Limits::default());
    lab.allocate().unwrap();
    for stranger in ["192.0.2.3:9", "127.0.0.1:9", "10.0.0.1:9", "169.254.169.254:80", "198.51.100.1:22"] {
        assert_eq!(lab.permit(stranger).unwrap_err(), 403, "{stranger}");
        assert_eq!(lab.bind(0x4000, stranger).unwrap_err(), 403, "{stranger}");
    }
    lab.permit("192.0.2.2:9").unwrap();
    lab.send_indication("192.0.2.2:10", b"out");
    assert_eq!(lab.to_peer, [(address("192.0.2.2:10"), b"out".to_vec())]);
}

#[test]
fn relays_of_participants_are_reached_and_no_other_port_of_ours() {
    let mut lab = lab(Limits::default());
    lab.allocate().unwrap();
    // The other participant's relay socket is on this machine.
    let first = lab.relay;
    lab.client.address = address("192.0.2.2:5000");
    lab.nonce = String::new();
    lab.allocate().unwrap();
    lab.relay = first;
    lab.client.address = address("192.0.2.1:5000");
    lab.nonce = String::new();
    assert_eq!(lab.allocate().unwrap_err(), 437);
    let (relay, other) = (format!("{OWN}:50002"), format!("{OWN}:22"));
    lab.permit(&relay).unwrap();
    lab.send_indication(&other, b"out");
    assert_eq!(lab.to_peer, [], "the permission is for the address, the port is looked at besides");
    assert_eq!(lab.hear(&other, b"in"), None);
    lab.send_indication(&relay, b"out");
    assert_eq!(lab.to_peer.len(), 1);
}

#[test]
fn strangers_get_few_answers_and_those_who_sign_get_theirs() {
    let mut lab = lab(Limits::default());
    let unsigned = MessageWrite::finish(request(ALLOCATE, &[&RequestedTransport::new(17)]));
    let answered = (0..500).filter(|_| lab.send(&unsigned).is_some()).count();
    assert_eq!(answered, 50);
    lab.wait(1);
    assert_eq!((0..500).filter(|_| lab.send(&unsigned).is_some()).count(), 10);
    lab.wait(5);
    lab.allocate().unwrap();
    assert_eq!((0..100).filter(|_| lab.permit("192.0.2.2:9").is_ok()).count(), 100);
    // All addresses together have a bound as well, however many there are.
    let mut all = 0;
    for n in 0..10_000_u32 {
        lab.client.address = address(&format!("203.{}.{}.1:9", n / 256, n % 256));
        all += usize::from(lab.send(&unsigned).is_some());
    }
    assert!(all <= 2000, "{all} answers");
}

#[test]
fn one_address_has_few_allocations_and_an_allocation_few_bytes() {
    let limits = Limits { allocations_per_address: 2, bytes_at_once: 1000, bytes_per_second: 100, ..Limits::default() };
    let mut lab = lab(limits);
    for port in [5000, 5001] {
        lab.client.address = address(&format!("192.0.2.1:{port}"));
        lab.nonce = String::new();
        lab.allocate().unwrap();
    }
    lab.client.address = address("192.0.2.1:5002");
    lab.nonce = String::new();
    assert_eq!(lab.allocate().unwrap_err(), 486);
    lab.client.address = address("192.0.2.1:5001");
    lab.nonce = String::new();
    assert_eq!(lab.allocate().unwrap_err(), 437);
    lab.permit("192.0.2.2:9").unwrap();
    for _ in 0..20 {
        lab.send_indication("192.0.2.2:9", &[7; 100]);
    }
    assert_eq!(lab.to_peer.len(), 10);
    lab.now += Duration::from_secs(1);
    lab.send_indication("192.0.2.2:9", &[7; 100]);
    lab.send_indication("192.0.2.2:9", &[7; 100]);
    assert_eq!(lab.to_peer.len(), 11);
}

#[test]
fn a_server_that_ends_takes_nothing_new() {
    let mut lab = lab(Limits::default());
    lab.allocate().unwrap();
    lab.core.close();
    lab.permit("192.0.2.2:9").unwrap();
    lab.client.address = address("192.0.2.1:5001");
    lab.nonce = String::new();
    assert_eq!(lab.allocate().unwrap_err(), 508);
}
