//! What became of a connection, read from its states and statistics. Facts, no opinions.
//!
//! `connectionState` comes first: an ICE failure leaves `iceConnectionState` at `disconnected` in Chrome, and a DTLS
//! failure leaves it at `connected` (W3C webrtc section 4.3.3).

use super::{Candidate, Connection, End, Event, EventKind, History, Machine, Pair, Transport};
use crate::facts::Known;

/// What became of a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It came about, and did not fail later.
    Connected,
    /// It failed, at once or later.
    Failed,
    /// The whole log has neither.
    NeverConnected,
    /// The dump does not tell.
    Unknown,
}

impl Outcome {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Failed => "failed",
            Self::NeverConnected => "never-connected",
            Self::Unknown => "unknown",
        }
    }
}

/// The pair that carries the packets.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectedPath {
    /// This end's candidate.
    pub local: Candidate,
    /// The other end's candidate.
    pub remote: Candidate,
}

impl SelectedPath {
    /// Whether a relay stands on either side, as far as this end sees.
    pub fn relayed(&self) -> bool {
        use crate::candidate::priority::CandidateType::Relay;
        self.local.kind == Relay || self.remote.kind == Relay
    }

    /// What carries the packets away from here: to the relay where there is one, else to the peer.
    pub fn protocol(&self) -> &str {
        self.local.relay_protocol.as_deref().unwrap_or(&self.local.protocol)
    }
}

/// What is known of DTLS.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Dtls {
    /// `1.2` or `1.3`; `None` before it is negotiated.
    pub version: Option<String>,
    /// `new`, `connecting`, `connected`, `closed` or `failed`; `None` without statistics.
    pub state: Option<String>,
}

impl Connection {
    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        let dtls_failed = self.transports.iter().any(|t| t.dtls_state.as_deref() == Some("failed"));
        let last = self.last(Machine::Connection).or_else(|| self.last(Machine::Ice));
        match last {
            _ if dtls_failed => Outcome::Failed,
            Some("failed") => Outcome::Failed,
            _ if self.ever_connected() => Outcome::Connected,
            _ if self.history == History::Whole => Outcome::NeverConnected,
            _ => Outcome::Unknown,
        }
    }

    /// Whether it was connected at any time that the dump shows.
    pub fn ever_connected(&self) -> bool {
        let by_state = match self.last(Machine::Connection) {
            Some(_) => self.states(Machine::Connection).any(|(_, state)| state == "connected"),
            // Chrome had no connectionState before 72
            None => self.states(Machine::Ice).any(|(_, state)| matches!(state, "connected" | "completed")),
        };
        by_state || self.transports.iter().any(|t| t.dtls_state.as_deref() == Some("connected"))
    }

    /// The selected pair with its two ends; `No` where nothing was selected.
    pub fn selected_path(&self) -> Known<SelectedPath> {
        if self.transports.is_empty() && self.outcome() != Outcome::NeverConnected {
            return Known::not_tested("the dump has no transport statistics");
        }
        let Some(id) = self.transport().and_then(|transport| transport.selected_pair.as_ref()) else {
            return Known::No(crate::facts::Why::new("no candidate pair was selected"));
        };
        match self.pairs.iter().find(|pair| pair.id == *id) {
            Some(Pair { local: Some(local), remote: Some(remote), .. }) => {
                Known::Yes(SelectedPath { local: local.clone(), remote: remote.clone() })
            }
            _ => Known::not_tested("the statistics of the selected pair are missing"),
        }
    }

    /// The statistics id of the selected pair.
    pub fn selected_pair(&self) -> Option<&str> {
        self.transport()?.selected_pair.as_deref()
    }

    /// Version and state of DTLS on the transport that was used.
    pub fn dtls(&self) -> Dtls {
        self.transport()
            .map(|t| Dtls { version: t.dtls_version.clone(), state: t.dtls_state.clone() })
            .unwrap_or_default()
    }

    /// From the first description that was set to the first `connected`, in milliseconds.
    pub fn setup_ms(&self) -> Known<f64> {
        if self.history != History::Whole {
            return Known::not_tested("the dump does not show how the connection began");
        }
        let set = |event: &&Event| matches!(event.kind, EventKind::Set(End::Local | End::Remote, _));
        let machine = self.last(Machine::Connection).map_or(Machine::Ice, |_| Machine::Connection);
        let connected = self.states(machine).find(|(_, state)| matches!(*state, "connected" | "completed"));
        let Some((connected, _)) = connected else {
            return Known::No(crate::facts::Why::new("it never connected"));
        };
        let start = self.events.iter().find(set);
        match (start.and_then(|event| event.unix_ms), connected.unix_ms) {
            (Some(start), Some(end)) => Known::Yes(end - start),
            _ => Known::not_tested("the dump has no times with milliseconds"),
        }
    }

    /// The transport that was used: the first one with a selected pair, else the first.
    fn transport(&self) -> Option<&Transport> {
        self.transports.iter().find(|t| t.selected_pair.is_some()).or_else(|| self.transports.first())
    }
}
