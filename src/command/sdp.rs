//! `rtcdiag sdp`: read, explain, judge, compare. Is given no network at all.

mod body;
mod diff;
mod facts;
mod fix;
mod lint;
mod negotiate;
mod read;
mod section;
mod verdict;
mod wanted;

use read::Taken;

use std::path::PathBuf;

pub use diff::diff;
pub use lint::lint;
pub use negotiate::negotiate;

use super::{Context, Failure, Outcome};
use crate::cli::ExplainSdpArgs;
use crate::net::clock;
use crate::report::{Exit, Report, Severity, Source, Target};
use crate::rules::{Subject, judge};
use crate::sdp::{Sdp, Summary};

/// A description with what is known of the text around it.
struct Description {
    name: String,
    path: Option<PathBuf>,
    /// `offer` or `answer`, where the wrapping says so.
    kind: Option<String>,
    unwrapped_from: Vec<&'static str>,
    sdp: Sdp,
}

/// Runs `rtcdiag sdp explain`.
///
/// # Errors
/// An input that cannot be read, or in which there is no description: exit 2.
pub fn explain(args: &ExplainSdpArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let start = clock::now();
    let mut not_tested = Vec::new();
    let descriptions = read::descriptions(&args.files, args.pick, Taken::Unwrapped, context, &mut not_tested)?;
    let summaries: Vec<_> = descriptions.iter().map(|description| Summary::of(&description.sdp)).collect();
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for (number, description) in descriptions.iter().enumerate() {
        // what is only good to know has its place in `lint`
        let mut found = judge(Subject::Sdp(&description.sdp, number));
        found.retain(|f| f.severity > Severity::Info && f.concerns(&[Target::Chrome, Target::Firefox]));
        if descriptions.len() > 1 {
            found.iter_mut().for_each(|f| f.subject = format!("{}: {}", description.name, f.subject));
        }
        findings.extend(found);
        sources.push(Source {
            name: description.name.clone(),
            text: description.sdp.redacted_text(),
            path: description.path.clone(),
        });
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let wanted = wanted::Wanted::new(args);
    let described: Vec<_> = descriptions.iter().zip(&summaries).collect();
    let facts = serde_json::to_value(facts::facts(&described, &sources, &wanted))
        .expect("facts are strings, numbers and lists");
    Ok(Outcome::Report(Box::new(Report {
        command: "sdp explain",
        origin: None,
        started: context.started.clone(),
        duration_ms: clock::ms(clock::now().saturating_duration_since(start)),
        verdict: verdict::verdict(&described, &findings),
        exit: Exit::from_findings(&findings, context.global.fail_on()),
        findings,
        expectations: Vec::new(),
        not_tested,
        facts,
        body: body::body(&described, &sources, &wanted),
        sources,
        har: None,
    })))
}

impl Description {
    /// `offer`, `answer` and the like: what the wrapping says, else what the text tells.
    fn kind(&self, summary: &Summary<'_>) -> String {
        self.kind.clone().unwrap_or_else(|| summary.role.word().to_owned())
    }
}

/// `3 sections`, `1 section`.
fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// `a, b and c`.
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
