//! What a dump holds, as blocks: the file, a table of its connections, each connection in detail.

use std::collections::BTreeMap;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::together::{self, Together};
use super::{connection, plots, timeline};
use crate::dump::{Capture, Connection, Dump, Outcome, SelectedPath};
use crate::facts::Known;
use crate::report::{Block, Finding, Line, Part, Table, Tone, number};
use crate::rules;

/// How much is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// Whether the user named a connection.
    pub(super) one_was_chosen: bool,
    /// No output shows parts beyond this; what takes time to make is left out.
    pub(super) detail: u8,
}

/// Plots and timelines are for a page, or for those who ask for everything.
const EVERYTHING: u8 = 2;

/// The parts between verdict and findings. Details of more than one connection are left to `-v`.
pub(super) fn body(dumps: &[Dump], findings: &[Finding], view: View, together: &Together) -> Vec<Part> {
    let one_was_chosen = view.one_was_chosen;
    let mut parts = Vec::new();
    let mut descriptions = 0;
    let many = dumps.iter().map(|dump| dump.connections.len()).sum::<usize>() > 1;
    let several = dumps.len() > 1;
    if several {
        parts.extend(together::tables(together, dumps).into_iter().map(Part::always));
    }
    parts.extend(together::body(together, dumps));
    for (n, dump) in dumps.iter().enumerate() {
        if several {
            parts.push(Part::verbose(Block::Heading(format!("{}: {}", letter(n), dump.name))));
        }
        parts.push(Part { detail: u8::from(several), block: Block::Fields(file(dump)) });
        if many && !several && !one_was_chosen && !dump.connections.is_empty() {
            parts.push(Part::always(Block::Table(table(&dump.connections))));
            if view.detail < EVERYTHING {
                let more = "path, codecs and quality of one: `--connection ID`; its events: `--timeline`";
                parts.push(Part::always(Block::Line(Line::toned(more, Tone::Dim))));
            }
        }
        for of_dump in &dump.connections {
            let detail = u8::from(several || many && !one_was_chosen);
            parts.extend(connection::details(of_dump).into_iter().map(|block| Part { detail, block }));
            if view.detail >= EVERYTHING {
                let about = subject(of_dump, dump, dumps.len());
                let plots = plots::plots(of_dump, findings, &about).into_iter().map(Block::Plot);
                let events = timeline::moments(of_dump, None, &mut descriptions);
                let events = (!events.is_empty()).then_some(Block::Timeline(events));
                parts.extend(plots.chain(events).map(|block| Part { detail: EVERYTHING, block }));
            }
        }
    }
    parts
}

/// What a finding about `connection` says that it is about.
fn subject(connection: &Connection, dump: &Dump, dumps: usize) -> String {
    let about = rules::subject_of(connection);
    if dumps > 1 { format!("{}: {about}", dump.name) } else { about }
}

/// The selected pair for people.
pub(super) fn path(path: &SelectedPath) -> String {
    let relay = if path.relayed() { ", relayed" } else { "" };
    format!("{} -> {}, {}{relay}", path.local, path.remote, path.protocol())
}

/// What a file is called in tables: `A`, `B`, and after `Z` its number.
pub(super) fn letter(file: usize) -> String {
    match u8::try_from(file).ok().and_then(|n| b'A'.checked_add(n)).filter(u8::is_ascii_uppercase) {
        Some(letter) => char::from(letter).to_string(),
        None => (file + 1).to_string(),
    }
}

/// The selected pair in few words, or a dash.
pub(super) fn short_path(connection: &Connection) -> Line {
    connection.selected_path().yes().map_or_else(|| Line::toned("-", Tone::Dim), |path| kinds(path).into())
}

/// The selected pair in few words: `relay -> host, tcp`.
fn kinds(path: &SelectedPath) -> String {
    format!("{} -> {}, {}", path.local.kind.word(), path.remote.kind.word(), path.protocol())
}

/// The page of all connections, if it is one.
fn shared_page(connections: &[Connection]) -> Option<&str> {
    let mut pages = connections.iter().map(|connection| connection.url.as_deref());
    let first = pages.next()?;
    first.filter(|page| pages.all(|other| other.is_none_or(|other| other == *page)))
}

/// A moment as RFC 3339 in UTC, to the second.
pub(super) fn moment(unix_ms: f64) -> Option<String> {
    let seconds = OffsetDateTime::from_unix_timestamp((unix_ms / 1000.0) as i64).ok()?;
    seconds.format(&Rfc3339).ok()
}

fn file(dump: &Dump) -> Vec<(String, Line)> {
    let mut fields = vec![("dump".to_owned(), Line::plain(dump.dialect.word()))];
    if let Some(browser) = &dump.browser {
        fields.push(("browser".to_owned(), browser.clone().into()));
    }
    if let Some(saved) = dump.saved_unix_ms.and_then(moment) {
        fields.push(("saved".to_owned(), saved.into()));
    }
    if let Some(page) = shared_page(&dump.connections).filter(|_| dump.connections.len() > 1) {
        fields.push(("page".to_owned(), Line::toned(page, Tone::Name)));
    }
    if !dump.captures.is_empty() {
        fields.push(("capture".to_owned(), captures(&dump.captures)));
    }
    fields
}

/// How many requests for camera, microphone or screen there were, and what was refused.
fn captures(captures: &[Capture]) -> Line {
    let granted = captures.iter().filter(|capture| capture.granted.yes().is_some()).count();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for capture in captures {
        if let Known::No(why) = &capture.granted {
            *refused.entry(format!("{}: {why}", capture.method)).or_default() += 1;
        }
    }
    let line = Line::plain(format!("{granted} of {} granted", captures.len()));
    refused.into_iter().fold(line, |line, (why, times)| {
        let times = if times > 1 { format!(" x{times}") } else { String::new() };
        line.with("; ", Tone::Plain).with(format!("{why}{times}"), Tone::Bad)
    })
}

/// One row for each connection. The page has a column where the connections are of several.
fn table(connections: &[Connection]) -> Table {
    let pages = shared_page(connections).is_none();
    let titles = ["id", "outcome", ">setup", "path", "dtls", "page"];
    let mut table = Table::new(titles.get(..titles.len() - usize::from(!pages)).unwrap_or(&titles));
    for connection in connections {
        let setup = match connection.setup_ms() {
            Known::Yes(ms) => number::ms(ms),
            _ => "-".to_owned(),
        };
        let mut row = vec![
            Line::toned(connection.id.clone(), Tone::Name),
            outcome(connection),
            setup.into(),
            short_path(connection),
            dtls(connection),
        ];
        if pages {
            row.push(Line::toned(connection.url.clone().unwrap_or_default(), Tone::Dim));
        }
        table.push(row);
    }
    table
}

pub(super) fn outcome(connection: &Connection) -> Line {
    let outcome = connection.outcome();
    let tone = match outcome {
        Outcome::Connected => Tone::Good,
        Outcome::Failed => Tone::Bad,
        Outcome::NeverConnected => Tone::Warn,
        Outcome::Unknown => Tone::Dim,
    };
    Line::toned(outcome.word(), tone)
}

pub(super) fn dtls(connection: &Connection) -> Line {
    let dtls = connection.dtls();
    match (dtls.version, dtls.state) {
        (Some(version), Some(state)) => format!("{version} {state}").into(),
        (None, Some(state)) => state.into(),
        (Some(version), None) => version.into(),
        (None, None) => Line::toned("-", Tone::Dim),
    }
}
