//! What a handshake run saw: phases, candidate pairs, DTLS, the order of events, and every packet.
//!
//! All times are milliseconds since the start of the run.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::ice::{Candidate, Gathering, TlsFailure};
pub use super::provocation::Provocation;
use super::sides::Sides;
use super::signaling::Signaling;
use super::timing::Timing;
use crate::candidate::priority::CandidateType;

/// A whole handshake run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Handshake {
    /// Whether the server was our own, in this process.
    pub embedded: bool,
    /// The signaling URL, without its secrets.
    pub url: String,
    /// How it ended.
    pub end: End,
    /// The phases that were begun, in order of their start.
    pub phases: Vec<Phase>,
    /// The candidate pairs on which a check was seen, the selected one first.
    pub pairs: Vec<Pair>,
    /// Our candidates, in order of discovery.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// What was seen of the ICE servers, if there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gathering: Option<Gathering>,
    /// What DTLS showed, once it had begun.
    pub dtls: Option<Dtls>,
    /// How candidates travelled.
    pub trickle: Trickle,
    /// What happened on the signaling path, in order.
    pub moments: Vec<Moment>,
    /// The packets between the peers.
    pub packets: Vec<Packet>,
    /// Packets that came after those.
    pub packets_dropped: u64,
    /// What was seen on the signaling path.
    pub signaling: Signaling,
    /// What each side said of itself.
    pub sides: Sides,
    /// How much the data channel carried, if that was measured.
    pub throughput: Option<Throughput>,
    /// What was done wrong on purpose.
    pub provoked: Option<Provocation>,
    /// Audio and video that was sent and that came.
    pub media: Vec<Flow>,
    /// From the start to the end of the last phase.
    pub total_ms: f64,
    /// The least that the round trips of this path allow for the flights that were used, if the round trip to the peer
    /// was measured: the sum over the critical phases.
    pub floor_ms: Option<f64>,
    /// The part of the total in which nobody else was waited for.
    pub own_ms: f64,
    /// Where the time went.
    pub timing: Timing,
}

impl Handshake {
    /// The phase with this id, if it was begun.
    pub fn phase(&self, id: PhaseId) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// The pair that carries the data.
    pub fn selected(&self) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.nominated)
    }
}

/// How a run ended.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The data channel opened.
    Connected,
    /// It did not.
    Failed(Failure),
    /// Somebody stopped the run.
    #[default]
    Interrupted,
}

/// The one reason that a handshake failed, as it was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The server's name has no address.
    NameNotFound {
        /// The name.
        name: String,
        /// The resolver's word for it.
        why: String,
    },
    /// No connection to the server.
    Tcp {
        /// The address that was tried last.
        address: SocketAddr,
        /// The operating system's word for it.
        why: String,
        /// Whether the port is closed: it answered, and said no.
        refused: bool,
    },
    /// The proxy did not lead to the server.
    Proxy {
        /// What it did instead.
        why: String,
    },
    /// TLS with the server did not come about.
    Tls {
        /// What went wrong.
        why: String,
        /// The fault, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fault: Option<TlsFailure>,
    },
    /// The server did not turn the connection into a WebSocket.
    Upgrade {
        /// Its HTTP status, if it was HTTP that answered.
        status: Option<u16>,
        /// What went wrong.
        why: String,
    },
    /// The server did not answer a request as the protocol wants.
    Http {
        /// Its status, if it was HTTP that answered.
        status: Option<u16>,
        /// What went wrong.
        why: String,
    },
    /// A message of the profile's asks for what has no value.
    Profile {
        /// What is missing.
        why: String,
    },
    /// The server ended the signaling connection before there was an answer.
    Closed {
        /// The close code (RFC 6455 section 7.4), if there was a close frame.
        code: Option<u16>,
        /// The reason beside it.
        reason: String,
    },
    /// The server or the peer said no.
    Refused {
        /// In these words.
        message: String,
    },
    /// The answer cannot be used.
    BadAnswer {
        /// Why not.
        why: String,
    },
    /// The stack gave a phase up.
    Broken {
        /// The phase.
        phase: PhaseId,
        /// What was seen.
        why: String,
    },
    /// The deadline came.
    Stalled {
        /// The phase that did not end.
        phase: PhaseId,
        /// How long it was waited for.
        waited_ms: f64,
    },
}

impl Failure {
    /// The phase in which it failed: a phase id, or `sdp` or `signaling`.
    pub fn phase(&self) -> &'static str {
        match self {
            Self::NameNotFound { .. } => PhaseId::Dns.word(),
            Self::Tcp { .. } => PhaseId::Tcp.word(),
            Self::Proxy { .. } => PhaseId::Proxy.word(),
            Self::Tls { .. } => PhaseId::Tls.word(),
            Self::Http { .. } => PhaseId::Http.word(),
            Self::Upgrade { .. } => PhaseId::WsUpgrade.word(),
            Self::Closed { .. } | Self::Refused { .. } | Self::Profile { .. } => "signaling",
            Self::BadAnswer { .. } => "sdp",
            Self::Broken { phase, .. } | Self::Stalled { phase, .. } => phase.word(),
        }
    }
}

/// A phase of the set-up.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PhaseId {
    /// The server's name is resolved.
    Dns,
    /// TCP connect.
    Tcp,
    /// CONNECT at the proxy.
    Proxy,
    /// TLS handshake.
    Tls,
    /// HTTP request to status 101.
    WsUpgrade,
    /// HTTP exchange.
    Http,
    /// Entering a room.
    Join,
    /// The offer is made.
    OfferCreated,
    /// The offer is set, sockets are ready.
    LocalDescription,
    /// Local candidates, from the first to the last.
    Gathering,
    /// The offer is written.
    OfferSent,
    /// The answer is waited for.
    Answer,
    /// Connectivity checks, to the end of the nomination.
    Ice,
    /// ClientHello to the last Finished.
    Dtls,
    /// The association is set up.
    Sctp,
    /// The data channel opens.
    DcOpen,
    /// The first message, there and back.
    FirstEcho,
    /// The first media packet.
    FirstMedia,
}

impl PhaseId {
    /// Every phase, in the order in which they begin.
    pub const ALL: [Self; 18] = [
        Self::Dns,
        Self::Tcp,
        Self::Proxy,
        Self::Tls,
        Self::WsUpgrade,
        Self::Http,
        Self::Join,
        Self::OfferCreated,
        Self::LocalDescription,
        Self::Gathering,
        Self::OfferSent,
        Self::Answer,
        Self::Ice,
        Self::Dtls,
        Self::Sctp,
        Self::DcOpen,
        Self::FirstEcho,
        Self::FirstMedia,
    ];

    /// The id as published.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Tcp => "tcp",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::WsUpgrade => "ws_upgrade",
            Self::Http => "http",
            Self::Join => "join",
            Self::OfferCreated => "offer_created",
            Self::LocalDescription => "local_description",
            Self::Gathering => "gathering",
            Self::OfferSent => "offer_sent",
            Self::Answer => "answer",
            Self::Ice => "ice",
            Self::Dtls => "dtls",
            Self::Sctp => "sctp",
            Self::DcOpen => "dc_open",
            Self::FirstEcho => "first_echo",
            Self::FirstMedia => "first_media",
        }
    }
}

/// A phase with its times.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Phase {
    /// Which one.
    pub id: PhaseId,
    /// Its start.
    pub start_ms: f64,
    /// Its end, unless it did not end.
    pub end_ms: Option<f64>,
    /// The least that the round trips of this path allow for the flights that were used in it, if that is known.
    pub floor_ms: Option<f64>,
    /// Whether the total would be shorter had this been shorter.
    pub critical: bool,
    /// A few words.
    pub detail: String,
}

/// A candidate pair, as its packets showed it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Pair {
    /// Our candidate's address.
    pub local: SocketAddr,
    /// The base of a reflexive, the mapped address of a relayed candidate of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_related: Option<SocketAddr>,
    /// The peer's address.
    pub remote: SocketAddr,
    /// What kind of candidate ours is.
    pub local_type: CandidateType,
    /// What kind of candidate the peer's is; peer-reflexive when it was not signaled.
    pub remote_type: CandidateType,
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
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Dtls {
    /// Whether we sent the ClientHello.
    pub client: bool,
    /// `1.2` or `1.3`.
    pub version: Option<String>,
    /// The cipher suite's IANA name.
    pub cipher: Option<String>,
    /// Whether the server asked for its cookie back first, which takes a round trip.
    pub cookie: bool,
    /// Messages that were sent again, by either side.
    pub retransmissions: u32,
    /// The fingerprint in our own description.
    pub local_fingerprint: Option<String>,
    /// The fingerprint in the peer's description.
    pub remote_fingerprint: Option<String>,
    /// The fingerprint of the certificate that the peer presented.
    pub presented_fingerprint: Option<String>,
    /// Whether the last two are the same, if both are known.
    pub matches: Option<bool>,
    /// A fatal alert, by name.
    pub alert: Option<String>,
}

/// How candidates travelled.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Trickle {
    /// Candidates that we sent after the offer.
    pub sent: u32,
    /// Candidates that came in frames of their own.
    pub received: u32,
    /// Candidates that stood in the peer's description.
    pub in_answer: u32,
    /// Candidates of ours that stood in our description.
    pub in_ours: u32,
}

impl Trickle {
    /// `full` when both sides sent candidates one by one, `half` when one did, else `none`.
    pub fn word(self) -> &'static str {
        match (self.sent > 0, self.received > 0) {
            (true, true) => "full",
            (false, false) => "none",
            _ => "half",
        }
    }
}

/// How much a data channel carried there and back.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Throughput {
    /// Bytes that came back.
    pub bytes: u64,
    /// How long that took.
    pub took_ms: f64,
    /// Whether all came back.
    pub whole: bool,
}

impl Throughput {
    /// Megabits per second, each way.
    pub fn mbit_s(self) -> f64 {
        if self.took_ms > 0.0 { self.bytes as f64 * 8.0 / 1000.0 / self.took_ms } else { 0.0 }
    }
}

/// Audio or video, both ways.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Flow {
    /// `audio` or `video`.
    pub kind: String,
    /// Frames of ours that were sent.
    pub frames_sent: u32,
    /// Frames of ours that the stack did not take.
    pub frames_refused: u32,
    /// RTP packets of the peer's that could be decrypted.
    pub packets_received: u32,
    /// Frames in them.
    pub frames_received: u32,
    /// Bytes of payload in them.
    pub bytes_received: u64,
    /// The codec in which they came.
    pub codec_received: Option<String>,
}

/// Something that happened on the signaling path.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Moment {
    /// When.
    pub at_ms: f64,
    /// What, in a few words.
    pub text: String,
}

/// A packet between the peers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Packet {
    /// When it passed our socket.
    pub at_ms: f64,
    /// Whether we sent it.
    pub out: bool,
    /// Our address.
    pub local: SocketAddr,
    /// The other address.
    pub remote: SocketAddr,
    /// Its length in bytes.
    pub length: usize,
    /// What it is.
    pub what: String,
}
