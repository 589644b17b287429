//! The one sentence: the worst finding, or what the descriptions are.

use super::{Description, count, list};
use crate::report::{Finding, Severity, Verdict, VerdictResult};
use crate::sdp::{Place, Summary};

/// How many kinds of media a sentence can hold.
const KINDS: usize = 6;

/// Failed when something will fail; a description that nobody can judge is none, so it is never inconclusive.
pub(super) fn verdict(described: &[(&Description, &Summary<'_>)], findings: &[Finding]) -> Verdict {
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    let result = if failed { VerdictResult::Failed } else { VerdictResult::Ok };
    let what = match described {
        [(description, summary)] => one(description, summary),
        several => {
            let each: Vec<_> = several.iter().take(3).map(|(d, s)| format!("`{}` is {}", d.name, one(d, s))).collect();
            let more = if several.len() > 3 { format!(" and {} more", several.len() - 3) } else { String::new() };
            format!("{}{more}", each.join("; "))
        }
    };
    let summary = match findings {
        [] => format!("{what}: nothing wrong found"),
        [first] => format!("{}; {what}", first.message),
        [first, rest @ ..] => {
            format!("{}, and {}; {what}", first.message, count(rest.len(), "more finding", "more findings"))
        }
    };
    Verdict { result, summary }
}

/// `an offer from Firefox: audio, video and data on 1 transport`.
fn one(description: &Description, summary: &Summary<'_>) -> String {
    let kind = description.kind(summary);
    let kind = match kind.as_str() {
        "offer" => "an offer".to_owned(),
        "answer" => "an answer".to_owned(),
        "fragment" => "a fragment of a description".to_owned(),
        "unknown" => "a description".to_owned(),
        other => format!("a `{other}`"),
    };
    let author = summary.author.as_ref().map(|author| {
        let version = author.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        format!(" from {}{version}", author.name)
    });
    let transports = summary.sections.iter().filter(|s| !s.rejected && s.place != Place::Rider).count();
    let on =
        if transports == 0 { String::new() } else { format!(" on {}", count(transports, "transport", "transports")) };
    let media = media(summary);
    let media = if media.is_empty() { String::new() } else { format!(" with {media}{on}") };
    format!("{kind}{}{media}", author.unwrap_or_default())
}

/// `audio, 4 video and data`, what is rejected apart from the rest.
fn media(summary: &Summary<'_>) -> String {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for section in &summary.sections {
        let kind = if section.media.is_data() { "data" } else { section.media.kind.head() };
        let name = if section.rejected { format!("rejected {kind}") } else { kind.to_owned() };
        if let Some((_, n)) = kinds.iter_mut().find(|(known, _)| *known == name) {
            *n += 1;
        } else if kinds.len() < KINDS {
            kinds.push((name, 1));
        }
    }
    let words: Vec<_> = kinds.into_iter().map(|(kind, n)| if n == 1 { kind } else { format!("{n} {kind}") }).collect();
    list(&words)
}
