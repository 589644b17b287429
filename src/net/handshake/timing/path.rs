//! The critical path, found backwards from what ended last.

use crate::facts::handshake::{End, Handshake, PhaseId};

/// What the packets do not tell of the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// Our candidates travel in our description, which waits for them.
    pub(super) in_description: bool,
}

/// Marks the critical phases of `facts`.
pub(super) fn mark(facts: &mut Handshake, way: Way) {
    let mut next = last(facts, way);
    while let Some(id) = next {
        if let Some(phase) = facts.phases.iter_mut().find(|phase| phase.id == id) {
            // A phase never comes twice: each waits only for ids that stand before its own.
            phase.critical = true;
        }
        next = before(facts, id, way);
    }
    // An answerer sets its description, and may gather, within the phase of its answer.
    if !facts.signaling.offerer && critical(facts, PhaseId::Answer) {
        let within = |id: PhaseId| id == PhaseId::LocalDescription || (id == PhaseId::Gathering && way.in_description);
        facts.phases.iter_mut().filter(|phase| within(phase.id)).for_each(|phase| phase.critical = true);
    }
}

fn critical(facts: &Handshake, id: PhaseId) -> bool {
    facts.phase(id).is_some_and(|phase| phase.critical)
}

/// What ended last, or what a run that failed was in.
fn last(facts: &Handshake, way: Way) -> Option<PhaseId> {
    let counts =
        |id: PhaseId| id != PhaseId::Gathering || (way.in_description && facts.phase(PhaseId::OfferSent).is_none());
    let open = facts.phases.iter().rev().find(|phase| phase.end_ms.is_none() && counts(phase.id));
    if facts.end != End::Connected
        && let Some(open) = open
    {
        return Some(open.id);
    }
    let ended = facts.phases.iter().filter(|phase| phase.id != PhaseId::Gathering);
    ended.filter_map(|phase| Some((phase.id, phase.end_ms?))).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id)
}

/// The phase that `id` waited for: of those that it has to wait for, the one that ended last.
fn before(facts: &Handshake, id: PhaseId, way: Way) -> Option<PhaseId> {
    let offerer = facts.signaling.offerer;
    let waited = |dependency: &PhaseId| match dependency {
        PhaseId::Gathering => way.in_description,
        PhaseId::OfferSent | PhaseId::OfferCreated => offerer,
        _ => true,
    };
    let ended = |dependency: PhaseId| Some((dependency, facts.phase(dependency)?.end_ms?));
    let found = dependencies(id).iter().copied().filter(waited).filter_map(ended);
    found.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(dependency, _)| dependency)
}

/// Until the server is reached, in order.
const REACHED: &[PhaseId] =
    &[PhaseId::Dns, PhaseId::Tcp, PhaseId::Proxy, PhaseId::Tls, PhaseId::WsUpgrade, PhaseId::Http, PhaseId::Join];

/// What a phase has to wait for; always phases that come before it.
fn dependencies(id: PhaseId) -> &'static [PhaseId] {
    match id {
        PhaseId::OfferCreated => REACHED,
        PhaseId::LocalDescription => &[PhaseId::OfferCreated],
        PhaseId::Gathering => &[PhaseId::LocalDescription],
        PhaseId::OfferSent => &[PhaseId::LocalDescription, PhaseId::Gathering],
        // For the answerer it begins with the other side's offer.
        PhaseId::Answer => &[PhaseId::OfferSent, PhaseId::Join, PhaseId::WsUpgrade, PhaseId::Http, PhaseId::Tcp],
        PhaseId::Ice => &[PhaseId::Answer],
        PhaseId::Dtls => &[PhaseId::Ice],
        PhaseId::Sctp | PhaseId::FirstMedia => &[PhaseId::Dtls],
        PhaseId::DcOpen => &[PhaseId::Sctp],
        PhaseId::FirstEcho => &[PhaseId::DcOpen],
        early => {
            let until = REACHED.iter().position(|id| *id == early).unwrap_or_default();
            REACHED.get(..until).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::handshake::Phase;

    fn path(phases: &[(PhaseId, f64, f64)], offerer: bool, in_description: bool) -> Vec<PhaseId> {
        let phase = |&(id, start_ms, end_ms): &(PhaseId, f64, f64)| Phase {
            id,
            start_ms,
            end_ms: Some(end_ms),
            floor_ms: None,
            critical: false,
            detail: String::new(),
        };
        let mut facts =
            Handshake { end: End::Connected, phases: phases.iter().map(phase).collect(), ..Handshake::default() };
        facts.signaling.offerer = offerer;
        mark(&mut facts, Way { in_description });
        facts.phases.iter().filter(|phase| phase.critical).map(|phase| phase.id).collect()
    }

    #[test]
    fn gathering_is_waited_for_where_the_offer_carries_its_candidates() {
        use PhaseId::{Answer, Gathering, Ice, LocalDescription, OfferCreated, OfferSent, Tcp};
        let phases = [
            (Tcp, 0.0, 10.0),
            (OfferCreated, 10.0, 11.0),
            (LocalDescription, 11.0, 12.0),
            (Gathering, 12.0, 80.0),
            (OfferSent, 80.0, 81.0),
            (Answer, 81.0, 90.0),
            (Ice, 90.0, 99.0),
        ];
        let all: Vec<PhaseId> = phases.iter().map(|(id, ..)| *id).collect();
        assert_eq!(path(&phases, true, true), all);
        let without: Vec<PhaseId> = all.into_iter().filter(|id| *id != Gathering).collect();
        assert_eq!(path(&phases, true, false), without);
    }

    #[test]
    fn an_answerer_waits_for_the_offer_and_answers_itself() {
        use PhaseId::{Answer, Gathering, Ice, Join, LocalDescription, Tcp};
        let phases = [
            (Tcp, 0.0, 10.0),
            (Join, 10.0, 50.0),
            (Answer, 50.0, 60.0),
            (LocalDescription, 51.0, 55.0),
            (Gathering, 55.0, 58.0),
            (Ice, 60.0, 99.0),
        ];
        assert_eq!(path(&phases, false, false), [Tcp, Join, Answer, LocalDescription, Ice]);
        assert_eq!(path(&phases, false, true), [Tcp, Join, Answer, LocalDescription, Gathering, Ice]);
    }

    #[test]
    fn no_phase_waits_for_one_behind_it() {
        for (at, id) in PhaseId::ALL.iter().enumerate() {
            for dependency in dependencies(*id) {
                assert!(
                    PhaseId::ALL.iter().position(|o| o == dependency).unwrap() < at,
                    "{id:?} waits for {dependency:?}"
                );
            }
        }
    }
}
