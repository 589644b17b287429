//! Every candidate and every pair of each connection.

use crate::dump::{Candidate, Connection, Dump, Pair};
use crate::report::{Block, Line, Part, Table, Tone};

/// Two tables for each connection.
pub(super) fn body(dumps: &[Dump]) -> Vec<Part> {
    let mut parts = Vec::new();
    for dump in dumps {
        for connection in &dump.connections {
            let file = if dumps.len() > 1 { format!("{}: ", dump.name) } else { String::new() };
            parts.push(Part::always(Block::Heading(format!("{file}connection {}", connection.id))));
            if connection.local_candidates.is_empty() && connection.remote_candidates.is_empty() {
                parts.push(Part::always(Block::Line(Line::toned("the dump has no candidate of it", Tone::Dim))));
                continue;
            }
            parts.push(Part::always(Block::Table(candidates(connection))));
            if !connection.pairs.is_empty() {
                parts.push(Part::always(Block::Table(pairs(connection))));
            }
        }
    }
    parts
}

fn candidates(connection: &Connection) -> Table {
    let mut table = Table::new(&["end", "type", "protocol", "address", "to the relay"]);
    let ends = [("local", &connection.local_candidates), ("remote", &connection.remote_candidates)];
    for (end, candidate) in ends.iter().flat_map(|(end, list)| list.iter().map(move |candidate| (*end, candidate))) {
        table.push(vec![
            end.into(),
            candidate.kind.word().into(),
            candidate.protocol.clone().into(),
            Line::toned(candidate.endpoint(), Tone::Name),
            candidate.relay_protocol.clone().unwrap_or_default().into(),
        ]);
    }
    table
}

fn pairs(connection: &Connection) -> Table {
    let mut table = Table::new(&["pair", "state", ">sent", ">answered", ">received", "selected"]);
    let end = |end: &Option<Candidate>| end.as_ref().map_or_else(|| "?".to_owned(), Candidate::to_string);
    let count = |count: Option<u64>| Line::plain(count.map_or_else(|| "-".to_owned(), |count| count.to_string()));
    let selected = connection.selected_pair();
    for pair @ Pair { id, local, remote, state, .. } in &connection.pairs {
        let is_selected = selected == Some(id.as_str());
        table.push(vec![
            Line::toned(format!("{} -> {}", end(local), end(remote)), Tone::Name),
            state.clone().unwrap_or_else(|| "-".to_owned()).into(),
            count(pair.requests_sent),
            count(pair.responses_received),
            count(pair.requests_received),
            if is_selected { Line::toned("yes", Tone::Good) } else { Line::default() },
        ]);
    }
    table
}
