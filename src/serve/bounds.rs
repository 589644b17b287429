//! How much of something there may be in a time.

use std::time::{Duration, Instant};

/// A bucket of tokens that fills at a steady rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    capacity: f64,
    per_second: f64,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    /// A full bucket.
    pub(super) fn new(capacity: f64, per_second: f64, now: Instant) -> Self {
        Self { capacity, per_second, tokens: capacity, filled: now }
    }

    /// Takes `cost` tokens, if they are there.
    pub(super) fn take(&mut self, now: Instant, cost: f64) -> bool {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.filled = now;
        self.tokens = (self.tokens + since * self.per_second).min(self.capacity);
        let enough = self.tokens >= cost;
        if enough {
            self.tokens -= cost;
        }
        enough
    }

    /// Whether it has had the time to be full again: then it need not be remembered.
    pub(super) fn is_idle(&self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.filled);
        since >= Duration::from_secs_f64(self.capacity / self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_a_rate() {
        let start = Instant::now();
        let mut bucket = Bucket::new(3.0, 1.0, start);
        assert_eq!((0..5).filter(|_| bucket.take(start, 1.0)).count(), 3);
        assert!(!bucket.is_idle(start + Duration::from_secs(2)));
        let later = start + Duration::from_millis(1500);
        assert_eq!((0..5).filter(|_| bucket.take(later, 1.0)).count(), 1);
        assert!(bucket.is_idle(later + Duration::from_secs(3)));
        assert_eq!((0..5).filter(|_| bucket.take(later + Duration::from_secs(60), 1.0)).count(), 3);
    }
}
