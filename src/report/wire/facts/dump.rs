//! Published facts of `rtcdiag dump`.

use schemars::JsonSchema;
use serde::Serialize;

/// What the dumps say.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Dump {
    /// The files that were read.
    pub files: Vec<File>,
    /// Every connection of every file, in order.
    pub connections: Vec<Connection>,
    /// The series that were asked for; absent where none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<Series>>,
    /// Recordings of the same page that were made one; absent where there were none.
    #[serde(rename = "merge", skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Merged>,
    /// Connections of different files that are the two ends of one call; absent where there are none.
    #[serde(rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<Match>,
    /// Connections of different calls side by side; absent where nothing was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

/// Recordings of the same page.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Merged {
    /// The file that stands for all of them in these facts.
    pub file: String,
    /// What each of them gave.
    pub recordings: Vec<Recording>,
}

/// What one recording gave.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Recording {
    /// Its name.
    pub name: String,
    /// Its dialect.
    pub format: &'static str,
    /// Number of connections in it.
    pub connections: usize,
    /// Connections that it alone has.
    pub only: Vec<String>,
    /// Number of connections whose events are taken from it.
    pub events_of: usize,
    /// Number of connections whose statistics are taken from it.
    pub statistics_of: usize,
    /// Number of captures that it alone has.
    pub captures: usize,
}

/// A connection of a file.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The connection in it.
    pub connection: String,
}

/// The two ends of one call.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Match {
    /// The end in the earlier file.
    pub one: Place,
    /// The end in the later file.
    pub other: Place,
    /// What tells it: `ufrag`, `fingerprint`, `ssrc`.
    pub by: Vec<&'static str>,
    /// How far the clocks are apart; null where nothing tells.
    pub clock: Option<Clock>,
    /// What went each way: from `one` to `other`, then back.
    pub directions: Vec<Direction>,
}

/// The clocks of two ends.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Clock {
    /// How far the clock of `other` is ahead of that of `one`, in milliseconds.
    pub ahead_ms: f64,
    /// By how much that may be wrong, in milliseconds.
    pub uncertainty_ms: f64,
    /// Number of reports, descriptions and candidates that were compared.
    pub compared: usize,
    /// What bounds it most closely: `sender reports` or `signaling`.
    pub by: &'static str,
}

/// What went one way.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Direction {
    /// `one` or `other`: the end that sends.
    pub from: &'static str,
    /// Streams that both ends count.
    pub streams: Vec<Flow>,
    /// How long sender reports took; null where they do not tell.
    pub delay: Option<Delay>,
}

/// A stream, counted at both ends.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Flow {
    /// `audio` or `video`.
    pub kind: Option<String>,
    /// Its synchronization source.
    pub ssrc: u64,
    /// Packets that the sender counted, those sent again included.
    pub sent: f64,
    /// Packets that the receiver counted, those sent again included.
    pub arrived: f64,
    /// Packets that the receiver missed by their numbers.
    pub lost: f64,
    /// Share of the sent packets that did not arrive, in percent; null where none was sent.
    pub missing_pct: Option<f64>,
    /// The same in stretches of five seconds.
    pub windows: Vec<FlowWindow>,
}

/// A stretch of time.
#[derive(Debug, JsonSchema, Serialize)]
pub struct FlowWindow {
    /// Its beginning, in milliseconds on the time axis of the end called `one`.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
    /// Share of the sent packets that did not arrive, in percent; null where none was sent.
    pub missing_pct: Option<f64>,
}

/// How long sender reports took one way.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Delay {
    /// The fastest.
    pub least_ms: f64,
    /// The one in the middle.
    pub median_ms: f64,
    /// The slowest of 95 in a hundred.
    pub p95_ms: f64,
    /// Number of reports.
    pub reports: usize,
}

/// Calls side by side.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Comparison {
    /// The connections that are compared, each set side by side.
    pub calls: Vec<Compared>,
    /// Every rule that fired in any of the files.
    pub findings: Vec<ComparedRule>,
}

/// Connections side by side.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Compared {
    /// The connections, one of each file.
    pub connections: Vec<Place>,
    /// What is compared; what differs comes first.
    pub rows: Vec<ComparedRow>,
}

/// One line of a comparison.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ComparedRow {
    /// What it is: `setup`, `loss, video in`.
    pub what: String,
    /// The unit of the numbers: `ms`, `pct`, `kbps`, `fps`; null for words.
    pub unit: Option<&'static str>,
    /// The value of each connection: a number or a word; null = not measured.
    pub values: Vec<Option<ComparedValue>>,
    /// Whether they differ by so much that it matters.
    pub differs: bool,
}

/// A number or a word.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum ComparedValue {
    /// A number in the unit of its row.
    Number(f64),
    /// A word.
    Word(String),
}

/// A rule that fired.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ComparedRule {
    /// Its id.
    pub rule: &'static str,
    /// The severity in each file; null where it did not fire.
    pub severity: Vec<Option<&'static str>>,
}

/// One series.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Series {
    /// The file.
    pub file: String,
    /// The connection.
    pub connection: String,
    /// Type of the statistics object.
    pub kind: String,
    /// Its id.
    pub object: String,
    /// The property; `/s` behind it says that it is the increase for each second.
    pub property: String,
    /// Milliseconds on the connection's time axis, of the second end of a call on that of the first; and the value in the
    /// unit of the specification.
    pub points: Vec<(f64, f64)>,
}

/// One file.
#[derive(Debug, JsonSchema, Serialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// The dialect: `webrtc-internals`, `rtcstats`, `jitsi-rtcstats` or `about:webrtc`.
    pub format: &'static str,
    /// The browser with its version.
    pub browser: Option<String>,
    /// When it was saved: RFC 3339, UTC.
    pub saved: Option<String>,
    /// Damage that was read around, with the byte in the inflated file.
    pub warnings: Vec<String>,
    /// Calls of getUserMedia and getDisplayMedia.
    pub captures: Vec<Capture>,
}

/// One call of getUserMedia or getDisplayMedia.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Capture {
    /// `getUserMedia` or `getDisplayMedia`.
    pub method: String,
    /// Whether it gave a stream; null where the dump has no answer.
    pub granted: Option<bool>,
    /// The error's name and text.
    pub error: Option<String>,
}

/// One RTCPeerConnection.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Connection {
    /// As the browser numbers it: `renderer-number`.
    pub id: String,
    /// The file that it is in.
    pub file: String,
    /// The page, without secrets.
    pub url: Option<String>,
    /// `connected`, `failed`, `never-connected` or `unknown`.
    pub outcome: &'static str,
    /// The last value of each state; null where the dump has none.
    pub states: States,
    /// The pair that carries the packets; null where none was selected or the dump does not tell.
    pub selected_path: Option<SelectedPath>,
    /// Every path that was selected, with its time.
    pub paths: Vec<PathSince>,
    /// What the other end is.
    pub peer: Peer,
    /// The phases of the set-up.
    pub phases: Vec<Phase>,
    /// Zero of the time axis of phases, paths and series, in milliseconds since 1970.
    pub zero_unix_ms: Option<f64>,
    /// From the first description that was set to `connected`, in milliseconds.
    pub setup_ms: Option<f64>,
    /// DTLS on the transport that was used.
    pub dtls: Dtls,
    /// URLs of the ICE servers, without credentials.
    pub ice_servers: Vec<String>,
    /// Number of local and remote candidates.
    pub candidates: Candidates,
    /// Media sections of the last answer, or of the offer, as seen from this end.
    pub sections: Vec<Section>,
    /// RTP streams.
    pub tracks: Vec<Track>,
}

/// A path, from a time on.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PathSince {
    /// When it was first seen, in milliseconds on the connection's time axis.
    pub at_ms: f64,
    /// Type and address of this end's candidate.
    pub local: String,
    /// Type and address of the other end's candidate.
    pub remote: String,
    /// What carries the packets away from here.
    pub protocol: String,
    /// Whether either end is a relay.
    pub relay: bool,
}

/// The other end.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Peer {
    /// Whether it is a server; null where nothing tells.
    pub server: Option<bool>,
    /// What wrote its descriptions.
    pub software: Option<String>,
    /// What tells it.
    pub why: String,
}

/// One phase of the set-up.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Phase {
    /// `offer and answer`, `gathering`, `checking`, `DTLS` or `first media`.
    pub name: &'static str,
    /// When it began, in milliseconds on the connection's time axis.
    pub start_ms: f64,
    /// When it ended.
    pub end_ms: f64,
}

/// The last value of each state.
#[derive(Debug, JsonSchema, Serialize)]
pub struct States {
    /// `signalingState`.
    pub signaling: Option<String>,
    /// `iceGatheringState`.
    pub gathering: Option<String>,
    /// `iceConnectionState`.
    pub ice: Option<String>,
    /// `connectionState`.
    pub connection: Option<String>,
}

/// The selected candidate pair.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SelectedPath {
    /// Type and address of this end's candidate: `host 192.0.2.2:50000`.
    pub local: String,
    /// Type and address of the other end's candidate.
    pub remote: String,
    /// Type of this end's candidate: `host`, `srflx`, `prflx` or `relay`.
    pub local_type: &'static str,
    /// Type of the other end's candidate.
    pub remote_type: &'static str,
    /// What carries the packets away from here, to the relay if there is one: `udp`, `tcp` or `tls`.
    pub protocol: String,
    /// Whether either end is a relay.
    pub relay: bool,
}

/// DTLS.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Dtls {
    /// `1.2` or `1.3`.
    pub version: Option<String>,
    /// `new`, `connecting`, `connected`, `closed` or `failed`.
    pub state: Option<String>,
}

/// Numbers of candidates.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Candidates {
    /// Of this end.
    pub local: usize,
    /// Of the other end.
    pub remote: usize,
}

/// One media section.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Section {
    /// `a=mid`.
    pub mid: Option<String>,
    /// `audio`, `video` or `application`.
    pub kind: String,
    /// `sendrecv`, `sendonly`, `recvonly` or `inactive`; null for data channels.
    pub direction: Option<&'static str>,
    /// Whether it was refused.
    pub rejected: bool,
    /// Codec names in order of preference.
    pub codecs: Vec<String>,
}

/// One RTP stream.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Track {
    /// `send` or `receive`.
    pub direction: &'static str,
    /// `audio` or `video`.
    pub kind: Option<String>,
    /// The codec's name.
    pub codec: Option<String>,
    /// The simulcast layer.
    pub rid: Option<String>,
    /// The section that it belongs to.
    pub mid: Option<String>,
    /// Its synchronization source.
    pub ssrc: Option<u64>,
    /// Mean bitrate while it carried anything; null = not measured.
    pub bitrate_kbps: Option<f64>,
    /// Share of lost packets in percent, as the end that receives counts it; null = not measured.
    pub loss_pct: Option<f64>,
    /// The usual jitter, as the end that receives measures it; null = not measured.
    pub jitter_ms: Option<f64>,
    /// The usual round trip, as its reports measure it; null = not measured.
    pub rtt_ms: Option<f64>,
    /// Width and height of the last picture; null for audio.
    pub picture: Option<(u64, u64)>,
    /// The usual number of frames a second; null = not measured.
    pub frame_rate: Option<f64>,
    /// Share of its time in percent for which a received picture was frozen; null = not measured.
    pub freeze_pct: Option<f64>,
}
