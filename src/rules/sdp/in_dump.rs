//! What the descriptions in a dump say together.

use std::collections::BTreeMap;

use super::super::Draft;
use super::super::in_dump::{clock, draft, list, moment};
use crate::dump::{Connection, Description, Dump, End, Negotiation};
use crate::report::{Confidence, Evidence, Severity, number};
use crate::sdp;

/// `sdp/mline-rejected`: sections that were offered and refused, and not accepted later.
pub(super) fn mline_rejected(connection: &Connection, dump: &Dump) -> Vec<Draft> {
    let negotiations = connection.negotiations();
    let mut rejected: BTreeMap<usize, &Negotiation<'_>> = BTreeMap::new();
    for negotiation in &negotiations {
        for (at, (offered, answered)) in negotiation.offer.sections.iter().zip(&negotiation.answer.sections).enumerate()
        {
            match (offered.rejected, answered.rejected) {
                (false, true) => drop(rejected.insert(at, negotiation)),
                (false, false) => drop(rejected.remove(&at)),
                // an offer that refuses the section itself changes nothing about who refused it first
                (true, _) => {}
            }
        }
    }
    rejected.into_iter().filter_map(|(at, negotiation)| one(connection, dump, at, negotiation)).collect()
}

fn one(connection: &Connection, dump: &Dump, at: usize, negotiation: &Negotiation<'_>) -> Option<Draft> {
    let section = negotiation.offer.sections.get(at)?;
    let offered = codecs(negotiation.offer, at);
    let answered = codecs(negotiation.answer, at);
    let name = section.mid.as_deref().map(|mid| format!(" (mid `{mid}`)")).unwrap_or_default();
    let whose = if negotiation.offerer == End::Local { "the other side" } else { "this side" };
    let mut message = format!("{whose} refuses `m={}`{name}", section.kind);
    if section.direction.is_some() {
        message = format!("{message}: the offer has {}, the answer {}", list(&offered), list(&answered));
    }
    if let Some(seen) = dump.other_end(connection).and_then(|other| seen_there(other, at, &offered)) {
        message = format!("{message}; {seen}");
    }
    let common = answered.iter().any(|codec| offered.iter().any(|own| own.eq_ignore_ascii_case(codec)));
    let found = draft(connection, message).evidence(moment(negotiation.answered, "the answer has port 0 for it"));
    Some(if common || section.direction.is_none() {
        // an answerer that knows the codecs had another reason
        found
            .severity(Severity::Warning)
            .confidence(Confidence::Possible)
            .help("see whether the answering side stopped this transceiver on purpose; else let it accept the section")
    } else {
        found.confidence(Confidence::Likely).help(
            "give both sides a common codec: look at `setCodecPreferences` and at code that changes descriptions; browsers \
             have Opus for audio, and VP8 and H264 for video (RFC 7742, RFC 7874)",
        )
    })
}

/// What the other end of the call has as the offer, where that is not what this end has.
fn seen_there(other: &Connection, at: usize, offered: &[String]) -> Option<String> {
    let negotiation = other.negotiations().into_iter().rev().find(|n| n.offer.sections.get(at).is_some())?;
    let theirs = codecs(negotiation.offer, at);
    let verb = if negotiation.offerer == End::Local { "made" } else { "was handed" };
    (theirs != offered).then(|| {
        format!("connection {} {verb} the offer with {}, so it was changed on the way", other.id, list(&theirs))
    })
}

/// The names of the codecs that a section describes, each once.
fn codecs(description: &Description, at: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(section) = description.sdp.expose().sections().nth(at) else { return names };
    // a refused section lists a payload type for form's sake
    if section.value("rtpmap").is_none() && section.is_rejected() {
        return names;
    }
    for codec in sdp::codecs(section).iter().filter(|codec| codec.is_media() && !codec.name.is_empty()) {
        if !names.iter().any(|name| name.eq_ignore_ascii_case(codec.name)) {
            names.push(codec.name.to_owned());
        }
    }
    names
}

/// `sdp/munged`: a description was changed between being created and being set.
pub(super) fn munged(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let mungings = connection.mungings();
    let Some(first) = mungings.first() else { return Vec::new() };
    let at_ms = connection.events.get(first.event).and_then(|event| event.at_ms).unwrap_or(0.0);
    let line = first.added.first().map(|line| format!("`{line}` was put in"));
    let line = line.or_else(|| first.removed.first().map(|line| format!("`{line}` was taken out")));
    let all = number::plural(mungings.len(), "description");
    let changes = first.added.len().max(first.removed.len());
    let message = format!(
        "{all} changed between being created and being set; the first at {} in {}, where {}",
        clock(at_ms),
        number::plural(changes, "line"),
        line.unwrap_or_default()
    );
    vec![
        draft(connection, message)
            .help(
                "use `setCodecPreferences`, `setParameters` and `addTransceiver` in place of changing the text: what a \
                 browser takes today it may refuse in its next version",
            )
            .evidence(Evidence::Moment { at_ms, text: "setLocalDescription".to_owned() }),
    ]
}
