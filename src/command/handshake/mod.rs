//! `rtcdiag handshake`: connect to a signaling server, offer, wait for the answer, open a data channel, and time it all.

mod body;
mod described;
mod options;
mod published;
mod run;
mod servers;
mod words;

pub use run::handshake;
