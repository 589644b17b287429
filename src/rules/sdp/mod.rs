//! Rules about session descriptions: what browsers refuse, and what ends a call later.
//!
//! The rows stand in `tables`, one file for each scope; the checks stand here, by subject.

mod bandwidth;
mod candidates;
mod case;
mod data;
mod direction;
mod encoding;
mod extmap;
mod fingerprint;
mod leftovers;
mod media;
mod payload;
mod simulcast;
mod ssrc;
mod tables;
mod text;

pub use case::{Case, Part};
pub(super) use tables::{ANSWER, MEDIA_A, MEDIA_B, PAIR, SESSION, TEXT, WHIP};
