//! Published facts of `rtcdiag dump`.
