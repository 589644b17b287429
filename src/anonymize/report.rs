//! A whole report, and the facts and events that go with it.

use std::ops::Range;
use std::path::PathBuf;

use serde_json::Value;

use super::text::{Mode, Piece, apply};
use super::{Anonymizer, Kind, keys};
use crate::report::{Block, Evidence, Finding, Line, Part, Report, Source};

impl Anonymizer {
    /// Replaces what identifies something everywhere in `report`; places in its texts still point at the same words.
    ///
    /// Facts come first: their keys say what is what, so that sentences about it are understood.
    pub fn report(&mut self, report: &mut Report) {
        for path in report.sources.iter().filter_map(|source| source.path.as_ref()) {
            self.learn(Kind::File, &path.display().to_string());
        }
        self.value(&mut report.facts);
        if let Some(har) = &mut report.har {
            self.value(har);
        }
        let moved: Vec<Vec<Piece>> = report.sources.iter_mut().map(|source| self.source(source)).collect();
        if let Some(origin) = &mut report.origin {
            self.replace(origin);
        }
        self.replace(&mut report.verdict.summary);
        self.findings(&mut report.findings, &moved);
        for expectation in &mut report.expectations {
            self.replace(&mut expectation.expr);
            self.replace(&mut expectation.actual);
        }
        for not_tested in &mut report.not_tested {
            self.replace(&mut not_tested.what);
            self.replace(&mut not_tested.why);
        }
        self.parts(&mut report.body);
        self.replace(&mut report.exit.reason);
    }

    /// Replaces what identifies something in `value`, by its keys and by its looks.
    pub fn value(&mut self, value: &mut Value) {
        self.under(None, value);
    }

    /// Replaces what identifies something in `parts`.
    pub fn parts(&mut self, parts: &mut [Part]) {
        parts.iter_mut().for_each(|part| self.block(&mut part.block));
    }

    fn under(&mut self, key: Option<&str>, value: &mut Value) {
        match value {
            Value::String(text) => {
                *text = match key.and_then(keys::kind) {
                    Some(kind) => self.stand_in(kind, text),
                    None => self.text(text),
                };
            }
            Value::Array(list) => list.iter_mut().for_each(|item| self.under(key, item)),
            Value::Object(object) => object.iter_mut().for_each(|(key, value)| self.under(Some(key), value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn source(&mut self, source: &mut Source) -> Vec<Piece> {
        let pieces = self.pieces(&source.text, Mode::Text);
        source.text = apply(&source.text, &pieces);
        self.replace(&mut source.name);
        if let Some(path) = &mut source.path {
            *path = PathBuf::from(self.stand_in(Kind::File, &path.display().to_string()));
        }
        pieces
    }

    fn findings(&mut self, findings: &mut [Finding], moved: &[Vec<Piece>]) {
        for finding in findings {
            self.replace(&mut finding.subject);
            self.replace(&mut finding.message);
            self.replace(&mut finding.help);
            if let Some(fix) = &mut finding.fix {
                self.replace(fix);
            }
            for edit in &mut finding.edits {
                self.replace(&mut edit.text);
                edit.range = place(&edit.range, moved.get(edit.source));
            }
            finding.evidence.iter_mut().for_each(|evidence| self.evidence(evidence, moved));
            self.findings(&mut finding.effects, moved);
        }
    }

    fn evidence(&mut self, evidence: &mut Evidence, moved: &[Vec<Piece>]) {
        match evidence {
            Evidence::Span { source, range, label } => {
                *range = place(range, moved.get(*source));
                self.replace(label);
            }
            Evidence::Moment { text, .. } | Evidence::Packet { text, .. } => self.replace(text),
            Evidence::Window { series, .. } => self.replace(series),
            Evidence::Fact { path, value } => {
                *path = self.name(path);
                self.replace(value);
            }
        }
    }

    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(text) => self.replace(text),
            Block::Line(line) => self.line(line),
            Block::Fields(fields) => fields.iter_mut().for_each(|(name, line)| {
                self.replace(name);
                self.line(line);
            }),
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(|line| self.line(line)),
            Block::Waterfall(waterfall) => waterfall.bars.iter_mut().for_each(|bar| {
                self.replace(&mut bar.name);
                self.line(&mut bar.note);
            }),
            Block::Timeline(moments) => moments.iter_mut().for_each(|moment| self.line(&mut moment.text)),
            Block::Plot(plot) => {
                self.replace(&mut plot.title);
                for curve in &mut plot.curves {
                    self.replace(&mut curve.name);
                    self.replace(&mut curve.note);
                }
            }
            Block::Charts(charts) => charts.charts.iter_mut().for_each(|chart| {
                self.line(&mut chart.name);
                self.line(&mut chart.note);
            }),
        }
    }

    fn line(&mut self, line: &mut Line) {
        line.0.iter_mut().for_each(|span| self.replace(&mut span.text));
    }

    fn replace(&mut self, text: &mut String) {
        *text = self.text(text);
    }
}

/// Where `range` of a text is after `pieces` were put into it; what points into a piece points at the whole of it.
fn place(range: &Range<usize>, pieces: Option<&Vec<Piece>>) -> Range<usize> {
    let Some(pieces) = pieces else { return range.clone() };
    let moved = |at: usize, end: bool| {
        let mut grown = 0_isize;
        for piece in pieces {
            let change = piece.with.len() as isize - piece.range.len() as isize;
            if piece.range.end <= at {
                grown += change;
            } else if piece.range.start < at {
                return (piece.range.start.saturating_add_signed(grown)) + if end { piece.with.len() } else { 0 };
            } else {
                break;
            }
        }
        at.saturating_add_signed(grown)
    };
    let start = moved(range.start, false);
    start..if range.is_empty() { start } else { moved(range.end, true).max(start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_under_their_words() {
        let text = "c=IN IP4 8.8.8.8\r\na=ice-ufrag:x\r\na=candidate:1 1 udp 5 10.20.30.40 9 typ host\r\n";
        let mut names = Anonymizer::default();
        let pieces = names.pieces(text, Mode::Text);
        let new = apply(text, &pieces);
        let word = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            at..at + word.len()
        };
        for (old, now) in [("8.8.8.8", "198.51.100.1"), ("ufrag", "ufrag"), ("10.20.30.40", "10.0.0.1"), ("typ", "typ")]
        {
            assert_eq!(place(&word(text, old), Some(&pieces)), word(&new, now), "{old}");
        }
        // a part of an address is the address
        let part = word(text, "20.30");
        assert_eq!(place(&part, Some(&pieces)), word(&new, "10.0.0.1"));
        assert_eq!(place(&(text.len()..text.len()), Some(&pieces)), new.len()..new.len());
    }
}
