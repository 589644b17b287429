//! The program as its users meet it: exit codes, streams, help, colour, width, hostile input.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

mod color;
mod escaping;
mod exit;
mod explain;
mod help;
mod pipe;
mod report;
mod run;
mod streams;
mod width;
