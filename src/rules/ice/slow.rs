//! ICE that works, but takes its time.

use super::super::Draft;
use super::super::in_dump::{clock, draft, list};
use super::super::limits::{SLOW_CHECKS_MS, SLOW_GATHERING_MS};
use crate::dump::{Connection, Dump, Phase, PhaseKind};
use crate::report::{Evidence, number};

/// `ice/slow`: the checks took long.
pub(super) fn checks(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let Some(phase) = phase(connection, PhaseKind::Checking).filter(|phase| length(phase) > SLOW_CHECKS_MS) else {
        return Vec::new();
    };
    vec![
        draft(connection, format!("the checks took {}, until {}", number::ms(length(&phase)), clock(phase.end_ms)))
            .help(
                "send candidates as they come, first those of the other side; the checks wait for a candidate that works, \
                 and each lost one costs a retransmission",
            )
            .evidence(Evidence::Moment { at_ms: phase.start_ms, text: "iceConnectionState became `checking`".to_owned() }),
    ]
}

/// `ice/slow-gathering`: gathering took long, and the call was not there before it ended.
pub(super) fn gathering(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let Some(phase) = phase(connection, PhaseKind::Gathering).filter(|phase| length(phase) > SLOW_GATHERING_MS) else {
        return Vec::new();
    };
    let set_up = phase_end(connection);
    if set_up.is_some_and(|ms| ms < phase.end_ms) {
        return Vec::new();
    }
    let mut dead: Vec<String> = connection
        .candidate_errors()
        .filter(|(event, _)| event.at_ms.is_some_and(|ms| ms - phase.start_ms > SLOW_GATHERING_MS))
        .map(|(_, error)| format!("`{}`", error.url))
        .collect();
    dead.dedup();
    let waited = if dead.is_empty() { String::new() } else { format!(", waiting for {}", list(&dead)) };
    vec![
        draft(connection, format!("gathering took {}{waited}", number::ms(length(&phase))))
            .help(
                "take servers that do not answer out of `iceServers`, and send candidates as they come in place of waiting \
                 for the end of gathering",
            )
            .evidence(Evidence::Moment { at_ms: phase.end_ms, text: "iceGatheringState became `complete`".to_owned() }),
    ]
}

fn phase(connection: &Connection, kind: PhaseKind) -> Option<Phase> {
    connection.phases().into_iter().find(|phase| phase.kind == kind)
}

/// When ICE was connected.
fn phase_end(connection: &Connection) -> Option<f64> {
    phase(connection, PhaseKind::Checking).map(|phase| phase.end_ms)
}

fn length(phase: &Phase) -> f64 {
    phase.end_ms - phase.start_ms
}
