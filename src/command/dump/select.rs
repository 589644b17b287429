//! Parts of a dump: one description of it, one stretch of time.

use super::together::Ends;
use crate::cli::DumpArgs;
use crate::command::Failure;
use crate::dump::{Connection, Description, Dump, EventKind, Place, Window};
use crate::report::{Evidence, Finding, Severity, number};

/// The descriptions of the connections shown, in the order in which the timeline numbers them, from 1 on.
pub(super) fn descriptions(connection: &Connection) -> impl Iterator<Item = &Description> {
    connection.events.iter().filter_map(|event| match &event.kind {
        EventKind::Created(description) | EventKind::Set(_, description) => Some(description),
        _ => None,
    })
}

/// The text of description `number`, as it stands in the dump: the user's own document, password and all.
pub(super) fn description(number: usize, dumps: &[Dump]) -> Result<String, Failure> {
    let all: Vec<&Description> = dumps.iter().flat_map(|dump| &dump.connections).flat_map(descriptions).collect();
    let found = number.checked_sub(1).and_then(|at| all.get(at));
    match found.map(|description| description.sdp.expose().text()) {
        Some("") => Err(Failure::usage(format!("print description {number}: the recording left its text out"))),
        Some(text) => Ok(text.to_owned()),
        None => {
            let many = number::plural(all.len(), "description");
            let hint = format!("there are {many}; `--timeline` shows their numbers");
            Err(Failure::usage(format!("find description {number}")).hint(hint))
        }
    }
}

/// Leaves the statistics within `--from` and `--to`, by the clock of the first end of a call; the timeline leaves out the
/// events of other times by itself.
pub(super) fn narrow(args: &DumpArgs, dumps: &mut [Dump], ends: &[Ends]) -> Result<(), Failure> {
    let Some(window) = window(args) else { return Ok(()) };
    if window.from_ms > window.to_ms {
        return Err(Failure::usage("narrow to a time: `--from` is after `--to`"));
    }
    for (file, dump) in dumps.iter_mut().enumerate() {
        for (n, connection) in dump.connections.iter_mut().enumerate() {
            let second = ends.iter().find(|ends| ends.link.other == Place { file, connection: n });
            let own = window.moved(-second.map_or(0.0, |ends| ends.shift_ms));
            connection.statistics = connection.statistics.within(own);
        }
    }
    Ok(())
}

/// Leaves the findings that touch `window`, by the times of their evidence. What fails a call stays whenever it happened:
/// it explains what is in the window.
pub(super) fn touching(findings: Vec<Finding>, window: Option<Window>) -> Vec<Finding> {
    let Some(window) = window else { return findings };
    let touches = |evidence: &Evidence| match evidence {
        Evidence::Moment { at_ms, .. } => *at_ms >= window.from_ms && *at_ms <= window.to_ms,
        Evidence::Window { from_ms, to_ms, .. } => *to_ms >= window.from_ms && *from_ms <= window.to_ms,
        Evidence::Span { .. } | Evidence::Packet { .. } | Evidence::Fact { .. } => true,
    };
    let stays = |finding: &Finding| {
        finding.severity == Severity::Error || finding.evidence.is_empty() || finding.evidence.iter().any(touches)
    };
    let kept = findings.into_iter().filter(stays);
    kept.map(|mut finding| {
        finding.effects = touching(std::mem::take(&mut finding.effects), Some(window));
        finding
    })
    .collect()
}

/// The stretch that was asked for.
pub(super) fn window(args: &DumpArgs) -> Option<Window> {
    let asked = args.from.is_some() || args.to.is_some();
    asked.then(|| Window { from_ms: args.from.unwrap_or(0.0), to_ms: args.to.unwrap_or(f64::INFINITY) })
}
