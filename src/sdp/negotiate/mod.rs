//! What an offer and its answer agree on (RFC 3264, RFC 9429 section 5, RFC 9143), as browsers carry it out.
//!
//! For: the terms of each section, the codec that each side really sends, and the answer that somebody would give. Not
//! for: faults of a description, which are found by rules; what is unreadable here is left out of the agreement.

mod answer;
mod capabilities;
mod codecs;
mod media;
mod outcome;
mod section;
mod transport;

pub use answer::answer;
pub use capabilities::capabilities;
pub use codecs::{AgreedCodec, Nearest};
pub use media::{AgreedExtension, DataTerms, Layer};
pub use outcome::{Agreement, Negotiation, Outcome, Rejection, Side};
