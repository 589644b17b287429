//! Values over time: a row of blocks each, or a plot of several rows.

use super::body::MARGIN;
use super::page::Page;
use super::wrap::{cut, width};
use crate::report::number::{figures, ms};
use crate::report::plot::longest_step_ms;
use crate::report::{Chart, Charts, Curve, Line, Plot, Tone};

/// The charts, and the axis that they share.
pub(super) fn charts(page: &mut Page, charts: &Charts) {
    let rows: Vec<(Line, Line)> =
        charts.charts.iter().map(|chart| (page.clean(&chart.name), page.clean(&chart.note))).collect();
    let tall = charts.height > 1;
    let room = page.screen.text_width();
    let name = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(room / 3);
    let note = if tall { SCALE } else { rows.iter().map(|(_, note)| width(note)).max().unwrap_or(0) };
    let lead = if tall { MARGIN.len() } else { MARGIN.len() + name + GAP };
    let beside = room.saturating_sub(lead + GAP + note);
    let fits = beside >= NARROWEST;
    let columns = if fits { beside } else { room.saturating_sub(lead) }.clamp(1, WIDEST);
    for (chart, (title, note)) in charts.charts.iter().zip(&rows) {
        let levels = levels(chart, charts, columns, charts.height * steps(page).len());
        if tall {
            plot(page, chart, &levels, charts.height, (title, note));
            continue;
        }
        let mut line = Line::plain(MARGIN);
        let short = cut(title, name, ".");
        let padding = " ".repeat((name + GAP).saturating_sub(width(&short)));
        line.0.extend(short.0);
        line = line.with(padding, Tone::Plain).with(row(page, &levels, 0), Tone::Plain);
        if fits {
            line = line.with("  ", Tone::Plain);
            line.0.extend(note.0.iter().cloned());
            page.put(line);
        } else {
            page.put(line);
            page.wrapped(Line::plain(" ".repeat(lead)), lead, note);
        }
    }
    let (from, to) = (ms(charts.from_ms), ms(charts.to_ms));
    let gap = columns.saturating_sub(from.len() + to.len()).max(1);
    page.put(Line::toned(format!("{}{from}{}{to}", " ".repeat(lead), " ".repeat(gap)), Tone::Dim));
}

/// The curves of a plot, a row each.
pub(super) fn plot_rows(page: &mut Page, plot: &Plot) {
    page.wrapped(Line::plain(MARGIN), MARGIN.len(), &Line::toned(&plot.title, Tone::Strong));
    let chart = |curve: &Curve| Chart {
        name: Line::toned(&curve.name, Tone::Name),
        points: curve.points.clone(),
        note: Line::toned(&curve.note, Tone::Dim),
    };
    let rows = plot.curves.iter().map(chart).collect();
    charts(page, &Charts { from_ms: plot.from_ms, to_ms: plot.to_ms, height: 1, charts: rows });
}

/// Between name, chart and note.
const GAP: usize = 2;

/// A chart gets no narrower than this for the sake of a note beside it.
const NARROWEST: usize = 16;

/// A chart wider than this shows nothing more.
const WIDEST: usize = 80;

/// Columns for the numbers beside a plot.
const SCALE: usize = 8;

/// Fillings of one row, from nothing to full.
fn steps(page: &Page) -> &'static [char] {
    if page.screen.unicode {
        &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
    } else {
        &['_', '.', '-', '=', '#']
    }
}

/// For each column, how high the mean of its values stands, from 0 for the least to `top - 1` for the greatest of the
/// chart; `None` where there is no value.
fn levels(chart: &Chart, axis: &Charts, columns: usize, top: usize) -> Vec<Option<usize>> {
    let mut sums = vec![(0.0, 0_u32); columns];
    let scale = columns as f64 / (axis.to_ms - axis.from_ms).max(1.0);
    // out of range becomes the nearest end by `as`
    let column = |at_ms: f64| (((at_ms - axis.from_ms) * scale) as usize).min(columns.saturating_sub(1));
    let longest = longest_step_ms(&chart.points);
    let mut before: Option<f64> = None;
    for (at_ms, value) in &chart.points {
        // a value stands for the time since the one before it, unless that is a gap
        let first = before.filter(|before| at_ms - before <= longest).map_or_else(|| column(*at_ms), |b| column(b) + 1);
        for at in first.min(column(*at_ms))..=column(*at_ms) {
            if let Some((sum, count)) = sums.get_mut(at) {
                *sum += value;
                *count += 1;
            }
        }
        before = Some(*at_ms);
    }
    let (least, greatest) = range(chart);
    let unit = (greatest - least) / top.saturating_sub(1).max(1) as f64;
    let level = |(sum, count): (f64, u32)| {
        let mean = sum / f64::from(count);
        let level = if unit > 0.0 { ((mean - least) / unit).round() } else { f64::from(u8::from(mean > 0.0)) };
        (count > 0).then_some((level as usize).min(top.saturating_sub(1)))
    };
    sums.into_iter().map(level).collect()
}

/// What the lowest and the highest row stand for: counts and rates begin at nothing.
fn range(chart: &Chart) -> (f64, f64) {
    let values = chart.points.iter().map(|(_, value)| *value);
    (values.clone().fold(0.0, f64::min), values.fold(0.0, f64::max))
}

/// One row of a chart, counted from the bottom.
fn row(page: &Page, levels: &[Option<usize>], n: usize) -> String {
    let steps = steps(page);
    let sign = |level: &Option<usize>| match level.map(|level| level.checked_sub(n * steps.len())) {
        Some(Some(height)) => steps.get(height.min(steps.len() - 1)).copied().unwrap_or(' '),
        _ => ' ',
    };
    levels.iter().map(sign).collect()
}

fn plot(page: &mut Page, chart: &Chart, levels: &[Option<usize>], height: usize, (title, note): (&Line, &Line)) {
    let mut head = title.clone().with("  ", Tone::Plain);
    head.0.extend(note.0.iter().cloned());
    page.wrapped(Line::plain(MARGIN), MARGIN.len(), &head);
    let (least, greatest) = range(chart);
    for n in (0..height).rev() {
        let scale = match n {
            0 => figures(least),
            n if n + 1 == height => figures(greatest),
            _ => String::new(),
        };
        let line = Line::plain(MARGIN).with(row(page, levels, n), Tone::Plain);
        page.put(line.with(format!("  {scale}"), Tone::Dim));
    }
}
