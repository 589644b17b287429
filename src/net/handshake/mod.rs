//! A whole offer/answer handshake as the offerer, through a signaling server, with every phase timed.
//!
//! For: `rtcdiag handshake`. Not for: saying what is wrong with it (that is `rules`). Phases up to the answer are
//! stamped where the call is made or the frame is read; ICE, DTLS and SCTP are read off the packets afterwards.

mod attempt;
mod clock;
mod dtls;
mod fingerprint;
mod frames;
mod measure;
mod pairs;
mod reading;

pub use attempt::{Options, run};
pub use clock::Clock;
