//! Published facts of `rtcdiag handshake`.
