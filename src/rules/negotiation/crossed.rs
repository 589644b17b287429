//! The order of offers, answers and candidates in a handshake (RFC 9429 section 4.1.8, RFC 8838).

use crate::facts::handshake::{End, Handshake};
use crate::report::number::plural;
use crate::report::{Evidence, Severity};
use crate::rules::Draft;
use crate::rules::in_run::draft;

/// `negotiation/glare`.
pub(super) fn glare(run: &Handshake) -> Vec<Draft> {
    let Some(glare) = &run.signaling.glare else { return Vec::new() };
    let who = if glare.yielded { "this side gave its own offer up" } else { "this side kept its own offer" };
    let resolved = run.end == End::Connected;
    let end = if resolved { "and the negotiation came through" } else { "and no connection came of it" };
    let found = draft(run, format!("both sides made an offer at once; {who}, {end}"))
        .evidence(Evidence::Moment { at_ms: glare.at_ms, text: "an offer came while the own one was open".to_owned() })
        .help(
            "nothing is to be done where it is resolved; else use the perfect negotiation pattern on both sides: one gives \
             way, the other ignores the offer that crosses its own (`--glare polite` or `impolite` plays either part)",
        );
    vec![if resolved { found } else { found.severity(Severity::Error) }]
}

/// `negotiation/early-candidates`.
pub(super) fn early_candidates(run: &Handshake) -> Vec<Draft> {
    let count = run.signaling.early_candidates;
    if count == 0 {
        return Vec::new();
    }
    let message = format!("{} of the peer came before its description", plural(count as usize, "candidate"));
    let found = draft(run, message).fact("signaling.early_candidates", count.to_string());
    let found = match run.sides.candidates.first() {
        Some(first) => found.evidence(Evidence::Moment { at_ms: first.at_ms, text: "the first candidate".to_owned() }),
        None => found,
    };
    vec![found.help(
        "send the description first; a receiver has to keep candidates until it is set, and browsers throw \
         `InvalidStateError` on those that come too early",
    )]
}

/// `negotiation/surplus-answer`.
pub(super) fn surplus_answer(run: &Handshake) -> Vec<Draft> {
    let count = run.signaling.surplus_answers;
    if count == 0 {
        return Vec::new();
    }
    let message = format!("{} came that no offer waited for", plural(count as usize, "answer"));
    vec![draft(run, message).fact("signaling.surplus_answers", count.to_string()).help(
        "look for a message that is delivered twice, for two peers in one room, and for answers to an older offer; \
         browsers throw `InvalidStateError` on a second answer",
    )]
}

/// `negotiation/candidate-without-section`.
pub(super) fn candidate_without_section(run: &Handshake) -> Vec<Draft> {
    let lost: Vec<_> = run.sides.candidates.iter().filter(|one| !one.placed && !one.line.is_empty()).collect();
    let Some(first) = lost.first() else { return Vec::new() };
    let message = format!(
        "{} of the peer says neither `sdpMid` nor `sdpMLineIndex`",
        if lost.len() == 1 { "a candidate".to_owned() } else { format!("each of {}", plural(lost.len(), "candidate")) }
    );
    vec![
        draft(run, message)
            .evidence(Evidence::Moment { at_ms: first.at_ms, text: "the first of them".to_owned() })
            .help("send `candidate.toJSON()` whole, with its names as they are: browsers throw `TypeError` where both are missing"),
    ]
}
