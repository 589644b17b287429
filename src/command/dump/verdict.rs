//! The one sentence about all dumps.

use crate::dump::{Connection, Dump, End, Outcome};
use crate::facts::Known;
use crate::report::{Finding, Severity, Verdict, VerdictResult, number};

use super::overview::path;

/// The verdict, of which `calls` says how many were seen from both ends: failed where a finding says that the call fails, inconclusive where something did not connect and no
/// finding says why, or where the dump tells nothing.
pub(super) fn verdict(dumps: &[Dump], calls: usize, findings: &[Finding]) -> Verdict {
    let connections: Vec<&Connection> = dumps.iter().flat_map(|dump| &dump.connections).collect();
    let cause = findings.iter().find(|finding| finding.severity == Severity::Error);
    let works = |connection: &&Connection| connection.outcome() == Outcome::Connected;
    let result = match cause {
        Some(_) => VerdictResult::Failed,
        None if !connections.is_empty() && connections.iter().all(works) => VerdictResult::Ok,
        None if connections.iter().any(works) && unexplained(dumps, findings).is_none() => VerdictResult::Ok,
        None => VerdictResult::Inconclusive,
    };
    // the first clause of the meaning: the rest stands with the finding
    let meaning = cause.and_then(|finding| finding.rule.meaning.split(';').next());
    let because = meaning.map(|meaning| format!(": {meaning}")).unwrap_or_default();
    let course = course(&connections, dumps);
    let course =
        if calls > 0 { format!("{} seen from both ends: {course}", number::plural(calls, "call")) } else { course };
    Verdict { result, summary: format!("{course}{because}") }
}

/// Says which connection failed though no finding says why.
pub(super) fn unexplained(dumps: &[Dump], findings: &[Finding]) -> Option<String> {
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return None;
    }
    let failed = dumps.iter().flat_map(|dump| &dump.connections).find(|c| c.outcome() == Outcome::Failed)?;
    Some(format!("connection {} failed, and no rule says why", failed.id))
}

fn course(connections: &[&Connection], dumps: &[Dump]) -> String {
    match connections {
        [] => without_connections(dumps),
        [only] => of_one(only),
        many => of_many(many),
    }
}

fn without_connections(dumps: &[Dump]) -> String {
    let calls = dumps.iter().map(|dump| dump.captures.len()).sum::<usize>();
    match calls {
        0 => "there is no connection in the dump".to_owned(),
        calls => {
            let requests = number::plural(calls, "request");
            format!("there is no connection in the dump, only {requests} for camera, microphone or screen")
        }
    }
}

fn of_one(connection: &Connection) -> String {
    let id = &connection.id;
    match connection.outcome() {
        Outcome::Connected => {
            let over = connection.selected_path().yes().map(|p| format!(" over {}", path(p))).unwrap_or_default();
            let after = match connection.setup_ms() {
                Known::Yes(ms) => format!(" in {}", number::ms(ms)),
                _ => String::new(),
            };
            format!("connection {id} came about{after}{over}")
        }
        Outcome::Failed if connection.ever_connected() => format!("connection {id} was lost"),
        Outcome::Failed => format!("connection {id} failed"),
        Outcome::NeverConnected if connection.applied().iter().all(|(end, _)| *end == End::Local) => {
            format!("connection {id} never connected, and no description of the other side was set")
        }
        Outcome::NeverConnected => format!("connection {id} never connected"),
        Outcome::Unknown => format!("the dump does not tell what became of connection {id}"),
    }
}

fn of_many(connections: &[&Connection]) -> String {
    const WORDS: [(Outcome, &str); 4] = [
        (Outcome::Failed, "failed"),
        (Outcome::NeverConnected, "never connected"),
        (Outcome::Connected, "connected"),
        (Outcome::Unknown, "unknown"),
    ];
    let count = |outcome: Outcome| connections.iter().filter(|c| c.outcome() == outcome).count();
    let all = connections.len();
    let counts: Vec<String> = WORDS
        .iter()
        .filter_map(|(outcome, word)| match count(*outcome) {
            0 => None,
            n if n == all => Some(format!("all {word}")),
            n => Some(format!("{n} {word}")),
        })
        .collect();
    format!("{all} connections, {}", counts.join(", "))
}
