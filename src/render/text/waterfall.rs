//! Bars on one time axis, to scale. The critical path has a fill of its own, so that it shows without colour.

use super::body::MARGIN;
use super::page::Page;
use super::wrap::{cut, width, wrap};
use crate::report::number::ms;
use crate::report::{Bar, Line, Tone, Waterfall};

/// The axis, a row per bar, and the legend.
pub(super) fn waterfall(page: &mut Page, waterfall: &Waterfall) {
    let rows: Vec<Labelled> = waterfall.bars.iter().map(|bar| Labelled::new(page, bar)).collect();
    let layout = Layout::new(page, &rows);
    let axis = axis(waterfall.total_ms, layout.bar);
    let lead = if layout.stacked { MARGIN.len() * 2 } else { MARGIN.len() + layout.name + GAP };
    page.put(Line::toned(format!("{}{axis}", " ".repeat(lead)), Tone::Dim));
    for row in &rows {
        self::row(page, row, &layout, waterfall.total_ms);
    }
    if rows.iter().any(|row| row.bar.critical) {
        let legend = format!("{} sets the total  {} does not", page.signs.critical, page.signs.beside);
        page.wrapped(Line::plain(MARGIN), MARGIN.len(), &Line::toned(legend, Tone::Dim));
    }
}

/// Between name, bar and value.
const GAP: usize = 2;

/// A bar longer than this shows nothing more.
const LONGEST_BAR: usize = 60;

/// Bars get no shorter than this for the sake of notes beside them.
const SHORT_BAR: usize = 24;

/// With less room than this, notes go beneath their bar.
const SHORT_NOTE: usize = 20;

/// With less room than this, bars go beneath their name.
const SHORTEST_BAR: usize = 12;

struct Labelled<'a> {
    bar: &'a Bar,
    name: Line,
    value: String,
    note: Line,
}

impl<'a> Labelled<'a> {
    fn new(page: &Page, bar: &'a Bar) -> Self {
        let tone = if bar.critical { Tone::Strong } else { Tone::Plain };
        let value = match is_moment(bar) {
            true => format!("at {}", ms(bar.start_ms)),
            false => ms(bar.end_ms - bar.start_ms),
        };
        Self { bar, name: page.clean(&Line::toned(&bar.name, tone)), value, note: page.clean(&bar.note) }
    }
}

fn is_moment(bar: &Bar) -> bool {
    bar.end_ms <= bar.start_ms
}

/// Columns of each part; the same for all rows.
struct Layout {
    name: usize,
    bar: usize,
    value: usize,
    /// Of the notes beside the bars; none when they go beneath.
    note: Option<usize>,
    stacked: bool,
}

impl Layout {
    fn new(page: &Page, rows: &[Labelled<'_>]) -> Self {
        let room = page.screen.text_width();
        let widest = |of: fn(&Labelled<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let name = widest(|row| width(&row.name)).min(room / 3);
        let value = widest(|row| row.value.len());
        let note = widest(|row| width(&row.note));
        let bare = room.saturating_sub(MARGIN.len() + name + GAP + GAP + value);
        let stacked = bare < SHORTEST_BAR;
        let beside = note.min(bare.saturating_sub(SHORT_BAR + GAP));
        let beside = (!stacked && beside >= note.min(SHORT_NOTE)).then_some(beside);
        let bar = match beside {
            _ if stacked => room.saturating_sub(MARGIN.len() * 2),
            Some(0) | None => bare,
            Some(note) => bare.saturating_sub(note + GAP),
        };
        Self { name, bar: bar.clamp(1, LONGEST_BAR), value, note: beside, stacked }
    }
}

fn row(page: &mut Page, row: &Labelled<'_>, layout: &Layout, total_ms: f64) {
    let ellipsis = if page.screen.unicode { "…" } else { "." };
    let (before, fill, after) = fill(page, row.bar, layout.bar, total_ms);
    let tone = if row.bar.critical { Tone::Strong } else { Tone::Plain };
    let bar = |line: Line| line.with(before, Tone::Plain).with(fill, tone).with(after, Tone::Plain);
    let behind = if layout.stacked {
        page.wrapped(Line::plain(MARGIN), 4, &with(row.name.clone(), &Line::plain(format!("  {}", row.value))));
        page.put(bar(Line::plain(MARGIN.repeat(2))));
        MARGIN.len() * 2
    } else {
        let name = cut(&row.name, layout.name, ellipsis);
        let padding = " ".repeat(layout.name + GAP - width(&name).min(layout.name));
        let line = bar(with(Line::plain(MARGIN), &name).with(padding, Tone::Plain));
        let line = line.with(format!("  {:>1$}", row.value, layout.value), Tone::Plain);
        let column = width(&line) + GAP;
        let mut beside = layout.note.map(|room| wrap(&row.note, room, room)).unwrap_or_default().into_iter();
        let first = beside.next().unwrap_or_default();
        page.put(with(line.with("  ", Tone::Plain), &first));
        for more in beside {
            page.put(with(Line::plain(" ".repeat(column)), &more));
        }
        MARGIN.len() + layout.name + GAP
    };
    if layout.note.is_none() && width(&row.note) > 0 {
        let margin = " ".repeat(behind.min(page.screen.text_width() / 3));
        page.wrapped(Line::plain(margin), behind, &row.note);
    }
}

fn with(mut line: Line, more: &Line) -> Line {
    line.0.extend(more.0.iter().cloned());
    line
}

/// Space, bar and space, together `room` columns.
fn fill(page: &Page, bar: &Bar, room: usize, total_ms: f64) -> (String, String, String) {
    let scale = if total_ms > 0.0 { room as f64 / total_ms } else { 0.0 };
    // a float that is no number or out of range becomes the nearest end by `as`
    let start = ((bar.start_ms * scale).floor() as usize).min(room.saturating_sub(1));
    let end = ((bar.end_ms * scale).ceil() as usize).clamp(start + 1, room.max(start + 1));
    let sign = match (is_moment(bar), bar.critical) {
        (true, _) => page.signs.moment,
        (false, true) => page.signs.critical,
        (false, false) => page.signs.beside,
    };
    let length = if is_moment(bar) { 1 } else { end - start };
    (" ".repeat(start), sign.repeat(length), " ".repeat(room.saturating_sub(start + length)))
}

fn axis(total_ms: f64, room: usize) -> String {
    let end = ms(total_ms);
    format!("0{end:>0$}", room.saturating_sub(1).max(end.len()))
}
