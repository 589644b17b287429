//! Runs the subcommand.

use super::super::{Context, Failure, Outcome as CommandOutcome};
use super::{embedded, facts, options, show};
use crate::cli::IceArgs;
use crate::config::{ConfigError, Origin};
use crate::facts::ice::{Failure as Fault, Gathering, Outcome};
use crate::net::gather::{GatherError, Plan, Target, gather};
use crate::net::{clock, signals};
use crate::report::number::plural;
use crate::report::{Exit, Finding, NotTested, Report, Severity, Verdict, VerdictResult};
use crate::rules::{Subject, judge};
use crate::term::Progress;
use crate::trace::{Ledger, Packet};

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
    let gathered = gather(&plan, stop.clone(), ledger.as_ref(), |waiting| progress.set(&asking(waiting))).await;
    drop(progress);
    let gathering = gathered.map_err(refused)?;
    let origin = match chosen.origin {
        Origin::Nowhere => "servers: none given, so the embedded one was started".to_owned(),
        origin => format!("servers from {origin}"),
    };
    let interrupted = *stop.borrow();
    let entries = ledger.map(|ledger| ledger.packets()).unwrap_or_default();
    let mut report = report(&gathering, &plan, &entries, interrupted, context);
    report.origin = Some(origin);
    report.duration_ms = clock::ms(clock::now() - began);
    Ok(CommandOutcome::Report(Box::new(report)))
}

fn asking(waiting: &[&Target]) -> String {
    match waiting {
        [] => "done".to_owned(),
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

fn report(run: &Gathering, plan: &Plan, ledger: &[Packet], interrupted: Option<u8>, context: &Context<'_>) -> Report {
    let findings = judge(Subject::Gathering(run));
    let not_tested = untested(run, plan);
    let mut exit = Exit::from_findings(&findings, context.global.fail_on());
    if let Some(reason) = untestable(run) {
        exit = exit.worse(Exit::untestable(reason));
    }
    if let Some(code) = interrupted {
        exit = exit.worse(Exit::interrupted(code));
    }
    Report {
        command: "ice",
        origin: None,
        started: context.started.clone(),
        duration_ms: 0.0,
        verdict: verdict(run, &findings, interrupted.is_some()),
        not_tested,
        expectations: Vec::new(),
        facts: serde_json::to_value(facts::publish(run)).unwrap_or_default(),
        body: show::body(run, ledger),
        sources: Vec::new(),
        exit,
        findings,
    }
}

/// Why some server could not be tested at all, or none was, if so.
fn untestable(run: &Gathering) -> Option<String> {
    let no_route = run.servers.iter().find_map(|server| match &server.outcome {
        Outcome::Failed(Fault::NoRoute { why }) => Some(format!("no way to send to {}: {why}", server.uri.canonical())),
        _ => None,
    });
    no_route.or_else(|| {
        let mut whys = run.servers.iter().map(|server| match &server.outcome {
            Outcome::NotTested(why) => Some(format!("{}: {why}", server.uri.canonical())),
            _ => None,
        });
        let first = whys.next().flatten()?;
        whys.all(|why| why.is_some()).then_some(first)
    })
}

fn untested(run: &Gathering, plan: &Plan) -> Vec<NotTested> {
    let mut list = Vec::new();
    for server in &run.servers {
        let uri = server.uri.canonical();
        let address = server.address.map_or_else(String::new, |a| format!(" at {a}"));
        match &server.outcome {
            Outcome::NotTested(why) => list.push(NotTested { what: format!("{uri}{address}"), why: why.to_string() }),
            Outcome::Failed(Fault::NoRoute { why }) => {
                list.push(NotTested { what: format!("{uri}{address}"), why: format!("no way to send: {why}") });
            }
            _ => {}
        }
        let Some(relay) = &server.relay else { continue };
        if relay.proven_in.as_bool().is_some() && relay.proven_out.as_bool().is_some() {
            continue;
        }
        let why = match (&relay.permission_refused, plan.prove, &relay.proven_in) {
            (_, false, _) => "`--no-data` was given".to_owned(),
            (Some((code, reason)), ..) => format!("the server refuses a permission for this machine: {code} {reason}"),
            (None, true, crate::facts::Known::NotTested(why)) => why.to_string(),
            (None, true, _) => "the time for the proof was over".to_owned(),
        };
        let what = format!("reachability of the relay of {uri} from outside");
        list.push(NotTested { what, why });
    }
    list
}

fn verdict(run: &Gathering, findings: &[Finding], interrupted: bool) -> Verdict {
    let of = |wanted: fn(&Outcome) -> bool| run.servers.iter().filter(|s| wanted(&s.outcome)).count();
    let ok = of(|o| *o == Outcome::Ok);
    let failed = of(|o| matches!(o, Outcome::Failed(f) if !matches!(f, Fault::NoRoute { .. })));
    let worst = findings.iter().find(|f| f.severity == Severity::Error);
    let total = run.servers.len();
    let (result, summary) = match (interrupted, worst) {
        (true, _) => (VerdictResult::Inconclusive, format!("interrupted: {ok} of {total} servers had answered")),
        (false, Some(finding)) if failed == total && total > 0 && run.candidates.is_empty() => {
            (VerdictResult::Failed, format!("nothing was gathered: {}", finding.message))
        }
        (false, Some(finding)) if failed > 0 => {
            (VerdictResult::Failed, format!("{failed} of {} failed: {}", plural(total, "server"), finding.message))
        }
        (false, Some(finding)) => (VerdictResult::Failed, finding.message.clone()),
        (false, None) if ok == 0 => {
            let why = untestable(run).map_or_else(String::new, |why| format!("; {why}"));
            (VerdictResult::Inconclusive, format!("no server could be tested{why}"))
        }
        (false, None) => (VerdictResult::Ok, show::summary(run)),
    };
    let summary = if run.embedded { format!("self-test: nothing of yours was tested; {summary}") } else { summary };
    Verdict { result, summary }
}
