//! Runs the subcommand.

use super::super::{Context, Failure, Outcome as CommandOutcome};
use super::report::{Terms, report};
use super::{browser, embedded, facts, options};
use crate::cli::{BrowserArg, IceArgs};
use crate::config::{ConfigError, Origin};
use crate::facts::ice::{Demands, Gathering};
use crate::net::gather::{GatherError, Progress as Happening, Target, gather};
use crate::net::{clock, signals};
use crate::report::number::plural;
use crate::report::{Exit, Finding, NotTested, Report, Verdict, VerdictResult};
use crate::rules::{Subject, judge};
use crate::term::Progress;
use crate::trace::Ledger;

/// Packets that are kept for `-v`; a run that sends more has other troubles.
const LEDGER: usize = 20_000;

/// Runs `rtcdiag ice`.
///
/// # Errors
/// Wrong options (exit 2), or a machine on which nothing can be tested (exit 3).
pub async fn run(args: &IceArgs, context: &mut Context<'_>) -> Result<CommandOutcome, Failure> {
    let began = clock::now();
    let chosen = match options::servers(args, context)? {
        Ok(chosen) => chosen,
        Err(error) if error.uris().is_empty() => return Err(Failure::usage(error.to_string())),
        Err(error) => return Ok(CommandOutcome::Report(Box::new(bad_uris(&error, context)))),
    };
    // The embedded server lives as long as the run.
    let (_server, plan) = if chosen.origin == Origin::Nowhere {
        options::may_self_test(args, context, &chosen)?;
        let (server, plan) = embedded::start(args).await?;
        (Some(server), plan)
    } else {
        (None, options::plan(args, chosen.servers, context)?)
    };
    let ledger = (context.global.verbose > 0).then(|| Ledger::new(LEDGER));
    let stop = signals::listen();
    let unicode = super::super::output::screen(context.global).unicode;
    let progress = Progress::start(context.global.quiet == 0, unicode);
    let unix_time = clock::unix_time();
    let event = context.event;
    let tell = |news: Happening<'_>| match news {
        Happening::Waiting(waiting) => progress.set(&asking(waiting)),
        Happening::Candidate(candidate) => event("candidate", json(&facts::candidate(candidate))),
        Happening::Server(server) => event("server", json(&facts::server(server, unix_time))),
    };
    let gathered = gather(&plan, stop.clone(), ledger.as_ref(), tell).await;
    drop(progress);
    let gathering = gathered.map_err(refused)?;
    let origin = match chosen.origin {
        Origin::Nowhere => "servers: none given, so the embedded one was started".to_owned(),
        origin => format!("servers from {origin}"),
    };
    let interrupted = *stop.borrow();
    let entries = ledger.map(|ledger| ledger.packets()).unwrap_or_default();
    let terms =
        Terms { started: context.started.clone(), fail_on: context.global.fail_on(), prove: plan.prove, interrupted };
    let mut report = report(&gathering, &entries, terms);
    if args.browser == Some(BrowserArg::Chrome) {
        report.body.extend(browser::chrome(&gathering));
    }
    report.origin = Some(origin);
    report.duration_ms = clock::ms(clock::now() - began);
    Ok(CommandOutcome::Report(Box::new(report)))
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn asking(waiting: &[&Target]) -> String {
    match waiting {
        [] => String::new(),
        [one] => format!("asking {}", one.uri.canonical()),
        [first, rest @ ..] => format!("asking {} and {} more", first.uri.canonical(), rest.len()),
    }
}

fn refused(error: GatherError) -> Failure {
    match &error {
        GatherError::Interfaces(_) => Failure::untestable(error.to_string()),
        GatherError::NoInterface { present, .. } => {
            Failure::usage(error.to_string()).hint(format!("there are: {}", present.join(", ")))
        }
    }
}

/// URIs that are none: a report with exit 2, and nothing was sent.
fn bad_uris(error: &ConfigError, context: &Context<'_>) -> Report {
    let findings: Vec<Finding> = error.uris().into_iter().flat_map(|uri| judge(Subject::Uri(uri))).collect();
    let summary = format!("{} not valid, nothing was sent", counted(findings.len(), "URI"));
    (context.notice)(&format!("error: could not {error}"));
    // The facts have the shape of every other run's, so that a consumer finds its keys.
    let nothing = Gathering {
        demands: Demands::default(),
        embedded: false,
        interfaces: Vec::new(),
        candidates: Vec::new(),
        servers: Vec::new(),
        gathering_ms: 0.0,
        unix_time: clock::unix_time(),
    };
    Report {
        command: "ice",
        origin: None,
        started: context.started.clone(),
        duration_ms: 0.0,
        verdict: Verdict { result: VerdictResult::Failed, summary: summary.clone() },
        findings,
        expectations: Vec::new(),
        not_tested: vec![NotTested { what: "every server".to_owned(), why: "the configuration is wrong".to_owned() }],
        facts: serde_json::to_value(facts::publish(&nothing)).unwrap_or_default(),
        body: Vec::new(),
        sources: Vec::new(),
        exit: Exit { code: 2, reason: summary },
    }
}

fn counted(n: usize, noun: &str) -> String {
    format!("{} {}", plural(n, noun), if n == 1 { "is" } else { "are" })
}
