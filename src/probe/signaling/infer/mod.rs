//! A profile out of a recorded conversation: which messages carry descriptions and candidates, and where in them.
//!
//! For: `rtcdiag profile infer`, on what a browser's developer tools save. Not for: knowing a protocol; what is made
//! is a beginning, for `profile check` and a person's eyes.

mod find;
mod write;

pub use find::{Kind, Place, places};
pub use write::{Said, profile};
