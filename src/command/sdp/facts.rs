//! Summaries as the published facts.

use super::Description;
use super::wanted::Wanted;
use crate::report::Source;
use crate::report::wire::facts::sdp as wire;
use crate::sdp::{Codec, SectionSummary, Summary, Text, meaning, munged, peer};

/// The facts of all descriptions.
pub(super) fn facts(described: &[(&Description, &Summary<'_>)], sources: &[Source], wanted: &Wanted) -> wire::Sdp {
    let all = described.iter().enumerate();
    let mut descriptions: Vec<_> =
        all.clone().map(|(index, (description, summary))| one(index, description, summary)).collect();
    if wanted.any() {
        for (wire, ((description, _), source)) in descriptions.iter_mut().zip(described.iter().zip(sources)) {
            wire.lines = by_line(description, source, wanted);
        }
    }
    wire::Sdp { descriptions, candidates: all.flat_map(|(index, (_, summary))| candidates(index, summary)).collect() }
}

fn one(index: usize, description: &Description, summary: &Summary<'_>) -> wire::Description {
    let author = summary.author.as_ref();
    wire::Description {
        index,
        r#type: description.kind(summary),
        origin: wire::Origin {
            source: description.name.clone(),
            writer: author.map(|author| author.name.to_owned()),
            version: author.and_then(|author| author.version.clone()),
            confidence: author.map(|author| author.certainty.word()),
            session_id: summary.origin.map(|origin| owned(origin.session)),
            session_version: summary.origin.map(|origin| owned(origin.version)),
        },
        looks_like: peer(&description.sdp, summary).map(|peer| wire::LooksLike {
            kind: peer.kind.word(),
            confidence: peer.certainty.word(),
            why: peer.why,
        }),
        munged: munged(&description.sdp, summary),
        unwrapped_from: strings(&description.unwrapped_from),
        bundles: summary.bundles.groups.iter().map(|mids| strings(mids)).collect(),
        ice_lite: summary.ice_lite,
        trickle: summary.trickles(),
        sections: summary.sections.iter().enumerate().map(|(index, section)| of_section(index, section)).collect(),
        lines: Vec::new(),
    }
}

/// The text is the redacted one of `source`.
fn by_line(description: &Description, source: &Source, wanted: &Wanted) -> Vec<wire::Line> {
    meaning(&description.sdp)
        .filter(|(line, _)| wanted.holds(*line))
        .map(|(line, meaning)| wire::Line {
            line: line.number,
            text: source.text.get(line.text.range()).unwrap_or_default().to_owned(),
            meaning: meaning.text,
            source: meaning.source,
        })
        .collect()
}

fn of_section(index: usize, section: &SectionSummary<'_>) -> wire::Section {
    wire::Section {
        index,
        mid: section.mid.map(str::to_owned),
        kind: owned(section.media.kind),
        protocol: owned(section.media.protocol),
        port: section.media.port_number(),
        rejected: section.rejected,
        bundle_only: section.bundle_only,
        bundled_with: section.carried_by.map(str::to_owned),
        direction: section.direction.map(crate::sdp::Direction::word),
        codecs: section.codecs.iter().map(of_codec).collect(),
        extensions: section.extensions.iter().map(|extension| owned(extension.uri)).collect(),
        rids: section.rids.iter().map(|rid| owned(rid.id)).collect(),
        simulcast: section
            .simulcast
            .as_ref()
            .map(|simulcast| wire::Simulcast { send: strings(&simulcast.send), recv: strings(&simulcast.recv) }),
        data_channel: section.data.map(|data| wire::DataChannel {
            sctp_port: data.sctp_port.and_then(|port| port.parse().ok()),
            max_message_size: data.max_message_size.and_then(|size| size.parse().ok()),
        }),
        ice_ufrag: section.ufrag.map(str::to_owned),
        ice_options: strings(&section.ice_options),
        end_of_candidates: section.end_of_candidates,
        setup: section.setup.map(str::to_owned),
        fingerprints: section.fingerprints.iter().map(|fingerprint| owned(fingerprint.hash)).collect(),
        rtcp_mux: section.rtcp_mux,
        bandwidth: section.bandwidth.iter().map(|b| format!("{}:{}", b.kind.as_str(), b.value.as_str())).collect(),
    }
}

fn of_codec(codec: &Codec<'_>) -> wire::Codec {
    wire::Codec {
        payload_type: codec.payload.to_owned(),
        name: Some(codec.name).filter(|name| !name.is_empty()).map(str::to_owned),
        clock_rate: codec.clock,
        channels: codec.channels,
        parameters: codec.parameters.to_owned(),
        meaning: codec.meaning(),
        feedback: strings(&codec.feedback),
        rtx: codec.rtx.map(str::to_owned),
    }
}

fn candidates(description: usize, summary: &Summary<'_>) -> Vec<wire::Candidate> {
    let readable = summary.candidates.iter().filter_map(|entry| Some((entry.mid, entry.candidate.as_ref().ok()?)));
    readable
        .map(|(mid, candidate)| {
            let parts = candidate.parts();
            wire::Candidate {
                description,
                mid: mid.map(str::to_owned),
                r#type: candidate.kind.word(),
                protocol: candidate.transport.to_ascii_lowercase(),
                address: candidate.host.to_owned(),
                port: candidate.port,
                mdns: candidate.is_mdns(),
                tcp_type: candidate.tcp_type().map(str::to_owned),
                related_address: candidate.related_host.map(str::to_owned),
                related_port: candidate.related_port,
                foundation: candidate.foundation.to_owned(),
                component: candidate.component,
                priority: candidate.priority,
                type_preference: parts.type_preference,
                local_preference: parts.local_preference,
            }
        })
        .collect()
}

fn owned(text: Text<'_>) -> String {
    text.as_str().to_owned()
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
