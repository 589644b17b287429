//! From what was gathered to the report: verdict, exit code, what was not tested.

use super::{facts, show};
use crate::facts::Known;
use crate::facts::ice::{Failure as Fault, Gathering, Outcome};
use crate::report::number::plural;
use crate::report::{Exit, FailOn, Finding, NotTested, Report, Severity, Verdict, VerdictResult};
use crate::rules::{Subject, judge};
use crate::trace::Packet;

/// How a run is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Start of the run: RFC 3339, UTC.
    pub started: String,
    /// From which severity on a finding fails the run.
    pub fail_on: FailOn,
    /// Whether relays were to be proven.
    pub prove: bool,
    /// The exit code of the signal that ended the run early.
    pub interrupted: Option<u8>,
}

/// The report on `run`, with the packets of `ledger` for `-v`.
pub fn report(run: &Gathering, ledger: &[Packet], terms: Terms) -> Report {
    let Terms { started, fail_on, prove, interrupted } = terms;
    let findings = judge(Subject::Gathering(run));
    let not_tested = untested(run, prove);
    let mut exit = Exit::from_findings(&findings, fail_on);
    if let Some(reason) = untestable(run) {
        exit = exit.worse(Exit::untestable(reason));
    }
    if let Some(code) = interrupted {
        exit = exit.worse(Exit::interrupted(code));
    }
    Report {
        command: "ice",
        origin: None,
        started,
        duration_ms: 0.0,
        verdict: verdict(run, &findings, interrupted.is_some()),
        not_tested,
        expectations: Vec::new(),
        facts: serde_json::to_value(facts::publish(run)).unwrap_or_default(),
        body: show::body(run, ledger),
        sources: Vec::new(),
        har: None,
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

fn untested(run: &Gathering, prove: bool) -> Vec<NotTested> {
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
        let why = match (&relay.permission_refused, prove, &relay.proven_in) {
            (_, false, _) => "`--no-data` was given".to_owned(),
            (Some((code, reason)), ..) => format!("the server refuses a permission for this machine: {code} {reason}"),
            (None, true, Known::NotTested(why)) => why.to_string(),
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
        (false, Some(finding)) if failed > 0 && total > 1 => {
            (VerdictResult::Failed, format!("{failed} of {} failed: {}", plural(total, "server"), finding.message))
        }
        (false, Some(finding)) => (VerdictResult::Failed, finding.message.clone()),
        (false, None) if ok == 0 => {
            let why = untestable(run).map_or_else(String::new, |why| format!("; {why}"));
            (VerdictResult::Inconclusive, format!("no server could be tested{why}"))
        }
        (false, None) => {
            // What the network blocks is the news, even where a call would connect.
            let blocked = findings.iter().find(|f| f.severity == Severity::Warning && f.rule.subject() == "net");
            let rest = blocked.map_or_else(String::new, |finding| format!("; {}", finding.message));
            (VerdictResult::Ok, format!("{}{rest}", show::summary(run)))
        }
    };
    let summary = if run.embedded { format!("self-test: nothing of yours was tested; {summary}") } else { summary };
    Verdict { result, summary }
}
