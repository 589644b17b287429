//! Published facts of `rtcdiag sdp lint`.

use schemars::JsonSchema;
use serde::Serialize;

use super::sdp::Description;

/// `facts` of `rtcdiag sdp lint`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SdpLint {
    /// The descriptions in the order in which they were given.
    pub descriptions: Vec<Description>,
    /// What browsers make of the description, with an offer and its answer of both.
    pub browsers: Browsers,
    /// The repaired description; only with `--fix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// The predictions for each browser.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Browsers {
    /// Chrome, and all else that is built on libwebrtc.
    pub chrome: Prediction,
    /// Firefox.
    pub firefox: Prediction,
}

/// What one browser does.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Prediction {
    /// `works`, `refuses`, `fails-later`, `no-connection`, `media-missing` or `no-data-channel`.
    pub verdict: &'static str,
    /// What it rests on; null where it works.
    pub why: Option<String>,
}
