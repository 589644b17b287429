//! Rules about session descriptions: what browsers refuse, and what ends a call later.
//!
//! The rows stand in `tables`, one file for each scope; the checks stand here, by subject.

mod answer_codecs;
mod answer_media;
mod answer_shape;
mod answer_transport;
mod bandwidth;
mod bundle;
mod candidates;
mod case;
mod codec;
mod data;
mod direction;
mod dtls;
mod encoding;
mod extmap;
mod fields;
mod fingerprint;
mod garbled;
mod ice;
mod in_dump;
mod leftovers;
mod lines;
mod media;
mod pairing;
mod payload;
mod reject;
mod rid;
mod rtx;
mod session;
mod simulcast;
mod ssrc;
mod stops;
mod tables;
mod text;
mod tokens;
mod transport;
mod whip;

pub use case::{Case, Part};
pub(super) use tables::{ANSWER, MEDIA_A, MEDIA_B, MUNGED, PAIR, SESSION, TEXT, WHIP};
