//! Runs the subcommand.

use super::super::{Context, Failure, Outcome as CommandOutcome};
use super::fetch::Fetched;
use super::options::Asked;
use super::report::{Terms, report};
use super::{browser, embedded, facts, input, options};
use crate::cli::{BrowserArg, IceArgs};
use crate::config::Origin;
use crate::net::gather::{GatherError, Progress as Happening, Target, gather};
use crate::net::{clock, signals};
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
    let asked = Asked::from(args);
    options::warn_of_proxy(&args.from, context);
    let connections = options::connections(&asked)?;
    let input = match input::servers(&asked, &connections, context).await? {
        Ok(input) => input,
        Err(error) => return input::refused(&error, context),
    };
    let (chosen, fetched) = (input.chosen, input.fetched);
    // The embedded server lives as long as the run.
    let (_server, plan) = if chosen.origin == Origin::Nowhere {
        options::may_self_test(args, context, &chosen)?;
        let (server, plan) = embedded::start(&asked).await?;
        (Some(server), plan)
    } else {
        match options::plan(&asked, &chosen, connections, fetched.as_ref().is_some_and(|f| f.public), context)? {
            Ok(plan) => (None, plan),
            Err(error) => return input::refused(&error, context),
        }
    };
    let ledger = (context.global.verbose > 0).then(|| Ledger::new(LEDGER));
    let stop = signals::listen();
    let unicode = super::super::output::screen(context.global).unicode;
    let progress = Progress::start(context.global.quiet == 0, unicode);
    let unix_time = clock::unix_time();
    let event = context.event;
    let tell = |news: Happening<'_>| match news {
        Happening::Waiting(waiting) => progress.set(&context.shown(asking(waiting))),
        Happening::Candidate(candidate) => event("candidate", json(&facts::candidate(candidate))),
        Happening::Server(server) => event("server", json(&facts::server(server, unix_time))),
    };
    let gathered = gather(&plan, stop.clone(), ledger.as_ref(), tell).await;
    drop(progress);
    let gathering = gathered.map_err(refused)?;
    let origin = match chosen.origin {
        Origin::Nowhere => "servers: none given, so the embedded one was started".to_owned(),
        ref origin => format!("servers from {origin}{}", fetched.as_ref().map_or_else(String::new, Fetched::summary)),
    };
    let interrupted = *stop.borrow();
    let entries = ledger.map(|ledger| ledger.packets()).unwrap_or_default();
    let terms =
        Terms { started: context.started.clone(), fail_on: context.global.fail_on(), prove: plan.prove, interrupted };
    let mut report = report(&gathering, &entries, terms);
    if args.browser == Some(BrowserArg::Chrome) {
        report.body.extend(browser::chrome(&gathering));
    }
    report.body.extend(fetched.iter().flat_map(Fetched::details));
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
