//! A WebRTC peer whose every packet is seen and whose timing is its own: `webrtc` with a runtime of ours below it.
//!
//! For: `handshake` and the embedded echo peer. Not for: gathering from STUN and TURN servers, which `probe` does in a
//! way that can be explained.
//!
//! Why a runtime of our own. Stock `webrtc` 0.21.1 is not fit for measuring with, and all four reasons are cured from
//! below it, through the `Runtime` that it lets its user bring:
//!
//! 1. Its events come late and say little (no DTLS or SCTP states, callbacks after the fact). [`tap::Tap`] stamps each
//!    packet as it passes the socket, so that phases are read off packets.
//! 2. Its driver writes, then reads events and messages, then sleeps until the next protocol timer, up to 200 ms away;
//!    what the reading produced waits for that. Sleeps of ours end as soon as a packet went either way or the
//!    application asked for something, and never last longer than [`tap::PACE`] while connecting.
//! 3. Before a pair is selected it drops all that is not STUN. A browser as DTLS client sends its ClientHello as soon
//!    as its own checks succeed, and again only after a second. Our sockets hold DTLS back until the pair is selected.
//! 4. It waits 0.5 to 2 s before it nominates reflexive and relayed pairs, and 200 ms between checks. Settings cure
//!    that, see [`settings`]; checks every 20 ms are faster than a browser's 50 ms.

mod addresses;
mod connection;
mod settings;
mod socket;
mod tap;

pub use addresses::bind_addresses;
pub use connection::{Candidate, Channel, ChannelEvent, Event, Peer, PeerError};
pub use tap::Tap;
