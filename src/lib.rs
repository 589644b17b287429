//! rtcdiag tells why a WebRTC connection fails or is slow, and what to change.
//!
//! The map of the house, left may name right:
//! `main -> command -> all`; `serve -> net, probe, proto, candidate`; `net -> probe, trace, proto, candidate, facts`;
//! `probe -> proto, candidate, facts`; `dump -> sdp, candidate, facts, input`; `sdp -> candidate`;
//! `facts -> candidate`; `rules -> facts, sdp, dump, candidate, report`; `render -> report, term`;
//! `config -> candidate`; `cli -> candidate, report`; `anonymize -> report, sdp`; the rest name nothing of ours. `tests/architecture.rs` holds it.
//!
//! Only `net` opens sockets and reads the clock, only `term` asks about the terminal, only `main.rs` exits;
//! everything else is a function of its input.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

pub mod anonymize;
pub mod candidate;
pub mod cli;
pub mod command;
pub mod config;
pub mod dump;
pub mod facts;
pub mod input;
pub mod net;
pub mod probe;
pub mod proto;
pub mod render;
pub mod report;
pub mod rules;
pub mod sdp;
pub mod serve;
pub mod term;
pub mod trace;
