//! What happened on a connection, one value per line of its log.

use super::{Candidate, Section};
use crate::candidate::secret::Secret;
use crate::sdp::Sdp;

/// One of the two ends, seen from the browser that saved the dump.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// That browser.
    Local,
    /// Its peer.
    Remote,
}

impl End {
    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Remote => "remote",
        }
    }
}

/// The states that an RTCPeerConnection reports.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Machine {
    /// `signalingState`.
    Signaling,
    /// `iceGatheringState`.
    Gathering,
    /// `iceConnectionState`.
    Ice,
    /// `connectionState`.
    Connection,
}

impl Machine {
    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Signaling => "signaling",
            Self::Gathering => "gathering",
            Self::Ice => "ice",
            Self::Connection => "connection",
        }
    }
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// Milliseconds since the connection's first event; `None` where the log has no time that can be read.
    pub at_ms: Option<f64>,
    /// Milliseconds since 1970; `None` where the log has local time in words of the user's language.
    pub unix_ms: Option<f64>,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// createOffer or createAnswer gave this.
    Created(Description),
    /// setLocalDescription or setRemoteDescription was called.
    Set(End, Description),
    /// It succeeded.
    SetDone(End),
    /// It was refused, in the browser's words.
    SetFailed(End, String),
    /// A state changed to this value.
    State(Machine, String),
    /// A candidate was gathered (local) or handed in (remote).
    Candidate(End, Candidate),
    /// The last candidate of an end was said.
    EndOfCandidates(End),
    /// A remote candidate was refused, in the browser's words.
    CandidateRefused(String),
    /// A server gave no candidate.
    CandidateError(CandidateError),
    /// Anything else, under the browser's name for it.
    Other {
        /// The browser's name for it.
        name: String,
        /// Its value, cleaned, on one line.
        detail: String,
    },
}

/// A session description as it stands in a log.
#[derive(Clone, Debug)]
pub struct Description {
    /// `offer`, `answer`, `pranswer` or `rollback`.
    pub kind: String,
    /// The text; it holds the ICE password.
    pub sdp: Secret<Sdp>,
    /// Its media sections, as the text says them.
    pub sections: Vec<Section>,
}

impl Description {
    /// The kind of a description whose text the recording left out.
    pub const LEFT_OUT: &str = "description";
}

/// An `icecandidateerror` event (W3C webrtc section 4.8.3).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CandidateError {
    /// The server's URL, cleaned.
    pub url: String,
    /// The STUN error code, or 701 where no server was reached.
    pub code: u16,
    /// The server's or the browser's words.
    pub text: String,
}
