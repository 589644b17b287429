//! Rules about the sections of an answer beside those of its offer (RFC 3264 section 6).

use std::collections::HashSet;

use super::super::Draft;
use super::media::codecs;
use super::pairing::{pairs, place};
use super::{Case, Part};
use crate::report::{Effect, Severity, number};
use crate::sdp::{Origin, Text};

/// An answer has as many sections as its offer.
pub(super) fn mline_count(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let (asked, said) = (offer.parts.len(), answer.parts.len());
    if asked == said || said == 0 {
        return Vec::new();
    }
    let message =
        format!("the offer has {}, the answer {}", number::plural(asked, "section"), number::plural(said, "section"));
    let draft = Draft::new("answer", message).breaks_browsers(Effect::Refuses);
    vec![match (offer.parts.get(said), answer.parts.get(asked)) {
        (Some(missing), _) => draft
            .span(missing.line(), "not answered")
            .answer_spans(answer.parts.last().map(Part::line), "the last one of the answer")
            .help(format!("answer the {} with port 0: sections are rejected and never left out", missing.name())),
        (_, Some(extra)) => draft
            .answer_span(extra.line(), "not offered")
            .help(format!("remove the {}: only an offer adds sections", extra.name())),
        (None, None) => draft,
    }]
}

/// Sections keep their order, their kind and their mid.
pub(super) fn mline_order(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let sections = offer.parts.iter().zip(&answer.parts).enumerate();
    let Some((n, (asked, said, mids))) =
        sections.into_iter().find_map(|(n, (one, other))| Some((n, differ(one, other)?)))
    else {
        return Vec::new();
    };
    let what = if mids { "mid" } else { "kind" };
    let message =
        format!("section {} has the {what} `{}` in the offer and `{}` in the answer", n + 1, asked.head(), said.head());
    vec![
        Draft::new("answer", message)
            .answer_span(said.range(), "answered like this")
            .span(asked.range(), "offered like this")
            .breaks_browsers(Effect::Refuses)
            .help("answer the sections in the order of the offer, each with its kind and its `a=mid`"),
    ]
}

/// The kinds or the mids of two sections that are not the same; whether it is the mids.
fn differ<'a>(one: &Part<'a>, other: &Part<'a>) -> Option<(Text<'a>, Text<'a>, bool)> {
    let kinds = (one.media.kind, other.media.kind);
    if kinds.0.as_str() != kinds.1.as_str() {
        return Some((kinds.0, kinds.1, false));
    }
    let (asked, said) = one.mid.zip(other.mid).filter(|(one, other)| one.as_str() != other.as_str())?;
    Some((asked, said, true))
}

/// Sections that the answer switches off (RFC 3264 section 6).
///
/// A choice mostly, and an error where nothing that was offered could have been chosen.
pub(super) fn mline_rejected(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let rejected = pairs(offer, answer).filter(|(offer, answer)| !offer.rejected && answer.rejected);
    let found = rejected.map(|(offer, answer)| {
        let data = offer.media.is_data();
        // libwebrtc writes format 0 into a rejected section, which means nothing; codecs of others have their `rtpmap`.
        let described: HashSet<_> = answer.all("rtpmap").map(|line| line.trimmed().split_word().0.as_str()).collect();
        let (asked, said) = (codecs(offer), codecs(answer));
        let listed = || said.iter().filter(|codec| codec.is_media() && described.contains(codec.payload));
        let common = listed().any(|codec| asked.iter().any(|offered| codec.difference(offered).is_none()));
        let unmatched = !data && listed().next().is_some() && !common;
        let why = if unmatched { ": no codec was common" } else { "" };
        let draft = Draft::new(answer.name(), format!("the answer rejects the {} with port 0{why}", answer.name()))
            .answer_span(answer.media.port.range(), "switched off")
            .span(offer.line(), "offered here")
            .breaks_browsers(if data { Effect::NoDataChannel } else { Effect::MediaMissing })
            .help(if data {
                "if it is not meant, look whether the answerer has data channels at all"
            } else {
                "if it is not meant, compare the codecs of both sides: `rtcdiag sdp negotiate OFFER ANSWER` names the nearest"
            });
        if unmatched { draft } else { draft.severity(Severity::Warning) }
    });
    found.collect()
}

/// Two offers, an answer before its offer, or one text twice.
pub(super) fn type_mismatch(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let (first, second) = (setups(offer), setups(answer));
    let asks = |setups: &[Text<'_>]| setups.iter().any(|setup| setup.as_str() == "actpass");
    let words = |setups: &[Text<'_>]| setups.iter().map(|setup| setup.as_str().to_owned()).collect::<Vec<_>>();
    let echoed = session(offer).zip(session(answer)).filter(|(one, other)| one.as_str() == other.as_str());
    if let Some((one, other)) = echoed.filter(|_| same(offer, answer, "ice-ufrag") && words(&first) == words(&second)) {
        return vec![
            Draft::new("answer", "the answer is the offer itself: one session and one `ice-ufrag` in both")
                .answer_span(other.range(), "the session of the answer")
                .span(one.range(), "the session of the offer")
                .breaks_browsers(if asks(&second) { Effect::Refuses } else { Effect::NoConnection })
                .help(
                    "look for a server that sends messages back to their sender, and give the answer of the other side",
                ),
        ];
    }
    let swapped = !first.is_empty() && !asks(&first) && second.iter().all(|setup| setup.as_str() == "actpass");
    let (Some(chosen), Some(open)) = (first.first(), second.first().filter(|_| swapped)) else { return Vec::new() };
    vec![
        Draft::new("answer", "the offer and the answer look swapped: the second one offers")
            .answer_span(open.range(), "only an offer says this")
            .span(chosen.range(), "an answer says this")
            .breaks_browsers(Effect::Refuses)
            .help("give the offer first"),
    ]
}

/// What a description says of its DTLS roles.
pub(super) fn setups<'a>(case: &Case<'a>) -> Vec<Text<'a>> {
    case.everywhere()
        .filter(|part| !part.rejected)
        .flat_map(|part| part.all("setup"))
        .map(|line| line.trimmed())
        .collect()
}

fn session<'a>(case: &Case<'a>) -> Option<Text<'a>> {
    let line = case.session.section.lines().find(|line| line.kind == Some('o'))?;
    Origin::read(line.value).map(|origin| origin.session).filter(|id| id.as_str() != "0")
}

fn same(one: &Case<'_>, other: &Case<'_>, key: &str) -> bool {
    let value = |case: &Case<'_>| {
        let part = case.everywhere().find(|part| part.has(key))?;
        case.sdp.text().get(place(part, key)).map(str::to_owned)
    };
    value(one).is_some() && value(one) == value(other)
}
