//! `ws-json`: offers, answers and candidates as the JSON objects that browsers' own types serialise to.
//!
//! Written: `{"type":"offer","sdp":…}`, `{"type":"answer","sdp":…}`, `{"type":"candidate","candidate":{…}}` with
//! `candidate: null` at the end. Read, besides those: `{"description":{"type","sdp"}}` and `{"candidate":{…}}` of
//! perfect negotiation (W3C WebRTC section 10.7), and a bare `RTCIceCandidateInit`.

use serde_json::{Value, json};

/// Most candidates that are kept while there is no description to add them to.
const MOST_EARLY: usize = 64;

/// An ICE candidate with the section that it is for: `RTCIceCandidateInit`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Candidate {
    /// The candidate line, beginning with `candidate:`.
    pub candidate: String,
    /// The `mid` of its section.
    pub sdp_mid: Option<String>,
    /// The index of its section.
    pub sdp_m_line_index: Option<u16>,
}

/// What a frame means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Frame {
    /// An offer.
    Offer(String),
    /// An answer.
    Answer(String),
    /// A candidate.
    Candidate(Candidate),
    /// The other side has no more candidates.
    EndOfCandidates,
    /// The other side is there.
    PeerReady,
    /// The server refuses.
    Error(String),
    /// Nothing that this protocol knows.
    Unknown,
}

/// An offer as a frame.
pub fn offer(sdp: &str) -> String {
    json!({ "type": "offer", "sdp": sdp }).to_string()
}

/// An answer as a frame.
pub fn answer(sdp: &str) -> String {
    json!({ "type": "answer", "sdp": sdp }).to_string()
}

/// A candidate as a frame.
pub fn candidate(candidate: &Candidate) -> String {
    let init = json!({
        "candidate": candidate.candidate,
        "sdpMid": candidate.sdp_mid,
        "sdpMLineIndex": candidate.sdp_m_line_index,
    });
    json!({ "type": "candidate", "candidate": init }).to_string()
}

/// The frame after the last candidate.
pub fn end_of_candidates() -> String {
    json!({ "type": "candidate", "candidate": null }).to_string()
}

/// Reads a frame. Anything at all may come in.
pub fn read(text: &str) -> Frame {
    let Ok(Value::Object(frame)) = serde_json::from_str::<Value>(text) else { return Frame::Unknown };
    let kind = frame.get("type").and_then(Value::as_str).unwrap_or_default();
    let description = ["description", "sdp"].iter().find_map(|key| frame.get(*key).filter(|value| value.is_object()));
    if let Some(inner) = description {
        return description_of(text_at(inner, "type").unwrap_or(kind), text_at(inner, "sdp"));
    }
    if let "offer" | "answer" = kind {
        return description_of(kind, frame.get("sdp").and_then(Value::as_str));
    }
    match (kind, frame.get("candidate")) {
        (_, Some(Value::Object(_))) => frame.get("candidate").map_or(Frame::Unknown, candidate_of),
        (_, Some(Value::Null)) => Frame::EndOfCandidates,
        (_, Some(Value::String(_))) => candidate_of(&Value::Object(frame)),
        ("ready" | "peer-joined" | "join", None) => Frame::PeerReady,
        ("error", None) => Frame::Error(error_text(&frame)),
        _ => Frame::Unknown,
    }
}

fn text_at<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn description_of(kind: &str, sdp: Option<&str>) -> Frame {
    match (kind, sdp) {
        ("offer", Some(sdp)) => Frame::Offer(sdp.to_owned()),
        ("answer", Some(sdp)) => Frame::Answer(sdp.to_owned()),
        _ => Frame::Unknown,
    }
}

fn candidate_of(init: &Value) -> Frame {
    match text_at(init, "candidate") {
        Some("") => Frame::EndOfCandidates,
        Some(line) => Frame::Candidate(Candidate {
            candidate: line.to_owned(),
            sdp_mid: text_at(init, "sdpMid").map(str::to_owned),
            sdp_m_line_index: init.get("sdpMLineIndex").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok()),
        }),
        None => Frame::Unknown,
    }
}

fn error_text(frame: &serde_json::Map<String, Value>) -> String {
    let words = ["message", "error", "reason"].iter().find_map(|key| frame.get(*key));
    match words {
        Some(Value::String(words)) => words.clone(),
        Some(other) => other.to_string(),
        None => "no reason given".to_owned(),
    }
}

/// What the offerer has heard so far: keeps candidates back until there is an answer to add them to.
#[derive(Debug, Default)]
pub struct Session {
    answered: bool,
    early: Vec<Candidate>,
    unknown: u32,
}

impl Session {
    /// Takes a frame in and returns what is to be acted on, in order: an answer comes before the candidates that came
    /// before it, and a second answer does not come at all.
    pub fn receive(&mut self, text: &str) -> Vec<Frame> {
        match read(text) {
            Frame::Answer(sdp) if !self.answered => {
                self.answered = true;
                std::iter::once(Frame::Answer(sdp)).chain(self.early.drain(..).map(Frame::Candidate)).collect()
            }
            Frame::Candidate(candidate) if !self.answered => {
                if self.early.len() < MOST_EARLY {
                    self.early.push(candidate);
                }
                Vec::new()
            }
            Frame::Answer(_) | Frame::Unknown => {
                self.unknown = self.unknown.saturating_add(1);
                Vec::new()
            }
            frame => vec![frame],
        }
    }

    /// Whether an answer has come.
    pub fn answered(&self) -> bool {
        self.answered
    }

    /// Candidates that came before the answer and still wait for it.
    pub fn early(&self) -> usize {
        self.early.len()
    }

    /// Frames that meant nothing.
    pub fn unknown(&self) -> u32 {
        self.unknown
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn a_candidate() -> Candidate {
        Candidate {
            candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host".to_owned(),
            sdp_mid: Some("0".to_owned()),
            sdp_m_line_index: Some(0),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(read(&offer("v=0\r\n")), Frame::Offer("v=0\r\n".to_owned()));
        assert_eq!(read(&answer("v=0\r\n")), Frame::Answer("v=0\r\n".to_owned()));
        assert_eq!(read(&candidate(&a_candidate())), Frame::Candidate(a_candidate()));
        assert_eq!(read(&end_of_candidates()), Frame::EndOfCandidates);
    }

    #[test]
    fn other_spellings_are_read() {
        for (text, frame) in [
            (r#"{"description":{"type":"answer","sdp":"v=0"}}"#, Frame::Answer("v=0".to_owned())),
            (r#"{"sdp":{"type":"offer","sdp":"v=0"}}"#, Frame::Offer("v=0".to_owned())),
            (r#"{"candidate":""}"#, Frame::EndOfCandidates),
            (r#"{"candidate":{"candidate":""}}"#, Frame::EndOfCandidates),
            (r#"{"type":"ready"}"#, Frame::PeerReady),
            (r#"{"type":"error","message":"full"}"#, Frame::Error("full".to_owned())),
            (r#"{"type":"offer"}"#, Frame::Unknown),
            (r#"{"candidate":7}"#, Frame::Unknown),
            ("[]", Frame::Unknown),
            ("", Frame::Unknown),
        ] {
            assert_eq!(read(text), frame, "{text}");
        }
        let bare = r#"{"candidate":"candidate:1 1 udp 1 127.0.0.1 9 typ host","sdpMid":"0","sdpMLineIndex":0}"#;
        assert_eq!(read(bare), Frame::Candidate(a_candidate()));
    }

    #[test]
    fn candidates_wait_for_the_answer_and_a_second_answer_is_dropped() {
        let mut session = Session::default();
        assert_eq!(session.receive(&candidate(&a_candidate())), []);
        assert_eq!(session.early(), 1);
        let frames = session.receive(&answer("v=0"));
        assert_eq!(frames, [Frame::Answer("v=0".to_owned()), Frame::Candidate(a_candidate())]);
        assert_eq!(session.receive(&answer("v=1")), []);
        assert_eq!(session.unknown(), 1);
    }

    #[test]
    fn early_candidates_are_bounded() {
        let mut session = Session::default();
        for _ in 0..10 * MOST_EARLY {
            session.receive(&candidate(&a_candidate()));
        }
        assert_eq!(session.early(), MOST_EARLY);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,80}") {
            Session::default().receive(&text);
        }
    }
}
