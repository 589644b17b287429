//! Permissions, channels and data.

use std::time::Duration;

use stun_types::message::{Message, MessageClass, MessageType};
use turn_types::attribute::{Data, XorPeerAddress};
use turn_types::message::DATA;

use super::lab::{Lab, address};
use crate::candidate::uri::Transport;
use crate::serve::turn::Limits;

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
    assert_eq!(lab.hear("127.0.0.1:9", b"in"), None);
    assert_eq!(lab.to_peer, []);

    lab.permit("127.0.0.1:1").unwrap();
    lab.send_indication("127.0.0.1:9", b"out");
    assert_eq!(lab.to_peer, [(address("127.0.0.1:9"), b"out".to_vec())], "a permission is for an address");
    let indication = lab.hear("127.0.0.1:9", b"in").unwrap();
    let message = Message::from_bytes(&indication).unwrap();
    assert_eq!(message.get_type(), MessageType::from_class_method(MessageClass::Indication, DATA));
    assert_eq!(message.attribute::<Data<'_>>().unwrap().data(), b"in");
    let peer: XorPeerAddress = message.attribute().unwrap();
    assert_eq!(peer.addr(message.transaction_id()), address("127.0.0.1:9"));
    assert_eq!(lab.hear("127.0.0.2:9", b"in"), None);

    lab.wait(300);
    lab.send_indication("127.0.0.1:9", b"late");
    assert_eq!(lab.to_peer.len(), 1, "a permission ends after 300 s");
    assert_eq!(lab.hear("127.0.0.1:9", b"in"), None);
}

#[test]
fn channels_carry_both_ways_until_they_end() {
    let mut lab = Lab::new(Limits { default_lifetime: Duration::from_secs(3600), ..Limits::default() });
    lab.allocate().unwrap();
    lab.bind(0x4ABC, "127.0.0.1:9").unwrap();
    assert_eq!(lab.send(b"\x4a\xbc\x00\x03out"), None);
    assert_eq!(lab.to_peer, [(address("127.0.0.1:9"), b"out".to_vec())]);
    assert_eq!(lab.hear("127.0.0.1:9", b"in").unwrap(), b"\x4a\xbc\x00\x02in");
    assert!(lab.hear("127.0.0.1:10", b"in").unwrap().starts_with(&[0x00, 0x17]), "another port has no channel");

    lab.wait(299);
    lab.permit("127.0.0.1:9").unwrap();
    lab.wait(299);
    lab.permit("127.0.0.1:9").unwrap();
    lab.wait(2);
    assert_eq!(lab.send(b"\x4a\xbc\x00\x04late"), None);
    assert_eq!(lab.to_peer.len(), 1, "a channel ends after 600 s");
    assert!(lab.hear("127.0.0.1:9", b"in").unwrap().starts_with(&[0x00, 0x17]));
}

#[test]
fn a_stream_gets_padded_channel_data() {
    let mut lab = Lab::new(Limits::default());
    lab.client.transport = Transport::Tcp;
    lab.allocate().unwrap();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    assert_eq!(lab.hear("127.0.0.1:9", b"hello").unwrap(), b"\x40\x00\x00\x05hello\0\0\0");
}

#[test]
fn channel_conflicts_are_bad_requests() {
    let mut lab = Lab::allocated();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    lab.bind(0x4000, "127.0.0.1:9").unwrap();
    assert_eq!(lab.bind(0x4000, "127.0.0.1:10"), Err(400));
    assert_eq!(lab.bind(0x4001, "127.0.0.1:9"), Err(400));
    for number in [0x3FFF, 0x7FFF, 0x8000, 0xFFFF] {
        assert_eq!(lab.bind(number, "127.0.0.1:11"), Err(400), "{number:#x}");
    }
}
