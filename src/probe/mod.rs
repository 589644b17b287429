//! Sans-IO machines that probe servers: no socket, no clock, no global random.
//!
//! For: what to send, when, and what the answers mean on the wire. Not for: opening sockets (that is `net`) or
//! judging (that is `rules`). Contract: `handle(now, input)`, then `poll(now)` until it says wait or done.

pub mod signaling;
