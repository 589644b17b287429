//! The terms of one section.

use super::codecs::{agreed, nearest, sent};
use super::media::{self, data, direction, extensions, layers};
use super::transport::{client, uses_dtls};
use super::{Agreement, Rejection};
use crate::sdp::{SectionSummary, Summary};

/// A section as both sides wrote it.
type Both<'a> = (&'a SectionSummary<'a>, &'a SectionSummary<'a>);

/// What `ours`, offered, and `theirs`, answered, come to. `carrier` is the section whose transport the answer has it
/// use, its own number among them.
pub(super) fn terms<'a>(
    ours: &'a SectionSummary<'a>,
    theirs: &'a SectionSummary<'a>,
    carrier: Option<Both<'a>>,
    offer: &Summary<'a>,
) -> Result<Box<Agreement<'a>>, Rejection<'a>> {
    if ours.rejected {
        return Err(Rejection::NotOffered);
    }
    if !ours.media.kind.as_str().eq_ignore_ascii_case(theirs.media.kind.as_str()) {
        return Err(Rejection::OtherKind);
    }
    let codecs = agreed(&ours.codecs, &theirs.codecs);
    let rtp = ours.media.is_rtp();
    // An answer with nothing but FEC lives, though nothing can be sent.
    let common = !rtp || codecs.iter().any(|codec| codec.offered.is_media() || !theirs.rejected);
    if theirs.rejected || !common {
        // libwebrtc writes `0` as the format of a section that it rejects, which is no codec of it.
        let silent = theirs.rejected && !theirs.section.has("rtpmap");
        return Err(match common {
            true => Rejection::Declined,
            false if silent => Rejection::Silent,
            false => Rejection::NoCommonCodec(nearest(&ours.codecs, &theirs.codecs)),
        });
    }
    let carrier = carrier.filter(|(offered, _)| grouped(offer, ours, offered));
    if ours.bundle_only && carrier.is_none() {
        return Err(Rejection::NotBundled);
    }
    let (carrying, carried) = carrier.unwrap_or((ours, theirs));
    let direction = ours.direction.zip(theirs.direction).map(|(ours, theirs)| direction(ours, theirs));
    let [by_offerer, by_answerer] = sent(&ours.codecs, &codecs);
    let dtls = uses_dtls(carrying, carried);
    let left_out = ours.codecs.iter().filter(|codec| codec.is_media());
    let left_out = left_out.filter(|codec| !codecs.iter().any(|kept| std::ptr::eq(kept.offered, *codec)));
    Ok(Box::new(Agreement {
        direction,
        left_out: left_out.collect(),
        codecs,
        offerer_sends: by_offerer.filter(|_| direction.is_some_and(media::sends)),
        answerer_sends: by_answerer.filter(|_| direction.is_some_and(media::receives)),
        extensions: extensions(&ours.extensions, &theirs.extensions),
        offerer_layers: layers(ours, theirs),
        answerer_layers: layers(theirs, ours),
        dtls_client: client(carrying.setup, carried.setup).filter(|_| dtls),
        dtls,
        carried_by: carrier.and_then(|(_, carried)| carried.mid),
        rtcp_mux: rtp && carrying.rtcp_mux && carried.rtcp_mux,
        data: ours.data.zip(theirs.data).map(|(ours, theirs)| data(ours, theirs)),
        offerer_limits: &theirs.bandwidth,
        answerer_limits: &ours.bandwidth,
    }))
}

/// Whether the offer puts both into one BUNDLE group; an answer may only take groups apart (RFC 9143 section 7.3).
fn grouped(offer: &Summary<'_>, one: &SectionSummary<'_>, other: &SectionSummary<'_>) -> bool {
    let (Some(one), Some(other)) = (one.mid, other.mid) else { return false };
    offer.bundles.groups.iter().any(|group| group.contains(&one) && group.contains(&other))
}
