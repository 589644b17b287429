//! The frame of every page: verdict, what to do, findings, what was measured, what was not.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::blocks::{Section, View, sections};
use super::finding::{FindingView, findings};
use super::rich::{Rich, lines, plain};
use crate::report::number::{ms, plural};
use crate::report::{Expectation, NotTested, Report, Severity, Status, VerdictResult};
use crate::term::strip;

/// The one style sheet; the page's policy names its hash.
const STYLE: &str = include_str!("style.css");

/// `report` as one page.
///
/// # Errors
/// When a value cannot be written.
pub fn html(report: &Report) -> std::io::Result<String> {
    rendered(&Page::new(report))
}

/// A result that is text and no report, as one page.
///
/// # Errors
/// When it cannot be written.
pub fn html_of_text(text: &str) -> std::io::Result<String> {
    rendered(&Plain { frame: Frame::new(), text: lines(&strip(text)) })
}

fn rendered(page: &impl Template) -> std::io::Result<String> {
    let mut page = page.render().map_err(std::io::Error::other)?;
    page.push('\n');
    Ok(page)
}

/// What every page has.
struct Frame {
    style: &'static str,
    hash: String,
    version: &'static str,
}

impl Frame {
    fn new() -> Self {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        Self { style: STYLE, hash, version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Template)]
#[template(path = "plain.html", config = "src/render/html/askama.toml")]
struct Plain {
    frame: Frame,
    text: String,
}

#[derive(Template)]
#[template(path = "page.html", config = "src/render/html/askama.toml")]
struct Page {
    frame: Frame,
    command: &'static str,
    origin: Option<Rich>,
    result: &'static str,
    sign: &'static str,
    title: String,
    summary: Rich,
    counts: String,
    to_do: Vec<ToDo>,
    findings: Vec<FindingView>,
    sections: Vec<Section>,
    expectations: Vec<ExpectationView>,
    not_tested: Vec<(Rich, Rich)>,
    facts: String,
    started: String,
    took: String,
    exit_code: u8,
    exit_reason: String,
}

struct ToDo {
    number: String,
    severity: &'static str,
    help: Rich,
}

struct ExpectationView {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    expr: String,
    actual: String,
}

impl Page {
    fn new(report: &Report) -> Self {
        let (result, sign) = match report.verdict.result {
            VerdictResult::Ok => ("ok", "✔"),
            VerdictResult::Failed => ("failed", "✘"),
            VerdictResult::Inconclusive => ("inconclusive", "?"),
        };
        let findings = findings(&report.findings, "", &report.sources);
        Self {
            frame: Frame::new(),
            command: report.command,
            origin: report.origin.as_deref().map(Rich::sentence),
            result,
            sign,
            title: plain(&report.verdict.summary),
            summary: Rich::sentence(&report.verdict.summary),
            counts: counts(report),
            to_do: to_do(report, &findings),
            findings,
            sections: sections(&report.body),
            expectations: report.expectations.iter().map(expectation).collect(),
            not_tested: report.not_tested.iter().map(not_tested).collect(),
            // indented JSON has line ends and no other controls
            facts: lines(&serde_json::to_string_pretty(&report.facts).unwrap_or_default()),
            started: plain(&report.started),
            took: ms(report.duration_ms),
            exit_code: report.exit.code,
            exit_reason: plain(&report.exit.reason),
        }
    }
}

/// `1 error, 2 warnings`, effects left out; nothing where there is none.
fn counts(report: &Report) -> String {
    let count = |severity: Severity, noun: &str| {
        let many = report.findings.iter().filter(|finding| finding.severity == severity).count();
        (many > 0).then(|| plural(many, noun))
    };
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")];
    counts.into_iter().filter_map(|(severity, noun)| count(severity, noun)).collect::<Vec<_>>().join(", ")
}

/// The advice of every cause that is worse than good to know.
fn to_do(report: &Report, views: &[FindingView]) -> Vec<ToDo> {
    let causes = report.findings.iter().zip(views);
    causes
        .filter(|(finding, _)| finding.severity >= Severity::Warning && !finding.help.is_empty())
        .map(|(finding, view)| ToDo {
            number: view.number.clone(),
            severity: view.severity,
            help: Rich::sentence(&finding.help),
        })
        .collect()
}

fn expectation(expectation: &Expectation) -> ExpectationView {
    let (class, sign, word) = match expectation.status {
        Status::Met => ("good", "✔", "met"),
        Status::Failed => ("bad", "✘", "failed"),
        Status::Inconclusive => ("warn", "?", "could not be decided"),
    };
    ExpectationView { class, sign, word, expr: plain(&expectation.expr), actual: plain(&expectation.actual) }
}

fn not_tested(item: &NotTested) -> (Rich, Rich) {
    (Rich::sentence(&item.what), Rich::sentence(&item.why))
}
