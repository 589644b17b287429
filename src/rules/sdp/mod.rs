//! Rules about session descriptions: what browsers refuse, and what ends a call later.
//!
//! The rows stand in `tables`, one file for each scope; the checks stand here, by subject.

mod bundle;
mod case;
mod codec;
mod dtls;
mod fingerprint;
mod garbled;
mod ice;
mod lines;
mod payload;
mod reject;
mod session;
mod stops;
mod tables;
mod text;
mod transport;

pub use case::{Case, Part};
pub(super) use tables::{ANSWER, MEDIA_A, MEDIA_B, PAIR, SESSION, TEXT, WHIP};
