//! When a line of the log was written: milliseconds since 1970, or local time in the user's language.
//!
//! Older Chromes wrote `toLocaleString()`: `11/5/2020, 9:34:11 PM` or `15/07/2025, 12:33:31`. Day and month cannot be
//! told apart there, so only the time of day is read, to the second.

/// Milliseconds of a day.
const DAY_MS: f64 = 86_400_000.0;

/// Turns the times of a log, in its order, into milliseconds since its first line with a time.
#[derive(Debug, Default)]
pub(super) struct Clock {
    first_unix_ms: Option<f64>,
    first_of_day_ms: Option<f64>,
}

impl Clock {
    /// Milliseconds since the first line with a time, and since 1970, as far as the line tells.
    pub(super) fn read(&mut self, timestamp: Option<f64>, local: Option<&str>) -> (Option<f64>, Option<f64>) {
        if let Some(unix_ms) = timestamp.filter(|ms| ms.is_finite()) {
            let first = *self.first_unix_ms.get_or_insert(unix_ms);
            return (Some(unix_ms - first), Some(unix_ms));
        }
        let Some(of_day) = local.and_then(time_of_day_ms) else { return (None, None) };
        let first = *self.first_of_day_ms.get_or_insert(of_day);
        // a call that goes past midnight
        (Some((of_day - first).rem_euclid(DAY_MS)), None)
    }
}

/// The zero of a log in local time, in milliseconds since 1970: its first line is written when the statistics begin,
/// and local times differ from UTC by quarters of an hour.
pub(super) fn align(first_line: Option<&str>, first_poll: Option<f64>) -> Option<f64> {
    const QUARTER_MS: f64 = 900_000.0;
    let (of_day, poll) = (time_of_day_ms(first_line?)?, first_poll?);
    let zone = ((of_day - poll) / QUARTER_MS).round() * QUARTER_MS;
    Some(of_day - zone)
}

/// The first `h:mm:ss` in `text`, in milliseconds since midnight.
fn time_of_day_ms(text: &str) -> Option<f64> {
    let time = text.split([',', ' ', '\u{202f}', '\u{a0}']).find(|word| word.matches(':').count() == 2)?;
    let mut parts = time.split(':').map(|part| part.trim().parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    if hours > 24 || minutes > 59 || seconds > 60 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let hours = match hours % 12 {
        of_half_day if lower.contains("pm") || lower.contains("p.m") => of_half_day + 12,
        of_half_day if lower.contains("am") || lower.contains("a.m") => of_half_day,
        _ => hours,
    };
    Some(f64::from((hours * 60 + minutes) * 60 + seconds) * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_of_both_kinds_are_read() {
        assert_eq!(time_of_day_ms("11/5/2020, 9:34:11 PM"), Some(77_651_000.0));
        assert_eq!(time_of_day_ms("11/5/2020, 12:00:01 AM"), Some(1000.0));
        assert_eq!(time_of_day_ms("11/5/2020, 9:34:11\u{202f}PM"), Some(77_651_000.0));
        assert_eq!(time_of_day_ms("15/07/2025, 12:33:31"), Some(45_211_000.0));
        assert_eq!(time_of_day_ms("yesterday"), None);
        assert_eq!(time_of_day_ms("99:99:99"), None);
    }

    #[test]
    fn a_log_in_local_time_is_laid_beside_the_statistics() {
        // 2020-11-06 02:34:13 UTC, and five hours west of it
        let poll = 1_604_630_053_000.0;
        assert_eq!(align(Some("11/5/2020, 9:34:11 PM"), Some(poll)), Some(poll - 2000.0));
        assert_eq!(align(None, Some(poll)), None);
    }

    #[test]
    fn times_count_from_the_first_line_and_past_midnight() {
        let mut clock = Clock::default();
        assert_eq!(clock.read(None, Some("1/1/2020, 23:59:59")), (Some(0.0), None));
        assert_eq!(clock.read(None, Some("2/1/2020, 0:00:02")), (Some(3000.0), None));
        let mut clock = Clock::default();
        assert_eq!(clock.read(Some(1000.5), None), (Some(0.0), Some(1000.5)));
        assert_eq!(clock.read(Some(1002.5), None), (Some(2.0), Some(1002.5)));
        assert_eq!(clock.read(None, None), (None, None));
    }
}
