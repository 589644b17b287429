//! The explanation as blocks: what the description is, its sections, its candidates, and its lines if asked for.

use std::collections::{HashMap, HashSet};

use super::{Description, count, list};
use crate::report::{Block, Line, Part, Source, Table, Tone};
use crate::sdp::{CandidateEntry, Codec, Place, SectionSummary, Summary, Text, meaning};

/// More rows than this help nobody, and a hostile text could ask for millions.
const ROWS: usize = 2000;

/// More of one line than this is not shown, in characters.
const WIDTH: usize = 160;

/// The blocks of all descriptions.
pub(super) fn body(described: &[(&Description, &Summary<'_>)], sources: &[Source], lines: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    for ((description, summary), source) in described.iter().zip(sources) {
        if described.len() > 1 {
            parts.push(heading(format!("`{}`", description.name)));
        }
        parts.push(Part::always(Block::Fields(overview(description, summary))));
        for section in summary.sections.iter().take(ROWS) {
            of_section(section, summary, &mut parts);
        }
        candidates(&summary.candidates, &mut parts);
        if lines {
            by_line(description, source, &mut parts);
        }
    }
    parts
}

fn heading(text: String) -> Part {
    Part::always(Block::Heading(text))
}

type Fields = Vec<(String, Line)>;

fn field(fields: &mut Fields, name: &str, text: impl Into<String>) {
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

fn carries(section: &SectionSummary<'_>) -> bool {
    !section.rejected && section.place != Place::Rider
}

fn bundle(summary: &Summary<'_>) -> String {
    let groups: Vec<_> = summary
        .bundles
        .groups
        .iter()
        .map(|mids| {
            format!("{} share one transport", list(&mids.iter().map(|mid| format!("`{mid}`")).collect::<Vec<_>>()))
        })
        .collect();
    if groups.is_empty() { "none: each section has a transport of its own".to_owned() } else { groups.join("; ") }
}

fn ice(section: &SectionSummary<'_>, summary: &Summary<'_>) -> String {
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

fn dtls(section: &SectionSummary<'_>) -> String {
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

fn of_section(section: &SectionSummary<'_>, summary: &Summary<'_>, parts: &mut Vec<Part>) {
    let state = match (section.rejected, section.direction) {
        (true, _) => ", rejected".to_owned(),
        (false, Some(direction)) => format!(", {}", direction.word()),
        (false, None) => String::new(),
    };
    parts.push(heading(format!("{}{state}", section.section.name())));
    let mut fields = Fields::new();
    field(&mut fields, "transport", transport(section));
    let differs = |other: &&SectionSummary<'_>| other.ufrag != section.ufrag || other.setup != section.setup;
    if carries(section) && summary.sections.iter().find(|s| carries(s)).is_some_and(|first| differs(&first)) {
        field(&mut fields, "ice", ice(section, summary));
        field(&mut fields, "dtls", dtls(section));
    }
    if let Some(data) = section.data {
        let port = data
            .sctp_port
            .map_or_else(|| "no SCTP port, 5000 is assumed".to_owned(), |port| format!("SCTP port {port}"));
        let size = match data.max_message_size {
            Some("0") => "messages of any size".to_owned(),
            Some(size) => format!("messages of up to {size} bytes"),
            None => "messages of up to 65536 bytes, since nothing is written".to_owned(),
        };
        field(&mut fields, "data channel", format!("{port}, {size}"));
    }
    if let Some(simulcast) = &section.simulcast {
        let side = |verb: &str, layers: &[&str]| {
            (!layers.is_empty())
                .then(|| format!("{verb} {}: {}", count(layers.len(), "layer", "layers"), layers.join(", ")))
        };
        let sides = side("sends", &simulcast.send).into_iter().chain(side("receives", &simulcast.recv));
        field(&mut fields, "simulcast", sides.collect::<Vec<_>>().join("; "));
    } else if !section.rids.is_empty() {
        let names: Vec<_> = section.rids.iter().map(|rid| rid.id.as_str()).collect();
        field(&mut fields, "layers", format!("{}, but no `a=simulcast`", names.join(", ")));
    }
    if !section.extensions.is_empty() {
        let names: Vec<_> = section.extensions.iter().map(|extension| short(extension.uri.as_str())).collect();
        field(
            &mut fields,
            "header",
            format!("{}: {}", count(names.len(), "extension", "extensions"), names.join(", ")),
        );
    }
    let limits: Vec<_> = section.bandwidth.iter().map(|b| limit(b.kind, b.value)).collect();
    if !limits.is_empty() {
        field(&mut fields, "limit", limits.join(", "));
    }
    parts.push(Part::always(Block::Fields(fields)));
    if !section.codecs.is_empty() {
        parts.push(Part::always(Block::Table(codecs(&section.codecs))));
    }
}

/// The end of a URI, which is what people call a header extension by.
fn short(uri: &str) -> &str {
    let tail = uri.rsplit(['/', '#']).next().unwrap_or(uri);
    tail.strip_prefix("urn:ietf:params:rtp-hdrext:").unwrap_or(tail)
}

fn limit(kind: Text<'_>, value: Text<'_>) -> String {
    let (kind, value) = (kind.as_str(), value.as_str());
    match kind {
        "AS" | "CT" => format!("{value} kbit/s ({kind})"),
        "TIAS" | "RS" | "RR" => format!("{value} bit/s ({kind})"),
        _ => format!("{value} ({kind})"),
    }
}

fn transport(section: &SectionSummary<'_>) -> String {
    let place = match (section.place, section.carried_by) {
        (Place::Rider, Some(tag)) => format!("rides on `{tag}`"),
        (Place::Tag, _) => "carries its bundle".to_owned(),
        _ if section.rejected => "none, for port 0 rejects it".to_owned(),
        _ => "its own".to_owned(),
    };
    let only = if section.bundle_only { ", bundle-only" } else { "" };
    let mux = match (section.media.is_rtp(), section.rtcp_mux) {
        (false, _) => "",
        (true, true) => ", RTCP on the same port",
        (true, false) => ", RTCP on a port of its own",
    };
    format!("{place}{only}, {}{mux}", section.media.protocol.as_str())
}

/// Retransmissions stand in the row of what they repeat.
fn codecs(codecs: &[Codec<'_>]) -> Table {
    let mut table = Table::new(&[">pt", "codec", ">rtx", "meaning", "feedback"]);
    let folded: HashSet<_> = codecs.iter().filter_map(|codec| codec.rtx).collect();
    for codec in codecs.iter().filter(|codec| !folded.contains(codec.payload)).take(ROWS) {
        let tone = if codec.is_media() { Tone::Name } else { Tone::Dim };
        table.push(vec![
            Line::plain(codec.payload),
            Line::toned(codec.encoding(), tone),
            Line::plain(codec.rtx.unwrap_or_default()),
            Line::plain(codec.meaning()),
            Line::toned(codec.feedback.join(", "), Tone::Dim),
        ]);
    }
    table
}

/// One row for each candidate, however many sections repeat it.
fn candidates(entries: &[CandidateEntry<'_>], parts: &mut Vec<Part>) {
    let mut table =
        Table::new(&["type", "over", "address", ">port", ">type pref", ">local pref", ">component", "note"]);
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
            related.map(|host| format!("from {host} port {}", candidate.related_port.unwrap_or_default())),
            (times > 1).then(|| format!("in {times} sections")),
        ];
        table.push(vec![
            Line::toned(candidate.kind.word(), Tone::Name),
            Line::plain(candidate.transport.to_ascii_lowercase()),
            Line::plain(candidate.host),
            Line::plain(candidate.port.to_string()),
            Line::plain(priority.type_preference.to_string()),
            Line::plain(priority.local_preference.to_string()),
            Line::plain(candidate.component.to_string()),
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

fn by_line(description: &Description, source: &Source, parts: &mut Vec<Part>) {
    let mut table = Table::new(&[">line", "text", "meaning", "source"]);
    for (line, meaning) in meaning(&description.sdp).take(ROWS) {
        let text = source.text.get(line.text.range()).unwrap_or_default();
        table.push(vec![
            Line::plain(line.number.to_string()),
            Line::toned(shorten(text), Tone::Name),
            Line::plain(shorten(&meaning.text)),
            Line::toned(meaning.source, Tone::Dim),
        ]);
    }
    parts.push(heading("line by line".to_owned()));
    parts.push(Part::always(Block::Table(table)));
    rest(description.sdp.lines().len().saturating_sub(ROWS), "lines", parts);
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
