//! Values of several streams on one time axis with numbers, and the stretches of it that findings point at.
//!
//! For: what a page draws large. Not for: one row of blocks, which is a [`Charts`](super::Charts); or for sizes and
//! colours, which are the renderer's.

use super::{Severity, number};

/// What the numbers of a plot are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Bits for each second.
    BitsPerSecond,
    /// Pictures for each second.
    FramesPerSecond,
    /// Seconds.
    Seconds,
    /// A share between 0 and 1.
    Share,
}

impl Unit {
    /// A value as people read it.
    pub fn say(self, value: f64) -> String {
        match self {
            Self::BitsPerSecond => number::rate(value),
            Self::FramesPerSecond => format!("{} fps", number::figures(value)),
            Self::Seconds => number::seconds(value),
            Self::Share => number::percent(value),
        }
    }
}

/// One line of a plot.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it is; it may come from outside.
    pub name: String,
    /// Milliseconds on the plot's axis, and the value.
    pub points: Vec<(f64, f64)>,
    /// A few words: mean, greatest.
    pub note: String,
}

/// A stretch that a finding points at; a moment where both ends are the same.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The finding, counted from 1 as the report lists them: `2`, or `2.1` for its first effect.
    pub finding: String,
    /// The finding's rule.
    pub rule: &'static str,
    /// The finding's severity.
    pub severity: Severity,
    /// Its beginning in milliseconds.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
}

/// Curves of one unit on one axis.
#[derive(Clone, Debug)]
pub struct Plot {
    /// What is drawn.
    pub title: String,
    /// What its numbers are.
    pub unit: Unit,
    /// The beginning of the axis in milliseconds.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
    /// The curves, the most important first.
    pub curves: Vec<Curve>,
    /// What findings point at, in the order of time.
    pub marks: Vec<Mark>,
}

/// After a silence of more than this many usual steps nothing is drawn.
const GAP_STEPS: f64 = 2.5;

/// The longest distance between two values that is no gap. A value that was told twice is none.
pub fn longest_step_ms(points: &[(f64, f64)]) -> f64 {
    let steps = points.iter().zip(points.iter().skip(1)).map(|(a, b)| b.0 - a.0);
    let mut steps: Vec<f64> = steps.filter(|step| *step > 0.0).collect();
    steps.sort_unstable_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0) * GAP_STEPS
}

/// The values between gaps.
pub fn stretches(points: &[(f64, f64)]) -> impl Iterator<Item = &[(f64, f64)]> {
    let longest = longest_step_ms(points);
    points.chunk_by(move |a, b| b.0 - a.0 <= longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_parts_the_values() {
        let points: Vec<(f64, f64)> = [0.0, 1.0, 2.0, 9.0, 10.0].map(|at| (at, at)).to_vec();
        let lengths: Vec<usize> = stretches(&points).map(<[_]>::len).collect();
        assert_eq!(lengths, [3, 2]);
        let told_again: Vec<(f64, f64)> = [0.0, 0.0, 0.0, 5.0, 5.0, 5.0, 10.0].map(|at| (at, at)).to_vec();
        assert_eq!(stretches(&told_again).count(), 1);
        assert_eq!(stretches(&[]).count(), 0);
    }

    #[test]
    fn values_have_their_unit() {
        let said = [Unit::BitsPerSecond, Unit::FramesPerSecond, Unit::Seconds, Unit::Share].map(|unit| unit.say(0.25));
        assert_eq!(said, ["0.25 bit/s", "0.25 fps", "250 ms", "25 %"]);
    }
}
