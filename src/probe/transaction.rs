//! One STUN transaction: when to send again, and when to give up (RFC 8489 sections 6.2.1 and 6.2.2).
//!
//! For: timing. Not for: the bytes' meaning.

use std::time::{Duration, Instant};

/// First retransmission timeout. RFC 8489 section 6.2.1 says 500 ms; browsers send again after 250 ms (libwebrtc
/// `STUN_INITIAL_RTO`), and the tool is to see what a browser sees.
pub const INITIAL_RTO: Duration = Duration::from_millis(250);

/// Longest retransmission timeout, as libwebrtc has it.
const MAX_RTO: Duration = Duration::from_secs(8);

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// Its id, 96 bits.
    pub id: u128,
    bytes: Vec<u8>,
    reliable: bool,
    first_sent: Option<Instant>,
    last_sent: Option<Instant>,
    next: Option<Instant>,
    rto: Duration,
    sent: u32,
}

impl Transaction {
    /// A request that was not sent yet. On a reliable transport it is sent once.
    pub fn new(id: u128, bytes: Vec<u8>, reliable: bool, now: Instant) -> Self {
        Self { id, bytes, reliable, first_sent: None, last_sent: None, next: Some(now), rto: INITIAL_RTO, sent: 0 }
    }

    /// The bytes to send now, if it is time.
    pub fn due(&mut self, now: Instant) -> Option<&[u8]> {
        if self.next.is_none_or(|next| now < next) {
            return None;
        }
        self.first_sent.get_or_insert(now);
        self.last_sent = Some(now);
        self.sent += 1;
        if self.reliable {
            self.next = None;
        } else {
            self.next = Some(now + self.rto);
            self.rto = (self.rto * 2).min(MAX_RTO);
        }
        Some(&self.bytes)
    }

    /// When it is to be sent again.
    pub fn next(&self) -> Option<Instant> {
        self.next
    }

    /// How often it was sent.
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// From the first sending to `now`: what the user waited.
    pub fn elapsed(&self, now: Instant) -> Duration {
        self.first_sent.map_or(Duration::ZERO, |at| now.saturating_duration_since(at))
    }

    /// The round trip, if it is certain which sending was answered: the only one (Karn's algorithm).
    pub fn rtt(&self, now: Instant) -> Option<Duration> {
        (self.sent == 1).then(|| self.elapsed(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_udp_the_timeout_doubles() {
        let start = Instant::now();
        let mut transaction = Transaction::new(1, vec![0], false, start);
        let mut times = Vec::new();
        let mut now = start;
        while times.len() < 6 {
            if transaction.due(now).is_some() {
                times.push(now.duration_since(start).as_millis());
            }
            now = transaction.next().unwrap();
        }
        assert_eq!(times, [0, 250, 750, 1750, 3750, 7750]);
        assert_eq!(transaction.rtt(now), None);
    }

    #[test]
    fn over_a_stream_it_is_sent_once() {
        let now = Instant::now();
        let mut transaction = Transaction::new(1, vec![0], true, now);
        assert!(transaction.due(now).is_some());
        assert!(transaction.due(now + Duration::from_secs(60)).is_none());
        assert_eq!(transaction.rtt(now + Duration::from_millis(5)), Some(Duration::from_millis(5)));
    }
}
