//! Which codecs two sections share, and which of them is really sent.
//!
//! Measured on calls between Chromium and Firefox: the offerer sends the first codec of the answer, the answerer the
//! first codec of the offer that the answer kept. Each takes the number that the other side gave it (RFC 3264
//! section 5.1).

use std::collections::HashSet;

use crate::sdp::{Codec, Difference};

/// A codec that both sides have.
#[derive(Clone, Copy, Debug)]
pub struct AgreedCodec<'a> {
    /// As the offer writes it.
    pub offered: &'a Codec<'a>,
    /// As the answer writes it.
    pub answered: &'a Codec<'a>,
    /// Whether lost packets of it are sent again as RTX: both sides have that for it.
    pub rtx: bool,
}

impl<'a> AgreedCodec<'a> {
    /// Feedback that both sides know, in the order of the offer (RFC 4585 section 4.2).
    pub fn feedback(&self) -> Vec<&'a str> {
        let answered: HashSet<_> = self.answered.feedback.iter().copied().collect();
        self.offered.feedback.iter().copied().filter(|feedback| answered.contains(feedback)).collect()
    }
}

/// Two codecs that are nearly one.
#[derive(Clone, Copy, Debug)]
pub struct Nearest<'a> {
    /// What was offered.
    pub offered: &'a Codec<'a>,
    /// What the other side has.
    pub answered: &'a Codec<'a>,
    /// The first thing in which they differ.
    pub difference: Difference,
}

/// The codecs of both, in the order of the answer.
pub(super) fn agreed<'a>(offered: &'a [Codec<'a>], answered: &'a [Codec<'a>]) -> Vec<AgreedCodec<'a>> {
    let (ours, theirs) = (Numbered::of(offered), Numbered::of(answered));
    let mut taken = HashSet::new();
    let mut agreed = Vec::new();
    for codec in &theirs.0 {
        // Its own number first: the offer may have the same codec twice.
        let same = ours.get(codec.payload).filter(|offer| same(offer, &ours, codec, &theirs));
        let found = same.or_else(|| {
            ours.0
                .iter()
                .copied()
                .find(|offer| !taken.contains(offer.payload) && self::same(offer, &ours, codec, &theirs))
        });
        let Some(offer) = found.filter(|offer| taken.insert(offer.payload)) else { continue };
        let rtx = offer.rtx.is_some() && codec.rtx.is_some();
        agreed.push(AgreedCodec { offered: offer, answered: codec, rtx });
    }
    agreed
}

/// What each side sends of these, as the other side wrote it: the offerer first.
pub(super) fn sent<'a>(offered: &'a [Codec<'a>], agreed: &[AgreedCodec<'a>]) -> [Option<&'a Codec<'a>>; 2] {
    let media = || agreed.iter().filter(|codec| codec.answered.is_media());
    let kept: HashSet<_> = media().map(|codec| codec.offered.payload).collect();
    let by_offerer = media().next().map(|codec| codec.answered);
    let by_answerer = offered.iter().find(|codec| kept.contains(codec.payload));
    [by_offerer, by_answerer]
}

/// The pair of codecs of the same name that differ least; `None` where not even a name is shared.
pub(super) fn nearest<'a>(offered: &'a [Codec<'a>], answered: &'a [Codec<'a>]) -> Option<Nearest<'a>> {
    let (ours, theirs) = (Numbered::of(offered), Numbered::of(answered));
    let mut best: Option<Nearest<'a>> = None;
    for offered in ours.0.iter().copied().filter(|codec| codec.is_media()) {
        for answered in theirs.0.iter().copied().filter(|codec| codec.is_media() && codec.is(offered.name)) {
            let Some(difference) = offered.difference(answered).filter(|d| *d != Difference::Name) else { continue };
            if best.is_none_or(|best| closeness(difference) > closeness(best.difference)) {
                best = Some(Nearest { offered, answered, difference });
            }
        }
    }
    best
}

fn closeness(difference: Difference) -> u8 {
    match difference {
        Difference::Name => 0,
        Difference::Clock => 1,
        Difference::Channels => 2,
        Difference::Profile => 3,
        Difference::PacketizationMode => 4,
    }
}

/// Codecs with a payload type that fits in RTP's seven bits, each once (RFC 3550 section 5.1).
struct Numbered<'a>(Vec<&'a Codec<'a>>);

impl<'a> Numbered<'a> {
    fn of(codecs: &'a [Codec<'a>]) -> Self {
        let mut seen = HashSet::new();
        let number = |codec: &Codec<'_>| codec.payload.parse().ok().filter(|number: &u8| *number < 128);
        Self(codecs.iter().filter(|codec| number(codec).is_some_and(|number| seen.insert(number))).collect())
    }

    fn get(&self, payload: &str) -> Option<&'a Codec<'a>> {
        self.0.iter().copied().find(|codec| codec.payload == payload)
    }
}

/// Whether they are one codec. RTX and RED are what they repeat (RFC 4588 section 8.6, RFC 2198 section 5).
fn same(ours: &Codec<'_>, our: &Numbered<'_>, theirs: &Codec<'_>, their: &Numbered<'_>) -> bool {
    if ours.difference(theirs).is_some() {
        return false;
    }
    let (inner, also) = if ours.is("rtx") {
        (ours.parameter("apt"), theirs.parameter("apt"))
    } else if ours.is("red") {
        (primary(ours), primary(theirs))
    } else {
        return true;
    };
    match (inner.map(|payload| our.get(payload)), also.map(|payload| their.get(payload))) {
        (Some(Some(one)), Some(Some(other))) => one.difference(other).is_none(),
        // RED of video names nothing inside.
        (None, _) | (_, None) => ours.is("red"),
        _ => false,
    }
}

/// The first payload type inside RED.
fn primary<'a>(red: &Codec<'a>) -> Option<&'a str> {
    red.parameters.split('/').next().map(str::trim_ascii).filter(|payload| !payload.is_empty())
}
