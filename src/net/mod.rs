//! The world: sockets, name service, interfaces, the clock, the `webrtc` peer. The only room that opens a socket or
//! reads the time.
//!
//! For: driving the machines of `probe` against real servers. Not for: deciding what an answer means.

pub mod clock;
pub mod handshake;
pub mod peer;
pub mod ws;
