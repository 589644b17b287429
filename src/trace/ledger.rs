//! The wire ledger: one line a message, in the order in which they were sent and came in.

use std::cell::RefCell;
use std::net::SocketAddr;

/// Messages kept at most; a run that sends more has other troubles.
const LIMIT: usize = 20_000;

/// One message on the wire.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Milliseconds since the run began.
    pub at_ms: f64,
    /// Whether we sent it.
    pub sent: bool,
    /// The other end.
    pub remote: SocketAddr,
    /// `udp`, `tcp` or `tls`.
    pub transport: &'static str,
    /// Its length, without the framing of the transport.
    pub bytes: usize,
    /// What it is; holds no secret.
    pub text: String,
}

/// Collects entries of one run.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: RefCell<Vec<Entry>>,
}

impl Ledger {
    /// Adds an entry, up to the limit.
    pub fn push(&self, entry: Entry) {
        let mut entries = self.entries.borrow_mut();
        if entries.len() < LIMIT {
            entries.push(entry);
        }
    }

    /// The entries, in order.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries.into_inner()
    }
}
