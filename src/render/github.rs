//! Workflow commands of GitHub Actions: one annotation for each finding, at its place in the file.
//!
//! Follows <https://docs.github.com/actions/reference/workflow-commands-for-github-actions> and the escapes of
//! `@actions/core`: a line that begins with `::` is a command, so no text from outside may begin or end a line.

use crate::report::{Evidence, Finding, Report, Severity, Source};
use crate::term::clean;

/// `report` as lines of commands, after one line with the verdict.
pub fn github(report: &Report) -> String {
    let (result, summary) = (report.verdict.result.word(), clean(&report.verdict.summary));
    let mut out = format!("rtcdiag {}: {result}: {summary}\n", report.command);
    for finding in &report.findings {
        commands(finding, &report.sources, &mut out);
    }
    out
}

fn commands(finding: &Finding, sources: &[Source], out: &mut String) {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = finding.evidence.iter().find_map(|evidence| match evidence {
        Evidence::Span { source, range, .. } => Some((sources.get(*source)?, range)),
        _ => None,
    });
    let mut properties = Vec::new();
    let mut text = clean(&finding.message).into_owned();
    match place.map(|(source, range)| (source, source.position(range.start), source.position(range.end))) {
        Some((source, (line, column), (end_line, end_column))) if source.path.is_some() => {
            let path = source.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
            properties.push(format!("file={}", property(&path)));
            properties.push(format!("line={line}"));
            // a column is only taken where both ends are on one line
            if line == end_line {
                properties.push(format!("col={column},endColumn={end_column}"));
            } else {
                properties.push(format!("endLine={end_line}"));
            }
        }
        Some((source, (line, column), _)) => text = format!("{}:{line}:{column}: {text}", clean(&source.name)),
        None => text = format!("{}: {text}", clean(&finding.subject)),
    }
    properties.push(format!("title={}", property(finding.rule.id)));
    if !finding.help.is_empty() {
        text.push('\n');
        text.push_str(&clean(&finding.help));
    }
    out.push_str(&format!("::{command} {}::{}\n", properties.join(","), data(&text)));
    finding.effects.iter().for_each(|effect| commands(effect, sources, out));
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(&clean(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Confidence, Exit, Rule, Verdict, VerdictResult};

    static RULE: Rule = Rule { id: "sdp/some-fault", severity: Severity::Error, meaning: "it fails", manual: "" };

    fn report(text: &str, path: &str, range: std::ops::Range<usize>) -> Report {
        let finding = Finding {
            rule: &RULE,
            severity: Severity::Warning,
            confidence: Confidence::Certain,
            subject: text.to_owned(),
            message: text.to_owned(),
            evidence: vec![Evidence::Span { source: 0, range, label: text.to_owned() }],
            help: "mend it".to_owned(),
            fix: None,
            breaks: Vec::new(),
            edits: Vec::new(),
            effects: Vec::new(),
        };
        let bare = Finding { severity: Severity::Info, evidence: Vec::new(), ..finding.clone() };
        Report {
            command: "sdp explain",
            origin: None,
            started: String::new(),
            duration_ms: 0.0,
            verdict: Verdict { result: VerdictResult::Failed, summary: text.to_owned() },
            findings: vec![Finding { effects: vec![bare], ..finding }],
            expectations: Vec::new(),
            not_tested: Vec::new(),
            facts: serde_json::Value::Null,
            body: Vec::new(),
            har: None,
            sources: vec![Source {
                name: text.to_owned(),
                text: "v=0\r\ns=é!\r\n".to_owned(),
                path: Some(path.into()),
            }],
            exit: Exit::ok(),
        }
    }

    #[test]
    fn a_finding_is_an_annotation_at_its_place() {
        assert_eq!(
            github(&report("it is 50 % wrong", "a/offer.sdp", 7..9)),
            "rtcdiag sdp explain: failed: it is 50 % wrong\n\
             ::warning file=a/offer.sdp,line=2,col=3,endColumn=4,title=sdp/some-fault::it is 50 %25 wrong%0Amend it\n\
             ::notice title=sdp/some-fault::it is 50 %25 wrong: it is 50 %25 wrong%0Amend it\n"
        );
        assert!(github(&report("x", "a.sdp", 0..9)).contains("file=a.sdp,line=1,endLine=2,title="));
    }

    #[test]
    fn no_text_from_outside_begins_a_line_or_a_property() {
        let text = github(&report("x\r\n::error::y\n, file=z", "a:b,c%d\n.sdp", 0..1));
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("::warning ") || line.starts_with("::notice ")));
        assert!(text.contains("file=a%3Ab%2Cc%25d\\n.sdp,line=1"), "{text}");
    }
}
