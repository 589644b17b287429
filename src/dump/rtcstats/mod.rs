//! Every kind of rtcstats: what Chrome's page saves (format 3), what rtcstats-js records with compression, and the
//! dialect of Jitsi with the statistics of Chrome, Firefox and Safari, and those that Chrome had before 2020.
//!
//! One JSON list a line: method, connection or null, value, and the time last.

mod build;
mod captures;
mod expand;
mod legacy;
mod lines;
mod tables;

pub(super) use build::read;
pub use tables::{method, property};
