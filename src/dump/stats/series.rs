//! One property of one object over time, and the arithmetic on it.

/// One value with its moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Milliseconds on the connection's axis, as [`Event::at_ms`](crate::dump::Event).
    pub at_ms: f64,
    /// The value, in the unit of the specification.
    pub value: f64,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Its beginning, in milliseconds on the connection's axis.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
}

impl Window {
    /// The same stretch, later by `ms`.
    #[must_use]
    pub fn moved(self, ms: f64) -> Self {
        Self { from_ms: self.from_ms + ms, to_ms: self.to_ms + ms }
    }

    /// How long it is.
    pub fn length_ms(self) -> f64 {
        self.to_ms - self.from_ms
    }
}

/// Values in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series(Vec<Point>);

/// A distance of more than this many usual steps is a gap: no difference is taken across it. Polls come late on a
/// loaded host, but not by this much.
const GAP_STEPS: f64 = 2.5;

impl Series {
    /// Values that are in the order of time.
    pub(super) fn new(points: Vec<Point>) -> Self {
        Self(points)
    }

    /// The values.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value.
    pub fn first(&self) -> Option<Point> {
        self.0.first().copied()
    }

    /// The last value.
    pub fn last(&self) -> Option<Point> {
        self.0.last().copied()
    }

    /// The usual distance between two values in milliseconds: the median.
    pub fn step_ms(&self) -> Option<f64> {
        let distances = self.pairs().map(|(a, b)| b.at_ms - a.at_ms).filter(|ms| *ms > 0.0);
        median(distances.collect())
    }

    /// The values within `window`, its ends included.
    #[must_use]
    pub fn within(&self, window: Window) -> Self {
        self.0.iter().copied().filter(|point| (window.from_ms..=window.to_ms).contains(&point.at_ms)).collect()
    }

    /// The increase from each value to the next, at the time of the later one. A counter that falls has begun anew:
    /// no increase is taken there, nor across a gap.
    #[must_use]
    pub fn deltas(&self) -> Self {
        self.steps().map(|(a, b)| Point { at_ms: b.at_ms, value: b.value - a.value }).collect()
    }

    /// The increase for each second.
    #[must_use]
    pub fn rate(&self) -> Self {
        self.steps()
            .map(|(a, b)| Point { at_ms: b.at_ms, value: (b.value - a.value) / (b.at_ms - a.at_ms) * 1000.0 })
            .collect()
    }

    /// The increase of this counter over that of `base`, where both have a value and `base` grew: seconds for each
    /// frame, lost packets for each packet.
    #[must_use]
    pub fn per(&self, base: &Self) -> Self {
        self.deltas().joined(&base.deltas(), |a, b| (b > 0.0).then(|| a / b))
    }

    /// `with` of the values that both have at the same time.
    #[must_use]
    pub fn joined(&self, other: &Self, with: impl Fn(f64, f64) -> Option<f64>) -> Self {
        let mut others = other.0.iter().peekable();
        let mut joined = Vec::new();
        for point in &self.0 {
            while others.next_if(|other| other.at_ms < point.at_ms).is_some() {}
            if let Some(value) =
                others.peek().filter(|o| o.at_ms == point.at_ms).and_then(|o| with(point.value, o.value))
            {
                joined.push(Point { at_ms: point.at_ms, value });
            }
        }
        Self(joined)
    }

    /// The same values, later by `ms`.
    #[must_use]
    pub fn moved(&self, ms: f64) -> Self {
        self.points().iter().map(|point| Point { at_ms: point.at_ms + ms, value: point.value }).collect()
    }

    /// Each value changed by `with`.
    #[must_use]
    pub fn map(&self, with: impl Fn(f64) -> f64) -> Self {
        self.0.iter().map(|point| Point { value: with(point.value), ..*point }).collect()
    }

    /// How much the counter grew in all, resets left out.
    pub fn growth(&self) -> f64 {
        self.pairs().map(|(a, b)| b.value - a.value).filter(|delta| *delta > 0.0).sum()
    }

    /// The mean of the values.
    pub fn mean(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.0.iter().map(|point| point.value).sum::<f64>() / self.0.len() as f64)
    }

    /// The greatest value.
    pub fn max(&self) -> Option<Point> {
        self.0.iter().copied().max_by(|a, b| a.value.total_cmp(&b.value))
    }

    /// The least value.
    pub fn min(&self) -> Option<Point> {
        self.0.iter().copied().min_by(|a, b| a.value.total_cmp(&b.value))
    }

    /// The middle value.
    pub fn median(&self) -> Option<f64> {
        median(self.0.iter().map(|point| point.value).collect())
    }

    /// The stretches in which at least `least` of each `of` values in a row are so, from the first to the last of
    /// them. A gap ends a stretch. A single poll says little: three of five is what others ask for.
    pub fn sustained(&self, least: usize, of: usize, so: impl Fn(f64) -> bool) -> Vec<Window> {
        let longest = self.step_ms().unwrap_or(f64::INFINITY) * GAP_STEPS;
        let mut windows: Vec<Window> = Vec::new();
        for run in self.0.chunk_by(|a, b| b.at_ms - a.at_ms <= longest) {
            let mut begins_new = true;
            for few in run.windows(of.clamp(1, run.len().max(1))) {
                let mut hits = few.iter().filter(|point| so(point.value)).map(|point| point.at_ms);
                let (Some(from_ms), count) = (hits.next(), hits.clone().count() + 1) else { continue };
                let to_ms = hits.next_back().unwrap_or(from_ms);
                if count < least {
                    continue;
                }
                match windows.last_mut().filter(|last| !begins_new && from_ms <= last.to_ms) {
                    Some(last) => last.to_ms = last.to_ms.max(to_ms),
                    None => windows.push(Window { from_ms, to_ms }),
                }
                begins_new = false;
            }
        }
        windows
    }

    /// The stretches in which the value does not change, of at least `least_ms`.
    pub fn flat(&self, least_ms: f64) -> Vec<Window> {
        let stretches = self.0.chunk_by(|a, b| a.value == b.value).filter_map(|flat| {
            let window = Window { from_ms: flat.first()?.at_ms, to_ms: flat.last()?.at_ms };
            (window.length_ms() >= least_ms).then_some(window)
        });
        stretches.collect()
    }

    fn pairs(&self) -> impl Iterator<Item = (Point, Point)> {
        self.0.iter().copied().zip(self.0.iter().copied().skip(1))
    }

    /// Pairs of neighbours between which the counter grew or stood still.
    fn steps(&self) -> impl Iterator<Item = (Point, Point)> {
        let longest = self.step_ms().unwrap_or(f64::INFINITY) * GAP_STEPS;
        self.pairs().filter(move |(a, b)| {
            let distance = b.at_ms - a.at_ms;
            distance > 0.0 && distance <= longest && b.value >= a.value
        })
    }
}

impl FromIterator<Point> for Series {
    fn from_iter<I: IntoIterator<Item = Point>>(points: I) -> Self {
        Self(points.into_iter().collect())
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, median, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*median)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[(f64, f64)]) -> Series {
        values.iter().map(|(at_ms, value)| Point { at_ms: *at_ms, value: *value }).collect()
    }

    fn every_second(values: &[f64]) -> Series {
        values.iter().enumerate().map(|(n, value)| Point { at_ms: n as f64 * 1000.0, value: *value }).collect()
    }

    #[test]
    fn rates_leave_out_resets_and_gaps() {
        let counter =
            series(&[(0.0, 0.0), (1000.0, 100.0), (3000.0, 300.0), (4000.0, 50.0), (5000.0, 60.0), (9e4, 9e9)]);
        let rates: Vec<_> = counter.rate().points().iter().map(|point| (point.at_ms, point.value)).collect();
        assert_eq!(rates, [(1000.0, 100.0), (3000.0, 100.0), (5000.0, 10.0)]);
        assert_eq!(every_second(&[5.0, 7.0, 1.0, 2.0]).growth(), 3.0);
    }

    #[test]
    fn one_counter_for_another_needs_both_and_growth() {
        let time = series(&[(0.0, 0.0), (1.0, 4.0), (2.0, 4.0), (3.0, 10.0)]);
        let frames = series(&[(0.0, 0.0), (1.0, 2.0), (2.0, 2.0), (3.0, 5.0)]);
        let each: Vec<_> = time.per(&frames).points().iter().map(|point| (point.at_ms, point.value)).collect();
        assert_eq!(each, [(1.0, 2.0), (3.0, 2.0)]);
    }

    #[test]
    fn three_of_five_are_sustained_and_two_are_not() {
        let noisy = every_second(&[0., 1., 0., 1., 1., 0., 0., 0., 0., 0., 1., 1., 0., 0.]);
        let windows = noisy.sustained(3, 5, |value| value > 0.0);
        assert_eq!(windows, [Window { from_ms: 1000.0, to_ms: 4000.0 }]);
        assert_eq!(every_second(&[1., 1., 1.]).sustained(3, 5, |value| value > 0.0).len(), 1, "short, but all of it");
    }

    #[test]
    fn a_gap_ends_a_stretch() {
        let times = [0.0, 1.0, 2.0, 60.0, 61.0, 62.0];
        let series: Series = times.iter().map(|s| Point { at_ms: s * 1000.0, value: 1.0 }).collect();
        assert_eq!(series.sustained(3, 3, |_| true).len(), 2);
    }

    #[test]
    fn flat_stretches_are_found() {
        let windows = every_second(&[1., 2., 2., 2., 3.]).flat(2000.0);
        assert_eq!(windows, [Window { from_ms: 1000.0, to_ms: 3000.0 }]);
    }
}
