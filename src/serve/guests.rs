//! The sockets of echo peers, and whom each talks with: what TURN may reach of this machine besides its own relays.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use super::tasks::lock;
use crate::probe::signaling::Candidate;

/// All such sockets of a server.
#[derive(Clone, Debug, Default)]
pub(super) struct Guests(Arc<Mutex<HashMap<SocketAddr, IpAddr>>>);

impl Guests {
    /// Notes the socket of a host candidate for as long as the returned value lives.
    pub(super) fn enter(&self, candidate: &Candidate, client: IpAddr) -> Option<Guest> {
        // RFC 8839 section 5.1: address and port are the fifth and sixth word.
        let mut words = candidate.candidate.split(' ').skip(4);
        let socket = SocketAddr::new(words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        lock(&self.0).insert(socket, client);
        Some(Guest { all: self.clone(), socket })
    }

    /// Who talks with the echo peer at `socket`.
    pub(super) fn client(&self, socket: SocketAddr) -> Option<IpAddr> {
        lock(&self.0).get(&socket).copied()
    }
}

/// One socket, forgotten when it is dropped.
#[derive(Debug)]
pub(super) struct Guest {
    all: Guests,
    socket: SocketAddr,
}

impl Drop for Guest {
    fn drop(&mut self) {
        lock(&self.all.0).remove(&self.socket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_known_as_long_as_its_peer_lives() {
        let guests = Guests::default();
        let line = "candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host".to_owned();
        let (candidate, client) = (Candidate { candidate: line, ..Candidate::default() }, [192, 0, 2, 9].into());
        let guest = guests.enter(&candidate, client).unwrap();
        let socket = "192.0.2.1:5000".parse().unwrap();
        assert_eq!(guests.client(socket), Some(client));
        drop(guest);
        assert_eq!(guests.client(socket), None);
        assert!(guests.enter(&Candidate { candidate: "candidate:x".to_owned(), ..candidate }, client).is_none());
    }
}
