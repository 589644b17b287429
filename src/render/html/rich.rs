//! Text with tones as HTML.

use std::fmt::{self, Write};

use askama::filters::{Escaper, Html, HtmlSafe};

use crate::render::literals::{Piece, pieces};
use crate::report::{Line, Tone};
use crate::term::clean;

/// HTML that was made here: text escaped, elements our own. A template does not escape it again.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Rich(String);

impl Rich {
    /// A sentence in which literals stand between backticks.
    pub(super) fn sentence(text: &str) -> Self {
        let mut rich = Self::default();
        rich.pieces(text);
        rich
    }

    /// A line of spans.
    pub(super) fn line(line: &Line) -> Self {
        let mut rich = Self::default();
        for span in &line.0 {
            match class(span.tone) {
                None => rich.pieces(&span.text),
                Some(class) => {
                    rich.0.push_str("<span class=\"");
                    rich.0.push_str(class);
                    rich.0.push_str("\">");
                    rich.pieces(&span.text);
                    rich.0.push_str("</span>");
                }
            }
        }
        rich
    }

    /// Text of which `marked`, a range of its bytes, is marked.
    pub(super) fn marked(before: &str, marked: &str, after: &str) -> Self {
        let mut rich = Self::default();
        rich.text(before);
        rich.0.push_str("<mark>");
        rich.text(marked);
        rich.0.push_str("</mark>");
        rich.text(after);
        rich
    }

    fn pieces(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => self.text(words),
                Piece::Literal(literal) => {
                    self.0.push_str("<code>");
                    self.text(literal);
                    self.0.push_str("</code>");
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        let written = Html.write_escaped_str(&mut self.0, &clean(text));
        debug_assert!(written.is_ok(), "a String takes every write");
    }
}

impl fmt::Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Rich {
    fn write_into(&self, dest: &mut dyn Write, _values: &dyn askama::Values) -> askama::Result<()> {
        dest.write_str(&self.0)?;
        Ok(())
    }
}

impl HtmlSafe for Rich {}

/// Text without tones, for the template to escape.
pub(super) fn plain(text: &str) -> String {
    clean(text).into_owned()
}

/// Text of several lines, for the template to escape.
pub(super) fn lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("good"),
        Tone::Bad => Some("bad"),
        Tone::Warn => Some("warn"),
        Tone::Name => Some("name"),
        Tone::Dim => Some("dim"),
        Tone::Strong => Some("strong"),
    }
}
