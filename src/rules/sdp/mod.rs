//! Rules about session descriptions: what browsers refuse, and what ends a call later.
//!
//! The rows stand in `tables`, one file for each scope; the checks stand here, by subject.

mod case;
mod fingerprint;
mod payload;
mod tables;
mod text;

pub use case::{Case, Part};
pub(super) use tables::{ANSWER, MEDIA_A, MEDIA_B, PAIR, SESSION, TEXT, WHIP};
