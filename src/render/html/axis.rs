//! Places along an axis: round numbers of it, and shares of its length.

/// A number beside the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Where it stands, in hundredths of the length.
    pub(super) at: f64,
    pub(super) label: String,
}

/// An axis of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub(super) from_ms: f64,
    pub(super) to_ms: f64,
}

impl Time {
    /// Where `at_ms` stands, in hundredths of the length; what is outside stands at the nearest end.
    pub(super) fn share(self, at_ms: f64) -> f64 {
        let length = self.to_ms - self.from_ms;
        let share = if length > 0.0 { (at_ms - self.from_ms) / length * 100.0 } else { 0.0 };
        if share.is_finite() { hundredths(share.clamp(0.0, 100.0)) } else { 0.0 }
    }

    /// Round times, at most [`TICKS`] of them and the beginning.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let length = self.to_ms - self.from_ms;
        let Some(step) = TIME_STEPS_MS.iter().copied().find(|step| length / step <= TICKS) else { return Vec::new() };
        let first = (self.from_ms / step).ceil();
        let last = (self.to_ms / step).floor();
        let count = (last - first).clamp(-1.0, TICKS + 1.0) as i64;
        (0..=count)
            .map(|n| (first + n as f64) * step)
            .map(|at_ms| Tick { at: self.share(at_ms), label: clock(at_ms, step) })
            .collect()
    }
}

/// Finer places are not seen.
pub(super) fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// Beside one axis stand no more numbers than this.
const TICKS: f64 = 5.0;

/// Distances between round times in milliseconds, the last of a week.
const TIME_STEPS_MS: [f64; 25] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3,
    900e3, 1_800e3, 3_600e3, 7_200e3, 21_600e3, 604_800e3,
];

/// `1:30`, `2:05:00`; below seconds `0.25 s`.
fn clock(at_ms: f64, step_ms: f64) -> String {
    if step_ms < 1000.0 {
        let decimals = if step_ms < 10.0 { 3 } else { 2 };
        return format!("{:.decimals$} s", at_ms / 1000.0);
    }
    let seconds = (at_ms / 1000.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    match seconds / 3600 {
        0 => format!("{sign}{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{sign}{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// Round values from 0 to beyond `greatest`: the last is the top of the axis.
pub(super) fn values(greatest: f64) -> Vec<f64> {
    let greatest = if greatest.is_finite() && greatest > 0.0 { greatest } else { 1.0 };
    let rough = greatest / 3.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
    let count = (greatest / step).ceil().clamp(1.0, 4.0) as u32;
    (0..=count).map(|n| f64::from(n) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_round_and_few() {
        let labels = |from_ms, to_ms| -> Vec<String> {
            Time { from_ms, to_ms }.ticks().into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(labels(0.0, 60_000.0), ["0:00", "0:15", "0:30", "0:45", "1:00"]);
        assert_eq!(labels(500.0, 4_000_000.0), ["15:00", "30:00", "45:00", "1:00:00"]);
        assert_eq!(labels(0.0, 800.0), ["0.00 s", "0.20 s", "0.40 s", "0.60 s", "0.80 s"]);
        assert_eq!(labels(5.0, 5.0), ["0.005 s"]);
        assert!(labels(0.0, f64::NAN).is_empty() && labels(0.0, 1e300).is_empty());
    }

    #[test]
    fn values_reach_beyond_the_greatest() {
        assert_eq!(values(2.9), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(values(0.12), [0.0, 0.05, 0.1, 0.15000000000000002]);
        for greatest in [0.0, f64::NAN, f64::INFINITY, 1e-9, 7e12] {
            let values = values(greatest);
            assert!((2..=5).contains(&values.len()), "{greatest}: {values:?}");
            assert!(!greatest.is_finite() || *values.last().unwrap() >= greatest);
        }
    }
}
