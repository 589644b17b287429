//! The exchange ended, or nobody took part in it, before there was an answer.

use super::words::{Kind, kind};
use crate::facts::handshake::{Failure, Handshake, PhaseId};
use crate::report::number::ms;
use crate::report::{Confidence, Evidence};
use crate::rules::Draft;
use crate::rules::in_run::{draft, failure};

/// Frames that only another peer has reason to send.
const OF_A_PEER: &[&str] = &["offer", "answer", "candidate", "end", "bye"];

/// `signaling/closed`.
pub(super) fn closed(run: &Handshake) -> Vec<Draft> {
    let Some(Failure::Closed { code, reason }) = failure(run) else { return Vec::new() };
    if unauthorized_code(*code) || kind(reason) != Kind::Other {
        return Vec::new();
    }
    let code = code.map_or_else(|| "without a close frame".to_owned(), |code| format!("with code {code}"));
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let when = match open(run) {
        Some(phase) => format!("in `{}`, before an answer came", phase.word()),
        None => "before an answer came".to_owned(),
    };
    let found = draft(run, format!("the server closed the connection {code} {when}{reason}")).help(
        "read the server's log at this moment; it may want a join message, a token or another message format first",
    );
    vec![last_frame(run, found)]
}

/// `signaling/refused`.
pub(super) fn refused(run: &Handshake) -> Vec<Draft> {
    let Some(message) = said(run).filter(|message| kind(message) == Kind::Other) else { return Vec::new() };
    let found = draft(run, format!("the server refuses: {message}"))
        .help("do what the server's message asks for: another room, a token, or another first message");
    vec![last_frame(run, found)]
}

/// `signaling/id-taken`.
pub(super) fn id_taken(run: &Handshake) -> Vec<Draft> {
    let Some(message) = said(run).filter(|message| kind(message) == Kind::IdTaken) else { return Vec::new() };
    vec![draft(run, format!("another client has the id that this one gave itself: {message}")).help(
        "give another one with `--var self=ID`, or end the session that has it; after a crash a server keeps an id for \
         as long as its keepalive takes",
    )]
}

/// `signaling/no-peer`.
pub(super) fn no_peer(run: &Handshake) -> Vec<Draft> {
    const HELP: &str = "start the other peer first, in the same room or under the id that was called, and give it time with \
                        `--timeout`; the network is not at fault, no packet was sent to a peer yet";
    if let Some(message) = said(run).filter(|message| kind(message) == Kind::NoPeer) {
        return vec![draft(run, format!("the other peer is not there: {message}")).help(HELP)];
    }
    let Some(waited_ms) = waited(run).filter(|_| !is_http(run)) else { return Vec::new() };
    let alone = heard(run).next().is_some()
        && run.signaling.unknown_frames == 0
        && !heard(run).any(|kind| OF_A_PEER.contains(&kind));
    if !alone {
        return Vec::new();
    }
    let message = format!("the server answers, but no peer took part within {}", ms(waited_ms));
    vec![draft(run, message).confidence(Confidence::Likely).help(HELP)]
}

/// `signaling/silent`.
pub(super) fn silent(run: &Handshake) -> Vec<Draft> {
    let Some(waited_ms) = waited(run).filter(|_| !is_http(run) && heard(run).next().is_none()) else {
        return Vec::new();
    };
    let message = format!("the connection stands, and not one frame came over it within {}", ms(waited_ms));
    vec![draft(run, message).help(
        "give the message that the server waits for first with `--join TEXT`, or speak its protocol with `--protocol` or \
         `--profile FILE`; where the server only passes messages on, start the other peer in the same room",
    )]
}

/// `signaling/no-answer`.
pub(super) fn no_answer(run: &Handshake) -> Vec<Draft> {
    let Some(waited_ms) = waited(run) else { return Vec::new() };
    // Both are said by rules of their own.
    if !no_peer(run).is_empty() || !silent(run).is_empty() {
        return Vec::new();
    }
    if is_http(run) {
        let message = format!("the request with the offer was not answered within {}", ms(waited_ms));
        return vec![draft(run, message).help(
            "look at the server's log; a server that gathers candidates before it answers waits for each of its STUN and \
             TURN servers",
        )];
    }
    let frames = match run.signaling.unknown_frames {
        0 => "no answer was among the frames that came".to_owned(),
        1 => "1 frame came that fits no rule of the protocol".to_owned(),
        n => format!("{n} frames came that fit no rule of the protocol"),
    };
    let what = if run.phase(PhaseId::OfferSent).is_some() { "no answer" } else { "no offer" };
    let message = format!("{what} within {}; {frames}", ms(waited_ms));
    vec![draft(run, message).help(
        "check that the other peer speaks the same protocol and answers offers; `--trace-signaling` shows each frame, and \
         `--profile FILE` teaches another format",
    )]
}

/// Whether a close code stands for missing rights: 3000 and 3003 are registered for that (RFC 6455 section 11.7), and
/// 44xx is how applications write HTTP's.
pub(super) fn unauthorized_code(code: Option<u16>) -> bool {
    matches!(code, Some(3000 | 3003 | 4401 | 4403))
}

/// The words with which the exchange was ended.
pub(super) fn said(run: &Handshake) -> Option<&str> {
    match failure(run)? {
        Failure::Refused { message } => Some(message),
        Failure::Closed { reason, .. } if kind(reason) != Kind::Other => Some(reason),
        _ => None,
    }
}

/// How long the other side was waited for, where the run ended in that.
fn waited(run: &Handshake) -> Option<f64> {
    match failure(run)? {
        Failure::Stalled { phase: PhaseId::Join | PhaseId::OfferSent | PhaseId::Answer, waited_ms } => Some(*waited_ms),
        _ => None,
    }
}

fn is_http(run: &Handshake) -> bool {
    !run.signaling.exchanges.is_empty()
}

/// The kinds of the frames that came from others.
fn heard(run: &Handshake) -> impl Iterator<Item = &str> {
    run.signaling.frames.iter().filter(|frame| !frame.out && frame.kind != "own").map(|frame| frame.kind.as_str())
}

/// The phase that had not ended.
fn open(run: &Handshake) -> Option<PhaseId> {
    let of_signaling = [PhaseId::Join, PhaseId::OfferSent, PhaseId::Answer];
    let open = run.phases.iter().rev().find(|phase| phase.end_ms.is_none() && of_signaling.contains(&phase.id));
    open.map(|phase| phase.id)
}

/// With the last frame that came: a server often says why, and closes without a reason.
fn last_frame(run: &Handshake, found: Draft) -> Draft {
    match run.signaling.frames.iter().rev().find(|frame| !frame.out) {
        Some(frame) => {
            let text: String = frame.text.chars().take(120).collect();
            found.evidence(Evidence::Moment { at_ms: frame.at_ms, text: format!("the last frame: {text}") })
        }
        None => found,
    }
}
