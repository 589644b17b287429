//! Rules about WHIP and WHEP (RFC 9725).

use super::super::Draft;
use super::media::{live_media, point};
use super::{Case, Part};
use crate::report::{Effect, Target};
use crate::sdp::{Direction, Role};

/// Offers that a WHIP server need not take (RFC 9725 sections 4.2 and 4.4): one finding with all that is in the way.
pub(super) fn whip_offer_shape(case: &Case<'_>) -> Vec<Draft> {
    if case.role != Role::Offer || live_media(case).next().is_none() {
        return Vec::new();
    }
    let one_way = [Direction::SendOnly, Direction::RecvOnly]
        .into_iter()
        .any(|way| live_media(case).all(|part| direction(case, part) == way));
    let of_kind = |kind: &'static str| live_media(case).filter(move |part| part.media.kind.as_str() == kind);
    let unmuxed = || live_media(case).filter(|part| !part.has("rtcp-mux"));
    let unbundled = || case.live().filter(|part| case.bundles.tag(part.section).is_none());
    let mut wants = Vec::new();
    let mut places = Vec::new();
    let mut want = |what: &str, part: Option<&Part<'_>>| {
        if let Some(part) = part {
            wants.push(what.to_owned());
            places.push(part.line());
        }
    };
    let both_ways = live_media(case).find(|part| direction(case, part) == Direction::SendRecv);
    want(
        "`sendonly` in each section (`recvonly` for WHEP)",
        both_ways.or_else(|| live_media(case).next()).filter(|_| !one_way),
    );
    want("one section of audio", of_kind("audio").nth(1));
    want("one section of video", of_kind("video").nth(1));
    want("one BUNDLE group with every section", unbundled().next().filter(|_| case.live().count() > 1));
    want("`a=rtcp-mux` in each section", unmuxed().next());
    if wants.is_empty() {
        return Vec::new();
    }
    let draft = Draft::new("WHIP", format!("as an offer of WHIP it lacks: {}", wants.join("; ")))
        .breaks(Target::Whip, Effect::Refuses)
        .help("offer one track of each kind with `direction: \"sendonly\"`, and `bundlePolicy: \"max-bundle\"`");
    vec![point(draft, places, "not as RFC 9725 has it", "nor this")]
}

fn direction(case: &Case<'_>, part: &Part<'_>) -> Direction {
    part.section.direction().or_else(|| case.session.section.direction()).unwrap_or_default()
}
