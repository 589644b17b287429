//! The report itself: everything that any renderer may show.

use std::path::PathBuf;

use serde_json::Value;

use super::{Exit, Finding, Part};

/// The three things that a run can say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VerdictResult {
    /// Nothing stands in the way.
    Ok,
    /// It fails, and a finding says why.
    Failed,
    /// It could not be told.
    Inconclusive,
}

impl VerdictResult {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// The first line of every output.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The verdict as a word.
    pub result: VerdictResult,
    /// One sentence, lower case, no full stop.
    pub summary: String,
}

/// Whether an expectation held.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    /// It held.
    Met,
    /// It did not.
    Failed,
    /// It could not be decided.
    Inconclusive,
}

/// One expectation of the user's and what became of it.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// As the user wrote it.
    pub expr: String,
    /// Whether it held.
    pub status: Status,
    /// The value that was seen.
    pub actual: String,
}

/// Something that was left untested, as a result of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotTested {
    /// What was not tested.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// A text that evidence spans point into.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown: a path, or `<stdin>`.
    pub name: String,
    /// The text as the spans count it.
    pub text: String,
    /// The file behind it, for links.
    pub path: Option<PathBuf>,
}

impl Source {
    /// Line, and column in characters, of byte `at`; both from 1. What is past the end is at the end.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before.get(line..).unwrap_or_default().chars().count() + 1)
    }
}

/// What a command found, for every renderer.
#[derive(Clone, Debug)]
pub struct Report {
    /// The subcommand, as typed.
    pub command: &'static str,
    /// Where the inputs came from, shown as the very first line of text output, if it matters.
    pub origin: Option<String>,
    /// Start of the run, RFC 3339 in UTC.
    pub started: String,
    /// Length of the run in milliseconds.
    pub duration_ms: f64,
    /// The one sentence.
    pub verdict: Verdict,
    /// Worst first, then by position or time; effects under their cause.
    pub findings: Vec<Finding>,
    /// The user's expectations.
    pub expectations: Vec<Expectation>,
    /// What was not tested, and why.
    pub not_tested: Vec<NotTested>,
    /// The published facts, as in `wire::facts`.
    pub facts: Value,
    /// What was exchanged over HTTP and WebSocket, as HAR 1.2; of commands that speak them.
    pub har: Option<Value>,
    /// What was measured, for people: the parts between verdict and findings.
    pub body: Vec<Part>,
    /// Texts that evidence points into.
    pub sources: Vec<Source>,
    /// The exit code and its reason.
    pub exit: Exit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_from_one() {
        let source = Source { name: String::new(), text: "v=0\r\ns=é!\r\n".to_owned(), path: None };
        for (at, want) in [(0, (1, 1)), (5, (2, 1)), (9, (2, 4)), (8, (2, 3)), (12, (3, 1)), (99, (3, 1))] {
            assert_eq!(source.position(at), want, "{at}");
        }
    }
}
