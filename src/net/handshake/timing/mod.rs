//! Where the time went: floors, critical path, who was waited for. A pure function of phases, packets and stamps.
//!
//! With R the round trip to the server and P the one to the peer. **Floors** are the flights that this pair used: DNS
//! takes what it took, since nothing else tells how far the resolver is; a TCP connect, an upgrade, an HTTP exchange and
//! an answer take 1R each; TLS 1.3 1R, TLS 1.2 2R; joining 1R for each of our frames that the server answers; ICE 1P for
//! the check and 1P for the nomination, where that is a check of its own; DTLS, SCTP and the echo 1P for each time that
//! a packet of ours was answered. What only this machine does has a floor of zero. **Minimum** is what the protocols
//! allow for: no OPTIONS, nomination with the first check, TLS 1.3, DTLS 1.3 (1P as the client, 1P as the server).
//!
//! The **critical path** goes backwards from what ended last: before each phase stands the one that ended last of those
//! that it has to wait for. **Waits** cut the run into pieces: in a phase of the signaling path its floor is the
//! network's and the rest belongs to whoever has to act in it; between peers the next packet tells whose turn it was.

mod floors;
mod measure;
mod path;
mod relay;
mod trips;
mod turns;
mod waits;

pub(super) use measure::measure;
