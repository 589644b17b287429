//! An ICE candidate as signaling carries it.

use serde_json::{Value, json};

/// An ICE candidate with the section that it is for: `RTCIceCandidateInit` (W3C WebRTC section 4.8.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Candidate {
    /// The candidate line, beginning with `candidate:`.
    pub candidate: String,
    /// The `mid` of its section.
    pub sdp_mid: Option<String>,
    /// The index of its section.
    pub sdp_m_line_index: Option<u16>,
}

impl Candidate {
    /// The object that a browser's `toJSON` gives.
    pub fn init(&self) -> Value {
        json!({
            "candidate": self.candidate,
            "sdpMid": self.sdp_mid,
            "sdpMLineIndex": self.sdp_m_line_index,
        })
    }

    /// Reads `RTCIceCandidateInit`, or the same object as the text of a string. An empty candidate, which ends the
    /// candidates, comes back with an empty line.
    pub fn from_init(init: &Value) -> Option<Self> {
        if let Some(text) = init.as_str() {
            let inner: Value = serde_json::from_str(text).ok()?;
            return if inner.is_object() { Self::from_init(&inner) } else { None };
        }
        let index = init.get("sdpMLineIndex").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        Some(Self {
            candidate: init.get("candidate").and_then(Value::as_str)?.to_owned(),
            sdp_mid: init.get("sdpMid").and_then(Value::as_str).map(str::to_owned),
            sdp_m_line_index: index,
        })
    }

    /// The `ufrag` extension of the line, if it has one.
    pub fn ufrag(&self) -> Option<&str> {
        let mut words = self.candidate.split_ascii_whitespace();
        words.by_ref().find(|word| *word == "ufrag")?;
        words.next()
    }
}
