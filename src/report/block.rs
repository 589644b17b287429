//! What was measured, as blocks that any renderer can lay out: lines, tables, waterfalls, moments, plots.
//!
//! For: a command that wants something shown. Not for: widths, colours or characters; those are the renderer's.

use super::Plot;

/// How a piece of text is meant. Renderers choose the colour; the words must make sense without it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// Something that works.
    Good,
    /// Something that fails.
    Bad,
    /// Something to look at.
    Warn,
    /// A name, path, host or literal.
    Name,
    /// Less important than the rest.
    Dim,
    /// A heading or the main word.
    Strong,
}

/// A piece of text with one tone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Span {
    /// The text; it may come from outside and is cleaned when it is shown.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// One logical line: spans in order, wrapped by the renderer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::default().with(text, Tone::Plain)
    }

    /// A line of one tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self::default().with(text, tone)
    }

    /// The same line with one more span.
    #[must_use]
    pub fn with(mut self, text: impl Into<String>, tone: Tone) -> Self {
        self.0.push(Span { text: text.into(), tone });
        self
    }

    /// The text without tones.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading, lower case.
    pub title: String,
    /// Where its text stands.
    pub align: Align,
}

/// Rows and columns. Where the width does not hold them, the renderer stacks each row into a card.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each as long as `columns`.
    pub rows: Vec<Vec<Line>>,
}

impl Table {
    /// A table with these columns: a title that begins with `>` is aligned to the right.
    pub fn new(titles: &[&str]) -> Self {
        let columns = titles
            .iter()
            .map(|title| match title.strip_prefix('>') {
                Some(rest) => Column { title: rest.to_owned(), align: Align::Right },
                None => Column { title: (*title).to_owned(), align: Align::Left },
            })
            .collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Line>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(row);
    }
}

/// One bar of a waterfall. Times are in milliseconds since the waterfall's zero.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it shows.
    pub name: String,
    /// When it began.
    pub start_ms: f64,
    /// When it ended; the same as the start for a moment.
    pub end_ms: f64,
    /// Whether the total would be shorter had this been shorter.
    pub critical: bool,
    /// A few words behind the bar.
    pub note: Line,
}

/// Bars on one time axis, drawn to scale.
#[derive(Clone, Debug)]
pub struct Waterfall {
    /// The end of the axis in milliseconds.
    pub total_ms: f64,
    /// The bars, in order of their start.
    pub bars: Vec<Bar>,
}

/// Something that happened at a time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Milliseconds since zero.
    pub at_ms: f64,
    /// What happened.
    pub text: Line,
}

/// Values over time, drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What they are.
    pub name: Line,
    /// Milliseconds, and the value.
    pub points: Vec<(f64, f64)>,
    /// A few words behind it: least, greatest, unit.
    pub note: Line,
}

/// Charts on one time axis.
#[derive(Clone, Debug)]
pub struct Charts {
    /// The beginning of the axis in milliseconds.
    pub from_ms: f64,
    /// Its end.
    pub to_ms: f64,
    /// How many rows each takes: one is a sparkline.
    pub height: usize,
    /// The charts, from the top.
    pub charts: Vec<Chart>,
}

/// One thing to show.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading for what follows.
    Heading(String),
    /// A paragraph.
    Line(Line),
    /// Names with values, aligned.
    Fields(Vec<(String, Line)>),
    /// A table.
    Table(Table),
    /// Bars on a time axis.
    Waterfall(Waterfall),
    /// A list of moments.
    Timeline(Vec<Moment>),
    /// Values over time.
    Charts(Charts),
    /// Values over time, drawn large where there is room.
    Plot(Plot),
}

/// A block with the verbosity from which on it is shown: 0 always, 1 with `-v`, 2 with `-vv`.
#[derive(Clone, Debug)]
pub struct Part {
    /// Least verbosity.
    pub detail: u8,
    /// What to show.
    pub block: Block,
}

impl Part {
    /// A part that is always shown.
    pub fn always(block: Block) -> Self {
        Self { detail: 0, block }
    }

    /// A part that is shown with `-v`.
    pub fn verbose(block: Block) -> Self {
        Self { detail: 1, block }
    }
}
