//! Every rule of the catalogue is named well, has a manual page, and a pair of fixtures that show it.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

mod catalogue;
mod fixtures;
mod readers;
