//! Handshakes over real sockets on loopback: against the echo peer, through a relay, and against servers that fail.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod command;
mod failing;
#[cfg(feature = "peers")]
mod lab;
mod mangled;
mod measured;
#[cfg(feature = "peers")]
mod peers;
mod provoked;
mod rules;
mod servers;
mod working;
