//! Sentences about a handshake.

use super::overview;
use super::published::Beside;
use crate::facts::handshake::{End, Failure, Handshake, PhaseId};
use crate::report::number::{ms, plural};
use crate::report::wire::facts::handshake::Repeat;
use crate::report::{Finding, Severity, Verdict, VerdictResult};

/// The verdict; `first` is the finding that stands first.
pub(super) fn verdict(facts: &Handshake, beside: &Beside, first: Option<&Finding>) -> Verdict {
    let prefix = if facts.embedded { "self-test: nothing of yours was tested; " } else { "" };
    let result = match facts.end {
        End::Connected => VerdictResult::Ok,
        End::Failed(_) => VerdictResult::Failed,
        End::Interrupted => VerdictResult::Inconclusive,
    };
    let cause = first.filter(|finding| finding.severity == Severity::Error);
    let summary = match (&beside.repeat, &beside.comparison) {
        (Some(repeat), _) => several(repeat).unwrap_or_else(|| end(facts)),
        (None, Some(comparison)) if facts.end == End::Connected => {
            format!("{}; {}", end(facts), overview::saved(comparison))
        }
        (None, _) => ended(facts, cause),
    };
    Verdict { result, summary: format!("{prefix}{summary}") }
}

/// How several runs went, where one sentence says it.
fn several(repeat: &Repeat) -> Option<String> {
    let total = repeat.phases.iter().find(|spread| spread.id == "total")?;
    let runs = plural(repeat.runs as usize, "run");
    (repeat.connected == repeat.runs).then(|| {
        format!(
            "{runs} connected, each in {} to {}, half of them within {}",
            ms(total.min_ms),
            ms(total.max_ms),
            ms(total.p50_ms)
        )
    })
}

/// How it ended, with its cause where that it took too long, or that the stack gave up, is the effect.
fn ended(facts: &Handshake, cause: Option<&Finding>) -> String {
    match (&facts.end, cause) {
        (End::Failed(failure @ (Failure::Stalled { .. } | Failure::Broken { .. })), Some(cause)) => {
            format!("failed in `{}`: {}", failure.phase(), cause.rule.meaning)
        }
        _ => end(facts),
    }
}

/// How it ended, as a sentence.
pub(super) fn end(facts: &Handshake) -> String {
    match &facts.end {
        End::Connected => {
            let floor = facts.floor_ms.map_or(String::new(), |floor| format!(", floor {}", ms(floor)));
            let what = if facts.phase(PhaseId::DcOpen).is_some() {
                "the data channel opened"
            } else if facts.media.iter().any(|flow| flow.packets_received > 0) {
                "media came"
            } else {
                "the peers connected"
            };
            format!("{what} and the run took {}{floor}", ms(facts.total_ms))
        }
        End::Failed(cause) => format!("failed in `{}`: {}", cause.phase(), failure(cause)),
        End::Interrupted => "interrupted before it was decided".to_owned(),
    }
}

fn failure(failure: &Failure) -> String {
    match failure {
        Failure::NameNotFound { name, why } => format!("`{name}` has no address ({why})"),
        Failure::Tcp { address, refused: true, .. } => format!("`{address}` refuses the connection"),
        Failure::Tcp { address, why, .. } => format!("no connection to `{address}` ({why})"),
        Failure::Proxy { why } => why.clone(),
        Failure::Http { why, .. } => format!("the signaling server does not answer as it should ({why})"),
        Failure::Profile { why } => format!("the profile cannot be followed ({why})"),
        Failure::Tls { why, .. } => format!("no TLS with the signaling server ({why})"),
        Failure::Upgrade { why, .. } => format!("the server does not upgrade to a WebSocket ({why})"),
        Failure::Closed { code, reason } => {
            let code = code.map_or(String::new(), |code| format!(" with code {code}"));
            let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
            format!("the server closed the connection{code} before an answer came{reason}")
        }
        Failure::Refused { message } => format!("the server refuses: {message}"),
        Failure::BadAnswer { why } => format!("the answer cannot be used ({why})"),
        Failure::Broken { why, .. } => why.clone(),
        Failure::Stalled { phase: PhaseId::Answer, waited_ms } => {
            format!("no answer to the offer in {}", ms(*waited_ms))
        }
        Failure::Stalled { waited_ms, .. } => format!("not done after {}", ms(*waited_ms)),
    }
}

/// A phase's name for people.
pub(super) fn phase(id: PhaseId) -> &'static str {
    match id {
        PhaseId::Dns => "DNS",
        PhaseId::Tcp => "TCP",
        PhaseId::Proxy => "proxy",
        PhaseId::Tls => "TLS",
        PhaseId::WsUpgrade => "WebSocket upgrade",
        PhaseId::Http => "HTTP",
        PhaseId::Join => "join",
        PhaseId::OfferCreated => "offer created",
        PhaseId::LocalDescription => "local description",
        PhaseId::Gathering => "gathering",
        PhaseId::OfferSent => "offer sent",
        PhaseId::Answer => "answer",
        PhaseId::Ice => "ICE",
        PhaseId::Dtls => "DTLS",
        PhaseId::Sctp => "SCTP",
        PhaseId::DcOpen => "data channel open",
        PhaseId::FirstEcho => "first echo",
        PhaseId::FirstMedia => "first media",
    }
}

/// A phase's name in a row of them.
pub(super) fn short(id: PhaseId) -> &'static str {
    match id {
        PhaseId::WsUpgrade => "upgrade",
        PhaseId::OfferCreated => "offer",
        PhaseId::LocalDescription => "setLocalDescription",
        PhaseId::OfferSent => "sending",
        PhaseId::DcOpen => "channel",
        PhaseId::FirstEcho => "echo",
        PhaseId::FirstMedia => "media",
        id => phase(id),
    }
}

/// What the comparison of fingerprints means.
pub(super) fn fingerprints(matches: Option<bool>) -> &'static str {
    match matches {
        Some(true) => {
            "the peer holds the certificate that its description names: relays on the way see ciphertext alone, and \
             nobody sits in between unless the signaling server itself rewrote the description"
        }
        Some(false) => {
            "the certificate is not the one that the description names: the description was rewritten on its way, or \
             somebody sits in between"
        }
        None => "not compared: there is no SHA-256 fingerprint in the description, or no certificate was seen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_self_test_says_so_first() {
        let facts = Handshake { embedded: true, end: End::Connected, total_ms: 8.0, ..Handshake::default() };
        assert_eq!(
            verdict(&facts, &Beside::default(), None).summary,
            "self-test: nothing of yours was tested; the peers connected and the run took 8 ms"
        );
    }

    #[test]
    fn a_failure_names_its_phase() {
        let stalled = Failure::Stalled { phase: PhaseId::Answer, waited_ms: 14_990.0 };
        let facts = Handshake { end: End::Failed(stalled), ..Handshake::default() };
        assert_eq!(
            verdict(&facts, &Beside::default(), None).summary,
            "failed in `answer`: no answer to the offer in 15 s"
        );
        assert_eq!(verdict(&facts, &Beside::default(), None).result, VerdictResult::Failed);
    }
}
