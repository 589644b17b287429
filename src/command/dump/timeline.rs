//! Every event of every connection, one line each: descriptions folded, state changes marked. The renderer shows the gaps.

use crate::dump::{Connection, Description, Dump, Event, EventKind};
use crate::report::{Block, Line, Moment, Part, Tone, number};

/// The timelines of all connections.
pub(super) fn body(dumps: &[Dump]) -> Vec<Part> {
    let mut parts = Vec::new();
    for dump in dumps {
        for connection in &dump.connections {
            let file = if dumps.len() > 1 { format!("{}: ", dump.name) } else { String::new() };
            parts.push(Part::always(Block::Heading(format!("{file}connection {}", connection.id))));
            parts.push(Part::always(match moments(connection) {
                moments if moments.is_empty() => Block::Line(Line::toned("the dump has no event of it", Tone::Dim)),
                moments => Block::Timeline(moments),
            }));
        }
    }
    parts
}

fn moments(connection: &Connection) -> Vec<Moment> {
    let mut moments = Vec::new();
    let mut last_ms = 0.0;
    for event in &connection.events {
        // an event without a time stands where the log has it
        let at_ms = event.at_ms.unwrap_or(last_ms);
        moments.push(Moment { at_ms, text: said(event) });
        last_ms = at_ms;
    }
    moments
}

fn said(event: &Event) -> Line {
    match &event.kind {
        EventKind::Created(description) => Line::plain(format!("created {}", folded(description))),
        EventKind::Set(end, description) => Line::plain(format!("set {} {}", end.word(), folded(description))),
        EventKind::SetDone(end) => Line::toned(format!("{} description is set", end.word()), Tone::Dim),
        EventKind::SetFailed(end, why) => {
            Line::toned(format!("{} description was refused: {why}", end.word()), Tone::Bad)
        }
        EventKind::State(machine, state) => {
            Line::plain(format!("{} state ", machine.word())).with(state.clone(), state_tone(state))
        }
        EventKind::Candidate(end, candidate) => Line::plain(format!("{} candidate ", end.word()))
            .with(candidate.to_string(), Tone::Name)
            .with(format!(" {}", candidate.protocol), Tone::Plain),
        EventKind::EndOfCandidates(end) => Line::toned(format!("end of {} candidates", end.word()), Tone::Dim),
        EventKind::CandidateRefused(why) => Line::toned(format!("remote candidate was refused: {why}"), Tone::Bad),
        EventKind::CandidateError(error) => Line::toned(format!("candidate error {} ", error.code), Tone::Warn)
            .with(error.url.clone(), Tone::Name)
            .with(format!(" {}", error.text), Tone::Plain),
        EventKind::Other { name, detail } if detail.is_empty() => Line::plain(name.clone()),
        EventKind::Other { name, detail } => Line::plain(format!("{name} ")).with(detail.clone(), Tone::Dim),
    }
}

/// A description on one line: `offer, 3 sections, 5.1 kB`.
fn folded(description: &Description) -> String {
    let sections = number::plural(description.sections.len(), "section");
    let size = number::bytes(description.sdp.expose().text().len() as u64);
    format!("{}, {sections}, {size}", description.kind)
}

fn state_tone(state: &str) -> Tone {
    match state {
        "connected" | "completed" | "stable" | "complete" => Tone::Good,
        "failed" => Tone::Bad,
        "disconnected" | "closed" => Tone::Warn,
        _ => Tone::Strong,
    }
}
