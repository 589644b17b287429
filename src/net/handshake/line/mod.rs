//! The line to the signaling server: a task of its own that speaks the protocol, so that a frame is stamped when it
//! comes and not when the peer has time for it.

mod ends;
mod http;
mod log;
mod resource;
mod ws;

pub(super) use ends::{Ends, Line, News, Said, Told};
pub(super) use http::{Body, Post};
pub(super) use log::Log;
pub(super) use ws::Talk;
