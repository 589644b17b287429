//! Signaling without sockets: what to say to a signaling server, and what its frames mean.
//!
//! For: every protocol whose messages are JSON, each a [`Profile`] of one [`Engine`]. Not for: connecting (that is
//! `net`), WHIP and WHEP, whose messages are HTTP's own, or judging what the other side said.

mod candidate;
mod engine;
mod fold;
pub mod infer;
mod links;
pub mod profile;
mod socketio;
mod template;
mod url;
mod ws_json;

pub use candidate::Candidate;
pub use engine::{Engine, Heard, Reaction, Say};
pub use fold::{folded, masked};
pub use links::{LinkedServer, ice_servers};
pub use profile::Profile;
pub use template::{Context, Template, TemplateError, percent_encoded};
pub use url::{SignalingUrl, UrlError};
pub use ws_json::{answer, candidate, end_of_candidates, offer, read};

#[cfg(test)]
mod tests;
