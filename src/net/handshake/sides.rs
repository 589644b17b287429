//! What each side said of itself, read from the descriptions and the packets. A pure function of what was seen.

use std::time::Duration;

use super::reading::Stamps;
use crate::facts::sides::{CheckError, Checks, Hellos, Sides, Signaled, Username};
use crate::net::clock::ms;
use crate::proto::classify::{Class, Datagram, classify, error_code, username};
use crate::proto::dtls::{self, Kind, Step};
use crate::trace::{Direction, Packet};

/// User names and codes that are told apart; a peer has one of each.
const MOST_KINDS: usize = 20;
/// Cipher suites that are named.
const MOST_CIPHERS: usize = 40;
/// A description of this length is kept, in bytes.
const LONGEST: usize = 256 * 1024;

/// Reads both sides of a run.
pub(super) fn read(stamps: &Stamps, candidates: Vec<Signaled>, packets: &[Packet]) -> Sides {
    let kept = |sdp: &str| (!sdp.is_empty() && sdp.len() <= LONGEST).then(|| masked(sdp));
    Sides {
        local: kept(&stamps.local_sdp),
        remote: kept(&stamps.remote_sdp),
        candidates,
        checks: checks(packets),
        hellos: hellos(packets),
    }
}

/// The description with its secrets as other characters of the same kind: letters and digits as `x`, the rest as it is,
/// so that what is wrong with it stays wrong. Line ends may be written out, in a text that was escaped once too often.
fn masked(sdp: &str) -> String {
    let mut text = String::with_capacity(sdp.len());
    let mut rest = sdp;
    while let Some(at) = ["ice-pwd:", "inline:"].iter().filter_map(|name| Some(rest.find(name)? + name.len())).min() {
        let (clear, after) = rest.split_at(at);
        let (secret, after) = after.split_at(after.find(['\r', '\n', '\\', '"']).unwrap_or(after.len()));
        text.push_str(clear);
        text.extend(secret.chars().map(|c| if c.is_ascii_alphanumeric() { 'x' } else { c }));
        rest = after;
    }
    text + rest
}

fn checks(packets: &[Packet]) -> Checks {
    let mut checks = Checks::default();
    for packet in packets {
        let Datagram::Stun(stun) = classify(&packet.head) else { continue };
        if !stun.is_binding() {
            continue;
        }
        let out = packet.direction == Direction::Out;
        match stun.class {
            Class::Request if !out => {
                let Some(name) = username(&packet.head) else { continue };
                let room = checks.usernames.len() < MOST_KINDS;
                match checks.usernames.iter_mut().find(|known| known.name == name) {
                    Some(known) => known.count += 1,
                    None if room => {
                        checks.usernames.push(Username { name: name.to_owned(), count: 1 });
                    }
                    None => {}
                }
            }
            Class::Error => {
                let Some(code) = error_code(&packet.head) else { continue };
                let room = checks.errors.len() < MOST_KINDS;
                match checks.errors.iter_mut().find(|known| known.out == out && known.code == code) {
                    Some(known) => known.count += 1,
                    None if room => checks.errors.push(CheckError { out, code, count: 1 }),
                    None => {}
                }
            }
            Class::Request | Class::Indication | Class::Success => {}
        }
    }
    checks
}

fn hellos(packets: &[Packet]) -> Hellos {
    let mut hellos = Hellos::default();
    let mut first: Option<(Direction, Duration)> = None;
    let mut divided = 1;
    for packet in packets.iter().filter(|packet| classify(&packet.head) == Datagram::Dtls) {
        for step in dtls::steps(&packet.head) {
            match step {
                Step::Handshake(Kind::CLIENT_HELLO) => {
                    divided = 1;
                    let out = packet.direction == Direction::Out;
                    *(if out { &mut hellos.sent } else { &mut hellos.received }) += 1;
                    let (direction, at) = *first.get_or_insert((packet.direction, packet.at));
                    // A ClientHello after a request for the cookie is another one (RFC 6347 section 4.2.1).
                    if direction == packet.direction && at < packet.at && !hellos.answered {
                        hellos.repeated_after_ms.get_or_insert_with(|| ms(packet.at - at));
                    }
                }
                Step::Continued(Kind::CLIENT_HELLO) => divided += 1,
                Step::Handshake(Kind::SERVER_HELLO | Kind::HELLO_VERIFY_REQUEST) => hellos.answered = true,
                _ => continue,
            }
            hellos.datagrams = hellos.datagrams.max(divided);
        }
    }
    let of = |wanted| packets.iter().filter(move |p| p.direction == wanted).map(|p| p.head.as_slice());
    let body = first.and_then(|(direction, _)| dtls::message(of(direction), Kind::CLIENT_HELLO));
    let offered = body.as_deref().map(dtls::offered).unwrap_or_default();
    hellos.ciphers = offered.into_iter().take(MOST_CIPHERS).map(dtls::cipher_name).collect();
    hellos
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(at_ms: u64, direction: Direction, head: Vec<u8>) -> Packet {
        let (local, remote) = ("192.0.2.1:1000".parse().unwrap(), "192.0.2.2:2000".parse().unwrap());
        let at = Duration::from_millis(at_ms);
        Packet { at, direction, transport: "udp", local, remote, length: head.len(), head }
    }

    fn stun(kind: u16, attribute: &[u8]) -> Vec<u8> {
        let mut head = kind.to_be_bytes().to_vec();
        head.extend([0, attribute.len() as u8, 0x21, 0x12, 0xa4, 0x42]);
        head.extend([7; 12]);
        head.extend(attribute);
        head
    }

    /// A ClientHello with the suite 0xc02b, from byte `offset` on in fragments of 30 bytes.
    fn hello(offset: usize) -> Vec<u8> {
        let mut body = vec![0xfe, 0xfd];
        body.extend([0; 32]);
        body.extend([0, 0, 0, 2, 0xc0, 0x2b, 1, 0]);
        let part = &body[offset..body.len().min(offset + 30)];
        let mut record = vec![1, 0, 0, body.len() as u8, 0, 0, 0, 0, offset as u8, 0, 0, part.len() as u8];
        record.extend(part);
        let mut head = vec![22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, record.len() as u8];
        head.extend(record);
        head
    }

    #[test]
    fn user_names_of_incoming_checks_and_codes_of_both_ways_are_counted() {
        let name = [0, 6, 0, 3, b'a', b':', b'b', 0];
        let refused = [0, 9, 0, 4, 0, 0, 4, 1];
        let packets = [
            packet(1, Direction::In, stun(0x0001, &name)),
            packet(2, Direction::In, stun(0x0001, &name)),
            packet(3, Direction::Out, stun(0x0001, &[0, 6, 0, 1, b'z', 0, 0, 0])),
            packet(4, Direction::In, stun(0x0111, &refused)),
        ];
        let checks = checks(&packets);
        assert_eq!(checks.usernames, [Username { name: "a:b".to_owned(), count: 2 }]);
        assert_eq!(checks.errors, [CheckError { out: false, code: 401, count: 1 }]);
    }

    #[test]
    fn a_hello_in_pieces_is_one_and_a_second_one_repeats_it() {
        let (out, verify) =
            (Direction::Out, vec![22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let once = [packet(5, out, hello(0)), packet(5, out, hello(30))];
        let seen = hellos(&once);
        assert_eq!((seen.sent, seen.received, seen.datagrams, seen.answered), (1, 0, 2, false));
        assert_eq!(
            (seen.repeated_after_ms, seen.ciphers.as_slice()),
            (None, ["ECDHE_ECDSA_WITH_AES_128_GCM_SHA256".to_owned()].as_slice())
        );
        let silent = [once.to_vec(), vec![packet(1005, out, hello(0))]].concat();
        assert_eq!(hellos(&silent).repeated_after_ms, Some(1000.0));
        let cookie = [once.to_vec(), vec![packet(6, Direction::In, verify), packet(7, out, hello(0))]].concat();
        assert_eq!((hellos(&cookie).repeated_after_ms, hellos(&cookie).answered), (None, true));
    }

    #[test]
    fn secrets_are_masked_and_keep_their_faults() {
        let sdp = "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:se cret/+\r\n";
        assert_eq!(masked(sdp), "v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:xx xxxx/+\r\n");
        assert_eq!(masked("v=0"), "v=0");
        assert_eq!(masked(r#""v=0\r\na=ice-pwd:abc\r\nm=""#), r#""v=0\r\na=ice-pwd:xxx\r\nm=""#);
    }
}
