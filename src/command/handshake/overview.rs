//! Several runs beside each other: what trickling saved, and how figures spread.

use super::published::Beside;
use super::words;
use crate::facts::handshake::PhaseId;
use crate::report::number::{ms, plural};
use crate::report::wire::facts::handshake::{Comparison, Group, Repeat};
use crate::report::{Block, Line, Part, Table, Tone};

/// The parts that stand before those of the run that is shown in full.
pub(super) fn parts(beside: &Beside) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(comparison) = &beside.comparison {
        parts.push(Part::always(Block::Heading("trickle, compared".to_owned())));
        parts.push(Part::always(Block::Table(ways(comparison))));
        parts.push(Part::always(Block::Line(Line::plain(saved(comparison)))));
        parts.push(Part::always(Block::Heading("trickle full, in detail".to_owned())));
    }
    if let Some(repeat) = &beside.repeat {
        parts.push(Part::always(Block::Heading(
            format!("{} of {}", repeat.connected, plural(repeat.runs as usize, "run")) + " connected",
        )));
        parts.push(Part::always(Block::Table(spreads(repeat))));
        parts.extend(groups(repeat));
        let which = if repeat.connected < repeat.runs { "the first run that failed" } else { "the median run" };
        parts.push(Part::always(Block::Heading(which.to_owned())));
    }
    parts
}

fn ways(comparison: &Comparison) -> Table {
    let mut table = Table::new(&["trickle", "result", ">total", ">offer to channel", ">waited for gathering"]);
    for mode in &comparison.modes {
        let result = match &mode.failed_phase {
            _ if mode.connected => Line::toned("connected", Tone::Good),
            Some(phase) => Line::toned(format!("failed in {phase}"), Tone::Bad),
            None => Line::toned("interrupted", Tone::Warn),
        };
        table.push(vec![
            Line::plain(mode.trickle.clone()),
            result,
            Line::plain(ms(mode.total_ms)),
            Line::plain(mode.setup_ms.map_or_else(|| "-".to_owned(), ms)),
            Line::plain(ms(mode.gathering_waited_ms)),
        ]);
    }
    table
}

/// What trickling saved, as a sentence.
pub(super) fn saved(comparison: &Comparison) -> String {
    let waited =
        comparison.modes.iter().find(|mode| mode.trickle == "none").map_or(0.0, |mode| mode.gathering_waited_ms);
    let waited = format!("without it the offer waited {} for gathering", ms(waited));
    match comparison.saved_ms {
        Some(saved) if saved > 0.0 => format!("trickling saved {} from the offer to the channel; {waited}", ms(saved)),
        // One run of each: what else was slower in that run is in the figure.
        Some(cost) => format!("trickling saved nothing, this run of it took {} more; {waited}", ms(-cost)),
        None => "what trickling saves cannot be told: not every way connected".to_owned(),
    }
}

fn spreads(repeat: &Repeat) -> Table {
    let mut table = Table::new(&["phase", ">runs", ">min", ">p50", ">p90", ">max"]);
    for spread in &repeat.phases {
        let tone = if spread.id == "total" { Tone::Strong } else { Tone::Plain };
        let figure = |value| Line::toned(ms(value), tone);
        table.push(vec![
            Line::toned(name(&spread.id), tone),
            Line::plain(spread.count.to_string()),
            figure(spread.min_ms),
            figure(spread.p50_ms),
            figure(spread.p90_ms),
            figure(spread.max_ms),
        ]);
    }
    table
}

/// Where runs fall into groups, the groups; and each timer that fired.
fn groups(repeat: &Repeat) -> Vec<Part> {
    let grouped = repeat.phases.iter().filter(|spread| spread.modes.len() > 1);
    let lines = grouped.map(|spread| {
        let groups: Vec<String> = spread.modes.iter().map(group).collect();
        format!("{}: {}; a median says nothing of it", name(&spread.id), groups.join(", "))
    });
    let timers = repeat
        .timers
        .iter()
        .map(|timer| format!("{} in {}: in {}", timer.name, name(&timer.phase), plural(timer.runs as usize, "run")));
    lines.chain(timers).map(|text| Part::always(Block::Line(Line::toned(text, Tone::Warn)))).collect()
}

fn group(group: &Group) -> String {
    let range =
        if group.count == 1 { ms(group.from_ms) } else { format!("{} to {}", ms(group.from_ms), ms(group.to_ms)) };
    let timers = if group.timers.is_empty() { String::new() } else { format!(" ({})", group.timers.join(", ")) };
    format!("{} at {range}{timers}", plural(group.count as usize, "run"))
}

fn name(id: &str) -> &str {
    PhaseId::ALL.into_iter().find(|phase| phase.word() == id).map_or(id, |phase| words::phase(phase))
}
