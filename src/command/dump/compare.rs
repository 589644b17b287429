//! Different calls side by side: what differs and matters first, then the findings that only some of them have.

use std::collections::BTreeMap;

use super::figures::{Figure, Value, figures};
use super::overview::letter;
use super::published::place;
use crate::dump::{Connection, Dump, Place};
use crate::report::wire::facts::dump as wire;
use crate::report::{Block, Finding, Line, Part, Severity, Table, Tone, number};
use crate::rules::{self, Subject};

/// A comparison of several dumps.
#[derive(Debug)]
pub(super) struct Comparison {
    calls: Vec<Compared>,
    /// Each rule that fired, with the gravest severity in each dump; what only some have comes first.
    rules: Vec<(&'static str, Vec<Option<Severity>>)>,
}

/// One connection of each dump.
#[derive(Debug)]
struct Compared {
    places: Vec<Place>,
    rows: Vec<Row>,
}

/// One thing that is compared.
#[derive(Debug)]
struct Row {
    what: String,
    values: Vec<Option<Value>>,
    differs: bool,
}

/// Compares `dumps`: where all have equally many connections, the first of each, the second of each and so on; else the
/// one of each that carried most. `None` where one of them has no connection at all and neither has a finding.
pub(super) fn comparison(dumps: &[Dump]) -> Option<Comparison> {
    let calls: Vec<Compared> = side_by_side(dumps).into_iter().map(|places| compared(places, dumps)).collect();
    let rules = fired(dumps);
    (!calls.is_empty() || !rules.is_empty()).then_some(Comparison { calls, rules })
}

fn side_by_side(dumps: &[Dump]) -> Vec<Vec<Place>> {
    let counts: Vec<usize> = dumps.iter().map(|dump| dump.connections.len()).collect();
    let files = 0..dumps.len();
    match counts.first() {
        Some(0) | None => Vec::new(),
        Some(first) if counts.iter().all(|count| count == first) => {
            (0..*first).map(|connection| files.clone().map(|file| Place { file, connection }).collect()).collect()
        }
        Some(_) => {
            let busiest = |file: usize| {
                let connections = dumps.get(file)?.connections.iter().enumerate();
                let (connection, _) = connections.max_by(|a, b| carried(a.1).total_cmp(&carried(b.1)))?;
                Some(Place { file, connection })
            };
            Vec::from_iter(files.map(busiest).collect::<Option<Vec<Place>>>())
        }
    }
}

/// Bytes of all streams and of the selected pair.
fn carried(connection: &Connection) -> f64 {
    let streams = connection.tracks.iter().filter_map(|track| Some(track.bytes(&connection.statistics)?.last()?.value));
    let pair = connection.selected_pair().and_then(|id| connection.statistics.get(id));
    let pair = pair.into_iter().flat_map(|pair| ["bytesSent", "bytesReceived"].map(|name| pair.number(name)));
    streams.chain(pair.flatten()).sum()
}

fn compared(places: Vec<Place>, dumps: &[Dump]) -> Compared {
    let columns: Vec<Vec<Figure>> = places
        .iter()
        .map(|at| at.of(dumps).zip(dumps.get(at.file)).map(|(one, dump)| figures(one, dump)).unwrap_or_default())
        .collect();
    let mut rows: Vec<(u8, Row)> = Vec::new();
    for figure in columns.iter().flatten() {
        if rows.iter().any(|(_, row)| row.what == figure.what) {
            continue;
        }
        let value =
            |column: &Vec<Figure>| column.iter().find(|own| own.what == figure.what).map(|own| own.value.clone());
        let values: Vec<Option<Value>> = columns.iter().map(value).collect();
        let differs = values.iter().any(|value| match value {
            Some(value) => value.differs(&figure.value),
            None => true,
        });
        rows.push((figure.rank, Row { what: figure.what.clone(), values, differs }));
    }
    rows.sort_by_key(|(rank, row)| (!row.differs, *rank));
    Compared { places, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

/// Every rule that fired in any of the dumps, effects included.
fn fired(dumps: &[Dump]) -> Vec<(&'static str, Vec<Option<Severity>>)> {
    let mut fired: BTreeMap<&'static str, Vec<Option<Severity>>> = BTreeMap::new();
    for (n, dump) in dumps.iter().enumerate() {
        for (id, severity) in flat(&rules::judge(Subject::Dump(dump))) {
            let row = fired.entry(id).or_insert_with(|| vec![None; dumps.len()]);
            if let Some(cell) = row.get_mut(n) {
                *cell = (*cell).max(Some(severity));
            }
        }
    }
    let mut fired: Vec<_> = fired.into_iter().collect();
    fired.sort_by_key(|(_, row)| (row.iter().all(Option::is_some), std::cmp::Reverse(row.iter().max().copied())));
    fired
}

fn flat(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    findings.iter().flat_map(|f| std::iter::once((f.rule.id, f.severity)).chain(flat(&f.effects))).collect()
}

impl Comparison {
    /// As the published facts have it.
    pub(super) fn published(&self, dumps: &[Dump]) -> wire::Comparison {
        let value = |value: &Option<Value>| match value.as_ref()? {
            Value::Words(words) => Some(wire::ComparedValue::Word(words.clone())),
            Value::Number(number, _) => Some(wire::ComparedValue::Number((number * 100.0).round() / 100.0)),
        };
        let row = |row: &Row| wire::ComparedRow {
            what: row.what.clone(),
            unit: row.values.iter().flatten().find_map(|value| match value {
                Value::Number(_, unit) => Some(unit.name),
                Value::Words(_) => None,
            }),
            values: row.values.iter().map(value).collect(),
            differs: row.differs,
        };
        let call = |call: &Compared| wire::Compared {
            connections: call.places.iter().map(|at| place(*at, dumps)).collect(),
            rows: call.rows.iter().map(row).collect(),
        };
        let rule = |(id, severity): &(&'static str, Vec<Option<Severity>>)| wire::ComparedRule {
            rule: id,
            severity: severity.iter().map(|severity| severity.map(Severity::word)).collect(),
        };
        wire::Comparison {
            calls: self.calls.iter().map(call).collect(),
            findings: self.rules.iter().map(rule).collect(),
        }
    }

    /// Tables of what differs; what is alike is a matter of detail.
    pub(super) fn body(&self, dumps: &[Dump]) -> Vec<Part> {
        let mut parts = Vec::new();
        for (n, call) in self.calls.iter().enumerate() {
            let detail = u8::from(n > 0);
            let (differing, alike): (Vec<&Row>, Vec<&Row>) = call.rows.iter().partition(|row| row.differs);
            let heading = format!("compared: {}", call.titles(dumps).join(" and "));
            parts.push(Part { detail, block: Block::Heading(heading) });
            parts.push(Part { detail, block: call.table(&differing, dumps) });
            if !alike.is_empty() {
                let more = format!("{} alike: `-v` shows them", number::plural(alike.len(), "other value"));
                parts.push(Part { detail, block: Block::Line(Line::toned(more, Tone::Dim)) });
                parts.push(Part::verbose(call.table(&alike, dumps)));
            }
        }
        if let Some(more) = self.calls.len().checked_sub(1).filter(|more| *more > 0) {
            let text = format!(
                "{} compared: `-v` shows them, `--connection ID` one",
                number::plural(more, "other connection")
            );
            parts.push(Part::always(Block::Line(Line::toned(text, Tone::Dim))));
        }
        if !self.rules.is_empty() {
            parts.push(Part::always(Block::Table(self.findings(dumps.len()))));
        }
        parts
    }

    fn findings(&self, files: usize) -> Table {
        let letters: Vec<String> = (0..files).map(letter).collect();
        let titles: Vec<&str> = std::iter::once("finding").chain(letters.iter().map(String::as_str)).collect();
        let mut table = Table::new(&titles);
        for (id, row) in &self.rules {
            let cell = |severity: &Option<Severity>| match severity {
                Some(Severity::Error) => Line::toned("error", Tone::Bad),
                Some(Severity::Warning) => Line::toned("warning", Tone::Warn),
                Some(Severity::Info) => Line::plain("info"),
                None => Line::toned("-", Tone::Dim),
            };
            table.push(std::iter::once(Line::toned(*id, Tone::Name)).chain(row.iter().map(cell)).collect());
        }
        table
    }
}

impl Compared {
    /// `A 9-1`, `B 12-3`.
    fn titles(&self, dumps: &[Dump]) -> Vec<String> {
        let title = |at: &Place| {
            let id = at.of(dumps).map(|connection| connection.id.as_str()).unwrap_or_default();
            format!("{} {id}", letter(at.file))
        };
        self.places.iter().map(title).collect()
    }

    fn table(&self, rows: &[&Row], dumps: &[Dump]) -> Block {
        if rows.is_empty() {
            return Block::Line("nothing that matters differs".into());
        }
        let letters = self.titles(dumps);
        let titles: Vec<&str> = std::iter::once("").chain(letters.iter().map(String::as_str)).collect();
        let mut table = Table::new(&titles);
        for row in rows {
            let cell = |value: &Option<Value>| match value {
                Some(value) => Line::plain(value.said()),
                None => Line::toned("-", Tone::Dim),
            };
            table.push(
                std::iter::once(Line::toned(row.what.clone(), Tone::Name)).chain(row.values.iter().map(cell)).collect(),
            );
        }
        Block::Table(table)
    }
}
