//! What each side of a handshake said of itself, and what its first packets carried.
//!
//! All times are milliseconds since the start of the run. Descriptions are whole but for their secrets: each character
//! of an ICE password stands as another of the same kind, so that lengths and places are those of the original.

use serde::{Deserialize, Serialize};

/// Both sides.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Sides {
    /// Our description, if there was one.
    pub local: Option<String>,
    /// The peer's description, if one came.
    pub remote: Option<String>,
    /// The candidates that the peer sent in messages of their own.
    pub candidates: Vec<Signaled>,
    /// What the connectivity checks carried.
    pub checks: Checks,
    /// The ClientHellos.
    pub hellos: Hellos,
}

/// A candidate of the peer's, as it was signaled.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Signaled {
    /// When it came.
    pub at_ms: f64,
    /// The line, beginning with `candidate:`.
    pub line: String,
    /// Whether it says which section it is for, by `sdpMid` or `sdpMLineIndex`.
    pub placed: bool,
}

/// What the connectivity checks carried (RFC 8445 section 7).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Checks {
    /// The user names of the checks that came in, with their number.
    pub usernames: Vec<Username>,
    /// The error responses, by sender and code.
    pub errors: Vec<CheckError>,
}

/// A user name of incoming checks: our user fragment, a colon, the peer's (RFC 8445 section 7.2.2).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Username {
    /// The value of USERNAME.
    pub name: String,
    /// How many checks had it.
    pub count: u32,
}

/// Error responses of one kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CheckError {
    /// Whether we sent them.
    pub out: bool,
    /// The code (RFC 8489 section 14.8).
    pub code: u16,
    /// How many.
    pub count: u32,
}

/// The ClientHellos of a run, those that repeat an earlier one included.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Hellos {
    /// How many we sent.
    pub sent: u32,
    /// How many came.
    pub received: u32,
    /// Into how many datagrams the longest was divided.
    pub datagrams: u32,
    /// From the first to the next that repeats it, where there is one.
    pub repeated_after_ms: Option<f64>,
    /// The cipher suites that the client offered, by their IANA names without `TLS_`.
    pub ciphers: Vec<String>,
    /// Whether a ServerHello or a request for the cookie was seen.
    pub answered: bool,
}
