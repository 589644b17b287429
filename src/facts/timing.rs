//! Where the time of a handshake went: moments that are no phase, waits with whom they were for, timers that fired.
//!
//! All times are milliseconds since the start of the run.

use serde::{Deserialize, Serialize};

use super::handshake::PhaseId;

/// The timing of a run, beyond its phases.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Timing {
    /// Moments and short steps that are no phase of their own, in order.
    pub events: Vec<Event>,
    /// The whole run from its start to `total_ms`, cut into pieces without gap or overlap.
    pub waits: Vec<Wait>,
    /// Timers that had to fire for the run to go on.
    pub timers: Vec<Timer>,
    /// The round trip to the signaling server: the quickest of what takes exactly one.
    pub server_rtt_ms: Option<f64>,
    /// The round trip to the peer: the quickest on the path that was selected.
    pub peer_rtt_ms: Option<f64>,
    /// What the protocols allow for at these round trips, had every optional one been saved.
    pub minimum_ms: Option<f64>,
    /// Round trips that were used and that the protocols can do without.
    pub extras: Vec<Extra>,
    /// What the run cost this machine, where the operating system tells it.
    pub machine: Option<Machine>,
}

impl Timing {
    /// How long somebody was waited for, in milliseconds. The sum over everybody is the total.
    pub fn waited_for(&self, whom: Whom) -> f64 {
        let theirs = self.waits.iter().filter(|wait| wait.whom == whom);
        // The sum of nothing is a negative zero.
        theirs.fold(0.0, |sum, wait| sum + (wait.end_ms - wait.start_ms))
    }

    /// The first event with this id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.id == id)
    }
}

/// A moment, or a short step.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Event {
    /// What happened: `remote_description`, `first_remote_candidate`, `nomination`, ….
    pub id: String,
    /// When it happened or began.
    pub at_ms: f64,
    /// When it ended, for a step.
    pub end_ms: Option<f64>,
    /// A few words.
    pub detail: String,
}

/// Who was waited for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// The round trips of the flights that were used: the floor of each phase, and the resolver.
    Network,
    /// What the other peer took beyond the round trip, its answer to the offer included.
    Peer,
    /// What the signaling server took beyond the round trip.
    Server,
    /// This program and this machine.
    Local,
    /// A timer that had to fire before something was sent again.
    Timers,
}

impl Whom {
    /// Everybody, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Network, Self::Peer, Self::Server, Self::Local, Self::Timers];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Peer => "peer",
            Self::Server => "server",
            Self::Local => "local",
            Self::Timers => "timers",
        }
    }
}

/// A piece of the run in which one party was waited for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Wait {
    /// Its start.
    pub start_ms: f64,
    /// Its end.
    pub end_ms: f64,
    /// Who was waited for.
    pub whom: Whom,
    /// The phase that it is part of, or that it came before.
    pub phase: PhaseId,
    /// Whether it lies before that phase rather than in it.
    pub before: bool,
}

/// A timer that fired.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Timer {
    /// Its name with its length: `STUN retransmission, 500 ms`.
    pub name: String,
    /// The phase that waited for it.
    pub phase: PhaseId,
    /// When it fired.
    pub at_ms: f64,
    /// How long it was waited for.
    pub waited_ms: f64,
    /// Whether it was ours.
    pub ours: bool,
}

/// Round trips that were used and can be saved.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Extra {
    /// The phase that used them.
    pub phase: PhaseId,
    /// What for.
    pub what: String,
    /// How long they took at least.
    pub ms: f64,
}

/// What a run cost this machine, all its threads together.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Machine {
    /// Processor time that was used.
    pub cpu_ms: f64,
    /// Time in which there was work and no processor to do it: another program had it.
    pub cpu_wait_ms: f64,
}
