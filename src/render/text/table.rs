//! Tables: columns where they fit, one column folded where that helps, else one card per row.

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
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).chain(titles.get(at)).map(width).max();
    let wanted: Vec<usize> = (0..titles.len()).map(|at| widest(at).unwrap_or(0)).collect();
    match squeeze(&wanted, &aligns, page.screen.width) {
        Some(widths) => {
            grid(page, &titles, &widths, &aligns);
            rows.iter().for_each(|row| grid(page, row, &widths, &aligns));
        }
        None => rows.iter().enumerate().for_each(|(n, row)| card(page, n, &titles, row)),
    }
}

/// Between two columns.
const GAP: usize = 2;

/// The widest column of words may be folded down to this many columns before a table becomes cards.
const NARROWEST_FOLD: usize = 24;

/// The widths that make a table fit into `room`: as wanted, or with the widest column of words folded.
fn squeeze(wanted: &[usize], aligns: &[Align], room: usize) -> Option<Vec<usize>> {
    let total = MARGIN.len() + wanted.iter().sum::<usize>() + GAP * wanted.len().saturating_sub(1);
    let excess = total.saturating_sub(room);
    let mut widths = wanted.to_vec();
    if excess > 0 {
        let words = widths.iter_mut().zip(aligns).filter(|(_, align)| **align == Align::Left);
        let (widest, _) = words.max_by_key(|(width, _)| **width)?;
        *widest = widest.checked_sub(excess).filter(|width| *width >= NARROWEST_FOLD)?;
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

/// One row as a heading and fields; what is empty is left out.
fn card(page: &mut Page, n: usize, titles: &[Line], row: &[Line]) {
    if n > 0 {
        page.blank();
    }
    let mut cells = titles.iter().zip(row);
    if let Some((_, head)) = cells.next() {
        page.wrapped(Line::plain(MARGIN), MARGIN.len() + 2, head);
    }
    let named: Vec<(String, Line)> = cells
        .filter(|(_, cell)| !cell.text().trim().is_empty())
        .map(|(title, cell)| (format!("{MARGIN}{}", title.text()), cell.clone()))
        .collect();
    fields(page, &named);
}
