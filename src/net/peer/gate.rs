//! What is left out, and what is shown twice, of the checks between one local address and its peers, until a pair is
//! selected.
//!
//! For: the pace of checks and nominations; the module docs of `net::peer` say why. Not for: holding packets back
//! (`inbox`).

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::flights::Flights;
use super::tap::Tap;
use crate::proto::classify::{Class, Datagram, Stun, classify};

/// Least time between two checks of one pair: Ta of RFC 8445 section 14.2, as in browsers. The agent below the driver
/// has one timer both for sending checks again and for nominating after a success; it runs fast, for the sake of the
/// nomination, and what it sends again too soon is left out here.
const SPACING: Duration = Duration::from_millis(50);
/// Most pairs whose last check is remembered.
const MOST_PAIRS: usize = 256;

/// The gate of one local address: a socket, or a relay.
#[derive(Debug)]
pub(super) struct Gate {
    tap: Arc<Tap>,
    checks: Mutex<Checks>,
    flights: Flights,
}

#[derive(Debug, Default)]
struct Checks {
    /// When a check last went to an address, and when one that nominates did.
    sent: HashMap<(SocketAddr, bool), Duration>,
    /// When a check last came from an address. It triggers one of ours at once (RFC 8445 section 7.3.1.4).
    came: HashMap<SocketAddr, Duration>,
    /// The last check that came from an address.
    received: HashMap<SocketAddr, Vec<u8>>,
    /// Checks that the agent saw a second time, and will answer a second time.
    repeated: HashSet<[u8; 12]>,
}

impl Gate {
    pub(super) fn new(tap: Arc<Tap>) -> Arc<Self> {
        Arc::new(Self { tap, checks: Mutex::default(), flights: Flights::default() })
    }

    /// What watches the packets.
    pub(super) fn tap(&self) -> &Tap {
        &self.tap
    }

    /// The same, to keep.
    pub(super) fn tap_handle(&self) -> Arc<Tap> {
        Arc::clone(&self.tap)
    }

    /// Whether a packet is to be left out: a check that follows the one before too soon, or a second answer.
    pub(super) fn superfluous(&self, datagram: &[u8], to: SocketAddr) -> bool {
        let Datagram::Stun(stun) = classify(datagram) else { return false };
        let mut checks = self.checks();
        match stun.class {
            Class::Request if stun.is_binding() => {
                let triggered = checks.came.get(&to);
                let last = checks.sent.get(&(to, stun.use_candidate));
                last.is_some_and(|last| {
                    self.tap.elapsed().saturating_sub(*last) < SPACING && triggered.is_none_or(|came| came <= last)
                })
            }
            Class::Success => checks.repeated.remove(&stun.transaction),
            _ => false,
        }
    }

    /// A packet came: what of ours is to be sent again for it.
    pub(super) fn again(&self, datagram: &[u8], from: SocketAddr) -> Vec<Vec<u8>> {
        if self.tap.settled() { Vec::new() } else { self.flights.came(datagram, from, self.tap.elapsed()) }
    }

    /// Remembers a packet that went out, if it is a check or part of a DTLS flight.
    pub(super) fn sent(&self, datagram: &[u8], to: SocketAddr) {
        if !self.tap.settled() {
            self.flights.sent(datagram, to, self.tap.elapsed());
        }
        let Datagram::Stun(stun) = classify(datagram) else { return };
        if is_check(&stun) {
            let mut checks = self.checks();
            if checks.sent.len() >= MOST_PAIRS {
                checks.sent.clear();
            }
            checks.sent.insert((to, stun.use_candidate), self.tap.elapsed());
        }
    }

    /// A packet goes up to the agent. Gives the peer's last check, to be shown once more behind it, where that has the
    /// agent nominate as soon as a check of ours succeeds: it does so by itself only when the next check comes in from
    /// the peer, or when its timer fires.
    pub(super) fn delivered(&self, datagram: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
        if self.tap.selected() {
            return None;
        }
        let Datagram::Stun(stun) = classify(datagram) else { return None };
        let mut checks = self.checks();
        match stun.class {
            Class::Request if stun.is_binding() && checks.received.len() < MOST_PAIRS => {
                checks.received.insert(from, datagram.to_vec());
                if checks.came.len() < MOST_PAIRS {
                    checks.came.insert(from, self.tap.elapsed());
                }
                None
            }
            Class::Success if stun.is_binding() => {
                let again = checks.received.remove(&from)?;
                if let Datagram::Stun(request) = classify(&again) {
                    checks.repeated.insert(request.transaction);
                }
                Some(again)
            }
            _ => None,
        }
    }

    fn checks(&self) -> MutexGuard<'_, Checks> {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_check(stun: &Stun) -> bool {
    stun.class == Class::Request && stun.is_binding()
}
