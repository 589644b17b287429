//! Moments and spans of time in words, for messages.

use time::OffsetDateTime;
use time::macros::format_description;

/// A moment, given in seconds since 1970, in UTC to the minute.
pub(super) fn date(unix: i64) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    OffsetDateTime::from_unix_timestamp(unix)
        .ok()
        .and_then(|at| at.format(&format).ok())
        .unwrap_or_else(|| format!("second {unix} since 1970"))
}

/// A span in its largest two-digit unit.
pub(super) fn span(seconds: i64) -> String {
    let seconds = seconds.abs();
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7199 => (seconds / 60, "minute"),
        7200..=172_799 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_given_in_one_unit() {
        for (seconds, text) in [(1, "1 second"), (90, "90 seconds"), (-600, "10 minutes"), (7200, "2 hours")] {
            assert_eq!(span(seconds), text);
        }
        assert_eq!(span(3 * 86_400), "3 days");
    }

    #[test]
    fn moments_are_given_in_utc() {
        assert_eq!(date(1_700_000_000), "2023-11-14 22:13 UTC");
        assert_eq!(date(i64::MAX), "second 9223372036854775807 since 1970");
    }
}
