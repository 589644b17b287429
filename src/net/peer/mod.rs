//! A WebRTC peer whose every packet is seen and whose timing is its own: `webrtc` with a runtime of ours below it.
//!
//! For: `handshake` and the embedded echo peer. Not for: gathering from STUN and TURN servers, which `probe` does in a
//! way that can be explained.
//!
//! Why a runtime of our own. Stock `webrtc` 0.21.1 is not fit for measuring with, and all four reasons are cured from
//! below it, through the `Runtime` that it lets its user bring:
//!
//! 1. Its events come late and say little (no DTLS or SCTP states, callbacks after the fact). The [`Tap`] stamps each
//!    packet as it passes the socket, so that phases are read off packets.
//! 2. Its driver writes, then reads events and messages, then sleeps until the next protocol timer, up to 200 ms away;
//!    what the reading produced waits for that. Sleeps of ours end as soon as a packet went either way or the
//!    application asked for something, and never last longer than 1 ms while connecting.
//! 3. It drops connectivity checks that come before the other side's description, and DTLS that comes before a pair is
//!    selected. A peer sends both as soon as it can, checks often before its answer has come through the signaling
//!    server, and repeats a lost ClientHello after a second. Our sockets hold such packets back until they are of use.
//! 4. It waits 0.5 to 2 s before it nominates reflexive and relayed pairs, and 200 ms from a success to the nomination.
//!    The settings make that 0 and 5 ms, and our sockets remove the 5 ms where the peer has checked too, by showing its
//!    check once more; checks of one pair are spaced to a browser's 50 ms there.

mod addresses;
mod channel;
mod connection;
mod event;
pub mod media;
mod settings;
mod socket;
mod tap;

pub use addresses::bind_addresses;
pub use channel::{Channel, ChannelEvent};
pub use connection::{Peer, PeerError};
pub use event::Event;
pub use tap::Tap;
