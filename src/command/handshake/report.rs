//! What was measured to the report on it: a pure function, so that a recording gives the same report again.

use super::compare::comparison;
use super::published::Beside;
use super::spread::{repeat, shown as median};
use super::taken::{Taken, Way};
use super::{body, described, har, overview, published, words};
use crate::facts::handshake::{End, Handshake, PhaseId};
use crate::report::{Exit, FailOn, Finding, NotTested, Report, Severity};
use crate::rules::{Subject, judge};

/// How the report is shown and judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Whether each message is wanted.
    pub(super) frames: bool,
    /// What fails it.
    pub(super) fail_on: FailOn,
}

/// The report on `taken`. Of several runs the one in full is the first that failed, else the median; of several ways of
/// trickling it is the first.
pub(super) fn report(taken: &Taken, shown: Shown) -> Report {
    let none = Handshake::default();
    let facts = match taken.way {
        Way::Repeat(_) => median(&taken.runs),
        Way::Once | Way::CompareTrickle => taken.runs.first(),
    };
    let mut facts = facts.unwrap_or(&none).clone();
    let described = described::judged(&mut facts);
    let facts = &facts;
    let mut findings = described.findings;
    findings.extend(judge(Subject::Handshake(facts)));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let beside = Beside {
        comparison: (taken.way == Way::CompareTrickle).then(|| comparison(&taken.runs)),
        repeat: match taken.way {
            Way::Repeat(asked) => Some(repeat(asked, &taken.runs)),
            Way::Once | Way::CompareTrickle => None,
        },
        frames: shown.frames,
    };
    let mut parts = overview::parts(&beside);
    parts.extend(body::parts(facts, shown.frames));
    Report {
        command: "handshake",
        origin: Some(origin(facts, taken.servers.as_deref())),
        started: taken.started.clone(),
        duration_ms: taken.duration_ms,
        verdict: words::verdict(facts, &beside, findings.first()),
        exit: exit(&taken.runs, &findings, taken.signal, shown.fail_on),
        findings,
        expectations: Vec::new(),
        not_tested: not_tested(facts),
        facts: published::facts(facts, beside),
        body: parts,
        sources: described.sources,
        har: Some(har::har(&taken.started, &taken.runs)),
    }
}

/// Where the server, and the ICE servers, came from.
fn origin(facts: &Handshake, servers: Option<&str>) -> String {
    let server = if facts.embedded {
        "signaling server: embedded, in this process".to_owned()
    } else {
        format!("signaling server: {} (command line)", facts.url)
    };
    servers.map_or_else(|| server.clone(), |servers| format!("{server}; {servers}"))
}

/// A handshake that failed exits with 1 though no rule knows its reason yet.
fn exit(runs: &[Handshake], findings: &[Finding], signal: u8, fail_on: FailOn) -> Exit {
    let exit = Exit::from_findings(findings, fail_on);
    if runs.iter().any(|run| run.end == End::Interrupted) {
        return exit.worse(Exit::interrupted(signal));
    }
    let failed = runs.iter().find_map(|run| match &run.end {
        End::Failed(failure) => Some(failure),
        End::Connected | End::Interrupted => None,
    });
    match failed {
        Some(failure) if exit.code == 0 && fail_on.fails(Severity::Error) => {
            Exit { code: 1, reason: format!("the handshake failed in `{}`", failure.phase()) }
        }
        _ => exit,
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
        let runs = vec![Handshake { end, ..Handshake::default() }];
        let taken = Taken::new(String::new(), 0.0, signal, Way::Once, runs);
        report(&taken, Shown { frames: false, fail_on }).exit.code
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
