//! Curves as paths.

use std::fmt::Write;

use super::axis::{Tick, Time, hundredths, values};
use super::finding::severity;
use super::rich::{Rich, plain};
use crate::report::number::ms;
use crate::report::plot::stretches;
use crate::report::{Chart, Charts, Curve, Mark, Plot};

/// A plot as the page draws it: a field of [`WIDTH`] by [`HEIGHT`], stretched over the page.
#[derive(Debug)]
pub(super) struct PlotView {
    pub(super) title: String,
    /// What it shows, in words, for those who do not see it.
    pub(super) words: String,
    pub(super) curves: Vec<CurveView>,
    pub(super) times: Vec<Tick>,
    /// Numbers of the values; 0 is the top.
    pub(super) values: Vec<Tick>,
    pub(super) marks: Vec<MarkView>,
    /// The marks in words, each finding once.
    pub(super) findings: Vec<MarkWords>,
}

/// A curve as the page draws it.
#[derive(Debug)]
pub(super) struct CurveView {
    /// Which of the colours it has.
    pub(super) colour: usize,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) path: String,
}

/// A stretch in hundredths of the width.
#[derive(Debug)]
pub(super) struct MarkView {
    pub(super) severity: &'static str,
    pub(super) from: f64,
    pub(super) width: f64,
    /// The number of the finding, at its first stretch.
    pub(super) badge: Option<Badge>,
}

/// A number above the field, in pixels from the place of its mark.
#[derive(Debug)]
pub(super) struct Badge {
    pub(super) text: String,
    pub(super) left: usize,
    pub(super) width: usize,
}

/// A finding under the plot.
#[derive(Debug)]
pub(super) struct MarkWords {
    pub(super) severity: &'static str,
    pub(super) number: String,
    pub(super) rule: &'static str,
    pub(super) when: String,
}

/// A row of a [`Charts`].
#[derive(Debug)]
pub(super) struct ChartView {
    pub(super) name: Rich,
    pub(super) words: String,
    pub(super) note: Rich,
    pub(super) path: String,
}

/// The field's width in its own units.
const WIDTH: f64 = 1000.0;

/// The field's height in its own units.
const HEIGHT: f64 = 100.0;

/// A path has no more columns than this: more would not be seen.
const COLUMNS: f64 = 800.0;

/// The style sheet has so many colours.
const COLOURS: usize = 6;

/// Badges closer than this, in hundredths of the width, stand side by side.
const NEAR: f64 = 8.0;

/// `plot` as the page draws it. A name of `known` keeps the colour that it has there; a new one is added.
pub(super) fn plot<'a>(plot: &'a Plot, known: &mut Vec<&'a str>) -> PlotView {
    let time = Time { from_ms: plot.from_ms, to_ms: plot.to_ms };
    let all = plot.curves.iter().flat_map(|curve| &curve.points).map(|(_, value)| *value);
    let values = values(all.filter(|value| value.is_finite()).fold(0.0, f64::max));
    let top = values.last().copied().unwrap_or(1.0);
    let said = |curve: &Curve| format!("{}, {}", curve.name, curve.note);
    let marks = marks(&plot.marks, time);
    PlotView {
        title: plain(&plot.title),
        words: plain(&plot.curves.iter().map(said).collect::<Vec<_>>().join("; ")),
        curves: plot
            .curves
            .iter()
            .map(|curve| CurveView {
                colour: colour(&curve.name, known),
                name: plain(&curve.name),
                note: plain(&curve.note),
                path: path(&curve.points, time, top),
            })
            .collect(),
        times: time.ticks(),
        values: values
            .iter()
            .map(|value| Tick { at: hundredths(100.0 - value / top * 100.0), label: plot.unit.say(*value) })
            .collect(),
        findings: words(&plot.marks),
        marks,
    }
}

fn colour<'a>(name: &'a str, known: &mut Vec<&'a str>) -> usize {
    let place = known.iter().position(|other| *other == name).unwrap_or_else(|| {
        known.push(name);
        known.len() - 1
    });
    place % COLOURS
}

/// The rows of `charts`.
pub(super) fn charts(charts: &Charts) -> Vec<ChartView> {
    let time = Time { from_ms: charts.from_ms, to_ms: charts.to_ms };
    let row = |chart: &Chart| {
        let top = chart.points.iter().map(|(_, value)| *value).filter(|value| value.is_finite()).fold(0.0, f64::max);
        ChartView {
            name: Rich::line(&chart.name),
            words: plain(&format!("{}: {}", chart.name.text(), chart.note.text())),
            note: Rich::line(&chart.note),
            path: path(&chart.points, time, if top > 0.0 { top } else { 1.0 }),
        }
    };
    charts.charts.iter().map(row).collect()
}

/// A path through `points`, broken where there is a gap. Where there are more points than columns, each column keeps
/// its least and its greatest.
fn path(points: &[(f64, f64)], time: Time, top: f64) -> String {
    let finite: Vec<(f64, f64)> =
        points.iter().copied().filter(|(at_ms, value)| at_ms.is_finite() && value.is_finite()).collect();
    let mut path = String::new();
    for stretch in stretches(&finite) {
        let places: Vec<(f64, f64)> = stretch
            .iter()
            .filter(|(at_ms, _)| (time.from_ms..=time.to_ms).contains(at_ms))
            .map(|(at_ms, value)| (time.share(*at_ms) / 100.0, value / top))
            .collect();
        for (n, (x, y)) in thinned(&places).into_iter().enumerate() {
            let letter = if n == 0 { 'M' } else { 'L' };
            let (x, y) = (x * WIDTH, (1.0 - y.clamp(0.0, 1.0)) * HEIGHT);
            let written = write!(path, "{letter}{x:.1} {y:.1}");
            debug_assert!(written.is_ok(), "a String takes every write");
        }
        if places.len() == 1 {
            // a line of no length is drawn as a dot
            path.push_str("h0");
        }
    }
    path
}

fn thinned(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    // two for each column
    if places.len() as f64 <= 2.0 * COLUMNS {
        return places.to_vec();
    }
    let columns = places.chunk_by(|a, b| (a.0 * COLUMNS).floor() == (b.0 * COLUMNS).floor());
    let ends = columns.flat_map(|column| {
        let by_value = |a: &(usize, (f64, f64)), b: &(usize, (f64, f64))| a.1.1.total_cmp(&b.1.1);
        let placed = || column.iter().copied().enumerate();
        let mut ends: Vec<(usize, (f64, f64))> =
            placed().min_by(by_value).into_iter().chain(placed().max_by(by_value)).collect();
        ends.sort_unstable_by_key(|(n, _)| *n);
        ends.dedup_by_key(|(n, _)| *n);
        ends.into_iter().map(|(_, place)| place)
    });
    ends.collect()
}

fn marks(marks: &[Mark], time: Time) -> Vec<MarkView> {
    let mut badges: Vec<(&str, f64, usize)> = Vec::new();
    marks
        .iter()
        .filter(|mark| mark.to_ms >= time.from_ms && mark.from_ms <= time.to_ms)
        .map(|mark| {
            let from = time.share(mark.from_ms);
            let is_first = badges.iter().all(|(finding, ..)| *finding != mark.finding);
            let badge = is_first.then(|| {
                let text = plain(&mark.finding);
                let near = badges.iter().filter(|(_, at, _)| (at - from).abs() < NEAR);
                let left = near.map(|(.., width)| width + 3).sum();
                let width = 10 + 7 * text.len();
                badges.push((&mark.finding, from, width));
                Badge { text, left, width }
            });
            // a moment is seen too
            MarkView {
                severity: severity(mark.severity).0,
                from,
                width: hundredths(time.share(mark.to_ms) - from).max(0.3),
                badge,
            }
        })
        .collect()
}

fn words(marks: &[Mark]) -> Vec<MarkWords> {
    let mut words: Vec<MarkWords> = Vec::new();
    let mut windows: Vec<(f64, f64, usize)> = Vec::new();
    for mark in marks {
        match words.iter().position(|known| known.number == mark.finding) {
            Some(at) => {
                if let Some((from, to, count)) = windows.get_mut(at) {
                    (*from, *to, *count) = (from.min(mark.from_ms), to.max(mark.to_ms), *count + 1);
                }
            }
            None => {
                windows.push((mark.from_ms, mark.to_ms, 1));
                words.push(MarkWords {
                    severity: severity(mark.severity).0,
                    number: plain(&mark.finding),
                    rule: mark.rule,
                    when: String::new(),
                });
            }
        }
    }
    for (words, (from, to, count)) in words.iter_mut().zip(windows) {
        words.when = match (from == to, count) {
            (true, _) => format!("at {}", ms(from)),
            (false, 1) => format!("{} to {}", ms(from), ms(to)),
            (false, count) => format!("{} to {}, {count} times", ms(from), ms(to)),
        };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Time = Time { from_ms: 0.0, to_ms: 10.0 };

    #[test]
    fn a_gap_breaks_the_path_and_one_value_is_a_dot() {
        let points = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 2.0), (9.0, 1.0), (99.0, 1.0)];
        assert_eq!(path(&points, TIME, 2.0), "M0.0 100.0L100.0 50.0L200.0 0.0L300.0 0.0M900.0 50.0h0");
        assert_eq!(path(&[(0.0, f64::NAN)], TIME, 2.0), "");
    }

    #[test]
    fn many_values_keep_their_peaks() {
        let places: Vec<(f64, f64)> =
            (0..100_000).map(|n| (f64::from(n) / 1e5, f64::from(u8::from(n == 777)))).collect();
        let thin = thinned(&places);
        assert!(thin.len() <= 2 * COLUMNS as usize && thin.contains(&(0.00777, 1.0)), "{}", thin.len());
    }
}
