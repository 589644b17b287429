//! The search for answers from a wrong address: a connected socket, which sees ICMP errors, does not see them.
//!
//! For: one Binding request from an unconnected socket, once a datagram server was silent. Not for: what it means.

use std::time::{Duration, Instant};

use super::message::{Decoded, Request, decode, encode};
use super::transaction::Transaction;

/// Silence after which the search begins: three tries of a browser.
pub(super) const SILENCE: Duration = Duration::from_millis(800);

/// How far the search is.
#[derive(Debug, Default)]
pub(super) enum Stray {
    /// Not begun.
    #[default]
    Idle,
    /// The socket is being opened.
    Opening,
    /// The request is out.
    Asking(Transaction),
}

impl Stray {
    /// The socket is open: ask.
    pub(super) fn ask(&mut self, seed: u64, now: Instant) {
        let id = u128::from(seed) | 1 << 81;
        if let Some(bytes) = encode(&Request::Binding, id, None) {
            *self = Self::Asking(Transaction::new(id, bytes, false, now));
        }
    }

    /// The bytes to send now, if it is time.
    pub(super) fn due(&mut self, now: Instant) -> Option<Vec<u8>> {
        match self {
            Self::Asking(transaction) => transaction.due(now).map(<[u8]>::to_vec),
            Self::Idle | Self::Opening => None,
        }
    }

    /// When there is something to do: to begin, for a server that was asked at `began`, or to send again.
    pub(super) fn next(&self, began: Instant) -> Option<Instant> {
        match self {
            Self::Idle => Some(began + SILENCE),
            Self::Opening => None,
            Self::Asking(transaction) => transaction.next(),
        }
    }

    /// Whether this is the answer to our request.
    pub(super) fn answers(&self, bytes: &[u8]) -> bool {
        match (self, decode(bytes)) {
            (Self::Asking(transaction), Decoded::Response(response)) => transaction.id == response.id,
            _ => false,
        }
    }
}
