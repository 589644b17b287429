//! The order of a page: origin, verdict, what was measured, findings, what was not tested, expectations.

use super::body::body;
use super::finding::finding;
use super::page::{Page, literals};
use crate::report::{Expectation, Line, NotTested, Part, Report, Status, Tone};
use crate::term::Screen;

/// How much is shown, and on what.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// What it is laid out for.
    pub screen: Screen,
    /// Parts up to this detail are shown.
    pub detail: u8,
    /// Leaves out what was measured: verdict, findings and failed expectations remain.
    pub quiet: bool,
}

/// `report` as a page. No row is wider than the screen, save for text to paste.
pub fn text(report: &Report, view: View) -> String {
    let mut page = Page::new(view.screen);
    if let Some(origin) = &report.origin {
        page.wrapped(Line::default(), 2, &Line::toned(origin, Tone::Dim));
    }
    let (sign, tone) = page.signs.verdict(report.verdict.result);
    let lead = Line::toned(format!("{sign} {}: ", report.verdict.result.word()), tone);
    page.wrapped(lead, 2, &literals(&report.verdict.summary));
    if !view.quiet {
        body(&mut page, &report.body, view.detail);
    }
    for f in &report.findings {
        page.blank();
        finding(&mut page, f, &report.sources, view.detail);
    }
    if !view.quiet {
        not_tested(&mut page, &report.not_tested);
    }
    expectations(&mut page, &report.expectations, view.detail);
    if let (false, Some(first)) = (view.quiet, report.findings.first()) {
        page.blank();
        let hint = format!("rtcdiag explain {} says more", first.rule.id);
        page.wrapped(Line::default(), 2, &Line::toned(hint, Tone::Dim));
    }
    page.finish()
}

/// `parts` alone, for a result that is no report.
pub fn blocks(parts: &[Part], screen: Screen) -> String {
    let mut page = Page::new(screen);
    body(&mut page, parts, 0);
    page.finish()
}

fn not_tested(page: &mut Page, list: &[NotTested]) {
    if list.is_empty() {
        return;
    }
    page.blank();
    for item in list {
        let lead = Line::toned(format!("{} not tested: ", page.signs.unknown), Tone::Warn);
        let line = literals(&format!("{} {} {}", item.what, page.signs.dash, item.why));
        page.wrapped(lead, 2, &line);
    }
}

fn expectations(page: &mut Page, list: &[Expectation], detail: u8) {
    let shown: Vec<_> = list.iter().filter(|e| detail > 0 || e.status != Status::Met).collect();
    if shown.is_empty() {
        return;
    }
    page.blank();
    for e in shown {
        let (sign, tone) = page.signs.status(e.status);
        let (before, between) = match e.status {
            Status::Met => ("as expected: ", ", it is "),
            Status::Failed => ("expected ", ", but it is "),
            Status::Inconclusive => ("could not decide ", ": "),
        };
        let lead = Line::toned(format!("{sign} "), tone);
        let line = Line::toned(before, tone)
            .with(format!("`{}`", e.expr), Tone::Name)
            .with(between, Tone::Plain)
            .with(e.actual.as_str(), Tone::Plain);
        page.wrapped(lead, 2, &line);
    }
}
