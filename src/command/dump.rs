//! `rtcdiag dump`: read, judge, report. Is given no network at all.

mod anonymous;
mod candidates;
mod compare;
mod connection;
mod figures;
mod overview;
mod plots;
mod published;
mod select;
mod series;
mod timeline;
mod together;
mod verdict;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use self::series::Chosen;
use self::together::Together;
use super::{Context, Failure, Outcome};
use crate::cli::DumpArgs;
use crate::dump::{self, Dump, DumpError, Reading};
use crate::net::clock;
use crate::report::{Exit, Finding, NotTested, Report};
use crate::rules::{self, Subject};

/// Largest dump that is read, in bytes after inflating.
const LIMIT: u64 = 2 << 30;

const HOW_TO_SAVE: &str = "open `chrome://webrtc-internals` before the call (Edge: `edge://webrtc-internals`), then \
                           Create Dump, then \"Download the webrtc-internals dump\"; in Firefox open `about:webrtc`, then \
                           Save Page";

/// Runs `rtcdiag dump`.
///
/// # Errors
/// When no file is readable, none is a dump, or `--connection` names none.
pub fn run(args: &DumpArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let start = clock::now();
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files.clone() };
    if files.iter().any(|file| file.as_os_str() == "-") && context.stdin_is_terminal {
        return Err(Failure::usage("read a dump from the terminal: name a file, or pipe one in").hint(HOW_TO_SAVE));
    }
    let reading = if args.series.is_empty() { Reading::Used } else { Reading::All };
    anonymous::check(args, &files, context)?;
    let (mut dumps, mut refusals) = (Vec::new(), Vec::new());
    let held = files.iter().map(|file| anonymous::held(file, context)).collect::<Result<Vec<_>, _>>()?;
    let inputs: Vec<(&PathBuf, Option<&[u8]>)> = files.iter().zip(held.iter().map(Option::as_deref)).collect();
    inputs.iter().for_each(|(file, held)| anonymous::learn(file, *held, context));
    for (number, (file, held)) in inputs.into_iter().enumerate() {
        match read(file, held, context, reading) {
            Ok(dump) => {
                dumps.push(dump);
                if let Some(target) = args.write.get(number) {
                    anonymous::write(file, held, target, context)?;
                }
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if dumps.is_empty() {
        let messages: Vec<&str> = refusals.iter().map(|refusal| refusal.message.as_str()).collect();
        let failure = Failure::usage(messages.join("; and could not "));
        let unreadable = refusals.iter().all(|refusal| refusal.unreadable);
        return Err(if unreadable { failure } else { failure.hint(HOW_TO_SAVE) });
    }
    if args.compare && dumps.len() < 2 {
        return Err(Failure::usage("compare: one dump was read")
            .hint("name two files: `rtcdiag dump --compare good.gz bad.gz`"));
    }
    let (mut dumps, merged) = if args.compare { (dumps, Vec::new()) } else { dump::merged(dumps) };
    if let Some(id) = &args.connection {
        keep_only(id, &mut dumps)?;
    }
    if let Some(number) = args.sdp {
        return select::description(number, &dumps).map(|text| Outcome::Document(text, Exit::ok()));
    }
    let ends = together::ends(args, &dumps);
    select::narrow(args, &mut dumps, &ends)?;
    let chosen = series::choose(args, &dumps, &ends)?;
    let together = together::together(args, &mut dumps, merged, ends);
    let read = Seen { dumps: &dumps, refusals: &refusals, chosen: &chosen, together: &together };
    Ok(Outcome::Report(Box::new(report(args, context, &read, start))))
}

/// A file that gave no dump.
struct Refusal {
    file: String,
    /// Reads well after "could not".
    message: String,
    /// Whether the file could not be read at all, as opposed to being something else.
    unreadable: bool,
}

/// Reads `file`, or what was held of it.
fn read(file: &Path, held: Option<&[u8]>, context: &mut Context<'_>, reading: Reading) -> Result<Dump, Refusal> {
    let mut bytes = held.unwrap_or_default();
    let stdin: &mut dyn Read = if held.is_some() { &mut bytes } else { &mut *context.stdin };
    let refusal = |message, unreadable| Refusal { file: file.display().to_string(), message, unreadable };
    let mut stream = anonymous::open(file, held.is_some(), stdin).map_err(|error| refusal(error.to_string(), true))?;
    let name = stream.name.clone();
    let dump = dump::read_from(&name, &mut stream, reading)
        .map_err(|error| refusal(error.to_string(), matches!(error, DumpError::Io { .. })))?;
    for warning in &dump.warnings {
        (context.notice)(&format!("warning: `{}`: {warning}", dump.name));
    }
    Ok(dump)
}

/// Leaves the connections called `id`, and the dumps that have one.
fn keep_only(id: &str, dumps: &mut Vec<Dump>) -> Result<(), Failure> {
    let known: Vec<String> =
        dumps.iter().flat_map(|dump| &dump.connections).map(|connection| format!("`{}`", connection.id)).collect();
    for dump in dumps.iter_mut() {
        dump.connections.retain(|connection| connection.id == id);
    }
    dumps.retain(|dump| !dump.connections.is_empty());
    if !dumps.is_empty() {
        return Ok(());
    }
    let hint = match known.as_slice() {
        [] => "there is no connection in it".to_owned(),
        ids => format!("the connections are {}", ids.join(", ")),
    };
    Err(Failure::usage(format!("find connection `{id}`")).hint(hint))
}

/// What was read, and what it is to each other.
struct Seen<'a> {
    dumps: &'a [Dump],
    refusals: &'a [Refusal],
    chosen: &'a [Chosen],
    together: &'a Together,
}

fn report(args: &DumpArgs, context: &Context<'_>, read: &Seen<'_>, start: Instant) -> Report {
    let Seen { dumps, refusals, chosen, together } = *read;
    let findings = select::touching(findings(dumps), select::window(args));
    let verdict = verdict::verdict(dumps, together.calls.len(), &findings);
    let view = overview::View { one_was_chosen: args.connection.is_some(), detail: context.global.detail() };
    let body = match args {
        DumpArgs { timeline: true, .. } => timeline::body(dumps, together, select::window(args)),
        DumpArgs { candidates: true, .. } => candidates::body(dumps),
        DumpArgs { series, .. } if !series.is_empty() => series::body(args, dumps, chosen),
        _ => overview::body(dumps, &findings, view, together),
    };
    let mut exit = Exit::from_findings(&findings, context.global.fail_on());
    if let Some(unexplained) = verdict::unexplained(dumps, &findings) {
        exit = exit.worse(Exit::untestable(unexplained));
    }
    if let Some(Refusal { message, .. }) = refusals.first() {
        exit = exit.worse(Exit { code: 2, reason: format!("could not {message}") });
    }
    Report {
        command: "dump",
        origin: None,
        started: context.started.clone(),
        duration_ms: clock::ms(clock::now().saturating_duration_since(start)),
        verdict,
        findings,
        expectations: Vec::new(),
        not_tested: not_tested(dumps, refusals),
        facts: published::facts(dumps, chosen, together),
        body,
        sources: Vec::new(),
        har: None,
        exit,
    }
}

/// The findings about every dump; with several, each says which file it is about.
fn findings(dumps: &[Dump]) -> Vec<Finding> {
    match dumps {
        [only] => rules::judge(Subject::Dump(only)),
        several => rules::judge(Subject::Dumps(several)),
    }
}

fn not_tested(dumps: &[Dump], refusals: &[Refusal]) -> Vec<NotTested> {
    let mut list = Vec::new();
    for dump in dumps {
        let name = if dumps.len() > 1 { format!("{}: ", dump.name) } else { String::new() };
        list.extend(
            dump.warnings.iter().map(|warning| NotTested {
                what: format!("the damaged part of `{}`", dump.name),
                why: warning.clone(),
            }),
        );
        list.extend(
            dump.unseen.iter().map(|gap| NotTested { what: format!("{name}{}", gap.what), why: gap.why.clone() }),
        );
    }
    list.extend(refusals.iter().map(|refusal| NotTested {
        what: format!("`{}`", refusal.file),
        why: format!("could not {}", refusal.message),
    }));
    list
}
