//! `rtcdiag dump` on real dumps with known truth, on dumps found elsewhere, and on damaged ones.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod broken;
mod command;
mod damage;
mod findings;
mod firefox;
mod formats;
mod found;
mod quality;
mod shared;
mod together;
mod truth;
