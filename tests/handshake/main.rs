//! Handshakes over real sockets on loopback: against the echo peer, through a relay, and against servers that fail.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod command;
mod failing;
mod ice;
mod mangled;
#[cfg(feature = "peers")]
mod peers;
mod rules;
mod servers;
mod working;
