//! What was seen on the signaling path: the protocol, each frame, each HTTP exchange.
//!
//! All times are milliseconds since the start of the run. Texts hold no description and no secret: whoever writes them
//! down folds the one and masks the other.

use serde::{Deserialize, Serialize};

/// The signaling path of a run.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Signaling {
    /// The protocol's name.
    pub protocol: String,
    /// Whether it was found out from what the server sent, and what by.
    pub detected_by: Option<String>,
    /// Whether this side made the offer that was answered.
    pub offerer: bool,
    /// Messages, in order.
    pub frames: Vec<Frame>,
    /// Messages that came after those.
    pub frames_dropped: u32,
    /// HTTP exchanges, in order.
    pub exchanges: Vec<Exchange>,
    /// Frames that meant nothing to the protocol.
    pub unknown_frames: u32,
    /// Answers that came when none was open, with the same text as the one before or another.
    pub surplus_answers: u32,
    /// Candidates of the peer's that came before its description.
    pub early_candidates: u32,
    /// Candidates of the peer's that the stack did not take, and why not.
    pub refused_candidates: Vec<String>,
    /// Whether the peer said that it has no more candidates.
    pub end_of_candidates: bool,
    /// Both sides made an offer.
    pub glare: Option<Glare>,
    /// Errors that the server or the peer sent after there was an answer.
    pub late_errors: Vec<String>,
    /// Messages of our own that came back to us.
    pub own_messages: u32,
}

/// Both sides made an offer at once, and how that was resolved.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Glare {
    /// When the peer's offer came.
    pub at_ms: f64,
    /// Whether this side gave its own offer up.
    pub yielded: bool,
}

/// A message.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Frame {
    /// When it was sent, or had come.
    pub at_ms: f64,
    /// Whether we sent it.
    pub out: bool,
    /// What it is: `offer`, `answer`, `candidate`, `unknown`, ….
    pub kind: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its text, with descriptions folded and secrets masked.
    pub text: String,
    /// Its text with secrets masked alone, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<String>,
}

/// An HTTP request and what was answered.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Exchange {
    /// `POST`, `PATCH`, ….
    pub method: String,
    /// What it is for: `options`, `offer`, `candidates`, `delete`.
    pub purpose: String,
    /// The URL, without its secrets.
    pub url: String,
    /// When it was sent.
    pub at_ms: f64,
    /// Until its answer was there, if one came.
    pub took_ms: Option<f64>,
    /// The status code, if an answer came.
    pub status: Option<u16>,
    /// The answer's media type.
    pub content_type: String,
    /// Whether it names a resource (`Location`).
    pub location: bool,
    /// Whether it has an entity tag.
    pub etag: bool,
    /// ICE servers that its `Link` headers name.
    pub ice_servers: u32,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `WWW-Authenticate`.
    pub challenge: Option<String>,
    /// Where a redirect leads, without secrets.
    pub redirected_to: Option<String>,
    /// How a body begins that is no description.
    pub head: Option<String>,
    /// Why no answer came.
    pub error: Option<String>,
}

impl Signaling {
    /// The exchange that carried the offer, the last one where redirects were followed.
    pub fn offer_exchange(&self) -> Option<&Exchange> {
        self.exchanges.iter().rev().find(|exchange| exchange.purpose == "offer")
    }
}
