//! What goes over the wire beyond the codec crates: what a datagram is (RFC 7983), ChannelData framing (RFC 8656
//! section 12), DTLS records and handshake headers (RFC 6347).
//!
//! For: total functions from bytes to types and back. Not for: state, time or sockets.

pub mod channel_data;
pub mod classify;
pub mod dtls;
