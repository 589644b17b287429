//! Published facts of `rtcdiag sdp diff`.

use schemars::JsonSchema;
use serde::Serialize;

/// `facts` of `rtcdiag sdp diff`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Diff {
    /// Where the first description comes from.
    pub before: String,
    /// Where the second comes from.
    pub after: String,
    /// Whether the two mean the same.
    pub same: bool,
    /// What happened between the two, the best explanation first.
    pub explanations: Vec<Explanation>,
    /// What changed, section by section.
    pub changes: Vec<Change>,
}

/// What happened between the two.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Explanation {
    /// `identical`, `candidates-added`, `ice-restart`, `renegotiation`, `munging`, `middlebox`, `sides` (of one call) or
    /// `unrelated`.
    pub what: &'static str,
    /// `certain`, `likely` or `possible`.
    pub confidence: &'static str,
    /// What tells it.
    pub why: String,
}

/// One change.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Change {
    /// The mid of the section; null for the session part and for sections without one.
    pub mid: Option<String>,
    /// The number of the section, from 0, in the description that has it; null for the session part.
    pub section: Option<usize>,
    /// `added`, `removed`, `changed` or `renumbered`.
    pub change: &'static str,
    /// What it is about: `section`, `codec`, `direction`, `ice`, `dtls`, `candidate`, …
    pub subject: &'static str,
    /// `session` where it changes the session, `noise` where it does not.
    pub weight: &'static str,
    /// What changed, in words.
    pub text: String,
}
