//! The terms that come of an offer and an answer.

use std::collections::HashMap;

use super::codecs::{AgreedCodec, Nearest};
use super::media::{AgreedExtension, DataTerms, Layer};
use super::section::terms;
use crate::sdp::{Bandwidth, Codec, Direction, SectionSummary, Summary};

/// One of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// It calls.
    Offerer,
    /// It is called.
    Answerer,
}

impl Side {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Offerer => "offerer",
            Self::Answerer => "answerer",
        }
    }
}

/// What two descriptions make of each other.
#[derive(Clone, Debug)]
pub struct Negotiation<'a> {
    /// Section by section: those of the offer, then what the answer has too many.
    pub sections: Vec<Outcome<'a>>,
    /// Who chooses the path: the offerer, unless it alone is lite (RFC 8445 section 6.1.1).
    pub controlling: Side,
    /// Whether the offerer only answers checks.
    pub offerer_lite: bool,
    /// Whether the answerer only answers checks.
    pub answerer_lite: bool,
}

/// What became of one section. Sections belong together by their place (RFC 3264 section 6).
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// Its number, from 0.
    pub index: usize,
    /// Its identification: the offer's, else the answer's.
    pub mid: Option<&'a str>,
    /// As it was offered.
    pub offer: Option<&'a SectionSummary<'a>>,
    /// As it was answered.
    pub answer: Option<&'a SectionSummary<'a>>,
    /// What was agreed on, or why nothing was.
    pub terms: Result<Box<Agreement<'a>>, Rejection<'a>>,
}

/// The terms of a section that lives.
#[derive(Clone, Debug)]
pub struct Agreement<'a> {
    /// Which way media flows, seen from the offerer; a data channel has none.
    pub direction: Option<Direction>,
    /// Codecs of both sides, in the order of the answer.
    pub codecs: Vec<AgreedCodec<'a>>,
    /// Codecs that carry media and were offered in vain.
    pub left_out: Vec<&'a Codec<'a>>,
    /// What the offerer sends, if it sends.
    pub offerer_sends: Option<&'a Codec<'a>>,
    /// What the answerer sends, if it sends.
    pub answerer_sends: Option<&'a Codec<'a>>,
    /// Header extensions of both sides, in the order of the offer.
    pub extensions: Vec<AgreedExtension<'a>>,
    /// Layers that the offerer sends at once; none is one encoding.
    pub offerer_layers: Vec<Layer<'a>>,
    /// Layers that the answerer sends at once.
    pub answerer_layers: Vec<Layer<'a>>,
    /// Who begins the DTLS handshake; `None` where it is not used or the two contradict each other.
    pub dtls_client: Option<Side>,
    /// Whether DTLS is used at all.
    pub dtls: bool,
    /// The mid of the section whose transport it uses; `None` where it has one of its own, in no bundle.
    pub carried_by: Option<&'a str>,
    /// Whether RTCP shares the port of RTP.
    pub rtcp_mux: bool,
    /// The data channel.
    pub data: Option<DataTerms>,
    /// What the answer lets the offerer send at most.
    pub offerer_limits: &'a [Bandwidth<'a>],
    /// What the offer lets the answerer send at most.
    pub answerer_limits: &'a [Bandwidth<'a>],
}

/// Why nothing was agreed on.
#[derive(Clone, Copy, Debug)]
pub enum Rejection<'a> {
    /// The offer itself has port 0.
    NotOffered,
    /// The answer has port 0, though the two have a codec in common or need none.
    Declined,
    /// No codec is in both, and this is as near as they come.
    NoCommonCodec(Option<Nearest<'a>>),
    /// The answer has port 0 and names no codec of its own that could tell why.
    Silent,
    /// The answer has no such section.
    Missing,
    /// The answer has a section that nobody offered.
    Unasked,
    /// The answer has another kind of media in this place.
    OtherKind,
    /// It was offered inside a bundle alone, and the answer does not bundle it (RFC 9143 section 7.3.3).
    NotBundled,
}

impl<'a> Negotiation<'a> {
    /// Puts `offer` and `answer` together.
    pub fn of(offer: &'a Summary<'a>, answer: &'a Summary<'a>) -> Self {
        let by_mid: HashMap<&str, usize> =
            answer.sections.iter().enumerate().rev().filter_map(|(n, section)| Some((section.mid?, n))).collect();
        let count = offer.sections.len().max(answer.sections.len());
        let sections = (0..count).map(|index| {
            let (ours, theirs) = (offer.sections.get(index), answer.sections.get(index));
            Outcome {
                index,
                mid: ours.or(theirs).and_then(|section| section.mid),
                offer: ours,
                answer: theirs,
                terms: match (ours, theirs) {
                    (Some(ours), Some(theirs)) => {
                        let carrier = theirs
                            .carried_by
                            .and_then(|tag| by_mid.get(tag))
                            .and_then(|n| Some((offer.sections.get(*n)?, answer.sections.get(*n)?)));
                        terms(ours, theirs, carrier, offer)
                    }
                    (None, _) => Err(Rejection::Unasked),
                    (_, None) => Err(Rejection::Missing),
                },
            }
        });
        let controlling = if offer.ice_lite && !answer.ice_lite { Side::Answerer } else { Side::Offerer };
        Self { sections: sections.collect(), controlling, offerer_lite: offer.ice_lite, answerer_lite: answer.ice_lite }
    }

    /// The sections that live.
    pub fn agreed(&self) -> impl Iterator<Item = (&Outcome<'a>, &Agreement<'a>)> {
        self.sections.iter().filter_map(|outcome| Some((outcome, outcome.terms.as_deref().ok()?)))
    }

    /// How many transports the sections that live need.
    pub fn transports(&self) -> usize {
        self.agreed().filter(|(outcome, terms)| terms.carried_by.is_none_or(|tag| outcome.mid == Some(tag))).count()
    }
}

impl<'a> Outcome<'a> {
    /// The section as it was offered, else as it was answered.
    pub fn section(&self) -> Option<&'a SectionSummary<'a>> {
        self.offer.or(self.answer)
    }

    /// `audio`, `video`, …; `data` for a data channel.
    pub fn kind(&self) -> &'a str {
        self.section().map_or("", |section| if section.data.is_some() { "data" } else { section.media.kind.head() })
    }
}
