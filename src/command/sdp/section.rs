//! One section as blocks: transport, data channel, layers, header extensions, limits, codecs.

use std::collections::HashSet;

use super::body::{Fields, ROWS, carries, dtls, field, heading, ice};
use super::count;
use crate::report::{Block, Line, Part, Table, Tone};
use crate::sdp::{Codec, Place, SectionSummary, Summary, Text};

/// Different lists of feedback in one section; browsers have two or three.
const LISTS: usize = 20;

/// Adds the blocks of `section`.
pub(super) fn of_section(section: &SectionSummary<'_>, summary: &Summary<'_>, parts: &mut Vec<Part>) {
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
        let feedback = feedback(&section.codecs);
        if !feedback.is_empty() {
            parts.push(Part::verbose(Block::Fields(feedback)));
        }
    }
}

/// The end of a URI, which is what people call a header extension by.
pub(super) fn short(uri: &str) -> &str {
    if uri.contains("transport-wide-cc") {
        return "transport-wide-cc";
    }
    let tail = uri.rsplit(['/', '#']).next().unwrap_or(uri);
    let tail = tail.strip_suffix("-rtp-header-extension").unwrap_or(tail);
    ["urn:ietf:params:rtp-hdrext:", "urn:3gpp:"].iter().find_map(|prefix| tail.strip_prefix(prefix)).unwrap_or(tail)
}

pub(super) fn limit(kind: Text<'_>, value: Text<'_>) -> String {
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
    let mux = match (section.media.is_rtp() && !section.rejected, section.rtcp_mux) {
        (false, _) => "",
        // What rides on another section need not repeat its `a=rtcp-mux`.
        (true, false) if section.place == Place::Rider => "",
        (true, true) => ", RTCP on the same port",
        (true, false) => ", RTCP on a port of its own",
    };
    format!("{place}{only}, {}{mux}", section.media.protocol.as_str())
}

/// Retransmissions stand in the row of what they repeat.
fn codecs(codecs: &[Codec<'_>]) -> Table {
    let mut table = Table::new(&[">pt", "codec", ">rtx", "meaning"]);
    let folded: HashSet<_> = codecs.iter().filter_map(|codec| codec.rtx).collect();
    for codec in codecs.iter().filter(|codec| !folded.contains(codec.payload)).take(ROWS) {
        let tone = if codec.is_media() { Tone::Name } else { Tone::Dim };
        table.push(vec![
            Line::plain(codec.payload),
            Line::toned(codec.encoding(), tone),
            Line::plain(codec.rtx.unwrap_or_default()),
            Line::plain(codec.meaning()),
        ]);
    }
    table
}

/// Most codecs have the same feedback: each list of it is named once, with the payload types that have it.
fn feedback(codecs: &[Codec<'_>]) -> Fields {
    let mut lists: Vec<(&[&str], Vec<&str>)> = Vec::new();
    for codec in codecs.iter().filter(|codec| !codec.feedback.is_empty()) {
        if let Some((_, payloads)) = lists.iter_mut().find(|(list, _)| *list == codec.feedback) {
            payloads.push(codec.payload);
        } else if lists.len() < LISTS {
            lists.push((&codec.feedback, vec![codec.payload]));
        }
    }
    let text = |list: &[&str], payloads: &[&str]| format!("{} for {}", list.join(", "), payloads.join(", "));
    let mut fields = Fields::new();
    lists.iter().for_each(|(list, payloads)| field(&mut fields, "feedback", text(list, payloads)));
    fields
}
