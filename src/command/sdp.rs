//! `rtcdiag sdp`: read, explain, judge, compare. Is given no network at all.

mod body;
mod diff;
mod facts;
mod negotiate;
mod section;
mod verdict;

pub use diff::diff;
pub use negotiate::negotiate;

use std::path::{Path, PathBuf};

use super::{Context, Failure, Outcome};
use crate::cli::ExplainSdpArgs;
use crate::input::{self, Input};
use crate::net::clock;
use crate::report::{Exit, NotTested, Report, Source};
use crate::rules::{Subject, judge};
use crate::sdp::{Paste, Sdp, Summary, looks_like, unwrap};

/// The most that a paste may hold, inflated.
const LIMIT: u64 = 16 << 20;

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
    let descriptions = read_all(&args.files, context, &mut not_tested)?;
    let summaries: Vec<_> = descriptions.iter().map(|description| Summary::of(&description.sdp)).collect();
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for (number, description) in descriptions.iter().enumerate() {
        let mut found = judge(Subject::Sdp(&description.sdp, number));
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
    let described: Vec<_> = descriptions.iter().zip(&summaries).collect();
    let facts = serde_json::to_value(facts::facts(&described, &sources, args.lines))
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
        body: body::body(&described, &sources, args.lines),
        sources,
    })))
}

fn read_all(
    files: &[PathBuf],
    context: &mut Context<'_>,
    not_tested: &mut Vec<NotTested>,
) -> Result<Vec<Description>, Failure> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    if files.iter().filter(|file| is_stdin(file)).count() > 1 {
        return Err(Failure::usage("read stdin twice").hint("give `-` once"));
    }
    let mut descriptions = Vec::new();
    for file in files {
        if is_stdin(file) && context.stdin_is_terminal {
            (context.notice)("paste the description, then press Enter and Ctrl-D (on Windows Ctrl-Z and Enter)");
        }
        let input = input::read(file, context.stdin, LIMIT).map_err(|error| Failure::usage(error.to_string()))?;
        if let Some(bytes) = input.damaged_at {
            let why = format!("the gzip stream is damaged or cut after {bytes} bytes");
            not_tested.push(NotTested { what: format!("the rest of `{}`", input.name), why });
        }
        descriptions.push(describe(file, input)?);
    }
    Ok(descriptions)
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn describe(file: &Path, input: Input) -> Result<Description, Failure> {
    let Input { name, bytes, gzip, .. } = input;
    let Paste { bytes, kind, unwrapped_from } = unwrap(bytes);
    let sdp = Sdp::parse(&bytes);
    if !sdp.is_one() {
        let (looks, hint) = looks_like(&bytes);
        return Err(Failure::usage(format!("find a session description: `{name}` {looks}")).hint(hint));
    }
    Ok(Description {
        // Lines of an unwrapped text are not those of the file.
        path: (!is_stdin(file) && unwrapped_from.is_empty() && !gzip).then(|| file.to_owned()),
        name,
        kind: kind.map(|kind| kind.chars().take(40).collect()),
        unwrapped_from: gzip.then_some("gzip").into_iter().chain(unwrapped_from).collect(),
        sdp,
    })
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
