//! `rtcdiag handshake`: connect to a signaling server, offer, wait for the answer, open a data channel, and time it all.

mod body;
mod compare;
mod described;
mod har;
mod options;
mod order;
mod overview;
mod published;
mod report;
mod run;
mod security;
mod servers;
mod spread;
mod taken;
mod timing;
mod trace;
mod words;

pub use run::{handshake, replay};
