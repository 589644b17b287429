//! `rtcdiag sdp` on real descriptions, on single faults and on hostile text.
#![cfg_attr(test, allow(clippy::print_stderr, clippy::unwrap_used, reason = "a test may"))]

mod browsers;
mod corpus;
mod diff;
mod explain;
mod faulty;
mod hostile;
mod lint;
mod mutations;
mod negotiate;
mod oracles;
mod pairs;
mod pastes;
mod shared;
