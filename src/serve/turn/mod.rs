//! The STUN and TURN server as a machine without sockets or clock (RFC 8489, RFC 8656).
//!
//! For: answering what clients send and relaying between clients and peers. Contract: call one of the `Core` inputs
//! with the time, then take every [`Output`] from [`Core::poll`]. Not for: sockets and streams; those are the
//! driver's. Whom a relay may reach is [`Reach`]'s to say: loopback addresses alone, unless it was told otherwise.

mod allocation;
mod auth;
mod core;
mod limiter;
mod message;
mod reach;
mod request;
#[cfg(test)]
mod tests;

pub use self::core::{Client, Core, Limits, Output, RelayId, Settings};
pub use self::reach::Reach;
