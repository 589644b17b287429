//! Published facts of `rtcdiag sdp`.

use schemars::JsonSchema;
use serde::Serialize;

/// `facts` of `rtcdiag sdp explain`.
#[derive(Debug, Default, JsonSchema, Serialize)]
pub struct Sdp {
    /// The descriptions in the order in which they were given.
    pub descriptions: Vec<Description>,
    /// The candidates of all descriptions that could be read.
    pub candidates: Vec<Candidate>,
}

/// One description.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Description {
    /// Its number, from 0.
    pub index: usize,
    /// `offer`, `answer`, `fragment` (candidates or ICE parameters alone), `unknown`, or what the wrapping JSON says.
    pub r#type: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What kind of end wrote it; null where nothing tells.
    pub looks_like: Option<LooksLike>,
    /// What a browser does not write by itself; empty where no browser wrote it.
    pub munged: Vec<String>,
    /// What was taken off to get at it, outermost first: `gzip`, `json`, `base64`, `string`, `dump`, …
    pub unwrapped_from: Vec<String>,
    /// The mids of each BUNDLE group.
    pub bundles: Vec<Vec<String>>,
    /// Whether the writer answers ICE checks but makes none.
    pub ice_lite: bool,
    /// Whether candidates may come later.
    pub trickle: bool,
    /// Its `m=` sections in order.
    pub sections: Vec<Section>,
    /// Every line with its meaning; only with `--lines`, `--line` and `--only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
}

/// A guess about the end that wrote a description.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LooksLike {
    /// `browser`, `server` or `library`.
    pub kind: &'static str,
    /// `certain`, `likely` or `possible`.
    pub confidence: &'static str,
    /// What tells it.
    pub why: String,
}

/// One line.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// Its text, with `*` in place of secrets.
    pub text: String,
    /// What it means in this description.
    pub meaning: String,
    /// The specification with its section.
    pub source: &'static str,
}

/// Where a description comes from.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Origin {
    /// The file, or `<stdin>`.
    pub source: String,
    /// The browser or stack that wrote it; null where nothing tells.
    pub writer: Option<String>,
    /// Its version; null where nothing tells.
    pub version: Option<String>,
    /// `certain`, `likely` or `possible`; null without a writer.
    pub confidence: Option<&'static str>,
    /// The session id of the `o=` line.
    pub session_id: Option<String>,
    /// The session version of the `o=` line.
    pub session_version: Option<String>,
}

/// One `m=` section. What it leaves to the session part is filled in.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Section {
    /// Its number, from 0.
    pub index: usize,
    /// Its identification; null without `a=mid`.
    pub mid: Option<String>,
    /// `audio`, `video`, `application`, …
    pub kind: String,
    /// The profile.
    pub protocol: String,
    /// The port; null where it is no number.
    pub port: Option<u32>,
    /// Whether port 0 rejects it.
    pub rejected: bool,
    /// Whether it exists only in its bundle.
    pub bundle_only: bool,
    /// The mid of the section whose transport it uses; null where it is in no bundle.
    pub bundled_with: Option<String>,
    /// `sendrecv`, `sendonly`, `recvonly`, `inactive`; null for a data channel.
    pub direction: Option<&'static str>,
    /// Its codecs in order of preference.
    pub codecs: Vec<Codec>,
    /// The URIs of its RTP header extensions.
    pub extensions: Vec<String>,
    /// Its layers by `a=rid`.
    pub rids: Vec<String>,
    /// `a=simulcast`; null without.
    pub simulcast: Option<Simulcast>,
    /// The data channel; null for media.
    pub data_channel: Option<DataChannel>,
    /// The ICE user name fragment.
    pub ice_ufrag: Option<String>,
    /// `a=ice-options`.
    pub ice_options: Vec<String>,
    /// Whether no more candidates will come.
    pub end_of_candidates: bool,
    /// `a=setup`.
    pub setup: Option<String>,
    /// Hash functions of the fingerprints.
    pub fingerprints: Vec<String>,
    /// Whether RTP and RTCP share a port.
    pub rtcp_mux: bool,
    /// Limits as written: `AS:500` in kbit/s, `TIAS:500000` in bit/s.
    pub bandwidth: Vec<String>,
}

/// One payload type.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Codec {
    /// The payload type as written.
    pub payload_type: String,
    /// The encoding's name; null where nothing tells it.
    pub name: Option<String>,
    /// RTP clock in Hz.
    pub clock_rate: Option<u32>,
    /// Audio channels; 1 where none are written.
    pub channels: u8,
    /// The `fmtp` parameters as written; empty without.
    pub parameters: String,
    /// What the parameters mean; empty where they say nothing that is known.
    pub meaning: String,
    /// Its `rtcp-fb` values.
    pub feedback: Vec<String>,
    /// The payload type of its retransmissions.
    pub rtx: Option<String>,
}

/// Which layers are sent and received at once.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Simulcast {
    /// Layers that the writer sends.
    pub send: Vec<String>,
    /// Layers that the writer receives.
    pub recv: Vec<String>,
}

/// A data channel section.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DataChannel {
    /// The SCTP port; null where none is written, which browsers take for 5000.
    pub sctp_port: Option<u32>,
    /// The largest message in bytes, 0 without a limit; null where none is written, which means 65536.
    pub max_message_size: Option<u64>,
}

/// One candidate line.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Candidate {
    /// The number of its description.
    pub description: usize,
    /// The mid of its section.
    pub mid: Option<String>,
    /// `host`, `srflx`, `prflx` or `relay`.
    pub r#type: &'static str,
    /// `udp` or `tcp`.
    pub protocol: String,
    /// An address, or an mDNS name.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Whether an mDNS name hides the address.
    pub mdns: bool,
    /// `active`, `passive` or `so`; null for UDP.
    pub tcp_type: Option<String>,
    /// `raddr`.
    pub related_address: Option<String>,
    /// `rport`.
    pub related_port: Option<u16>,
    /// The foundation.
    pub foundation: String,
    /// 1 for RTP, 2 for RTCP.
    pub component: u16,
    /// The priority.
    pub priority: u32,
    /// The type preference in the priority.
    pub type_preference: u8,
    /// The local preference in the priority.
    pub local_preference: u16,
}
