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
}

/// One series.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Series {
    /// The connection.
    pub connection: String,
    /// Type of the statistics object.
    pub kind: String,
    /// Its id.
    pub object: String,
    /// The property; `/s` behind it says that it is the increase for each second.
    pub property: String,
    /// Milliseconds on the connection's time axis, and the value in the unit of the specification.
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
}
