//! ICE candidates and ICE server addresses as text: RFC 8839 candidate lines, RFC 8445 priorities and foundations,
//! RFC 7064 and RFC 7065 URIs, `iceServers` JSON.
//!
//! For: parsing and writing them. Not for: gathering (that is `net` and `probe`) or judging (that is `rules`).

pub mod address;
pub mod line;
pub mod priority;
pub mod rest;
pub mod secret;
pub mod servers;
pub mod uri;
