//! What was seen, with no opinion: plain data that probes, drivers and readers fill in and `rules` judge.
//!
//! For: every measured thing. Not for: severities, advice or words for people.

pub mod handshake;
pub mod ice;
mod known;
mod provocation;
pub mod proxy;
pub mod sides;
pub mod signaling;
pub mod timing;

pub use known::{Known, Why};
