//! What can be heard and said, in any protocol.

use serde_json::Value;

use crate::probe::signaling::{self, Candidate};
use crate::serve::echo::Told;

/// What a frame means. `call` tells the calls of one client apart.
#[derive(Debug)]
pub(in crate::serve) enum Heard {
    /// The client offers.
    Offer { call: String, sdp: String },
    /// It answers.
    Answer { call: String, sdp: String },
    /// A candidate of its.
    Candidate { call: String, candidate: Candidate },
    /// It ends a call.
    Bye { call: String },
    /// This frame is the answer, and nothing else is to be done.
    Reply(String),
    /// The socket is to be ended.
    Close(&'static str),
}

/// A protocol between one client and the server.
pub(in crate::serve) trait Dialect: Send {
    /// What is said when the socket is open.
    fn open(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// What a frame means; whatever it is.
    fn hear(&mut self, frame: &str) -> Vec<Heard>;

    /// What the echo peer of a call has to say.
    fn say(&mut self, call: &str, told: &Told) -> Vec<String>;

    /// What is said as time goes by; called once in a second.
    fn tick(&mut self) -> Vec<Heard> {
        Vec::new()
    }

    /// Whether answers hold all candidates.
    fn is_whole(&self) -> bool {
        false
    }
}

/// The candidate in an `RTCIceCandidateInit`, if there is one in it.
pub(super) fn candidate_in(init: &Value) -> Option<Candidate> {
    Candidate::from_init(init).filter(|candidate| !candidate.candidate.is_empty())
}

/// What an object of `ws-json` means to the one call of a client.
pub(super) fn heard_in(frame: &str) -> Option<Heard> {
    let call = String::new();
    match signaling::read(frame)? {
        signaling::Heard::Offer(sdp) => Some(Heard::Offer { call, sdp }),
        signaling::Heard::Answer(sdp) => Some(Heard::Answer { call, sdp }),
        signaling::Heard::Candidate(candidate) => Some(Heard::Candidate { call, candidate }),
        _ => None,
    }
}
