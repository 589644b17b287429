//! `media/none`: a connection on which no media came.

use crate::facts::handshake::{Handshake, PhaseId};
use crate::report::Severity;
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::draft;

/// Fires where media was to come, and not where this side alone sends.
pub(super) fn none(run: &Handshake) -> Vec<Draft> {
    let none = run.phase(PhaseId::FirstMedia).is_some()
        && !run.media.is_empty()
        && run.media.iter().all(|flow| flow.packets_received == 0);
    let (ours, theirs) = (sections(run.sides.local.as_ref()), sections(run.sides.remote.as_ref()));
    let receives = ours.iter().any(|(_, direction)| matches!(*direction, "sendrecv" | "recvonly"));
    if !none || !receives {
        return Vec::new();
    }
    let sends = theirs.iter().any(|(_, direction)| matches!(*direction, "sendrecv" | "sendonly"));
    let sent_only = ours.iter().all(|(_, direction)| *direction == "sendrecv") && !sends;
    let shown: Vec<String> = theirs.iter().map(|(kind, direction)| format!("{kind} {direction}")).collect();
    let message =
        format!("the connection stands, and not one media packet came; the peer's description has {}", list(&shown));
    let found = draft(run, message).fact("media", "none received").help(if sends {
        "see that the peer has something to send: a live source, a codec that both sides know, a key frame"
    } else {
        "no section of the peer's sends: let it add a track where it should, or offer `sendonly`"
    });
    // A peer that only takes what is offered both ways has chosen so.
    vec![if sent_only { found.severity(Severity::Info) } else { found }]
}

/// Kind and direction of each media section: `sendrecv` where none is said (RFC 8866 section 6.7), `refused` with port 0.
fn sections(description: Option<&String>) -> Vec<(&str, &str)> {
    const DIRECTIONS: [&str; 4] = ["sendrecv", "sendonly", "recvonly", "inactive"];
    let sections = description.map_or("", String::as_str).split("\nm=").skip(1);
    sections
        .filter_map(|section| {
            let mut words = section.split(' ');
            let (kind, port) = (words.next()?, words.next()?);
            let mut said = section.lines().filter_map(|line| line.trim_end().strip_prefix("a="));
            let said = said.find(|value| DIRECTIONS.contains(value)).unwrap_or("sendrecv");
            (kind != "application").then_some((kind, if port == "0" { "refused" } else { said }))
        })
        .collect()
}
