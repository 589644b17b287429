//! The world: sockets, name service, interfaces, the clock, the `webrtc` peer. The only room that opens a socket or
//! reads the time.
//!
//! For: driving the machines of `probe` against real servers. Not for: deciding what an answer means.

pub mod clock;
pub mod dns;
mod driver;
pub mod gather;
pub mod handshake;
pub mod http;
pub mod interfaces;
mod link;
pub mod listen;
pub mod machine;
mod open;
pub mod peer;
pub mod proxy;
pub mod reach;
mod second_look;
mod server;
pub mod signals;
pub mod tls;
pub mod web_url;
pub mod ws;
