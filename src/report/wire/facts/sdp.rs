//! Published facts of `rtcdiag sdp`.
