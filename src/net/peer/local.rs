//! The local candidates as they are told to the other side: what the stack does not know of its relays is set right.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::exchange::{Exchange, Origin, carrier};
use crate::candidate::line;
use crate::candidate::priority::{CandidateType, priority};
use crate::candidate::uri::Transport;
use crate::facts::ice::Candidate;
use crate::net::clock::ms;
use crate::net::gather::relay_preference;

/// Most candidates that are kept; a machine has some 10.
const MOST: usize = 200;

/// The candidates so far.
#[derive(Debug, Default)]
pub(super) struct Locals(Mutex<Vec<Candidate>>);

impl Locals {
    /// The candidates, in order of discovery.
    pub(super) fn all(&self) -> Vec<Candidate> {
        let mut candidates = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        candidates.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
        candidates
    }

    /// Notes a candidate that the stack told `at` this time, and gives its line as the other side is to read it: with
    /// the mapped address in place of the socket that the stack reaches its stand-in by, and among relays the quicker
    /// carrier first.
    pub(super) fn note(&self, text: &str, at: Duration, exchange: Option<&Exchange>) -> String {
        let Ok(parsed) = line::Candidate::parse(text) else { return text.to_owned() };
        let Ok(ip) = parsed.host.parse() else { return text.to_owned() };
        let address = SocketAddr::new(ip, parsed.port);
        let origin = exchange.and_then(|exchange| exchange.origin(parsed.kind, address));
        let related =
            parsed.related_host.and_then(|host| Some(SocketAddr::new(host.parse().ok()?, parsed.related_port?)));
        let carried = origin.as_ref().and_then(carrier);
        let priority = match carried {
            Some(transport) => priority(CandidateType::Relay, relay_preference(transport), 1),
            None => parsed.priority,
        };
        let shown = match &origin {
            Some(origin) => rewritten(&parsed, priority, origin.related),
            None => text.to_owned(),
        };
        let mut candidates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if candidates.len() < MOST && parsed.component == 1 {
            candidates.push(Candidate {
                kind: parsed.kind,
                protocol: Transport::Udp,
                address,
                related: origin.as_ref().map(|origin| origin.related).or(related),
                foundation: parsed.foundation.to_owned(),
                priority,
                server: origin.as_ref().map(|origin| origin.uri.canonical()),
                relay_protocol: carried,
                interface: None,
                redundant: false,
                at_ms: ms(origin.as_ref().map_or(at, |origin: &Origin| origin.at)),
            });
        }
        shown
    }
}

fn rewritten(parsed: &line::Candidate<'_>, priority: u32, related: SocketAddr) -> String {
    let (ip, port) = (related.ip().to_string(), related.port());
    let candidate = line::Candidate { priority, related_host: Some(&ip), related_port: Some(port), ..parsed.clone() };
    candidate.to_string()
}
