//! A whole offer/answer handshake, as either side, through a signaling server, with every phase timed.
//!
//! For: `rtcdiag handshake`. Not for: saying what is wrong with it (that is `rules`). Phases up to the answer are
//! stamped where the call is made or the frame is read; ICE, DTLS and SCTP are read off the packets afterwards.

mod attempt;
mod channel;
mod clock;
mod description;
mod dtls;
mod fingerprint;
mod heard;
mod line;
mod media;
mod open;
mod options;
mod pairs;
mod provoke;
mod reached;
mod reading;
mod sides;
mod timing;

pub use attempt::{run, run_captured};
pub use clock::Clock;
pub use options::{Media, Options, Protocol, TrickleMode, Web};
