//! Every threshold of the rules about dumps, with its source. All times are in milliseconds.
//!
//! For: finding and changing a number in one place. Not for: timers that a standard or a browser sets.

/// Checks that take longer have lost packets or waited for candidates. Source: RFC 8445 section 14.3 starts a
/// retransmission after 500 ms and doubles it, so that three losses in a row make 3.5 s.
pub(super) const SLOW_CHECKS_MS: f64 = 3000.0;

/// A DTLS handshake that takes longer has lost a flight. Source: RFC 6347 section 4.2.4.1, first timer of 1 s.
pub(super) const SLOW_DTLS_MS: f64 = 1000.0;

/// Gathering that takes longer waits for a server that does not answer. Source: RFC 8489 section 6.2.1, seven requests
/// in 39.5 s; a server that answers does so within one round trip.
pub(super) const SLOW_GATHERING_MS: f64 = 5000.0;

/// An answer that takes longer is missing, or waits for a person. Source: own judgement.
pub(super) const ANSWER_MS: f64 = 5000.0;

/// Descriptions that are refused this soon after an own offer were sent before that offer arrived. Source: own
/// judgement, many times the round trip of a signaling server.
pub(super) const GLARE_MS: f64 = 2000.0;

/// The path may still change this long after connecting or restarting: better pairs are found by checks that go on
/// (RFC 8445 section 8.1.1). Source: own judgement.
pub(super) const SETTLING_MS: f64 = 5000.0;

/// A path that changes more often than this after it settled is unstable. Source: own judgement.
pub(super) const PATH_CHANGES: usize = 2;

/// A stretch without one received byte is a gap from here on. Source: the polls are 1 s apart, so that shorter ones do
/// not show.
pub(super) const GAP_MS: f64 = 1000.0;

/// A gap that explains a `disconnected` begins at most this long before it. Source: libwebrtc's `p2p/base/connection.cc`
/// says so 2.5 s after the last packet, and when five checks have failed in 5 s; an idle data channel is silent for longer.
pub(super) const UNTIL_DISCONNECTED_MS: f64 = 8000.0;
