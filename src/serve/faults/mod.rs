//! What can be done wrong on purpose: `/faults/<id>/…` does as `…` does, with one fault.
//!
//! For: tests of `handshake` and of other clients. The table has a line for each; whoever answers asks its
//! [`Mischief`] at the places where a fault can be committed. Not for: finding faults; `rules` does that.

mod act;
mod sdp;
mod table;

pub(super) use act::{CandidateFault, FrameFault, HttpFault, Mischief, PeerFault, When};
pub(super) use table::find;
pub use table::{FAULTS, Fault};
