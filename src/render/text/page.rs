//! A page: rows of a given width, cleaned when they come in and painted when they leave.

use std::fmt::Write;

use super::signs::Signs;
use super::wrap::{width, wrap};
use crate::render::literals::{Piece, pieces};
use crate::report::{Line, Span, Tone};
use crate::term::{Screen, Theme};

/// What is being written on.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) screen: Screen,
    pub(super) signs: &'static Signs,
    rows: Vec<Row>,
}

#[derive(Debug)]
enum Row {
    Line(Line),
    Painted(String),
}

impl Page {
    pub(super) fn new(screen: Screen) -> Self {
        Self { screen, signs: Signs::of(screen.unicode), rows: Vec::new() }
    }

    /// `line` with its text made harmless.
    pub(super) fn clean(&self, line: &Line) -> Line {
        let spans = line.0.iter();
        Line(spans.map(|span| Span { text: self.screen.clean(&span.text).into_owned(), tone: span.tone }).collect())
    }

    /// An empty row, unless there is one or the page is empty.
    pub(super) fn blank(&mut self) {
        if self.rows.last().is_some_and(|row| !matches!(row, Row::Line(line) if line.0.is_empty())) {
            self.rows.push(Row::Line(Line::default()));
        }
    }

    /// A row that is clean and fits.
    pub(super) fn put(&mut self, line: Line) {
        self.rows.push(Row::Line(line));
    }

    /// A row that is clean, fits and has its colours.
    pub(super) fn painted(&mut self, row: String) {
        self.rows.push(Row::Painted(row));
    }

    /// `lead`, which is clean, then `line`, folded together; rows after the first are indented by `hang`.
    pub(super) fn wrapped(&mut self, mut lead: Line, hang: usize, line: &Line) {
        let room = self.screen.text_width();
        // on the narrowest screens an indentation must leave room for words
        let hang = hang.min(room / 2);
        lead.0.extend(self.clean(line).0);
        for (n, row) in wrap(&lead, room, room - hang).into_iter().enumerate() {
            let mut full = Line::plain(" ".repeat(if n == 0 { 0 } else { hang }));
            full.0.extend(row.0);
            self.put(full);
        }
    }

    /// A name in a column of its own, and what belongs to it; on a narrow screen beneath it.
    pub(super) fn field(&mut self, indent: usize, name: &Line, column: usize, value: &Line) {
        let margin = " ".repeat(indent);
        let mut lead = Line::plain(margin);
        lead.0.extend(name.0.iter().cloned());
        let behind = indent + column + 2;
        if self.screen.text_width() < behind + NARROWEST_VALUE {
            self.wrapped(Line::default(), indent, &lead);
            self.wrapped(Line::plain(" ".repeat(indent + 2)), indent + 2, value);
        } else {
            let gap = behind.saturating_sub(width(&lead));
            self.wrapped(lead.with(" ".repeat(gap), Tone::Plain), behind, value);
        }
    }

    /// The page with its colours and without spaces at the end of a row.
    pub(super) fn finish(self) -> String {
        let theme = Theme::new();
        let mut out = String::new();
        for row in self.rows {
            match row {
                Row::Painted(row) => out.push_str(&row),
                Row::Line(line) => trimmed(line).0.iter().for_each(|span| paint(theme, span, &mut out)),
            }
            out.push('\n');
        }
        out
    }
}

/// A value column with less room than this goes beneath its name.
const NARROWEST_VALUE: usize = 24;

/// `text` with what stands between backticks marked as a name.
pub(super) fn literals(text: &str) -> Line {
    pieces(text).into_iter().fold(Line::default(), |line, piece| match piece {
        Piece::Words(words) => line.with(words, Tone::Plain),
        Piece::Literal(literal) => line.with(format!("`{literal}`"), Tone::Name),
    })
}

fn trimmed(mut line: Line) -> Line {
    while let Some(last) = line.0.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        line.0.pop();
    }
    line
}

fn paint(theme: Theme, span: &Span, out: &mut String) {
    let text = span.text.as_str();
    let written = match span.tone {
        _ if text.trim().is_empty() => out.write_str(text),
        Tone::Plain => out.write_str(text),
        Tone::Good => write!(out, "{}", theme.good(text)),
        Tone::Bad => write!(out, "{}", theme.bad(text)),
        Tone::Warn => write!(out, "{}", theme.warn(text)),
        Tone::Name => write!(out, "{}", theme.name(text)),
        Tone::Dim => write!(out, "{}", theme.dim(text)),
        Tone::Strong => write!(out, "{}", theme.strong(text)),
    };
    debug_assert!(written.is_ok(), "a String takes every write");
}
