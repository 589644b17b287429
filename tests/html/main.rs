//! The page that `--html` writes: as it is written, and as a browser shows it.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[cfg(feature = "peers")]
mod browser;
#[cfg(feature = "peers")]
mod devtools;
mod written;
