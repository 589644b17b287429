//! A WebRTC peer whose every packet is seen and whose timing is its own: `webrtc` with a runtime of ours below it.
//!
//! For: `handshake` and the embedded echo peer. Not for: asking STUN and TURN servers, which `probe` does in a way that
//! can be explained.
//!
//! Why a runtime of our own. Stock `webrtc` 0.21.1 is not fit for measuring with, and all five reasons are cured from
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
//!    check once more; checks of one pair are spaced to a browser's 50 ms there, save for those that a check triggers.
//! 5. A DTLS flight that is lost stays lost once the peer has repeated its own: our sockets send it again (`flights`).
//!
//! ICE servers. The stack's own gatherer speaks TURN over UDP alone, says nothing of a refusal, and never ends where a
//! TURN server is silent; it also has no door by which a candidate could be handed to it. So its clients are left to
//! work, and are given another server: `probe::stand_in`, at addresses that are nobody's, which our sockets answer for.
//! The real servers are asked by the machine of `rtcdiag ice` (`net::gather`), with its transports, certificates,
//! proxies, causes and times; an allocation is then kept by a `probe::session`, over the connection that it was made on,
//! with its own permissions, channels and refreshes. `exchange` sits between the two:
//!
//! - A relay or a mapped address that was found answers a client of the stack, which makes a candidate with the right
//!   type, base and priority of it, and pairs it as its own. When every server has settled, whoever still waits is
//!   refused, so that gathering is complete, always, by the servers' deadline.
//! - A packet through a relay is unwrapped on its way: the tap sees the peer's datagram when the outer packet passes the
//!   real connection, and holding back, spacing and nomination work on relayed pairs as on others.
//! - Reflexive addresses are asked for from the stack's own sockets (`reflexive`), since a NAT maps each by itself; the
//!   server's facts come from a socket of the probe's, which hears ICMP.
//! - The alternative, the stack's TURN client over a tunnel of ours, carries data too, but keeps its causes to itself,
//!   knows one address of one server at a time, and has nothing to say where TCP or TLS fails.
//!
//! What this costs: the driver hands a relayed packet on from one step of a round to the step before, so that it goes
//! round up to four times more without a sleep where there is a relay; and a relayed pair that succeeds waits 100 ms from
//! the first check on for a direct one, where the policy allows both (`settings`).

mod addresses;
mod channel;
mod connection;
mod event;
mod exchange;
mod flights;
mod gate;
mod inbox;
mod local;
pub mod media;
mod reflexive;
mod servers;
mod settings;
mod socket;
mod tap;

pub use addresses::{bind_addresses, leads_elsewhere, narrowed};
pub use channel::{Channel, ChannelEvent};
pub use connection::{Events, Peer, PeerError};
pub use event::Event;
pub(super) use exchange::{Command, Exchange, Pending};
pub use tap::Tap;
