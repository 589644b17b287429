//! The webrtc-internals dialect, Chrome 83 to 156: its JSON layout, its events of three spellings, its statistics.

mod about;
mod build;
mod clock;
mod events;
mod series;
mod stats;
mod wire;

pub(super) use build::build;
pub(super) use wire::{Entries, File, PeerConnection};
