//! The embedded servers: STUN and TURN over UDP, TCP and TLS, a WebSocket signaling relay, an echo peer.
//!
//! For: self-tests and `rtcdiag serve`. Everything is on one port number: UDP carries STUN and TURN, TCP the same,
//! TLS and HTTP, told apart by the first byte. Loopback only, random credentials at every start. Not for: production.

mod certificate;
mod driver;
pub mod echo;
mod rooms;
mod server;
mod stream;
mod tasks;
pub mod turn;
mod web;

pub use server::{Counts, ServeConfig, Server};
pub use web::{BoxedStream, EchoHandler, Io, Socket};
