//! Every event of every connection, one line each: descriptions folded, state changes marked. The renderer shows the gaps.

use super::overview::letter;
use super::together::Together;
use crate::dump::{Connection, Description, Dump, Event, EventKind, Munging, Place, Window};
use crate::report::{Block, Line, Moment, Part, Span, Tone, number};

/// The timelines of all connections, within `window`: of both ends of a call one, on the axis of the first.
pub(super) fn body(dumps: &[Dump], together: &Together, window: Option<Window>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut timelines = all(dumps, together, window);
    while !timelines.is_empty() {
        let (place, mut moments) = timelines.remove(0);
        let name = |place: Place| {
            let id = place.of(dumps).map(|connection| connection.id.as_str()).unwrap_or_default();
            if dumps.len() > 1 { format!("{} {id}", letter(place.file)) } else { id.to_owned() }
        };
        let other = together.other_end(place).and_then(|other| timelines.iter().position(|(at, _)| *at == other));
        let heading = match other.map(|at| timelines.remove(at)) {
            Some((other, others)) => {
                moments = woven([(letter(place.file), moments), (letter(other.file), others)]);
                format!("connections {} and {}, by the clock of {}", name(place), name(other), letter(place.file))
            }
            None => format!("connection {}", name(place)),
        };
        parts.push(Part::always(Block::Heading(heading)));
        parts.push(Part::always(match moments {
            moments if moments.is_empty() => Block::Line(Line::toned("the dump has no event of it", Tone::Dim)),
            moments => Block::Timeline(moments),
        }));
    }
    parts
}

/// The moments of every connection; of an end whose other end came before, on the axis of that one.
fn all(dumps: &[Dump], together: &Together, window: Option<Window>) -> Vec<(Place, Vec<Moment>)> {
    let mut numbered = 0;
    let mut all = Vec::new();
    for (file, dump) in dumps.iter().enumerate() {
        for (n, connection) in dump.connections.iter().enumerate() {
            let place = Place { file, connection: n };
            let shift_ms = together.shift_ms(place);
            let mut moments = moments(connection, window.map(|window| window.moved(-shift_ms)), &mut numbered);
            moments.iter_mut().for_each(|moment| moment.at_ms += shift_ms);
            all.push((place, moments));
        }
    }
    all
}

/// The moments of both ends in the order of time, each with the letter of its file.
fn woven(ends: [(String, Vec<Moment>); 2]) -> Vec<Moment> {
    let mut all: Vec<Moment> = Vec::new();
    for (letter, moments) in ends {
        all.extend(moments.into_iter().map(|Moment { at_ms, text }| {
            let mut spans = vec![Span { text: format!("{letter} "), tone: Tone::Strong }];
            spans.extend(text.0);
            Moment { at_ms, text: Line(spans) }
        }));
    }
    all.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    all
}

/// The events, with the descriptions numbered on from `numbered`.
pub(super) fn moments(connection: &Connection, window: Option<Window>, numbered: &mut usize) -> Vec<Moment> {
    let mut moments = Vec::new();
    let mut last_ms = 0.0;
    let mungings = connection.mungings();
    for (place, event) in connection.events.iter().enumerate() {
        // an event without a time stands where the log has it
        let at_ms = event.at_ms.unwrap_or(last_ms);
        last_ms = at_ms;
        if matches!(event.kind, EventKind::Created(_) | EventKind::Set(..)) {
            *numbered += 1;
        }
        if window.is_some_and(|window| at_ms < window.from_ms || at_ms > window.to_ms) {
            continue;
        }
        moments.push(Moment { at_ms, text: said(event, *numbered) });
        let munging = mungings.iter().find(|munging| munging.event == place);
        moments.extend(munging.map(|munging| Moment { at_ms, text: changed(munging) }));
    }
    moments
}

/// Lines of a changed description that are shown.
const SHOWN_CHANGES: usize = 6;

/// What was changed between creating and setting.
fn changed(munging: &Munging) -> Line {
    let signed =
        |sign: &'static str, lines: &[String]| lines.iter().map(|line| format!("{sign}`{line}`")).collect::<Vec<_>>();
    let all = [signed("-", &munging.removed), signed("+", &munging.added)].concat();
    let more = match all.len().saturating_sub(SHOWN_CHANGES) {
        0 => String::new(),
        more => format!(" and {} more", number::plural(more, "line")),
    };
    let shown: Vec<&str> = all.iter().take(SHOWN_CHANGES).map(String::as_str).collect();
    Line::toned("changed before it was set: ", Tone::Warn).with(format!("{}{more}", shown.join(" ")), Tone::Plain)
}

fn said(event: &Event, number: usize) -> Line {
    match &event.kind {
        EventKind::Created(description) => Line::plain(format!("created {}", folded(description, number))),
        EventKind::Set(end, description) => Line::plain(format!("set {} {}", end.word(), folded(description, number))),
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

/// A description on one line: `offer, 3 sections, 5.1 kB (2)`.
fn folded(description: &Description, n: usize) -> String {
    if description.sdp.expose().text().is_empty() {
        return description.kind.clone();
    }
    let sections = number::plural(description.sections.len(), "section");
    let size = number::bytes(description.sdp.expose().text().len() as u64);
    format!("{}, {sections}, {size} ({n})", description.kind)
}

fn state_tone(state: &str) -> Tone {
    match state {
        "connected" | "completed" | "stable" | "complete" => Tone::Good,
        "failed" => Tone::Bad,
        "disconnected" | "closed" => Tone::Warn,
        _ => Tone::Strong,
    }
}
