//! What is odd on a signaling path that works.

use super::super::limits::SLOW_SIGNALING_MS;
use crate::facts::handshake::{Failure, Handshake, PhaseId};
use crate::report::Evidence;
use crate::report::number::{ms, plural};
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{draft, failure};

/// `signaling/profile-incomplete`.
pub(super) fn profile_incomplete(run: &Handshake) -> Vec<Draft> {
    let Some(Failure::Profile { why }) = failure(run) else { return Vec::new() };
    vec![
        draft(run, format!("a message of the profile could not be made: {why}"))
            .help("give the value with `--var NAME=VALUE`, or have a `[[recv]]` rule set it before it is needed"),
    ]
}

/// `signaling/self-echo`.
pub(super) fn self_echo(run: &Handshake) -> Vec<Draft> {
    let count = run.signaling.own_messages;
    if count == 0 {
        return Vec::new();
    }
    let message =
        format!("the server sends what it is sent back to its sender: {} came back", plural(count as usize, "frame"));
    vec![draft(run, message).fact("signaling.own_messages", count.to_string()).help(
        "let the server leave the sender out, or put an id into each message and drop one's own: a client that does not \
         would answer its own offer",
    )]
}

/// `signaling/late-error`.
pub(super) fn late_error(run: &Handshake) -> Vec<Draft> {
    let errors = &run.signaling.late_errors;
    if errors.is_empty() {
        return Vec::new();
    }
    let shown: Vec<String> = errors.iter().map(|error| format!("`{error}`")).collect();
    vec![
        draft(run, format!("the server or the peer said after the answer: {}", list(&shown)))
            .fact("signaling.late_errors", errors.len().to_string())
            .help("read the log of whoever said it: the exchange was over for this side, and not for the other"),
    ]
}

/// `signaling/not-understood`.
pub(super) fn not_understood(run: &Handshake) -> Vec<Draft> {
    let count = run.signaling.unknown_frames;
    let first = run.signaling.frames.iter().find(|frame| !frame.out && frame.kind == "unknown");
    if count == 0 {
        return Vec::new();
    }
    let protocol = &run.signaling.protocol;
    let message = format!("{} from the server fitted no rule of `{protocol}`", plural(count as usize, "frame"));
    let found = draft(run, message).fact("signaling.unknown_frames", count.to_string());
    let found = match first {
        Some(frame) => {
            let text: String = frame.text.chars().take(120).collect();
            found.evidence(Evidence::Moment { at_ms: frame.at_ms, text: format!("the first: {text}") })
        }
        None => found,
    };
    vec![found.help(format!(
        "where they matter, add rules for them: `rtcdiag profile show {protocol}` prints what to start from"
    ))]
}

/// `signaling/slow`.
pub(super) fn slow(run: &Handshake) -> Vec<Draft> {
    let waits = [PhaseId::WsUpgrade, PhaseId::Http, PhaseId::Answer].into_iter().filter_map(|id| {
        let phase = run.phase(id)?;
        Some((phase, phase.end_ms? - phase.start_ms))
    });
    let Some((phase, took)) = waits.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, took)| *took > SLOW_SIGNALING_MS)
    else {
        return Vec::new();
    };
    let who = if phase.id == PhaseId::Answer { "the server and the peer behind it" } else { "the server" };
    // The peer's answer may wait for a person, and where this side answers the time is its own.
    if phase.id == PhaseId::Answer && !run.signaling.offerer {
        return Vec::new();
    }
    vec![
        draft(run, format!("`{}` took {}, and {who} took that long", phase.id.word(), ms(took)))
            .evidence(Evidence::Moment { at_ms: phase.start_ms, text: format!("`{}` began", phase.id.word()) })
            .help(
                "see what the server does meanwhile: one that gathers all candidates before it answers waits for STUN and \
                 TURN servers that do not answer",
            ),
    ]
}
