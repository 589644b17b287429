//! Packets with their time, in a ledger that cannot grow without bound.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Most bytes of a packet that are kept: a whole packet of any usual size, since a DTLS flight has to be readable.
const HEAD: usize = 2048;
/// Most bytes of a packet where whole packets are asked for: no datagram is longer.
const WHOLE: usize = 65_535;

/// Which way a packet went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// From us.
    Out,
    /// To us.
    In,
}

/// One packet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Packet {
    /// When it was handed to, or taken from, the operating system; since the ledger's zero.
    pub at: Duration,
    /// Which way it went.
    pub direction: Direction,
    /// `udp`, `tcp` or `tls`; under TLS the packet is what was encrypted.
    pub transport: &'static str,
    /// Our address.
    pub local: SocketAddr,
    /// The other address.
    pub remote: SocketAddr,
    /// Its length in bytes.
    pub length: usize,
    /// Its first bytes.
    pub head: Vec<u8>,
}

/// The first packets of a run, and how many came after those.
#[derive(Debug)]
pub struct Ledger {
    limit: usize,
    longest: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    packets: Vec<Packet>,
    dropped: u64,
}

impl Ledger {
    /// A ledger that keeps the first `limit` packets.
    pub fn new(limit: usize) -> Self {
        Self { limit, longest: HEAD, inner: Mutex::default() }
    }

    /// A ledger that keeps the first `limit` packets, with every byte of them.
    pub fn whole(limit: usize) -> Self {
        Self { longest: WHOLE, ..Self::new(limit) }
    }

    /// Writes a packet down.
    pub fn record(
        &self,
        at: Duration,
        direction: Direction,
        transport: &'static str,
        local: SocketAddr,
        remote: SocketAddr,
        bytes: &[u8],
    ) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.packets.len() >= self.limit {
            inner.dropped += 1;
            return;
        }
        let head = bytes.get(..self.longest).unwrap_or(bytes).to_vec();
        inner.packets.push(Packet { at, direction, transport, local, remote, length: bytes.len(), head });
    }

    /// The packets so far, in the order in which they were seen.
    pub fn packets(&self) -> Vec<Packet> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).packets.clone()
    }

    /// How many packets were not kept.
    pub fn dropped(&self) -> u64 {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_packets_are_kept_and_the_rest_are_counted() {
        let ledger = Ledger::new(2);
        let address = "127.0.0.1:9".parse().unwrap();
        for n in 0..5u8 {
            ledger.record(Duration::from_millis(n.into()), Direction::In, "udp", address, address, &vec![n; 3000]);
        }
        let packets = ledger.packets();
        assert_eq!((packets.len(), ledger.dropped()), (2, 3));
        assert_eq!((packets[1].head.len(), packets[1].length, packets[1].head[0]), (HEAD, 3000, 1));
    }
}
