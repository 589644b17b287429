//! How each signaling protocol says what an echo peer has to say, and what its frames mean.
//!
//! For: the conversations of `echo`. Not for: WHIP and `/offer`, which are plain HTTP.

mod janus;
mod peerjs;
mod socketio;
mod words;
mod ws_json;

pub(super) use janus::Janus;
pub(super) use peerjs::{Ids, PeerJs};
pub(super) use socketio::{SocketIo, open_packet};
pub(super) use words::{Dialect, Heard};
pub(super) use ws_json::WsJson;
