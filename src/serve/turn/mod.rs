//! The STUN and TURN server as a machine without sockets or clock (RFC 8489, RFC 8656).
//!
//! For: answering what clients send and relaying between clients and peers. Contract: call one of the `Core` inputs
//! with the time, then take every [`Output`] from [`Core::poll`]. Not for: sockets and streams; those are the
//! driver's. Peers are loopback addresses alone, so that no relay of ours reaches anything else.

mod allocation;
mod auth;
mod core;
mod message;
mod request;
#[cfg(test)]
mod tests;

pub use self::core::{Client, Core, Limits, Output, RelayId, Settings};
