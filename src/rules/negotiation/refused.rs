//! `negotiation/description-failed` and `negotiation/glare`.

use super::super::Draft;
use super::super::in_dump::{clock, draft, moment};
use super::super::limits::GLARE_MS;
use super::texts;
use crate::dump::{Connection, Dump, End, Event, EventKind};
use crate::report::{Severity, number};

/// `negotiation/description-failed`: one finding for each text, with its cause.
pub(super) fn description_failed(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let mut kinds: Vec<(End, &str, Vec<&Event>)> = Vec::new();
    for event in &connection.events {
        let EventKind::SetFailed(end, text) = &event.kind else { continue };
        if crossed(connection, event) {
            continue;
        }
        match kinds.iter_mut().find(|(of, known, _)| of == end && known == text) {
            Some((_, _, events)) => events.push(event),
            None => kinds.push((*end, text, vec![event])),
        }
    }
    let failed = |(end, text, events): (End, &str, Vec<&Event>)| {
        let kind = texts::find(text);
        let call = if end == End::Local { "setLocalDescription" } else { "setRemoteDescription" };
        let first = events.first()?;
        let times = if events.len() > 1 { format!(" {} times", events.len()) } else { String::new() };
        // the browser begins with what was called, which stands there already
        let words = text.split_once(" sdp: ").map_or(text, |(_, words)| words).trim_end_matches(['.', '*']);
        let what = ["offer", "answer"].into_iter().find(|what| text.contains(&format!("{what} sdp")));
        let what = what.map(|what| format!(" for the {what}")).unwrap_or_default();
        let found = draft(connection, format!("`{call}`{what} failed{times}: `{words}`; {}", kind.cause))
            .help(kind.help)
            .evidence(moment(first, format!("{call} failed")));
        // a negotiation that came through later made up for it
        let after = |ms: f64| connection.negotiations().iter().any(|n| n.answered.at_ms.is_some_and(|at| at >= ms));
        let mended = connection.ever_connected() || first.at_ms.is_some_and(after);
        Some(if mended { found.severity(Severity::Warning) } else { found })
    };
    kinds.into_iter().filter_map(failed).collect()
}

/// `negotiation/glare`: an offer of the other side came while the own one was open (RFC 9429 section 4.1.10.2).
pub(super) fn glare(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let mut own: Option<&Event> = None;
    let (mut collisions, mut rolled_back) = (Vec::new(), 0_usize);
    for event in &connection.events {
        match &event.kind {
            EventKind::Set(End::Local, description) => {
                own = (description.kind == "offer").then_some(event);
            }
            EventKind::Set(End::Remote, description) => {
                if let Some(own) = own.take().filter(|_| description.kind == "offer") {
                    collisions.push((own, event));
                    rolled_back += 1;
                }
            }
            EventKind::SetFailed(End::Local, _) => own = None,
            EventKind::SetFailed(End::Remote, _) if crossed(connection, event) => {
                // the call of a refused offer is in the log too, unless its text did not parse
                match collisions.last() {
                    Some((_, last)) if at(event) - at(last) < GLARE_MS => rolled_back = rolled_back.saturating_sub(1),
                    _ => collisions.push((event, event)),
                }
            }
            _ => {}
        }
    }
    let Some((own, other)) = collisions.first() else { return Vec::new() };
    let resolved = rolled_back == collisions.len() && connection.open_offer().is_none();
    let message = format!(
        "the other side's offer came at {}, {} after an own one that had no answer yet{}; {}",
        clock(at(other)),
        number::ms((at(other) - at(own)).max(0.0)),
        if collisions.len() > 1 { format!(" ({} times in all)", collisions.len()) } else { String::new() },
        if resolved { "the own offer was rolled back, and the negotiation came through" } else { "it was refused" }
    );
    let found = draft(connection, message)
        .help(
            "nothing is to be done where it is resolved each time; else use the perfect negotiation pattern: one side gives \
             way, the other ignores the offer that crosses its own",
        )
        .evidence(moment(other, "an offer came in `have-local-offer`"));
    vec![if resolved { found } else { found.severity(Severity::Warning) }]
}

/// Whether a refusal is that of an offer which crossed an own one.
fn crossed(connection: &Connection, refusal: &Event) -> bool {
    let EventKind::SetFailed(End::Remote, text) = &refusal.kind else { return false };
    let of_offer = text.contains("offer sdp") && text.contains("have-local-offer");
    let own = connection.events.iter().filter(|event| match &event.kind {
        EventKind::Set(End::Local, description) => description.kind == "offer",
        _ => false,
    });
    of_offer && own.into_iter().any(|event| (0.0..=GLARE_MS).contains(&(at(refusal) - at(event))))
}

fn at(event: &Event) -> f64 {
    event.at_ms.unwrap_or(0.0)
}
