//! Negotiations as blocks: who does what, then each section.

use super::super::body::{Fields, ROWS, field, heading};
use super::super::section::{limit, short};
use super::super::{count, list};
use super::words::{ice, reason, way};
use crate::report::{Block, Line, Part, Table, Tone};
use crate::sdp::negotiate::{AgreedCodec, Agreement, Layer, Negotiation, Outcome, Rejection};
use crate::sdp::{Bandwidth, Codec, Sdp};

/// More names than this in one field are counted.
const NAMED: usize = 12;

/// Where the two descriptions come from.
pub(super) struct Names<'a> {
    pub(super) offerer: &'a str,
    pub(super) answerer: &'a str,
}

/// The blocks of a negotiation; of one that was thought up, also of the other way round and of the drafted answer.
pub(super) fn body(
    names: &Names<'_>,
    forth: &Negotiation<'_>,
    back: Option<&Negotiation<'_>>,
    draft: Option<&Sdp>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut fields = Fields::new();
    field(&mut fields, "offerer", format!("`{}`", names.offerer));
    let drafted = if back.is_some() { ", which has no answer yet: this is what it would say" } else { "" };
    field(&mut fields, "answerer", format!("`{}`{drafted}", names.answerer));
    field(&mut fields, "ice", ice(forth));
    parts.push(Part::always(Block::Fields(fields)));
    sections(forth, &mut parts);
    if let Some(back) = back {
        parts.push(heading(format!("if `{}` calls instead", names.answerer)));
        parts.push(Part::always(Block::Table(overview(back))));
    }
    if let Some(draft) = draft {
        parts.push(Part::verbose(Block::Heading("the answer, without credentials".to_owned())));
        let lines = draft.lines().take(ROWS);
        parts.extend(lines.map(|line| Part::verbose(Block::Line(Line::plain(line.text.as_str())))));
    }
    parts
}

fn sections(negotiation: &Negotiation<'_>, parts: &mut Vec<Part>) {
    for outcome in negotiation.sections.iter().take(ROWS) {
        let name = outcome.section().map(|section| section.section.name()).unwrap_or_default();
        match &outcome.terms {
            Ok(terms) => {
                let way = terms.direction.map(|direction| format!(", {}", way(direction))).unwrap_or_default();
                parts.push(heading(format!("{name}: agreed{way}")));
                agreed(outcome, terms, parts);
            }
            Err(why) => {
                parts.push(heading(format!("{name}: rejected")));
                let mut fields = Fields::new();
                field(&mut fields, "why", reason(outcome));
                let answered = outcome.answer.filter(|_| !matches!(why, Rejection::Silent));
                let has = [("offered", outcome.offer), ("answered", answered)];
                for (title, section) in has {
                    let codecs = section.map_or_else(String::new, |section| several(&section.codecs));
                    if !codecs.is_empty() {
                        field(&mut fields, title, codecs);
                    }
                }
                parts.push(Part::always(Block::Fields(fields)));
            }
        }
    }
    let hidden = negotiation.sections.len().saturating_sub(ROWS);
    if hidden > 0 {
        parts.push(Part::always(Block::Line(Line::toned(format!("and {hidden} more sections"), Tone::Dim))));
    }
}

fn agreed(outcome: &Outcome<'_>, terms: &Agreement<'_>, parts: &mut Vec<Part>) {
    let mut fields = Fields::new();
    if terms.direction.is_some() {
        let nothing = "nothing".to_owned();
        field(&mut fields, "offerer sends", terms.offerer_sends.map_or_else(|| nothing.clone(), sent));
        field(&mut fields, "answerer sends", terms.answerer_sends.map_or(nothing, sent));
        field(&mut fields, "why", reason(outcome));
    }
    field(&mut fields, "transport", transport(outcome, terms));
    if let Some(data) = terms.data {
        let size = |size: Option<u64>| size.map_or_else(|| "any size".to_owned(), |size| format!("up to {size} bytes"));
        let [forth, back] = [data.offerer_sends, data.answerer_sends].map(size);
        let text = if forth == back { format!("{forth} each way") } else { format!("{forth} forth, {back} back") };
        field(&mut fields, "messages", text);
    }
    let repair = repair(&terms.codecs);
    if !repair.is_empty() {
        field(&mut fields, "repair", repair);
    }
    for (title, layers, offered) in [
        ("simulcast forth", &terms.offerer_layers, outcome.offer),
        ("simulcast back", &terms.answerer_layers, outcome.answer),
    ] {
        let wanted = offered.and_then(|section| section.simulcast.as_ref()).map_or(0, |simulcast| simulcast.send.len());
        if wanted > 0 {
            field(&mut fields, title, kept_layers(layers, wanted));
        }
    }
    if !terms.extensions.is_empty() {
        let names: Vec<_> = terms.extensions.iter().map(|extension| short(extension.uri).to_owned()).collect();
        field(&mut fields, "header", format!("{}: {}", count(names.len(), "extension", "extensions"), cut(names)));
    }
    for (title, limits) in [("limit forth", terms.offerer_limits), ("limit back", terms.answerer_limits)] {
        if !limits.is_empty() {
            field(&mut fields, title, limits_of(limits));
        }
    }
    if !terms.left_out.is_empty() {
        let names: Vec<_> = terms.left_out.iter().map(|codec| sent(codec)).collect();
        field(&mut fields, "not answered", cut(names));
    }
    parts.push(Part::always(Block::Fields(fields)));
    if !terms.codecs.is_empty() {
        parts.push(Part::always(Block::Table(codecs(&terms.codecs))));
    }
    let feedback: Vec<_> = terms.codecs.iter().filter(|codec| !codec.feedback().is_empty()).collect();
    if !feedback.is_empty() {
        let mut fields = Fields::new();
        feedback.iter().for_each(|codec| field(&mut fields, codec.answered.payload, codec.feedback().join(", ")));
        parts.push(Part::verbose(Block::Fields(fields)));
    }
}

/// `VP8 (96)`.
fn sent(codec: &Codec<'_>) -> String {
    let name = if codec.name.is_empty() { "unknown" } else { codec.name };
    format!("{name} ({})", codec.payload)
}

fn several(codecs: &[Codec<'_>]) -> String {
    cut(codecs.iter().filter(|codec| codec.is_media()).map(sent).collect())
}

/// The first of `names`, and how many more there are.
fn cut(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 { format!("{} and {more} more", names.join(", ")) } else { list(&names) }
}

fn transport(outcome: &Outcome<'_>, terms: &Agreement<'_>) -> String {
    let place = match terms.carried_by {
        Some(tag) if outcome.mid == Some(tag) => "carries its bundle".to_owned(),
        Some(tag) => format!("rides on `{tag}`"),
        None => "its own".to_owned(),
    };
    let mux = match (terms.direction.is_some() && !terms.codecs.is_empty(), terms.rtcp_mux) {
        (false, _) => "",
        (true, true) => ", RTCP on the same port",
        (true, false) => ", RTCP on a port of its own",
    };
    let dtls = match (terms.dtls, terms.dtls_client) {
        (true, Some(client)) => format!(", the {} begins DTLS", client.word()),
        (true, None) => ", nobody can begin DTLS: the two `a=setup` contradict each other".to_owned(),
        (false, _) => ", without DTLS".to_owned(),
    };
    format!("{place}{mux}{dtls}")
}

/// What mends losses: retransmissions, redundancy, forward error correction.
fn repair(codecs: &[AgreedCodec<'_>]) -> String {
    let with_rtx: Vec<_> =
        codecs.iter().filter(|codec| codec.rtx).map(|codec| codec.answered.payload.to_owned()).collect();
    let rtx = (!with_rtx.is_empty()).then(|| format!("RTX for {}", cut(with_rtx)));
    let others = ["red", "ulpfec", "flexfec", "flexfec-03"];
    let others = others.iter().filter_map(|name| codecs.iter().find(|codec| codec.answered.is(name)));
    let others = others.map(|codec| sent(codec.answered));
    // In-band FEC of Opus is what the receiver asks for (RFC 7587 section 6.1).
    let opus = codecs.iter().find(|codec| codec.answered.is("opus"));
    let fec = |codec: &Codec<'_>| codec.parameter("useinbandfec") == Some("1");
    let inband = opus.and_then(|codec| match (fec(codec.answered), fec(codec.offered)) {
        (true, true) => Some("Opus in-band FEC both ways".to_owned()),
        (true, false) => Some("Opus in-band FEC forth".to_owned()),
        (false, true) => Some("Opus in-band FEC back".to_owned()),
        (false, false) => None,
    });
    list(&rtx.into_iter().chain(others).chain(inband).collect::<Vec<_>>())
}

fn kept_layers(layers: &[Layer<'_>], wanted: usize) -> String {
    if layers.is_empty() {
        return format!("{} wanted, but the other side takes one encoding", count(wanted, "layer", "layers"));
    }
    let names = layers.iter().map(|layer| format!("{}{}", layer.rid, if layer.paused { " (paused)" } else { "" }));
    format!("{} of {}: {}", layers.len(), count(wanted, "layer", "layers"), cut(names.collect()))
}

fn limits_of(limits: &[Bandwidth<'_>]) -> String {
    cut(limits.iter().map(|bandwidth| limit(bandwidth.kind, bandwidth.value)).collect())
}

fn codecs(codecs: &[AgreedCodec<'_>]) -> Table {
    let renumbered = codecs.iter().any(|codec| codec.offered.payload != codec.answered.payload);
    let titles: &[&str] = if renumbered {
        &[">offer", ">answer", "codec", "what the answer says of it"]
    } else {
        &[">pt", "codec", "what the answer says of it"]
    };
    let mut table = Table::new(titles);
    for codec in codecs.iter().filter(|codec| !codec.answered.is("rtx")).take(ROWS) {
        let tone = if codec.answered.is_media() { Tone::Name } else { Tone::Dim };
        let mut row = vec![Line::plain(codec.offered.payload)];
        if renumbered {
            row.push(Line::plain(codec.answered.payload));
        }
        row.push(Line::toned(codec.answered.encoding(), tone));
        row.push(Line::plain(codec.answered.meaning()));
        table.push(row);
    }
    table
}

/// One row a section.
fn overview(negotiation: &Negotiation<'_>) -> Table {
    let mut table = Table::new(&["section", "it sends", "it receives", "why"]);
    for outcome in negotiation.sections.iter().take(ROWS) {
        let terms = outcome.terms.as_deref().ok();
        let codec = |codec: Option<&Codec<'_>>| match (terms, codec) {
            (None, _) => Line::toned("rejected", Tone::Bad),
            (Some(terms), None) if terms.direction.is_none() => Line::plain("messages"),
            (Some(_), None) => Line::toned("nothing", Tone::Dim),
            (Some(_), Some(codec)) => Line::plain(sent(codec)),
        };
        table.push(vec![
            Line::toned(outcome.section().map(|section| section.section.name()).unwrap_or_default(), Tone::Name),
            codec(terms.and_then(|terms| terms.offerer_sends)),
            codec(terms.and_then(|terms| terms.answerer_sends)),
            Line::plain(reason(outcome)),
        ]);
    }
    table
}
