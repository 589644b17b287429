//! The explanation as blocks: what the description is, its sections, its candidates, and its lines if asked for.

use std::collections::{HashMap, HashSet};

use super::section::of_section;
use super::wanted::Wanted;
use super::{Description, count, list};
use crate::report::{Block, Line, Part, Source, Table, Tone};
use crate::sdp::{CandidateEntry, PeerKind, Place, SectionSummary, Summary, meaning, munged, peer};

/// More rows than this help nobody, and a hostile text could ask for millions.
pub(super) const ROWS: usize = 2000;

/// More of one line than this is not shown, in characters.
const WIDTH: usize = 160;

/// The blocks of all descriptions.
pub(super) fn body(described: &[(&Description, &Summary<'_>)], sources: &[Source], wanted: &Wanted) -> Vec<Part> {
    let mut parts = Vec::new();
    for ((description, summary), source) in described.iter().zip(sources) {
        if described.len() > 1 {
            parts.push(heading(format!("`{}`", description.name)));
        }
        parts.push(Part::always(Block::Fields(overview(description, summary))));
        if !wanted.alone() {
            for section in summary.sections.iter().take(ROWS) {
                of_section(section, summary, &mut parts);
            }
            candidates(&summary.candidates, &mut parts);
        }
        if wanted.any() {
            by_line(description, source, wanted, &mut parts);
        }
    }
    parts
}

pub(super) fn heading(text: String) -> Part {
    Part::always(Block::Heading(text))
}

pub(super) type Fields = Vec<(String, Line)>;

pub(super) fn field(fields: &mut Fields, name: &str, text: impl Into<String>) {
    fields.push((name.to_owned(), Line::plain(text)));
}

fn overview(description: &Description, summary: &Summary<'_>) -> Fields {
    let mut fields = Fields::new();
    let kind = match description.kind {
        Some(_) => format!("{}, as the wrapping says", description.kind(summary)),
        None => format!("{}: {}", summary.role.word(), summary.role_why),
    };
    field(&mut fields, "type", kind);
    let author = match &summary.author {
        Some(author) => {
            let version = author.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
            format!("{}{version} ({}): {}", author.name, author.certainty.word(), author.why)
        }
        None => "unknown: nothing in the text tells".to_owned(),
    };
    field(&mut fields, "written by", author);
    if let Some(peer) = peer(&description.sdp, summary) {
        let kind = match peer.kind {
            PeerKind::Browser => "a browser or an app built like one",
            PeerKind::Server => "a media server or gateway",
            PeerKind::Library => "a program with a library of its own",
        };
        field(&mut fields, "looks like", format!("{kind} ({}): {}", peer.certainty.word(), peer.why));
    }
    let munged = munged(&description.sdp, summary);
    if !munged.is_empty() {
        field(&mut fields, "changed by hand", format!("probably: {}", list(&munged)));
    }
    if !description.unwrapped_from.is_empty() {
        field(&mut fields, "unwrapped", description.unwrapped_from.join(", then "));
    }
    if !summary.sections.is_empty() {
        field(&mut fields, "bundle", bundle(summary));
    }
    // The transport of the first section that has one of its own stands for all; others are told where they differ.
    if let Some(first) = summary.sections.iter().find(|section| carries(section)) {
        field(&mut fields, "ice", ice(first, summary));
        field(&mut fields, "dtls", dtls(first));
    }
    fields
}

pub(super) fn carries(section: &SectionSummary<'_>) -> bool {
    !section.rejected && section.place != Place::Rider
}

fn bundle(summary: &Summary<'_>) -> String {
    let groups: Vec<_> = summary
        .bundles
        .groups
        .iter()
        .map(|mids| {
            let names: Vec<_> = mids.iter().map(|mid| format!("`{mid}`")).collect();
            let share = if names.len() == 1 { "is alone on its transport so far" } else { "share one transport" };
            format!("{} {share}", list(&names))
        })
        .collect();
    match (groups.as_slice(), summary.sections.len()) {
        ([], 1) => "none".to_owned(),
        ([], _) => "none: each section has a transport of its own".to_owned(),
        (groups, _) => groups.join("; "),
    }
}

pub(super) fn ice(section: &SectionSummary<'_>, summary: &Summary<'_>) -> String {
    let Some(ufrag) = section.ufrag else { return "none: no `a=ice-ufrag`".to_owned() };
    let agent = if summary.ice_lite { "lite agent, answers checks but makes none" } else { "full agent" };
    let distinct: HashSet<_> =
        summary.candidates.iter().filter_map(|entry| Some(entry.candidate.as_ref().ok()?.to_string())).collect();
    let found = distinct.len();
    let found = if found == 0 { "no candidates yet".to_owned() } else { count(found, "candidate", "candidates") };
    let more = match (section.end_of_candidates, section.ice_options.contains(&"trickle")) {
        (true, _) => "no more will come",
        (false, true) => "more may come (trickle)",
        (false, false) => "trickle is not promised",
    };
    format!("{agent}, ufrag `{ufrag}`, {found}, {more}")
}

pub(super) fn dtls(section: &SectionSummary<'_>) -> String {
    let role = match section.setup {
        Some("actpass") => "the answerer chooses who begins the handshake (actpass)".to_owned(),
        Some("active") => "the writer begins the handshake (active)".to_owned(),
        Some("passive") => "the writer waits for the handshake (passive)".to_owned(),
        Some(other) => format!("setup `{other}`"),
        None => "no `a=setup`".to_owned(),
    };
    let hashes: Vec<_> = section.fingerprints.iter().map(|fingerprint| fingerprint.hash.as_str().to_owned()).collect();
    match hashes.as_slice() {
        [] if section.setup.is_none() => "none".to_owned(),
        [] => format!("{role}, no fingerprint"),
        hashes => {
            format!("{role}, {} by {}", if hashes.len() == 1 { "fingerprint" } else { "fingerprints" }, list(hashes))
        }
    }
}

/// One row for each candidate, however many sections repeat it.
fn candidates(entries: &[CandidateEntry<'_>], parts: &mut Vec<Part>) {
    let mut table = Table::new(&["type", "over", "address", "priority: type + local + component", "note"]);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for candidate in entries.iter().filter_map(|entry| entry.candidate.as_ref().ok()) {
        *seen.entry(candidate.to_string()).or_insert(0) += 1;
    }
    let distinct = seen.len();
    for entry in entries {
        let Ok(candidate) = &entry.candidate else { continue };
        let Some(times) = seen.remove(&candidate.to_string()).filter(|_| table.rows.len() < ROWS) else { continue };
        let priority = candidate.parts();
        let related = candidate.related_host.filter(|host| !matches!(*host, "0.0.0.0" | "::"));
        let notes = [
            candidate.is_mdns().then(|| "address hidden behind mDNS".to_owned()),
            candidate.tcp_type().map(str::to_owned),
            related.map(|host| format!("from {}", host_port(host, candidate.related_port.unwrap_or_default()))),
            (times > 1).then(|| format!("in {times} sections")),
        ];
        table.push(vec![
            Line::toned(candidate.kind.word(), Tone::Name),
            Line::plain(candidate.transport.to_ascii_lowercase()),
            Line::plain(host_port(candidate.host, candidate.port)),
            Line::plain(format!(
                "{} + {} + {}",
                priority.type_preference, priority.local_preference, priority.component
            )),
            Line::plain(notes.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        ]);
    }
    if distinct > 0 {
        parts.push(heading("candidates".to_owned()));
        let hidden = distinct - table.rows.len();
        parts.push(Part::always(Block::Table(table)));
        rest(hidden, "candidates", parts);
    }
    let unreadable = entries.iter().filter_map(|entry| Some((entry.line.number, entry.candidate.as_ref().err()?)));
    for (line, error) in unreadable.take(ROWS) {
        parts.push(Part::always(Block::Line(Line::toned(
            format!("line {line}: unreadable candidate, {error}"),
            Tone::Warn,
        ))));
    }
}

fn host_port(host: &str, port: u16) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

fn by_line(description: &Description, source: &Source, wanted: &Wanted, parts: &mut Vec<Part>) {
    let mut table = Table::new(&[">line", "text", "meaning", "source"]);
    let shown = || meaning(&description.sdp).filter(|(line, _)| wanted.holds(*line));
    for (line, meaning) in shown().take(ROWS) {
        let text = source.text.get(line.text.range()).unwrap_or_default();
        table.push(vec![
            Line::plain(line.number.to_string()),
            Line::toned(shorten(text), Tone::Name),
            Line::plain(shorten(&meaning.text)),
            Line::toned(meaning.source, Tone::Dim),
        ]);
    }
    if table.rows.is_empty() {
        parts.push(Part::always(Block::Line(Line::toned("no such line", Tone::Warn))));
        return;
    }
    let hidden = if table.rows.len() < ROWS { 0 } else { shown().skip(ROWS).count() };
    parts.push(heading("line by line".to_owned()));
    parts.push(Part::always(Block::Table(table)));
    rest(hidden, "lines", parts);
}

fn rest(hidden: usize, what: &str, parts: &mut Vec<Part>) {
    if hidden > 0 {
        parts.push(Part::always(Block::Line(Line::toned(format!("and {hidden} more {what}"), Tone::Dim))));
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}… ({} bytes)", text.get(..at).unwrap_or_default(), text.len()),
        None => text.to_owned(),
    }
}
