//! What is good to know of descriptions in a dump, after everything else.

use super::row;
use crate::report::Severity::Info;
use crate::rules::sdp::in_dump;
use crate::rules::{Check, Row};

/// The rule about texts that a page changed.
pub(crate) static MUNGED: &[Row] = &[row(
    "sdp/munged",
    Info,
    "the page changes the text of descriptions, which no browser promises to understand",
    include_str!("../munged.md"),
    &[Check::Connection(in_dump::munged)],
)];
