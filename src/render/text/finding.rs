//! One finding: what was observed, what it means, what to do.

use super::page::{Page, literals};
use super::snippet::snippets;
use crate::report::number::{figures, ms};
use crate::report::{Confidence, Evidence, Finding, Line, Source, Tone};

/// `finding` with its place in the text, and what follows from it beneath it.
pub(super) fn finding(page: &mut Page, finding: &Finding, sources: &[Source], detail: u8) {
    head(page, finding, "");
    row(page, "observed", &literals(&finding.message));
    snippets(page, finding, sources);
    if detail > 0 {
        finding.evidence.iter().filter_map(evidence).for_each(|line| row(page, "evidence", &line));
    }
    row(page, "meaning", &literals(finding.rule.meaning));
    if let Some(breaks) = breaks(finding) {
        row(page, "breaks", &Line::plain(breaks));
    }
    if !finding.help.is_empty() {
        row(page, "do", &literals(&finding.help));
    }
    if let Some(fix) = &finding.fix {
        self::fix(page, fix);
    }
    for effect in &finding.effects {
        head(page, effect, &format!("  {} ", page.signs.effect));
        page.wrapped(Line::plain(" ".repeat(6)), 6, &literals(&effect.message));
    }
}

/// The widest name of a row, `observed`.
const COLUMN: usize = 8;

fn head(page: &mut Page, finding: &Finding, margin: &str) {
    let (sign, tone) = page.signs.severity(finding.severity);
    let sure = match finding.confidence {
        Confidence::Certain => String::new(),
        unsure => format!(" ({})", unsure.word()),
    };
    let lead = Line::plain(margin).with(format!("{sign} {}{sure}: ", finding.severity.word()), tone);
    let mut line = Line::toned(finding.rule.id, Tone::Strong);
    if !finding.subject.is_empty() {
        line = line.with(format!(" {} ", page.signs.dash), Tone::Dim).with(finding.subject.as_str(), Tone::Name);
    }
    page.wrapped(lead, margin.chars().count() + 2, &line);
}

fn row(page: &mut Page, name: &str, value: &Line) {
    page.field(2, &Line::toned(name, Tone::Dim), COLUMN, value);
}

/// Who breaks and how: `Chrome refuses; Firefox loses media`.
fn breaks(finding: &Finding) -> Option<String> {
    let said: Vec<_> = finding
        .breaks
        .iter()
        .filter_map(|(target, effect)| Some(format!("{} {}", target.name(), effect.phrase()?)))
        .collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Text to paste is never folded: a fold would be pasted too.
fn fix(page: &mut Page, fix: &str) {
    for (n, line) in fix.lines().enumerate() {
        let name = if n == 0 { "fix" } else { "" };
        let text = page.screen.clean(line).into_owned();
        page.put(Line::plain("  ").with(format!("{name:<COLUMN$}  "), Tone::Dim).with(text, Tone::Good));
    }
}

/// Evidence that is not a place in a text.
fn evidence(evidence: &Evidence) -> Option<Line> {
    Some(match evidence {
        Evidence::Span { .. } => return None,
        Evidence::Moment { at_ms, text } => Line::plain(format!("at {}: {text}", ms(*at_ms))),
        Evidence::Window { series, from_ms, to_ms, value } => {
            let value = figures(*value);
            Line::toned(series, Tone::Name)
                .with(format!(" is {value} from {} to {}", ms(*from_ms), ms(*to_ms)), Tone::Plain)
        }
        Evidence::Packet { n, text } => Line::plain(format!("packet {n}: {text}")),
        Evidence::Fact { path, value } => Line::toned(path, Tone::Name).with(format!(" is {value}"), Tone::Plain),
    })
}
