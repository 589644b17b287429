//! Bytes that the user hands in: files and stdin, gzip or plain, within a size limit.
//!
//! For: reading and inflating. Not for: understanding what was read (that is `sdp` and `dump`).

mod ahead;
mod read;

pub use read::{Input, InputError, Stream, open, read};
