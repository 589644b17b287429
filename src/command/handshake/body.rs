//! What was measured, as blocks.

use super::{order, security, timing, trace, words};
use crate::command::ice::show;
use crate::facts::handshake::{End, Flow, Handshake, Moment, Packet, Pair, Phase, Provocation, Throughput};
use crate::report::number::{ms, plural};
use crate::report::{self, Bar, Block, Line, Part, Table, Tone, Waterfall};

/// The parts of the report between verdict and findings; each message among them where they are wanted.
pub(super) fn parts(facts: &Handshake, frames: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    if !facts.phases.is_empty() {
        parts.push(Part::always(Block::Waterfall(waterfall(facts))));
    }
    parts.push(Part::always(Block::Fields(fields(facts))));
    if facts.dtls.is_some() {
        parts.push(Part::verbose(Block::Heading("fingerprints".to_owned())));
        parts.push(Part::verbose(Block::Fields(security::fingerprints(facts))));
    }
    if !facts.pairs.is_empty() {
        // Where it connected, the pair that counts is among the fields.
        let detail = u8::from(facts.end == End::Connected);
        parts.push(Part { detail, block: Block::Heading("candidate pairs".to_owned()) });
        parts.push(Part { detail, block: Block::Table(pairs(&facts.pairs)) });
    }
    if frames {
        parts.push(Part::always(Block::Heading("signaling".to_owned())));
        parts.push(Part::always(trace::block(&facts.signaling)));
    }
    if let Some(run) = facts.gathering.as_ref().filter(|run| !run.servers.is_empty()) {
        parts.push(Part::always(Block::Heading("ICE servers, times in ms".to_owned())));
        parts.push(Part::always(Block::Table(show::servers(run))));
        parts.push(Part::verbose(Block::Heading("our candidates".to_owned())));
        parts.push(Part::verbose(Block::Table(show::candidates(run))));
    }
    if !facts.moments.is_empty() {
        parts.push(Part::verbose(Block::Heading("order of events".to_owned())));
        parts.push(Part::verbose(Block::Timeline(facts.moments.iter().map(moment).collect())));
    }
    if !facts.packets.is_empty() {
        parts.push(Part::verbose(Block::Heading("packets".to_owned())));
        parts.push(Part::verbose(Block::Table(packets(&facts.packets))));
    }
    if facts.packets_dropped > 0 {
        let text = format!("{} more packets were not kept", facts.packets_dropped);
        parts.push(Part::verbose(Block::Line(Line::toned(text, Tone::Dim))));
    }
    parts
}

fn waterfall(facts: &Handshake) -> Waterfall {
    let bars = facts.phases.iter().map(|phase| bar(phase, facts.total_ms)).collect();
    Waterfall { total_ms: facts.total_ms, bars }
}

fn bar(phase: &Phase, total_ms: f64) -> Bar {
    let end_ms = phase.end_ms.unwrap_or(total_ms).max(phase.start_ms);
    let note = match (phase.end_ms, phase.floor_ms) {
        (None, _) => Line::toned("did not end", Tone::Bad),
        (Some(end), Some(floor)) if floor > 0.0 => {
            let times = (end - phase.start_ms) / floor;
            // At the floor there is nothing to say of it.
            let times = if times >= 1.05 { format!(" x{times:.1}") } else { String::new() };
            let note = Line::toned(format!("floor {}{times}", ms(floor)), Tone::Dim);
            if phase.detail.is_empty() { note } else { note.with(format!("  {}", phase.detail), Tone::Plain) }
        }
        (Some(_), _) => Line::plain(phase.detail.clone()),
    };
    Bar { name: words::phase(phase.id).to_owned(), start_ms: phase.start_ms, end_ms, critical: phase.critical, note }
}

fn fields(facts: &Handshake) -> Vec<(String, Line)> {
    let mut fields = timing::fields(facts);
    if let Some(pair) = facts.selected() {
        let rtt = facts.timing.peer_rtt_ms.map_or(String::new(), |rtt| format!(", round trip {}", ms(rtt)));
        let line = Line::plain(format!("{} ", pair.local_type.word()))
            .with(pair.local.to_string(), Tone::Name)
            .with(behind(pair), Tone::Dim)
            .with(format!(" to {} ", pair.remote_type.word()), Tone::Plain)
            .with(pair.remote.to_string(), Tone::Name)
            .with(rtt, Tone::Plain);
        fields.push(("selected pair".to_owned(), line));
    }
    if let Some(dtls) = &facts.dtls {
        fields.extend(security::fields(dtls));
    }
    if let Some(order) = order::line(facts) {
        let tone = if order::races(facts).is_empty() { Tone::Plain } else { Tone::Warn };
        fields.push(("order".to_owned(), Line::toned(order, tone)));
    }
    if !facts.phases.is_empty() {
        let t = facts.trickle;
        let text =
            format!("{}: {} sent, {} received after the answer, {} in it", t.word(), t.sent, t.received, t.in_answer);
        fields.push(("trickle".to_owned(), Line::plain(text)));
    }
    fields.extend(facts.throughput.map(throughput));
    fields.extend(facts.provoked.map(|what| provoked(facts, what)));
    fields.extend(facts.media.iter().map(media));
    if facts.signaling.unknown_frames > 0 {
        let text = format!("{} not understood", facts.signaling.unknown_frames);
        fields.push(("frames".to_owned(), Line::toned(text, Tone::Warn)));
    }
    fields
}

fn provoked(facts: &Handshake, what: Provocation) -> (String, Line) {
    let outcome = match (&facts.end, &facts.signaling.glare) {
        (End::Connected, Some(glare)) if what == Provocation::Glare && glare.yielded => {
            "it kept to its own offer, and connected"
        }
        (End::Connected, Some(_)) if what == Provocation::Glare => "it gave its own offer up, and connected",
        (End::Connected, _) => "it connected all the same",
        (End::Failed(_), _) => "the call did not come about",
        (End::Interrupted, _) => "it was not seen how it took that",
    };
    ("provoked".to_owned(), Line::plain(format!("{}: this side {}; {outcome}", what.word(), what.deed())))
}

fn throughput(of: Throughput) -> (String, Line) {
    let cut = if of.whole { "" } else { ", when the run ended" };
    let text =
        format!("{:.1} Mbit/s each way: {} bytes there and back in {}{cut}", of.mbit_s(), of.bytes, ms(of.took_ms));
    ("throughput".to_owned(), Line::plain(text))
}

fn media(flow: &Flow) -> (String, Line) {
    let codec = flow.codec_received.as_ref().map_or(String::new(), |codec| format!(" of {codec}"));
    let received = match flow.packets_received {
        0 => "nothing received".to_owned(),
        packets => format!("{} received in {packets} packets{codec}", plural(flow.frames_received as usize, "frame")),
    };
    let sent = plural(flow.frames_sent as usize, "frame");
    (flow.kind.clone(), Line::plain(format!("{sent} sent, {received}")))
}

/// The base of a reflexive candidate, or the address that a relay knows us by.
fn behind(pair: &Pair) -> String {
    pair.local_related.map_or(String::new(), |related| format!(" ({related})"))
}

fn pairs(pairs: &[Pair]) -> Table {
    let mut table = Table::new(&["local", "remote", "state", ">sent/answered", ">received/answered", ">round trip"]);
    for pair in pairs {
        let state = if pair.nominated {
            Line::toned("nominated", Tone::Good)
        } else if pair.responses_received > 0 {
            Line::plain("succeeded")
        } else {
            Line::toned("no answer", Tone::Warn)
        };
        table.push(vec![
            Line::plain(format!("{} {}", pair.local_type.word(), pair.local)).with(behind(pair), Tone::Dim),
            Line::plain(format!("{} {}", pair.remote_type.word(), pair.remote)),
            state,
            Line::plain(format!("{}/{}", pair.requests_sent, pair.responses_received)),
            Line::plain(format!("{}/{}", pair.requests_received, pair.responses_sent)),
            Line::plain(pair.rtt_ms.map_or_else(|| "-".to_owned(), ms)),
        ]);
    }
    table
}

fn moment(moment: &Moment) -> report::Moment {
    report::Moment { at_ms: moment.at_ms, text: Line::plain(moment.text.clone()) }
}

fn packets(packets: &[Packet]) -> Table {
    let mut table = Table::new(&[">n", ">ms", "way", "peer", ">bytes", "what"]);
    for (index, packet) in packets.iter().enumerate() {
        table.push(vec![
            Line::plain((index + 1).to_string()),
            Line::plain(format!("{:.3}", packet.at_ms)),
            Line::plain(if packet.out { "out" } else { "in" }),
            Line::plain(packet.remote.to_string()),
            Line::plain(packet.length.to_string()),
            Line::plain(packet.what.clone()),
        ]);
    }
    table
}
