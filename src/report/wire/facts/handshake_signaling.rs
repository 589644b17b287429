//! What `rtcdiag handshake` saw on the signaling path. Times are milliseconds since the start of the run; texts have
//! their descriptions folded and their secrets masked.

use schemars::JsonSchema;
use serde::Serialize;

/// The signaling path.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Signaling {
    /// The protocol: `ws-json`, `whip`, ….
    pub protocol: String,
    /// What the protocol was recognised by, where the server's words decided it.
    pub detected_by: Option<String>,
    /// Ours: `offerer` or `answerer`.
    pub role: String,
    /// Both sides made an offer at once.
    pub glare: Option<Glare>,
    /// What happened out of order: `glare`, `candidate_before_description`, `check_before_answer`, `surplus_answer`.
    pub races: Vec<String>,
    /// Whether the peer said that it has no more candidates.
    pub end_of_candidates: bool,
    /// Candidates of the peer's that came before its description.
    pub early_candidates: u32,
    /// Candidates of the peer's that the stack did not take, and why not.
    pub refused_candidates: Vec<String>,
    /// Answers that came when none was open.
    pub surplus_answers: u32,
    /// Frames that meant nothing to the protocol.
    pub unknown_frames: u32,
    /// Errors that the server or the peer sent after there was an answer.
    pub late_errors: Vec<String>,
    /// Messages in order; null without `--trace-signaling`.
    pub frames: Option<Vec<Frame>>,
    /// HTTP exchanges in order.
    pub exchanges: Vec<Exchange>,
}

/// Both sides made an offer at once, and how that was resolved.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Glare {
    /// When the peer's offer came.
    pub at_ms: f64,
    /// Whether this side gave its own offer up.
    pub yielded: bool,
}

/// A message.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Frame {
    /// When it was sent, or had come.
    pub at_ms: f64,
    /// `out` or `in`.
    pub direction: String,
    /// What it is: `offer`, `answer`, `candidate`, `unknown`, ….
    pub kind: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its text.
    pub text: String,
}

/// An HTTP request and what was answered.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Exchange {
    /// `POST`, `PATCH`, ….
    pub method: String,
    /// What it is for: `options`, `offer`, `candidates`, `delete`.
    pub purpose: String,
    /// The URL, without its secrets.
    pub url: String,
    /// When it was sent.
    pub at_ms: f64,
    /// Until its answer was there; null when none came.
    pub took_ms: Option<f64>,
    /// The status code; null when no answer came.
    pub status: Option<u16>,
    /// Why no answer came.
    pub error: Option<String>,
}
