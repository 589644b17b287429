//! The probe of a TURN server in virtual time: a sound server without sockets, and links that lose, delay and block.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

mod any_bytes;
mod faults;
mod loss;
mod stop;
mod world;
