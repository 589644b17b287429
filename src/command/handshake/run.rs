//! Options to report.

use std::sync::Arc;

use super::{body, described, options, published, servers, words};
use crate::cli::HandshakeArgs;
use crate::command::{Context, Failure, Outcome, embedded};
use crate::facts::handshake::{End, Handshake, PhaseId};
use crate::net::gather::Plan;
use crate::net::handshake::{Options, run};
use crate::net::{clock, signals};
use crate::probe::signaling::SignalingUrl;
use crate::report::{Exit, FailOn, Finding, NotTested, Report, Severity};
use crate::rules::{Subject, judge};

/// Runs `rtcdiag handshake`.
///
/// # Errors
/// Exit 2 for a URL that is none, and for a self-test where something of the user's was to be tested; exit 3 where no
/// peer could be started.
pub fn handshake(args: &HandshakeArgs, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let options = options::options(args, context)?;
    if options.is_none() {
        let remedy = "name a signaling URL, such as `wss://sig.example.org/ws?room=test`";
        embedded::may_self_test(args.self_test, false, remedy, context)?;
    }
    let started = clock::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::untestable(format!("start the network runtime: {error}")))?;
    let run = runtime.block_on(async {
        let stop = signals::listen();
        let mut cancel = stop.clone();
        let (plan, from) = match servers::servers(args, context).await {
            Ok(Ok(found)) => found.map_or((None, None), |found| (Some(found.plan), Some(found.origin))),
            Ok(Err(report)) => return Ok(Err(report)),
            Err(failure) => return Err(failure),
        };
        let facts = measure(args, options, plan.map(Arc::new), signals::stopped(&mut cancel)).await?;
        Ok(Ok((facts, stop.borrow().unwrap_or(0), from)))
    });
    // Name service may still hang in a thread of its own.
    runtime.shutdown_background();
    let (facts, signal, servers) = match run? {
        Ok(ended) => ended,
        Err(report) => return Ok(report),
    };
    let duration_ms = clock::ms(clock::now().saturating_duration_since(started));
    let mut report = report(&facts, signal, context.global.fail_on(), context.started.clone(), duration_ms);
    if let (Some(origin), Some(servers)) = (&mut report.origin, servers) {
        origin.push_str(&format!("; {servers}"));
    }
    Ok(Outcome::Report(Box::new(report)))
}

async fn measure(
    args: &HandshakeArgs,
    options: Option<Options>,
    ice: Option<Arc<Plan>>,
    cancel: impl Future<Output = ()>,
) -> Result<Handshake, Failure> {
    let mut server = None;
    let options = match options {
        Some(options) => options,
        None => {
            let started = server.insert(embedded::start(embedded::anywhere()).await?);
            let url = SignalingUrl::parse(&started.echo_url()).ok();
            let url = url.ok_or_else(|| Failure::untestable("find a server to test"))?;
            Options { embedded: true, ..options::common(args, url) }
        }
    };
    let options = Options { ice, ..options };
    run(&options, cancel).await.map_err(|error| Failure::untestable(error.to_string()))
}

/// The report on `facts`; `signal` is the exit code that a signal asks for, or 0.
fn report(facts: &Handshake, signal: u8, fail_on: FailOn, started: String, duration_ms: f64) -> Report {
    let mut facts = facts.clone();
    let described = described::judged(&mut facts);
    let facts = &facts;
    let mut findings = described.findings;
    findings.extend(judge(Subject::Handshake(facts)));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Report {
        command: "handshake",
        origin: Some(if facts.embedded {
            "signaling server: embedded, in this process".to_owned()
        } else {
            format!("signaling server: {} (command line)", facts.url)
        }),
        started,
        duration_ms,
        verdict: words::verdict(facts, findings.first()),
        exit: exit(facts, &findings, signal, fail_on),
        findings,
        expectations: Vec::new(),
        not_tested: not_tested(facts),
        facts: published::facts(facts),
        body: body::parts(facts),
        sources: described.sources,
    }
}

/// A handshake that failed exits with 1 though no rule knows its reason yet.
fn exit(facts: &Handshake, findings: &[Finding], signal: u8, fail_on: FailOn) -> Exit {
    let exit = Exit::from_findings(findings, fail_on);
    match &facts.end {
        End::Interrupted => exit.worse(Exit::interrupted(signal)),
        End::Failed(failure) if exit.code == 0 && fail_on.fails(Severity::Error) => {
            Exit { code: 1, reason: format!("the handshake failed in `{}`", failure.phase()) }
        }
        End::Connected | End::Failed(_) => exit,
    }
}

/// The phases of a data channel that were not come to.
fn not_tested(facts: &Handshake) -> Vec<NotTested> {
    let path = [PhaseId::Answer, PhaseId::Ice, PhaseId::Dtls, PhaseId::Sctp, PhaseId::DcOpen, PhaseId::FirstEcho];
    let missing: Vec<&str> = path.into_iter().filter(|id| facts.phase(*id).is_none()).map(PhaseId::word).collect();
    let silent = facts.phase(PhaseId::FirstEcho).is_some_and(|phase| phase.end_ms.is_none());
    let mut list = Vec::new();
    if !missing.is_empty() {
        list.push(NotTested { what: missing.join(", "), why: words::end(facts) });
    }
    if silent {
        let why = "the peer did not send our message back; not every peer does".to_owned();
        list.push(NotTested { what: PhaseId::FirstEcho.word().to_owned(), why });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::handshake::Failure as Cause;

    fn code(end: End, signal: u8, fail_on: FailOn) -> u8 {
        let facts = Handshake { end, ..Handshake::default() };
        report(&facts, signal, fail_on, String::new(), 0.0).exit.code
    }

    #[test]
    fn the_exit_code_follows_the_end() {
        let broken = End::Failed(Cause::Broken { phase: PhaseId::Ice, why: String::new() });
        assert_eq!(code(End::Connected, 0, FailOn::Error), 0);
        assert_eq!(code(broken.clone(), 0, FailOn::Error), 1);
        assert_eq!(code(broken, 0, FailOn::Never), 0);
        assert_eq!(code(End::Interrupted, 143, FailOn::Error), 143);
    }
}
