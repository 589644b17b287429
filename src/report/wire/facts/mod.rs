//! The keys of `facts` that consumers may count on, one file per command. Durations carry their unit in the key;
//! `null` means not measured.

pub mod dump;
pub mod handshake;
pub mod handshake_signaling;
pub mod handshake_timing;
pub mod ice;
pub mod sdp;
pub mod sdp_diff;
pub mod sdp_lint;
pub mod sdp_negotiate;
