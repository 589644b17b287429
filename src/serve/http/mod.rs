//! HTTP/1.1 on the server's port: who is let in, where a request goes, and the protocols that are plain HTTP.
//!
//! For: `hyper` does the protocol (RFC 9112) with bounded heads, bodies and times; what goes over a WebSocket is
//! `dialect`'s. Not for: TURN on the same port, which `stream` has told apart before.

mod offer;
mod page;
mod polling;
mod reply;
mod service;
mod upgrade;
mod whip;

pub(super) use polling::Polls;
pub(super) use service::serve;
pub(super) use upgrade::Socket;
pub(super) use whip::Resources;
