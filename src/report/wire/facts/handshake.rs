//! Published facts of `rtcdiag handshake`. Times are milliseconds since the start of the run.

use schemars::JsonSchema;
use serde::Serialize;

use super::handshake_signaling::Signaling;
use super::handshake_timing::{Event, Extra, Machine, Timer, Wait, WaitedFor};
use super::ice::{Candidate, Server};

/// A whole handshake run.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Handshake {
    /// Whether the server was rtcdiag's own, in its process.
    pub embedded: bool,
    /// The signaling URL, without its secrets.
    pub url: String,
    /// A phase id, `sdp` or `signaling`; null when it did not fail.
    pub failed_phase: Option<String>,
    /// The phases that were begun, in order of their start.
    pub phases: Vec<Phase>,
    /// The candidate pairs on which a check was seen, the selected one first.
    pub pairs: Vec<Pair>,
    /// Our candidates, in order of discovery.
    pub candidates: Vec<Candidate>,
    /// Every ICE server on every transport and address; empty where none was named.
    pub servers: Vec<Server>,
    /// What DTLS showed, once it had begun.
    pub dtls: Option<Dtls>,
    /// `full`, `half` or `none`: whether both, one or no side sent candidates one by one.
    pub trickle: String,
    /// How much the data channel carried there and back; null when that was not measured.
    pub throughput: Option<Throughput>,
    /// What was done wrong on purpose; null when nothing was.
    pub provoked: Option<String>,
    /// Audio and video that was sent and that came.
    pub media: Vec<Flow>,
    /// From the start to the end of the last phase.
    pub total_ms: f64,
    /// The least that the round trips of this path allow for the flights that were used.
    pub floor_ms: Option<f64>,
    /// The part of the total in which nobody else was waited for.
    pub own_ms: f64,
    /// What the protocols allow for at these round trips, had every optional one been saved.
    pub minimum_ms: Option<f64>,
    /// Round trips on the critical path that were used and could be saved.
    pub extras: Vec<Extra>,
    /// The round trip to the signaling server: the quickest of what takes exactly one.
    pub server_rtt_ms: Option<f64>,
    /// The round trip to the peer: the quickest on the path that was selected.
    pub peer_rtt_ms: Option<f64>,
    /// The ids of the phases that set the total, in order.
    pub critical_path: Vec<String>,
    /// How long each party was waited for.
    pub waited_for: WaitedFor,
    /// The same, piece by piece.
    pub waits: Vec<Wait>,
    /// Timers that had to fire for the run to go on.
    pub timers: Vec<Timer>,
    /// Moments that are no phase, in order.
    pub events: Vec<Event>,
    /// What was seen on the signaling path.
    pub signaling: Signaling,
    /// What the run cost this machine; null where the operating system does not tell it.
    pub machine: Option<Machine>,
    /// The same handshake in other ways of trickling; null without `--compare-trickle`.
    pub comparison: Option<Comparison>,
    /// All runs together; null without `--repeat`.
    pub repeat: Option<Repeat>,
}

/// The same handshake with candidates sent one by one and in the description.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Comparison {
    /// The ways, in the order in which they were tried.
    pub modes: Vec<Mode>,
    /// What sending candidates one by one saved: `setup_ms` of `none` less that of `full`; negative when it cost. Null
    /// when either did not connect.
    pub saved_ms: Option<f64>,
}

/// One way of trickling.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Mode {
    /// What was asked for: `full`, `half` or `none`.
    pub trickle: String,
    /// Whether it connected.
    pub connected: bool,
    /// A phase id, `sdp` or `signaling`; null when it did not fail.
    pub failed_phase: Option<String>,
    /// From the start to the end of the last phase.
    pub total_ms: f64,
    /// From the start of the offer to the channel; null when it did not open.
    pub setup_ms: Option<f64>,
    /// How long gathering was waited for: 0 where it was waited for by nobody.
    pub gathering_waited_ms: f64,
}

/// All runs together.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Repeat {
    /// How many were asked for.
    pub asked: u32,
    /// How many were run.
    pub runs: u32,
    /// How many of them connected.
    pub connected: u32,
    /// Every phase, and `total`, over the runs in which it ended.
    pub phases: Vec<Spread>,
    /// Timers that fired, over all runs.
    pub timers: Vec<TimerCount>,
}

/// How a figure spread over the runs. Percentiles are those of the nearest rank.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Spread {
    /// A phase id, or `total`.
    pub id: String,
    /// In how many runs it ended.
    pub count: u32,
    /// The least.
    pub min_ms: f64,
    /// Half of the runs took no longer.
    pub p50_ms: f64,
    /// Nine of ten runs took no longer.
    pub p90_ms: f64,
    /// The greatest.
    pub max_ms: f64,
    /// Groups of runs with nothing between them; one group where the runs are alike.
    pub modes: Vec<Group>,
}

/// Runs that took much the same.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Group {
    /// How many.
    pub count: u32,
    /// The quickest of them.
    pub from_ms: f64,
    /// The slowest of them.
    pub to_ms: f64,
    /// The timers that fired in most of them.
    pub timers: Vec<String>,
}

/// How often a timer fired.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TimerCount {
    /// Its name.
    pub name: String,
    /// The phase that waited for it.
    pub phase: String,
    /// In how many runs.
    pub runs: u32,
}

/// How much a data channel carried there and back.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Throughput {
    /// Bytes that came back.
    pub bytes: u64,
    /// How long that took.
    pub took_ms: f64,
    /// Megabits per second, each way.
    pub mbit_s: f64,
}

/// Audio or video, both ways.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Flow {
    /// `audio` or `video`.
    pub kind: String,
    /// Frames of ours that were sent.
    pub frames_sent: u32,
    /// RTP packets of the peer's that could be decrypted.
    pub packets_received: u32,
    /// Frames in them.
    pub frames_received: u32,
    /// Bytes of payload in them.
    pub bytes_received: u64,
    /// The codec in which they came; null when none came.
    pub codec_received: Option<String>,
}

/// A phase with its times.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Phase {
    /// The phase id.
    pub id: String,
    /// Its start.
    pub start_ms: f64,
    /// Its end; null when it did not end.
    pub end_ms: Option<f64>,
    /// The least that the round trips of this path allow for it.
    pub floor_ms: Option<f64>,
    /// Whether the total would be shorter had this been shorter.
    pub critical: bool,
    /// A few words.
    pub detail: String,
}

/// A candidate pair, as its packets showed it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Pair {
    /// Our candidate's address and port.
    pub local: String,
    /// The base of a reflexive, the mapped address of a relayed candidate of ours.
    pub local_related: Option<String>,
    /// The peer's address and port.
    pub remote: String,
    /// `host`, `srflx`, `prflx` or `relay`.
    pub local_type: String,
    /// `host`, `srflx`, `prflx` or `relay`.
    pub remote_type: String,
    /// Checks that we sent.
    pub requests_sent: u32,
    /// Checks of ours that were answered.
    pub responses_received: u32,
    /// Checks that came in.
    pub requests_received: u32,
    /// Checks that we answered.
    pub responses_sent: u32,
    /// The quickest of our answered checks.
    pub rtt_ms: Option<f64>,
    /// Whether it was nominated, and the nomination answered.
    pub nominated: bool,
}

/// What DTLS showed.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Dtls {
    /// Ours: `client` or `server`.
    pub role: String,
    /// `1.2` or `1.3`.
    pub version: Option<String>,
    /// The cipher suite's IANA name without `TLS_`.
    pub cipher: Option<String>,
    /// The fingerprint in our own description.
    pub local_fingerprint: Option<String>,
    /// The fingerprint in the peer's description.
    pub remote_fingerprint: Option<String>,
    /// The fingerprint of the certificate that the peer presented.
    pub presented_fingerprint: Option<String>,
    /// Whether the last two are the same; null where either is unknown.
    pub r#match: Option<bool>,
    /// Messages that were sent again, by either side.
    pub retransmissions: u32,
    /// A fatal alert, by name and sender.
    pub alert: Option<String>,
}
