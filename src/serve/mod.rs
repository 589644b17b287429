//! The embedded servers: STUN and TURN over UDP, TCP and TLS, signaling in eight protocols, an echo peer.
//!
//! For: self-tests, `rtcdiag serve`, and tests of other clients. Everything is on one port number: UDP carries STUN and
//! TURN, TCP the same, TLS and HTTP, told apart by the first byte. Random credentials at every start. Loopback unless
//! another address is asked for; then peers of TURN are the participants of a room alone, and what an unknown client
//! can cost is bounded. Not for: production.

mod access;
mod bounds;
mod certificate;
mod dialect;
mod driver;
pub mod echo;
mod faults;
mod guests;
mod http;
mod rooms;
mod server;
mod stream;
mod tasks;
pub mod turn;

pub use access::Allowed;
pub use faults::{FAULTS, Fault};
use server::random;
pub use server::{Counts, ServeConfig, Server};
