//! Published facts of `rtcdiag ice`.
