//! The model that every dialect is read into.

use std::sync::OnceLock;

use super::ends::settings;
use super::{Candidate, CandidateError, Description, End, Event, EventKind, Machine, Section, Statistics};
use crate::facts::Known;

/// Which program wrote the dump, and in which layout.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dialect {
    /// What "Download the webrtc-internals dump" saves.
    WebrtcInternals,
    /// What "Download the rtcstats dump" saves, and what rtcstats-js records.
    Rtcstats,
    /// The rtcstats of Jitsi.
    JitsiRtcstats,
    /// A saved `about:webrtc` page of Firefox.
    AboutWebrtc,
}

impl Dialect {
    /// The name shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::WebrtcInternals => "webrtc-internals",
            Self::Rtcstats => "rtcstats",
            Self::JitsiRtcstats => "jitsi-rtcstats",
            Self::AboutWebrtc => "about:webrtc",
        }
    }
}

/// One dump.
#[derive(Clone, Debug)]
pub struct Dump {
    /// The file's name.
    pub name: String,
    /// How it is laid out.
    pub dialect: Dialect,
    /// The browser with its version, or the user agent string where there is no better.
    pub browser: Option<String>,
    /// When it was saved, in milliseconds since 1970.
    pub saved_unix_ms: Option<f64>,
    /// The calls of getUserMedia and getDisplayMedia.
    pub captures: Vec<Capture>,
    /// The connections, in the order of the file.
    pub connections: Vec<Connection>,
    /// Damage that was read around; each says where, in bytes of the inflated file.
    pub warnings: Vec<String>,
    /// What this dump cannot tell.
    pub unseen: Vec<Unseen>,
    /// How many connections were closed before the dump was saved, and are not in it.
    pub closed: u64,
    /// Connections of other dumps that are the other ends of calls in this one: to look things up in, not part of it.
    pub elsewhere: Vec<Connection>,
    /// See [`Dump::other_end`].
    pub(super) partners: OnceLock<Vec<Option<usize>>>,
}

/// How much of the statistics is read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Reading {
    /// What rules and reports look at.
    #[default]
    Used,
    /// Every property.
    All,
}

/// Something that a dump cannot tell, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unseen {
    /// What is not known.
    pub what: String,
    /// Why not, and how to save a dump that has it.
    pub why: String,
}

/// One call of getUserMedia or getDisplayMedia.
#[derive(Clone, Debug, PartialEq)]
pub struct Capture {
    /// `getUserMedia` or `getDisplayMedia`.
    pub method: String,
    /// The page that called, cleaned.
    pub origin: Option<String>,
    /// When, in milliseconds since 1970.
    pub unix_ms: Option<f64>,
    /// The audio constraints as JSON, empty for `true`; `None` where no audio was asked for.
    pub audio: Option<String>,
    /// The video constraints, likewise.
    pub video: Option<String>,
    /// `No` carries the error's name and text.
    pub granted: Known<()>,
    /// The ids of the tracks that it gave.
    pub tracks: Vec<String>,
}

/// What a connection was configured with. Credentials are not in a dump.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Configuration {
    /// URLs of the ICE servers, cleaned.
    pub ice_servers: Vec<String>,
    /// `all` or `relay`, where it was given.
    pub ice_transport_policy: Option<String>,
    /// The bundle policy, where it was given.
    pub bundle_policy: Option<String>,
}

impl Configuration {
    /// Whether nothing but relayed candidates may be used.
    pub fn relay_only(&self) -> bool {
        self.ice_transport_policy.as_deref() == Some("relay")
    }
}

/// How much of a connection's life the log holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum History {
    /// From its beginning on.
    Whole,
    /// The page was opened during the call: the log begins with the states of that moment.
    Late,
    /// There is no event at all.
    Nothing,
}

/// One RTCPeerConnection.
#[derive(Clone, Debug)]
pub struct Connection {
    /// As the page shows it: `renderer-number`.
    pub id: String,
    /// The page that made it, cleaned of secrets.
    pub url: Option<String>,
    /// Its configuration.
    pub configuration: Configuration,
    /// How much of its life the log holds.
    pub history: History,
    /// The zero of its axis, from which `at_ms` of events and series counts, in milliseconds since 1970.
    pub zero_unix_ms: Option<f64>,
    /// What happened, in the order of the log.
    pub events: Vec<Event>,
    /// Candidates of this end: from events, else from statistics.
    pub local_candidates: Vec<Candidate>,
    /// Candidates of the other end: from events and descriptions, else from statistics.
    pub remote_candidates: Vec<Candidate>,
    /// The transports of the statistics, in the order of the file.
    pub transports: Vec<Transport>,
    /// The candidate pairs of the statistics, with their last values.
    pub pairs: Vec<Pair>,
    /// The RTP streams of the statistics.
    pub tracks: Vec<Track>,
    /// Sections of the last answer, or of the last offer where no answer came, as seen from this end.
    pub sections: Vec<Section>,
    /// The statistics as series.
    pub statistics: Statistics,
}

/// The last values of one transport.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Transport {
    /// Its statistics id.
    pub id: String,
    /// `new`, `connecting`, `connected`, `closed` or `failed`.
    pub dtls_state: Option<String>,
    /// `1.2` or `1.3`.
    pub dtls_version: Option<String>,
    /// The selected pair's id.
    pub selected_pair: Option<String>,
}

/// The last values of one candidate pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// Its statistics id.
    pub id: String,
    /// This end's candidate, where the statistics still have it.
    pub local: Option<Candidate>,
    /// The other end's candidate, where the statistics still have it.
    pub remote: Option<Candidate>,
    /// `frozen`, `waiting`, `in-progress`, `failed` or `succeeded`.
    pub state: Option<String>,
    /// Connectivity checks sent, consent checks not counted.
    pub requests_sent: Option<u64>,
    /// Answers to them.
    pub responses_received: Option<u64>,
    /// Checks of the other end that arrived.
    pub requests_received: Option<u64>,
}

/// Which way a stream goes, seen from the end that saved the dump.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TrackDirection {
    /// Away from here.
    Send,
    /// To here.
    Receive,
}

impl TrackDirection {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
        }
    }
}

/// One RTP stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Track {
    /// Its statistics id.
    pub id: String,
    /// Which way it goes.
    pub direction: TrackDirection,
    /// `audio` or `video`.
    pub kind: Option<String>,
    /// The codec's name; `None` where none was in use.
    pub codec: Option<String>,
    /// The simulcast layer.
    pub rid: Option<String>,
    /// The section that it belongs to.
    pub mid: Option<String>,
    /// Its synchronization source (RFC 3550 section 8).
    pub ssrc: Option<u64>,
}

impl Connection {
    /// The last value of a state, if the log has one.
    pub fn last(&self, machine: Machine) -> Option<&str> {
        self.states(machine).last().map(|(_, value)| value)
    }

    /// Every value that a state took, with the event that says so.
    pub fn states(&self, machine: Machine) -> impl Iterator<Item = (&Event, &str)> {
        self.events.iter().filter_map(move |event| match &event.kind {
            EventKind::State(of, value) if *of == machine => Some((event, value.as_str())),
            _ => None,
        })
    }

    /// Every description that was set and not refused, with its end, oldest first.
    pub fn applied(&self) -> Vec<(End, &Description)> {
        applied(&self.events)
    }

    /// Every candidate error, with its event.
    pub fn candidate_errors(&self) -> impl Iterator<Item = (&Event, &CandidateError)> {
        self.events.iter().filter_map(|event| match &event.kind {
            EventKind::CandidateError(error) => Some((event, error)),
            _ => None,
        })
    }
}

/// The descriptions among `events` that were set, without those whose refusal follows.
pub(super) fn applied(events: &[Event]) -> Vec<(End, &Description)> {
    settings(events).into_iter().map(|(_, end, description)| (end, description)).collect()
}
