//! Where `rtcdiag ice` takes its servers from, and the proxies that it goes through, on real sockets of this machine.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

mod lists;
mod proxy;
#[path = "../ice/run.rs"]
mod run;
mod servers;
mod url;
