//! Rules about the transport that an offer and an answer agree on: ICE, DTLS roles, BUNDLE.

use std::collections::HashMap;

use super::super::Draft;
use super::answer_shape::{setups, type_mismatch};
use super::pairing::{live_pairs, place};
use super::{Case, Part};
use crate::report::Effect;
use crate::sdp::{Place, Role};

/// Two sides that only answer checks (RFC 8445 section 2.5): nobody sends any.
pub(super) fn ice_lite_both(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let lite = |part: &&Part<'_>| part.has("ice-lite");
    let (Some(one), Some(other)) = (offer.everywhere().find(lite), answer.everywhere().find(lite)) else {
        return Vec::new();
    };
    vec![
        Draft::new("ICE", "both sides are ICE lite: neither sends connectivity checks")
            .span(place(one, "ice-lite"), "waits for checks")
            .answer_span(place(other, "ice-lite"), "waits for checks as well")
            .breaks_browsers(Effect::NoConnection)
            .help("make one of the two a full ICE agent: the one that can be behind a NAT"),
    ]
}

/// An answer that leaves the DTLS role open, which only an offer may (RFC 8842 section 5.3).
pub(super) fn answer_setup_actpass(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let open: Vec<_> =
        setups(answer).into_iter().filter(|setup| setup.as_str().eq_ignore_ascii_case("actpass")).collect();
    if open.is_empty() || !type_mismatch(offer, answer).is_empty() {
        return Vec::new();
    }
    let draft = Draft::new("answer", "the answer says `a=setup:actpass`; it has to choose `active` or `passive`");
    vec![
        draft
            .answer_spans(open.iter().map(|setup| setup.range()), "for offers alone")
            .breaks_browsers(Effect::Refuses)
            .help("answer `a=setup:active`, and begin the DTLS handshake"),
    ]
}

/// Both sides in one DTLS role (RFC 8842 section 5.3).
pub(super) fn setup_conflict(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let carried = live_pairs(offer, answer).filter(|(_, answer)| answer.place != Place::Rider);
    let found = carried.filter_map(|(asking, saying)| {
        let (asked, said) = (offer.inherited(asking, "setup")?, answer.inherited(saying, "setup")?);
        let role = said.trimmed();
        if role.as_str() != asked.trimmed().as_str() || !matches!(role.as_str(), "active" | "passive") {
            return None;
        }
        let (does, other) = match role.as_str() {
            "active" => ("begin the handshake, and none waits for it", "passive"),
            _ => ("wait for the other to begin", "active"),
        };
        Some(
            Draft::new(
                saying.name(),
                format!("both sides are DTLS `{}` for the {}: both {does}", role.as_str(), saying.name()),
            )
            .answer_span(role.range(), "the same role")
            .span(asked.trimmed().range(), "the offer has it already")
            .breaks_browsers(Effect::NoConnection)
            .help(format!("answer `a=setup:{other}`, or offer `a=setup:actpass`")),
        )
    });
    found.collect()
}

/// A bundle that the answer puts on another transport than the offer suggests (RFC 9143 section 7.3.1).
pub(super) fn answer_bundle_tag_changed(offer: &Case<'_>, answer: &Case<'_>) -> Vec<Draft> {
    let live = |mid: &str| answer.live().any(|part| part.mid.is_some_and(|own| own.as_str() == mid));
    let found = answer.bundles.groups.iter().filter_map(|said| {
        let tag = *said.first().filter(|tag| live(tag))?;
        let asked = offer.bundles.groups.iter().find(|group| group.contains(&tag))?;
        let wanted = *asked.iter().find(|mid| live(mid) && said.contains(mid))?;
        if wanted == tag {
            return None;
        }
        let place = |case: &Case<'_>, mid: &str| {
            let lines = case.session.all("group").map(|line| line.trimmed());
            lines.flat_map(|value| value.words().skip(1)).find(|word| word.as_str() == mid).map(|word| word.range())
        };
        let draft = Draft::new("BUNDLE", format!("the answer bundles on section `{tag}`, the offer on `{wanted}`"));
        let draft = place(answer, tag).into_iter().fold(draft, |draft, at| draft.answer_span(at, "first here"));
        let draft =
            place(offer, wanted).into_iter().fold(draft, |draft, at| draft.span(at, "first of the sections in use"));
        Some(
            draft
                .breaks_browsers(Effect::NoConnection)
                .help(format!("list `{wanted}` first in `a=group:BUNDLE` of the answer: keep the order of the offer")),
        )
    });
    found.collect()
}

/// Rejected sections that an answer leaves in its bundle (RFC 9143 section 7.3.3).
///
/// The first one of a group is another matter: it would carry the others.
pub(super) fn rejected_in_bundle(case: &Case<'_>) -> Vec<Draft> {
    if case.role != Role::Answer {
        return Vec::new();
    }
    let rejected: HashMap<&str, &Part<'_>> =
        case.parts.iter().filter(|part| part.rejected).filter_map(|part| Some((part.mid?.as_str(), part))).collect();
    let groups = case.session.all("group").filter(|line| line.trimmed().split_word().0.as_str() == "BUNDLE");
    let found = groups.flat_map(|line| line.trimmed().words().skip(2).collect::<Vec<_>>()).filter_map(|mid| {
        let part = rejected.get(mid.as_str())?;
        Some(
            Draft::new(
                part.name(),
                format!("BUNDLE of the answer names section `{}`, which port 0 rejects", mid.head()),
            )
            .span(mid.range(), "not in use")
            .span(part.media.port.range(), "rejected here")
            .breaks_browsers(Effect::Notes)
            .help(format!("take `{}` out of `a=group:BUNDLE`", mid.head())),
        )
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::Sdp;

    fn count(rule: fn(&Case<'_>, &Case<'_>) -> Vec<Draft>, offer: &str, answer: &str) -> usize {
        let text = |head: &str| {
            let section = |mid| format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:{mid}\n");
            Sdp::parse(format!("{head}\n{}{}", section("0"), section("1")).as_bytes())
        };
        let (offer, answer) = (text(offer), text(answer));
        rule(&Case::told(&offer, Role::Offer), &Case::told(&answer, Role::Answer)).len()
    }

    #[test]
    fn roles_are_to_differ_on_each_transport() {
        let bundled = |setup: &str| format!("a=group:BUNDLE 0 1\na=setup:{setup}");
        let conflict = |offer, answer| count(setup_conflict, &bundled(offer), &bundled(answer));
        assert_eq!(conflict("active", "active"), 1);
        assert_eq!(conflict("passive", "passive"), 1);
        assert_eq!(conflict("actpass", "active"), 0);
        assert_eq!(conflict("active", "passive"), 0);
        assert_eq!(count(setup_conflict, "a=setup:active", "a=setup:active"), 2);
    }

    #[test]
    fn the_first_section_in_use_carries_the_bundle() {
        let changed = |answer: &str| count(answer_bundle_tag_changed, "a=group:BUNDLE 0 1", answer);
        assert_eq!(changed("a=group:BUNDLE 1 0"), 1);
        assert_eq!(changed("a=group:BUNDLE 0 1"), 0);
        assert_eq!(changed("a=group:BUNDLE 1"), 0);
        assert_eq!(changed(""), 0);
    }
}
