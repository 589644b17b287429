//! Tables: columns where they fit, one column folded where that helps, else one card per row.

use unicode_width::UnicodeWidthStr;

use super::body::{MARGIN, fields};
use super::page::Page;
use super::wrap::{width, wrap};
use crate::report::{Align, Line, Table, Tone};

/// `table` as columns or as cards.
pub(super) fn table(page: &mut Page, table: &Table) {
    let rows: Vec<Vec<Line>> = table.rows.iter().map(|row| row.iter().map(|cell| page.clean(cell)).collect()).collect();
    let titles: Vec<Line> =
        table.columns.iter().map(|column| page.clean(&Line::toned(&column.title, Tone::Dim))).collect();
    let aligns: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
    let bounds: Vec<Bounds> = aligns
        .iter()
        .enumerate()
        .map(|(at, align)| Bounds::new(*align, rows.iter().filter_map(|row| row.get(at)).chain(titles.get(at))))
        .collect();
    match squeeze(&bounds, page.screen.width) {
        Some(widths) => {
            grid(page, &titles, &widths, &aligns);
            rows.iter().for_each(|row| grid(page, row, &widths, &aligns));
        }
        None => cards(page, &titles, &rows),
    }
}

/// Between two columns.
const GAP: usize = 2;

/// Words are folded into columns no narrower than this.
const NARROWEST_FOLD: usize = 16;

/// In a card, what is longer than this, with its title, is words.
const LONGEST_FIGURE: usize = 40;

/// How wide a column wants to be, and how wide it must be for no word in it to be cut.
struct Bounds {
    wanted: usize,
    least: usize,
}

impl Bounds {
    fn new<'a>(align: Align, cells: impl Iterator<Item = &'a Line>) -> Self {
        let mut bounds = Self { wanted: 0, least: NARROWEST_FOLD };
        for cell in cells {
            bounds.wanted = bounds.wanted.max(width(cell));
            bounds.least = cell.text().split(' ').map(str::width).fold(bounds.least, usize::max);
        }
        bounds.least = match align {
            Align::Left => bounds.least.min(bounds.wanted),
            Align::Right => bounds.wanted,
        };
        bounds
    }
}

/// The widths that make a table fit into `room`: as wanted, or with the widest columns folded at spaces.
fn squeeze(bounds: &[Bounds], room: usize) -> Option<Vec<usize>> {
    let spare = room.checked_sub(MARGIN.len() + GAP * bounds.len().saturating_sub(1))?;
    if bounds.iter().map(|column| column.least).sum::<usize>() > spare {
        return None;
    }
    let mut widths: Vec<usize> = bounds.iter().map(|column| column.wanted.min(column.least.max(spare))).collect();
    while widths.iter().sum::<usize>() > spare {
        let foldable = widths.iter_mut().zip(bounds).filter(|(width, column)| **width > column.least);
        let (widest, _) = foldable.max_by_key(|(width, _)| **width)?;
        *widest -= 1;
    }
    Some(widths)
}

fn grid(page: &mut Page, row: &[Line], widths: &[usize], aligns: &[Align]) {
    let cells: Vec<Vec<Line>> = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width, *width)).collect();
    for n in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let mut line = Line::plain(MARGIN);
        for (at, ((cell, room), align)) in cells.iter().zip(widths).zip(aligns).enumerate() {
            let text = cell.get(n).cloned().unwrap_or_default();
            let padding = " ".repeat(room.saturating_sub(width(&text)));
            let gap = if at == 0 { "" } else { "  " };
            let (before, after) = match align {
                Align::Left => ("", padding.as_str()),
                Align::Right => (padding.as_str(), ""),
            };
            line = line.with(gap, Tone::Plain).with(before, Tone::Plain);
            line.0.extend(text.0);
            line = line.with(after, Tone::Plain);
        }
        page.put(line);
    }
}

/// Each row as a heading and what belongs to it; what is empty is left out.
fn cards(page: &mut Page, titles: &[Line], rows: &[Vec<Line>]) {
    let room = page.screen.text_width().saturating_sub(MARGIN.len() * 2);
    let cells = |row: &[Line]| -> Vec<(Line, Line)> {
        let filled = titles.iter().zip(row).skip(1).filter(|(_, cell)| !cell.text().trim().is_empty());
        filled.map(|(title, cell)| (title.clone(), cell.clone())).collect()
    };
    // words read better one below the other, figures side by side
    let short = |(title, cell): &(Line, Line)| width(title) + 1 + width(cell) <= LONGEST_FIGURE.min(room);
    let side_by_side = rows.iter().all(|row| cells(row).iter().all(short));
    for (n, row) in rows.iter().enumerate() {
        if n > 0 && !side_by_side {
            page.blank();
        }
        page.wrapped(Line::plain(MARGIN), MARGIN.len() + 2, &row.first().cloned().unwrap_or_default());
        if side_by_side {
            pack(page, &cells(row), room);
        } else {
            let named: Vec<_> = cells(row).into_iter().map(|(title, cell)| (title.text(), cell)).collect();
            fields(page, MARGIN.len() * 2, &named);
        }
    }
}

/// Titles with their cells, as many on a row as fit.
fn pack(page: &mut Page, cells: &[(Line, Line)], room: usize) {
    let mut row = Line::default();
    for (title, cell) in cells {
        let gap = if row.0.is_empty() { "" } else { "   " };
        if width(&row) + gap.len() + width(title) + 1 + width(cell) > room {
            put(page, std::mem::take(&mut row));
        } else {
            row = row.with(gap, Tone::Plain);
        }
        row.0.extend(title.0.iter().cloned());
        row = row.with(" ", Tone::Plain);
        row.0.extend(cell.0.iter().cloned());
    }
    put(page, row);
}

fn put(page: &mut Page, row: Line) {
    if !row.0.is_empty() {
        let mut line = Line::plain(MARGIN.repeat(2));
        line.0.extend(row.0);
        page.put(line);
    }
}
