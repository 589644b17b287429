//! Stand-ins for what identifies people, machines and networks, so that a result can be shown to strangers.
//!
//! For: replacing addresses, host names, URLs, labels, user names, file names and keys in everything that leaves the
//! tool, by stand-ins that are the same for the same thing within a run and that keep its class: what is private stays
//! recognisably private (RFC 1918, RFC 4193), public addresses become those for documentation (RFC 5737, RFC 3849), an
//! mDNS name stays one. Not for: secrets, which nothing may show with or without this (`candidate::secret`).
//!
//! What stays: numbers, ports, times, SSRCs (random numbers that are drawn anew for each stream), names of codecs,
//! browsers and servers' software, loopback and other addresses that every machine has.

mod address;
mod html;
mod json;
mod keys;
mod methods;
mod names;
mod report;
mod rewrite;
mod sdp;
mod shape;
mod text;
mod url;
mod words;

pub use names::{Anonymizer, Kind};
pub use rewrite::Decode;
