//! Sans-IO machines that probe servers: no socket, no clock, no global random.
//!
//! For: what to send, when, and what the answers mean on the wire. Not for: opening sockets (that is `net`) or
//! judging (that is `rules`). The contract of [`Probe`]: after each `handle`, call `poll` until it says
//! [`Output::WaitUntil`] or [`Output::Done`].

pub mod client;
mod contract;
pub mod message;
pub mod proof;
pub mod relay;
pub mod server;
pub mod session;
pub mod signaling;
pub mod stand_in;
mod stray;
pub mod transaction;

pub use contract::{Channel, Input, Lost, Output, Probe};
