//! The echo peer: answers an offer, sends back what its data channels bring, and plays a tone and a picture where audio
//! and video are wanted. One for every protocol.
//!
//! For: whoever has an offer and wants a call. A peer takes `Order`s and tells what it has to say as `Told`; the
//! dialects and WHIP put both into their own words. Not for: signaling itself.

mod converse;
mod description;
mod peer;
mod returns;
mod wire;

pub use converse::echo;
pub(super) use converse::{Stand, converse};
pub(super) use description::{Fragment, fragment, read_fragment, with_fragment};
pub(super) use peer::{Order, Orders, Plan, QUEUE, Telling, Told, run};
pub(super) use wire::{Wire, ended, part};
