//! The embedded servers: STUN and TURN over UDP, TCP and TLS, a WebSocket signaling relay, an echo peer.
//!
//! For: self-tests and `rtcdiag serve`. Loopback only, random credentials at every start. Not for: production.

pub mod echo;
