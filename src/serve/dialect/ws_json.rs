//! `ws-json`: the objects of `probe::signaling`, one call to a socket.

use super::words::{Dialect, Heard, heard_in};
use crate::probe::signaling;
use crate::serve::echo::Told;

/// The protocol.
#[derive(Debug)]
pub(in crate::serve) struct WsJson;

impl Dialect for WsJson {
    fn hear(&mut self, frame: &str) -> Vec<Heard> {
        heard_in(frame).into_iter().collect()
    }

    fn say(&mut self, _: &str, told: &Told) -> Vec<String> {
        match told {
            Told::Answer(sdp) => vec![signaling::answer(sdp)],
            Told::Offer(sdp) => vec![signaling::offer(sdp)],
            Told::Candidate(candidate) => vec![signaling::candidate(candidate)],
            Told::EndOfCandidates => vec![signaling::end_of_candidates()],
            Told::Refused(why) => {
                vec![serde_json::json!({ "type": "error", "message": why }).to_string()]
            }
            Told::Connected | Told::Gone => Vec::new(),
        }
    }
}
