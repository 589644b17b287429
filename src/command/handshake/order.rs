//! The order of the offer/answer exchange in one line, and the races in it.

use crate::facts::handshake::{Handshake, PhaseId};

/// Something out of order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Race {
    /// As published.
    pub(super) id: &'static str,
    /// In words.
    pub(super) words: &'static str,
}

/// What happened out of order.
pub(super) fn races(facts: &Handshake) -> Vec<Race> {
    let seen = &facts.signaling;
    let answered = facts.phase(PhaseId::Answer).and_then(|phase| phase.end_ms);
    let checked = facts.timing.event("first_check_received").map(|event| event.at_ms);
    let found = [
        (seen.glare.is_some(), "glare", "both sides made an offer at once"),
        (
            seen.early_candidates > 0,
            "candidate_before_description",
            "a candidate of the peer's came before its description",
        ),
        (
            seen.offerer && checked.zip(answered).is_some_and(|(checked, answered)| checked < answered),
            "check_before_answer",
            "the peer's first check came before its answer",
        ),
        (seen.surplus_answers > 0, "surplus_answer", "another answer came when none was waited for"),
    ];
    found.into_iter().filter(|(happened, ..)| *happened).map(|(_, id, words)| Race { id, words }).collect()
}

/// The order: what happened, one after the other, then the races.
pub(super) fn line(facts: &Handshake) -> Option<String> {
    let end = |id| facts.phase(id).and_then(|phase| phase.end_ms);
    let event = |id: &str| facts.timing.event(id).map(|event| event.at_ms);
    let ours = facts.timing.events.iter().filter(|event| event.id.starts_with("local_candidate_"));
    let (first, last) = if facts.signaling.offerer {
        (("offer sent", end(PhaseId::OfferSent)), ("answer received", end(PhaseId::Answer)))
    } else {
        let received = facts.phase(PhaseId::Answer).map(|phase| phase.start_ms);
        (("offer received", received), ("answer sent", end(PhaseId::Answer)))
    };
    let mut steps: Vec<(f64, &str)> = [
        ("setLocalDescription", end(PhaseId::LocalDescription)),
        ("our first candidate", ours.map(|event| event.at_ms).min_by(f64::total_cmp)),
        first,
        last,
        ("setRemoteDescription", event("remote_description")),
        ("peer's first candidate", event("first_remote_candidate")),
        ("peer's first check", event("first_check_received")),
    ]
    .into_iter()
    .filter_map(|(what, at)| Some((at?, what)))
    .collect();
    if steps.is_empty() {
        return None;
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let steps: Vec<&str> = steps.into_iter().map(|(_, what)| what).collect();
    let races: Vec<&str> = races(facts).into_iter().map(|race| race.words).collect();
    let races = if races.is_empty() { "no race".to_owned() } else { races.join("; ") };
    Some(format!("{}; {races}", steps.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::signaling::{Glare, Signaling};

    #[test]
    fn races_are_named_and_none_is_said_too() {
        let mut facts = Handshake::default();
        assert_eq!(line(&facts), None);
        facts.timing.events.push(crate::facts::timing::Event {
            id: "local_candidate_host".to_owned(),
            at_ms: 1.0,
            end_ms: None,
            detail: String::new(),
        });
        assert_eq!(line(&facts).unwrap(), "our first candidate; no race");
        facts.signaling =
            Signaling { glare: Some(Glare { at_ms: 1.0, yielded: true }), early_candidates: 2, ..Signaling::default() };
        let ids: Vec<_> = races(&facts).into_iter().map(|race| race.id).collect();
        assert_eq!(ids, ["glare", "candidate_before_description"]);
    }
}
