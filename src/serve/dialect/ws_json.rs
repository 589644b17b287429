//! `ws-json`: the objects of `probe::signaling`, one call to a socket.

use super::words::{Dialect, Heard};
use crate::probe::signaling::{self, Frame};
use crate::serve::echo::Told;

/// The protocol.
#[derive(Debug)]
pub(in crate::serve) struct WsJson;

impl Dialect for WsJson {
    fn hear(&mut self, frame: &str) -> Vec<Heard> {
        let call = String::new;
        match signaling::read(frame) {
            Frame::Offer(sdp) => vec![Heard::Offer { call: call(), sdp }],
            Frame::Answer(sdp) => vec![Heard::Answer { call: call(), sdp }],
            Frame::Candidate(candidate) => vec![Heard::Candidate { call: call(), candidate }],
            Frame::EndOfCandidates | Frame::PeerReady | Frame::Error(_) | Frame::Unknown => Vec::new(),
        }
    }

    fn say(&mut self, _: &str, told: &Told) -> Vec<String> {
        match told {
            Told::Answer(sdp) => vec![signaling::answer(sdp)],
            Told::Offer(sdp) => vec![signaling::offer(sdp)],
            Told::Candidate(candidate) => vec![signaling::candidate(candidate)],
            Told::EndOfCandidates => vec![signaling::end_of_candidates()],
            Told::Refused(why) => {
                vec![serde_json::json!({ "type": "error", "message": format!("could not {why}") }).to_string()]
            }
            Told::Connected | Told::Gone => Vec::new(),
        }
    }
}
