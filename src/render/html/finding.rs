//! A finding as the page shows it.

use super::rich::{Rich, lines, plain};
use crate::report::number::{figures, ms};
use crate::report::{Confidence, Evidence, Finding, Severity, Source};

/// One finding, with those that follow from it.
#[derive(Debug)]
pub(super) struct FindingView {
    /// As the report counts it: `2`, or `2.1` for the first effect of the second.
    pub(super) number: String,
    pub(super) severity: &'static str,
    pub(super) sign: &'static str,
    pub(super) rule: &'static str,
    pub(super) confidence: Option<&'static str>,
    pub(super) subject: Rich,
    pub(super) observed: Rich,
    pub(super) meaning: Rich,
    pub(super) breaks: Vec<String>,
    pub(super) help: Option<Rich>,
    pub(super) fix: Option<String>,
    pub(super) evidence: Vec<Rich>,
    pub(super) places: Vec<Place>,
    pub(super) effects: Vec<Self>,
}

/// A place in a text.
#[derive(Debug)]
pub(super) struct Place {
    /// File, line and column.
    pub(super) at: String,
    pub(super) line: Rich,
    pub(super) label: Rich,
}

/// Every finding of `list`, counted behind `prefix`.
pub(super) fn findings(list: &[Finding], prefix: &str, sources: &[Source]) -> Vec<FindingView> {
    list.iter().enumerate().map(|(n, finding)| view(finding, format!("{prefix}{}", n + 1), sources)).collect()
}

/// The class of a severity, and a sign that says it without colour.
pub(super) fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "✘"),
        Severity::Warning => ("warning", "▲"),
        Severity::Info => ("info", "●"),
    }
}

fn view(finding: &Finding, number: String, sources: &[Source]) -> FindingView {
    let (class, sign) = severity(finding.severity);
    let breaks = finding.breaks.iter().filter_map(|(t, effect)| Some(format!("{} {}", t.name(), effect.phrase()?)));
    FindingView {
        severity: class,
        sign,
        rule: finding.rule.id,
        confidence: (finding.confidence != Confidence::Certain).then(|| finding.confidence.word()),
        subject: Rich::sentence(&finding.subject),
        observed: Rich::sentence(&finding.message),
        meaning: Rich::sentence(finding.rule.meaning),
        breaks: breaks.collect(),
        help: (!finding.help.is_empty()).then(|| Rich::sentence(&finding.help)),
        fix: finding.fix.as_deref().map(lines),
        evidence: finding.evidence.iter().filter_map(evidence).collect(),
        places: finding.evidence.iter().filter_map(|evidence| place(evidence, sources)).collect(),
        effects: findings(&finding.effects, &format!("{number}."), sources),
        number,
    }
}

/// Evidence that is no place in a text.
fn evidence(evidence: &Evidence) -> Option<Rich> {
    Some(Rich::sentence(&match evidence {
        Evidence::Span { .. } => return None,
        Evidence::Moment { at_ms, text } => format!("at {}: {text}", ms(*at_ms)),
        Evidence::Window { series, from_ms, to_ms, value } => {
            format!("`{series}` is {} from {} to {}", figures(*value), ms(*from_ms), ms(*to_ms))
        }
        Evidence::Packet { n, text } => format!("packet {n}: {text}"),
        Evidence::Fact { path, value } => format!("`{path}` is {value}"),
    }))
}

/// So much of a line is shown on either side of the place.
const BESIDE: usize = 120;

/// So much of the place itself is shown.
const LONGEST: usize = 400;

fn place(evidence: &Evidence, sources: &[Source]) -> Option<Place> {
    let Evidence::Span { source, range, label } = evidence else { return None };
    let source = sources.get(*source)?;
    let (line, column) = source.position(range.start);
    let text = source.text.as_str();
    let (before, rest) = text.split_at_checked(range.start)?;
    let (inside, after) = rest.split_at_checked(range.end.checked_sub(range.start)?)?;
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = if inside.ends_with('\n') { "" } else { after.lines().next().unwrap_or_default() };
    let skipped = before.chars().count().saturating_sub(BESIDE);
    let short = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    Some(Place {
        at: plain(&format!("{}:{line}:{column}", source.name)),
        line: Rich::marked(
            &before.chars().skip(skipped).collect::<String>(),
            &short(inside.trim_end_matches(['\r', '\n']), LONGEST),
            &short(after, BESIDE),
        ),
        label: Rich::sentence(label),
    })
}
