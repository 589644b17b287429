//! Where the time of `rtcdiag handshake` went. Times are milliseconds since the start of the run.

use schemars::JsonSchema;
use serde::Serialize;

/// How long each party was waited for; the sum is `total_ms`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct WaitedFor {
    /// The round trips of the flights that were used, and name service.
    pub network_ms: f64,
    /// What the other peer took beyond the round trip, its answer to the offer included.
    pub peer_ms: f64,
    /// What the signaling server took beyond the round trip.
    pub server_ms: f64,
    /// rtcdiag and this machine.
    pub local_ms: f64,
    /// Timers that had to fire before something was sent again.
    pub timers_ms: f64,
}

/// A piece of the run; the pieces cover it without gap or overlap.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Wait {
    /// Its start.
    pub start_ms: f64,
    /// Its end.
    pub end_ms: f64,
    /// `network`, `peer`, `server`, `local` or `timers`.
    pub whom: String,
    /// The phase that it is part of, or that it came before.
    pub phase: String,
    /// Whether it lies before that phase rather than in it.
    pub before: bool,
}

/// A timer that had to fire for the run to go on.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Timer {
    /// Its name, with its length where that is a known one.
    pub name: String,
    /// The phase that waited for it.
    pub phase: String,
    /// When it fired.
    pub at_ms: f64,
    /// How long it was waited for.
    pub waited_ms: f64,
    /// `ours` or `peer`.
    pub whose: String,
}

/// A moment that is no phase, or a short step.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Event {
    /// `local_candidate_host`, `remote_description`, `first_remote_candidate`, `last_remote_candidate`,
    /// `first_check_sent`, `first_check_received`, `first_check_answered`, `nomination`, `client_hello`,
    /// `dtls_finished`, `first_data`, `first_media_sent`, `first_media_received`, ….
    pub id: String,
    /// When it happened or began.
    pub at_ms: f64,
    /// When it ended, for a step.
    pub end_ms: Option<f64>,
    /// A few words.
    pub detail: String,
}

/// Round trips that were used and that the protocols can do without.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Extra {
    /// The phase that used them.
    pub phase: String,
    /// What for.
    pub what: String,
    /// How long they took at least.
    pub ms: f64,
}

/// What the run cost this machine, all threads of rtcdiag together.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Machine {
    /// Processor time that was used.
    pub cpu_ms: f64,
    /// Time in which there was work and no processor to do it.
    pub cpu_wait_ms: f64,
}
