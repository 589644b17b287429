//! Negotiations as the published facts.

use super::body::Names;
use super::words::{parameter, reason};
use crate::report::wire::facts::sdp_negotiate as wire;
use crate::sdp::negotiate::{AgreedCodec, Agreement, Layer, Negotiation, Outcome, Rejection, Side};
use crate::sdp::{Bandwidth, Codec, Direction};

/// The facts of a negotiation, and of the one the other way round.
pub(super) fn facts(names: &Names<'_>, forth: &Negotiation<'_>, back: Option<&Negotiation<'_>>) -> wire::Negotiated {
    wire::Negotiated {
        offer: names.offerer.to_owned(),
        answer: names.answerer.to_owned(),
        answered: back.is_none(),
        sections: sections(forth),
        ice: wire::Ice {
            controlling: forth.controlling.word(),
            offerer_lite: forth.offerer_lite,
            answerer_lite: forth.answerer_lite,
        },
        transports: forth.transports(),
        reversed: back.map(sections),
    }
}

fn sections(negotiation: &Negotiation<'_>) -> Vec<wire::Section> {
    negotiation.sections.iter().map(section).collect()
}

fn section(outcome: &Outcome<'_>) -> wire::Section {
    let terms = outcome.terms.as_deref().ok();
    let nearest = match &outcome.terms {
        Err(Rejection::NoCommonCodec(Some(nearest))) => Some(nearest),
        _ => None,
    };
    let sent = |codec: &dyn Fn(&Agreement<'_>) -> Option<wire::Sent>| terms.and_then(codec);
    wire::Section {
        index: outcome.index,
        mid: outcome.mid.map(str::to_owned),
        kind: outcome.section().map_or_else(String::new, |section| section.media.kind.as_str().to_owned()),
        status: if terms.is_some() { "agreed" } else { "rejected" },
        direction: terms.and_then(|terms| terms.direction).map(Direction::word),
        offerer_sends: sent(&|terms| terms.offerer_sends.and_then(self::sent)),
        answerer_sends: sent(&|terms| terms.answerer_sends.and_then(self::sent)),
        codecs: terms.map(|terms| terms.codecs.iter().filter_map(codec).collect()).unwrap_or_default(),
        dtls_client: terms.and_then(|terms| terms.dtls_client).map(Side::word),
        bundled_with: terms.and_then(|terms| terms.carried_by).map(str::to_owned),
        reason: reason(outcome),
        nearest: nearest.map(|nearest| {
            let [parameter, offered, answered] = parameter(nearest).map(|text| text.trim_matches('`').to_owned());
            wire::Nearest { codec: nearest.offered.name.to_owned(), parameter, offered, answered }
        }),
        rtcp_mux: terms.is_some_and(|terms| terms.rtcp_mux),
        extensions: terms.map(extensions).unwrap_or_default(),
        offerer_layers: terms.map(|terms| layers(&terms.offerer_layers)).unwrap_or_default(),
        answerer_layers: terms.map(|terms| layers(&terms.answerer_layers)).unwrap_or_default(),
        data_channel: terms
            .and_then(|terms| terms.data)
            .map(|data| wire::DataChannel { offerer_sends: data.offerer_sends, answerer_sends: data.answerer_sends }),
        offerer_limits: terms.map(|terms| limits(terms.offerer_limits)).unwrap_or_default(),
        answerer_limits: terms.map(|terms| limits(terms.answerer_limits)).unwrap_or_default(),
    }
}

fn sent(codec: &Codec<'_>) -> Option<wire::Sent> {
    Some(wire::Sent {
        codec: codec.name.to_owned(),
        payload_type: codec.payload.parse().ok()?,
        parameters: codec.parameters.to_owned(),
    })
}

fn codec(codec: &AgreedCodec<'_>) -> Option<wire::Codec> {
    Some(wire::Codec {
        codec: codec.answered.name.to_owned(),
        payload_type: codec.answered.payload.parse().ok()?,
        offered_payload_type: codec.offered.payload.parse().ok()?,
        rtx: codec.rtx,
        feedback: codec.feedback().into_iter().map(str::to_owned).collect(),
    })
}

fn extensions(terms: &Agreement<'_>) -> Vec<wire::Extension> {
    let extensions = terms.extensions.iter().map(|extension| wire::Extension {
        uri: extension.uri.to_owned(),
        id: extension.id.to_owned(),
        answered_id: extension.answered_id.to_owned(),
    });
    extensions.collect()
}

fn layers(layers: &[Layer<'_>]) -> Vec<String> {
    layers.iter().map(|layer| if layer.paused { format!("~{}", layer.rid) } else { layer.rid.to_owned() }).collect()
}

fn limits(limits: &[Bandwidth<'_>]) -> Vec<String> {
    limits.iter().map(|limit| format!("{}:{}", limit.kind.as_str(), limit.value.as_str())).collect()
}
