//! What changed between two descriptions, by meaning and not by text, and what did it.
//!
//! For: sections matched by mid, codecs by what they are and not by number. Not for: what an offer and an answer make
//! of each other, which is [`super::negotiate`].

mod attributes;
mod change;
mod codecs;
mod compare;
mod section;
mod story;

pub use change::{Change, ChangeKind, Place, Weight};
pub use compare::Diff;
pub use story::{Story, What};
