//! How many answers strangers get: a datagram's source can be forged, and each answer goes to whoever it names.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Instant;

use super::core::Client;
use crate::candidate::uri::Transport;
use crate::serve::bounds::Bucket;

/// Answers that one address gets at once, and in a second after that: a browser with three servers asks nine times.
const BURST: f64 = 50.0;
const RATE: f64 = 10.0;
/// The same for all addresses together.
const BURST_OF_ALL: f64 = 2000.0;
const RATE_OF_ALL: f64 = 500.0;
/// Addresses that are remembered.
const ADDRESSES: usize = 4096;

/// The limits of one server.
#[derive(Debug)]
pub(super) struct Limiter {
    all: Bucket,
    each: HashMap<IpAddr, Bucket>,
}

impl Limiter {
    pub(super) fn new(now: Instant) -> Self {
        Self { all: Bucket::new(BURST_OF_ALL, RATE_OF_ALL, now), each: HashMap::new() }
    }

    /// Whether `client`, who has shown no credential, is answered. One that is connected has shown its address, and
    /// nobody else's is loopback.
    pub(super) fn admits(&mut self, now: Instant, client: Client) -> bool {
        if client.transport != Transport::Udp || client.address.ip().is_loopback() {
            return true;
        }
        let address = client.address.ip().to_canonical();
        if self.each.len() >= ADDRESSES && !self.each.contains_key(&address) {
            self.each.retain(|_, bucket| !bucket.is_idle(now));
            if self.each.len() >= ADDRESSES {
                return false;
            }
        }
        let bucket = self.each.entry(address).or_insert_with(|| Bucket::new(BURST, RATE, now));
        bucket.take(now, 1.0) && self.all.take(now, 1.0)
    }
}
