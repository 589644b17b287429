//! `--anonymize`: nothing that identifies anybody leaves the tool, the same thing keeps the same stand-in, and what is
//! found stays what it is.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

mod commands;
mod descriptions;
mod dumps;
mod identifying;
