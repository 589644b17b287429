//! `rtcdiag.toml`, the environment and server lists, each value with where it came from.
