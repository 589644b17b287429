//! The blocks between verdict and findings: headings, lines, fields, timelines; tables and waterfalls have their files.

use super::charts;
use super::page::Page;
use super::table::table;
use super::waterfall::waterfall;
use super::wrap::width;
use crate::report::number::ms;
use crate::report::{Block, Line, Moment, Part, Tone};

/// Every part up to `detail`, indented under its heading.
pub(super) fn body(page: &mut Page, parts: &[Part], detail: u8) {
    let mut before: Option<&Block> = None;
    for Part { block, .. } in parts.iter().filter(|part| part.detail <= detail) {
        let joined = matches!(
            (before, block),
            (Some(Block::Heading(_)), _) | (Some(Block::Line(_)), Block::Line(_) | Block::Fields(_))
        );
        if !joined || matches!(block, Block::Heading(_)) {
            page.blank();
        }
        match block {
            Block::Heading(text) => page.wrapped(Line::default(), 2, &Line::toned(text, Tone::Strong)),
            Block::Line(line) => page.wrapped(Line::plain(MARGIN), MARGIN.len(), line),
            Block::Fields(fields) => self::fields(page, MARGIN.len(), fields),
            Block::Table(rows) => table(page, rows),
            Block::Waterfall(bars) => waterfall(page, bars),
            Block::Timeline(moments) => timeline(page, moments),
            Block::Charts(charts) => charts::charts(page, charts),
            Block::Plot(plot) => charts::plot_rows(page, plot),
        }
        before = Some(block);
    }
}

/// What stands left of everything but headings.
pub(super) const MARGIN: &str = "  ";

/// Names with values, the values in one column.
pub(super) fn fields(page: &mut Page, indent: usize, fields: &[(String, Line)]) {
    let named: Vec<(Line, &Line)> =
        fields.iter().map(|(name, value)| (page.clean(&Line::toned(name, Tone::Dim)), value)).collect();
    let column = named.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(page.screen.text_width() / 3);
    for (name, value) in named {
        page.field(indent, &name, column, value);
    }
}

/// Moments with their time in one right-aligned column; a long silence gets a row of its own.
fn timeline(page: &mut Page, moments: &[Moment]) {
    let last = moments.iter().map(|moment| moment.at_ms).fold(0.0, f64::max);
    // one unit for all, or the column could not be compared; tenths only where they fit
    let decimals = usize::from(last < 1_000.0);
    let stamps: Vec<String> = moments.iter().map(|moment| format!("{:.decimals$} ms", moment.at_ms)).collect();
    let column = stamps.iter().map(String::len).max().unwrap_or(0);
    let mut before: Option<f64> = None;
    for (moment, stamp) in moments.iter().zip(stamps) {
        if let Some(gap) = before.map(|at| moment.at_ms - at).filter(|gap| *gap >= LONG_SILENCE_MS) {
            let sign = format!("{:>column$}", page.signs.gap);
            let later = Line::toned(format!("{} later", ms(gap)), Tone::Dim);
            page.field(MARGIN.len(), &Line::toned(sign, Tone::Dim), column, &later);
        }
        page.field(MARGIN.len(), &Line::toned(format!("{stamp:>column$}"), Tone::Dim), column, &moment.text);
        before = Some(moment.at_ms);
    }
}

/// A silence of this length is pointed out.
const LONG_SILENCE_MS: f64 = 1_000.0;
