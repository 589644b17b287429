//! `rtcdiag/report/v1`: the one JSON document that every command prints with `--json`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::super as inner;

/// The name that stands first in every report.
pub const SCHEMA: &str = "rtcdiag/report/v1";

/// One run of rtcdiag.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Report {
    /// `rtcdiag/report/v1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// Who wrote this.
    pub tool: Tool,
    /// The subcommand, as typed.
    pub command: String,
    /// Start of the run: RFC 3339, UTC.
    pub started: String,
    /// Length of the run in milliseconds.
    pub duration_ms: f64,
    /// The verdict.
    pub verdict: Verdict,
    /// Worst first, then by position or time.
    pub findings: Vec<Finding>,
    /// What the user expected, and whether it held.
    pub expectations: Vec<Expectation>,
    /// What was not tested, and why.
    pub not_tested: Vec<NotTested>,
    /// What this command saw; its keys are those of the command.
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub facts: Value,
    /// The exit code.
    pub exit: Exit,
}

/// The program that wrote the report.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Tool {
    /// `rtcdiag`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The verdict of the run.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Verdict {
    /// The verdict as a word.
    pub result: VerdictResult,
    /// One sentence.
    pub summary: String,
}

/// The verdict as a word.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VerdictResult {
    /// Nothing stands in the way.
    Ok,
    /// It fails.
    Failed,
    /// It could not be told.
    Inconclusive,
}

/// A rule that fired.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Finding {
    /// `subject/kebab-name`; `rtcdiag explain` prints its manual page.
    pub rule: String,
    /// What happens to the call.
    pub severity: Severity,
    /// How sure the tool is.
    pub confidence: Confidence,
    /// What it is about.
    pub subject: String,
    /// What was observed, with values and units.
    pub message: String,
    /// What it rests on; the first is the main place.
    pub evidence: Vec<Evidence>,
    /// Whom it concerns and what it does to them; absent where that is not told apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Breaks>,
    /// What to do.
    pub help: String,
    /// Text to paste, or null.
    pub fix: Option<String>,
    /// Findings that follow from this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Self>,
}

/// What a finding does to one reader of a description.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Breaks {
    /// `chrome`, `firefox`, `rfc`, `sip` or `whip`.
    pub target: &'static str,
    /// `refuses`, `fails-later`, `no-connection`, `media-missing`, `no-data-channel`, or `notes` where nothing breaks.
    pub effect: &'static str,
}

/// What happens to the call.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Will fail.
    Error,
    /// May fail, or sound or look bad.
    Warning,
    /// Good to know.
    Info,
}

/// How sure the tool is.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Follows from what was seen.
    Certain,
    /// The best explanation.
    Likely,
    /// One of several explanations.
    Possible,
}

/// What a finding rests on.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum Evidence {
    /// A place in a text.
    Span {
        /// The input's name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The text that stands there.
        text: String,
    },
    /// A moment.
    Moment {
        /// Milliseconds since the start.
        at_ms: f64,
        /// What happened.
        text: String,
    },
    /// A window of a series.
    Window {
        /// The series.
        series: String,
        /// Its beginning.
        from_ms: f64,
        /// Its end.
        to_ms: f64,
        /// The value in it.
        value: f64,
    },
    /// A packet of the ledger.
    Packet {
        /// Its number, from 1.
        n: usize,
        /// What it was.
        text: String,
    },
    /// A path into `facts`.
    Fact {
        /// The path.
        path: String,
        /// The value there, as text.
        value: String,
    },
}

/// An expectation of the user's.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Expectation {
    /// As written.
    pub expr: String,
    /// Whether it held.
    pub status: Status,
    /// The value seen.
    pub actual: String,
}

/// Whether an expectation held.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It held.
    Met,
    /// It did not.
    Failed,
    /// It could not be decided.
    Inconclusive,
}

/// Something left untested.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NotTested {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// The exit code and its reason.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Exit {
    /// 0 fine, 1 findings, 2 usage, 3 not testable, 130 or 143 interrupted.
    pub code: u8,
    /// One sentence.
    pub reason: String,
}

impl Report {
    /// The published form of `report`.
    pub fn new(report: &inner::Report) -> Self {
        Self {
            schema: SCHEMA,
            tool: Tool { name: "rtcdiag", version: env!("CARGO_PKG_VERSION") },
            command: report.command.to_owned(),
            started: report.started.clone(),
            duration_ms: round_ms(report.duration_ms),
            verdict: Verdict {
                result: match report.verdict.result {
                    inner::VerdictResult::Ok => VerdictResult::Ok,
                    inner::VerdictResult::Failed => VerdictResult::Failed,
                    inner::VerdictResult::Inconclusive => VerdictResult::Inconclusive,
                },
                summary: report.verdict.summary.clone(),
            },
            findings: findings(&report.findings, &report.sources),
            expectations: report.expectations.iter().map(expectation).collect(),
            not_tested: report
                .not_tested
                .iter()
                .map(|n| NotTested { what: n.what.clone(), why: n.why.clone() })
                .collect(),
            facts: report.facts.clone(),
            exit: Exit { code: report.exit.code, reason: report.exit.reason.clone() },
        }
    }
}

fn findings(list: &[inner::Finding], sources: &[inner::Source]) -> Vec<Finding> {
    list.iter()
        .map(|f| Finding {
            rule: f.rule.id.to_owned(),
            severity: match f.severity {
                inner::Severity::Error => Severity::Error,
                inner::Severity::Warning => Severity::Warning,
                inner::Severity::Info => Severity::Info,
            },
            confidence: match f.confidence {
                inner::Confidence::Certain => Confidence::Certain,
                inner::Confidence::Likely => Confidence::Likely,
                inner::Confidence::Possible => Confidence::Possible,
            },
            subject: f.subject.clone(),
            message: f.message.clone(),
            evidence: f.evidence.iter().map(|e| evidence(e, sources)).collect(),
            breaks: f.breaks.iter().map(|(t, e)| Breaks { target: t.word(), effect: e.word() }).collect(),
            help: f.help.clone(),
            fix: f.fix.clone(),
            effects: findings(&f.effects, sources),
        })
        .collect()
}

fn evidence(evidence: &inner::Evidence, sources: &[inner::Source]) -> Evidence {
    match evidence {
        inner::Evidence::Span { source, range, .. } => {
            let source = sources.get(*source);
            let (line, column) = source.map_or((1, 1), |source| source.position(range.start));
            Evidence::Span {
                file: source.map_or("", |source| &source.name).to_owned(),
                line,
                column,
                text: source.and_then(|source| source.text.get(range.clone())).unwrap_or_default().to_owned(),
            }
        }
        inner::Evidence::Moment { at_ms, text } => Evidence::Moment { at_ms: round_ms(*at_ms), text: text.clone() },
        inner::Evidence::Window { series, from_ms, to_ms, value } => Evidence::Window {
            series: series.clone(),
            from_ms: round_ms(*from_ms),
            to_ms: round_ms(*to_ms),
            value: *value,
        },
        inner::Evidence::Packet { n, text } => Evidence::Packet { n: *n, text: text.clone() },
        inner::Evidence::Fact { path, value } => Evidence::Fact { path: path.clone(), value: value.clone() },
    }
}

fn expectation(e: &inner::Expectation) -> Expectation {
    Expectation {
        expr: e.expr.clone(),
        status: match e.status {
            inner::Status::Met => Status::Met,
            inner::Status::Failed => Status::Failed,
            inner::Status::Inconclusive => Status::Inconclusive,
        },
        actual: e.actual.clone(),
    }
}

/// Milliseconds with the microsecond as the last digit: finer digits are noise.
pub fn round_ms(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}
