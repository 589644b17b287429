//! Signaling without sockets: what to say to a signaling server, and what its frames mean.
//!
//! For: `ws-json`, the plain JSON that most homemade servers relay. Not for: connecting (that is `net::ws`) or for
//! judging what the other side said.

mod url;
mod ws_json;

pub use url::{UrlError, WsUrl};
pub use ws_json::{Candidate, Frame, Session, answer, candidate, end_of_candidates, offer, read};
