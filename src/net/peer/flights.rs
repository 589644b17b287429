//! The last DTLS flight that went out, to be sent again when the peer repeats its own (RFC 6347 section 4.2.4).
//!
//! The stack stops its timer at the first repeated message that it is given while it waits, and then sends nothing any
//! more: one lost flight and the handshake stands still. Its records go out again as they were: what the peer has had
//! of them it drops as replays.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::proto::classify::{Datagram, classify};
use crate::proto::dtls::{Step, clear_fragments, steps};

/// Least time from a flight to its repetition: copies that the network makes are quicker, and no timer is (RFC 6347
/// section 4.2.4.1 recommends 1 s).
const LEAST: Duration = Duration::from_millis(200);
/// Most datagrams of a flight, fragments of a peer, and peers.
const MOST_DATAGRAMS: usize = 16;
const MOST_FRAGMENTS: usize = 256;
const MOST_PEERS: usize = 64;

/// The flights between one local address and its peers.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<SocketAddr, Flight>>);

#[derive(Debug, Default)]
struct Flight {
    /// Our last flight, and when it went.
    out: Vec<Vec<u8>>,
    at: Duration,
    /// Whether the last packet was ours, so that the next of ours goes on with the flight.
    ours: bool,
    /// The fragments that the peer has sent, by message and offset.
    seen: HashSet<(u16, usize)>,
}

impl Flights {
    /// A packet went out.
    pub(super) fn sent(&self, datagram: &[u8], to: SocketAddr, now: Duration) {
        if !is_handshake(datagram) {
            return;
        }
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if flights.len() >= MOST_PEERS && !flights.contains_key(&to) {
            return;
        }
        let flight = flights.entry(to).or_default();
        let begins = clear_fragments(datagram).first().copied();
        let again = flight.out.iter().any(|sent| begins.is_some() && clear_fragments(sent).first().copied() == begins);
        if !std::mem::replace(&mut flight.ours, true) || again {
            flight.out.clear();
        }
        if flight.out.len() < MOST_DATAGRAMS {
            flight.out.push(datagram.to_vec());
        }
        flight.at = now;
    }

    /// A packet came: what is to be sent again.
    pub(super) fn came(&self, datagram: &[u8], from: SocketAddr, now: Duration) -> Vec<Vec<u8>> {
        if !is_handshake(datagram) {
            return Vec::new();
        }
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if flights.len() >= MOST_PEERS && !flights.contains_key(&from) {
            return Vec::new();
        }
        let flight = flights.entry(from).or_default();
        let fragments = clear_fragments(datagram);
        let repeated = !fragments.is_empty() && fragments.iter().all(|fragment| flight.seen.contains(fragment));
        if !repeated {
            flight.ours = false;
            if flight.seen.len() < MOST_FRAGMENTS {
                flight.seen.extend(fragments);
            }
            return Vec::new();
        }
        if now.saturating_sub(flight.at) < LEAST {
            return Vec::new();
        }
        flight.at = now;
        flight.out.clone()
    }
}

fn is_handshake(datagram: &[u8]) -> bool {
    classify(datagram) == Datagram::Dtls
        && steps(datagram).iter().any(|step| {
            matches!(step, Step::Handshake(_) | Step::Continued(_) | Step::ChangeCipherSpec | Step::Finished)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A handshake record of epoch 0 with one whole message of no bytes.
    fn message(kind: u8, number: u8, record: u8) -> Vec<u8> {
        let mut bytes = vec![22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, record, 0, 12];
        bytes.extend([kind, 0, 0, 0, 0, number, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_repeated_flight_is_answered_with_the_last_one_of_ours() {
        let flights = Flights::default();
        let peer = "192.0.2.1:1".parse().unwrap();
        let ms = Duration::from_millis;
        flights.sent(&message(1, 0, 0), peer, ms(0));
        assert!(flights.came(&message(2, 1, 0), peer, ms(20)).is_empty(), "news");
        let (first, second) = (message(11, 1, 1), message(16, 2, 2));
        flights.sent(&first, peer, ms(21));
        flights.sent(&second, peer, ms(21));
        assert!(flights.came(&message(2, 1, 0), peer, ms(40)).is_empty(), "a copy that the network made");
        let again = [first, second];
        assert_eq!(flights.came(&message(2, 1, 1), peer, ms(1020)), again);
        assert!(flights.came(&message(2, 1, 2), peer, ms(1021)).is_empty(), "once for a flight");
        assert_eq!(flights.came(&message(2, 1, 3), peer, ms(2020)), again);
        flights.sent(&again[0], peer, ms(2100));
        flights.sent(&again[1], peer, ms(2100));
        assert_eq!(flights.came(&message(2, 1, 4), peer, ms(3020)), again, "the stack's own repetition is one flight");
        assert!(flights.came(b"\x17\xfe\xfd\0\x01\0\0\0\0\0\0\0\0", peer, ms(9000)).is_empty());
    }
}
