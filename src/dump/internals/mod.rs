//! The webrtc-internals dialect, Chrome 83 to 156: its JSON layout, its events of three spellings, its statistics.

mod about;
mod build;
mod clock;
mod events;
mod reader;
mod resync;
mod series;
mod wire;
mod written;

pub(super) use about::{browser, configuration};
pub(super) use build::{forgotten, read};
pub(super) use events::{kind as event, made_by_success};
