//! Reads a large JSON document in blocks: one value in memory at a time, and its place in bytes always known.
//!
//! For: finding where a value ends, at the speed of a search for quotes. Not for: what a value means; each is parsed
//! when it is whole. Grammar: RFC 8259.

mod source;
mod value;

pub(in crate::dump) use source::Source;
pub(in crate::dump) use value::{Extent, Fault};
