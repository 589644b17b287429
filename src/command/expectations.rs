//! `--expect` and its short forms: read before anything is sent, decided on the report.

use super::{Failure, schema};
use crate::cli::{Command, Global};
use crate::report::{Exit, Expectation, Report, Status, VerdictResult};
use crate::rules::expect::{Expect, decide, parse};

/// The user's expectations of one run.
pub(super) struct Expectations {
    expected: Vec<Expect>,
    /// Limits on phases, which are expectations with a phase of failure of their own.
    budget: Vec<String>,
}

impl Expectations {
    /// Reads every expectation of the command line.
    ///
    /// # Errors
    /// When one is none, names what the command's facts do not have, or the command has no facts (exit 2).
    pub(super) fn read(command: &Command, global: &Global) -> Result<Self, Failure> {
        let short = match command {
            Command::Ice(args) => args.expectations(),
            _ => Vec::new(),
        };
        let budget = budget(command)?;
        let texts: Vec<&String> = global.expect.iter().chain(&short).chain(&budget).collect();
        if texts.is_empty() {
            return Ok(Self { expected: Vec::new(), budget });
        }
        let Some((name, facts)) = schema::name(command).and_then(|name| Some((name, schema::facts(name)?))) else {
            return Err(Failure::usage("use `--expect` here: this command has no facts to look at"));
        };
        let read = |text: &String| {
            parse(text, name, &facts).map_err(|error| {
                let failure = Failure::usage(error.to_string());
                match error.hint {
                    Some(hint) => failure.hint(hint),
                    None => failure,
                }
            })
        };
        let expected = texts.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { expected, budget })
    }

    /// Decides them on `report`, with what follows for its verdict and exit code.
    pub(super) fn decide(&self, report: &mut Report) {
        // A wrong configuration or an interrupted run has nothing to decide on.
        if matches!(report.exit.code, 2 | 130 | 143) {
            return;
        }
        let decided = self.expected.iter().map(|expect| decide(expect, &report.facts, &report.findings));
        report.expectations = decided.collect();
        let over = |e: &Expectation| e.status == Status::Failed && self.budget.contains(&e.expr);
        if report.expectations.iter().any(over)
            && let Some(phase) = report.facts.get_mut("failed_phase").filter(|phase| phase.is_null())
        {
            *phase = "budget".into();
        }
        let first = |status| report.expectations.iter().find(|e| e.status == status);
        let (exit, result, summary) = if let Some(failed) = first(Status::Failed) {
            let reason = format!("expectation `{}` failed: {}", failed.expr, failed.actual);
            (Exit { code: 1, reason: reason.clone() }, VerdictResult::Failed, reason)
        } else if let Some(open) = first(Status::Inconclusive) {
            let reason = format!("expectation `{}` could not be decided: {}", open.expr, open.actual);
            (Exit::untestable(reason.clone()), VerdictResult::Inconclusive, reason)
        } else {
            return;
        };
        if report.verdict.result == VerdictResult::Ok {
            report.verdict.result = result;
            report.verdict.summary = summary;
        }
        report.exit = report.exit.clone().worse(exit);
    }
}

/// The limits of `--budget`, one by one.
fn budget(command: &Command) -> Result<Vec<String>, Failure> {
    let text = match command {
        Command::Handshake(args) => args.budget.as_ref(),
        Command::Replay(args) => args.budget.as_ref(),
        _ => None,
    };
    let Some(text) = text else { return Ok(Vec::new()) };
    let limits: Vec<String> = text.split(',').map(|limit| limit.trim().to_owned()).collect();
    match limits.iter().find(|limit| !limit.contains('<')) {
        Some(limit) => Err(Failure::usage(format!("use the budget `{limit}`: it is no limit on a phase"))
            .hint("a budget looks like `ice<200ms,total<1s`")),
        None => Ok(limits),
    }
}
