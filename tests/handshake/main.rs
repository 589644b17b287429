//! Handshakes over real sockets on loopback: against the echo peer, through a relay, and against servers that fail.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[cfg(feature = "peers")]
mod chromium_media;
mod command;
#[cfg(feature = "peers")]
mod coturn;
mod failing;
mod ice;
#[cfg(feature = "peers")]
mod lab;
mod mangled;
mod measured;
#[cfg(feature = "peers")]
mod peers;
mod provoked;
#[cfg(feature = "peers")]
mod real;
mod rules;
mod servers;
#[cfg(feature = "peers")]
mod stamps;
#[cfg(feature = "peers")]
#[path = "../ice/turnserver.rs"]
mod turnserver;
mod working;
