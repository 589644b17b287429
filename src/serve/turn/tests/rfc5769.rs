//! RFC 5769: each vector is read and checked by what reads and checks requests.

use stun_types::attribute::{MessageIntegrity, Realm, Username, XorMappedAddress};
use stun_types::message::{IntegrityKey, LongTermKeyCredentials, ShortTermCredentials};

use super::lab::address;
use crate::serve::turn::auth::{ALGORITHM, is_signed};
use crate::serve::turn::message::decode;

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
