//! `rtcdiag ice` as its users run it: the self-test, wrong use, secrets, faulty servers on real sockets, Ctrl-C.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

#[cfg(feature = "peers")]
mod coturn;
mod golden;
mod listeners;
#[cfg(unix)]
mod release;
mod run;
mod secrets;
mod selftest;
mod sockets;
mod tls;
#[cfg(feature = "peers")]
mod turnserver;
mod usage;
