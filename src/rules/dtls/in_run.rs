//! What the DTLS handshake of a run showed on the wire (RFC 6347, RFC 8842).

use super::super::limits::SLOW_DTLS_MS;
use crate::facts::handshake::{Dtls, End, Handshake, PhaseId};
use crate::report::number::{ms, plural};
use crate::report::{Confidence, Effect, Evidence};
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{draft, failed_in, values};

/// Of the 32 bytes of a SHA-256 digest, at most so many differ where somebody changed the text: two certificates have
/// one byte in 256 in common.
const EDITED: usize = 8;

/// Whether DTLS is what failed.
fn failed_here(run: &Handshake) -> bool {
    failed_in(run, &[PhaseId::Dtls])
}

/// `dtls/fingerprint-mismatch`.
pub(super) fn fingerprint_mismatch(run: &Handshake) -> Vec<Draft> {
    let Some(dtls) = run.dtls.as_ref().filter(|dtls| dtls.matches == Some(false)) else { return Vec::new() };
    let Some((signaled, presented)) = dtls.remote_fingerprint.as_ref().zip(dtls.presented_fingerprint.as_ref()) else {
        return Vec::new();
    };
    let (differ, of) = difference(signaled, presented);
    let what = if differ <= EDITED {
        "the text of the fingerprint was changed on its way"
    } else {
        "this is another certificate: the description is another peer's, or somebody sits in between"
    };
    vec![
        draft(run, format!("the peer's certificate is not the one that its description names: {differ} of {of} bytes differ, so {what}"))
            .fact("dtls.remote_fingerprint", signaled.clone())
            .fact("dtls.presented_fingerprint", presented.clone())
            .breaks_browsers(Effect::NoConnection)
            .help(
                "pass `a=fingerprint` on as it was made: look for a signaling server that keeps an old description, a proxy \
                 that ends DTLS and rewrites the description in part, or an answer of another call",
            ),
    ]
}

/// In how many bytes two digests differ, and of how many.
fn difference(one: &str, other: &str) -> (usize, usize) {
    let bytes = |text: &str| -> Vec<String> {
        text.split(' ').nth(1).unwrap_or_default().split(':').map(str::to_owned).collect()
    };
    let (one, other) = (bytes(one), bytes(other));
    let length = one.len().max(other.len());
    ((0..length).filter(|n| one.get(*n) != other.get(*n)).count(), length)
}

/// The `a=setup` values of offer and answer.
fn setups(run: &Handshake) -> Option<(&str, &str)> {
    let own = values(run.sides.local.as_ref(), "a=setup:").next()?;
    let other = values(run.sides.remote.as_ref(), "a=setup:").next()?;
    Some(if run.signaling.offerer { (own, other) } else { (other, own) })
}

/// `dtls/role-conflict`.
pub(super) fn role_conflict(run: &Handshake) -> Vec<Draft> {
    if !failed_here(run) {
        return Vec::new();
    }
    let hellos = &run.sides.hellos;
    let unexpected =
        run.dtls.as_ref().and_then(|dtls| dtls.alert.as_ref()).filter(|a| a.contains("unexpected_message"));
    let roles = setups(run).map(|(offer, answer)| {
        let client = if answer == "passive" { "offerer" } else { "answerer" };
        format!(
            "; the offer says `a=setup:{offer}`, the answer `a=setup:{answer}`, which makes the {client} the client"
        )
    });
    let roles = roles.unwrap_or_default();
    let both_passive = hellos.sent == 0 && hellos.received == 0;
    let (message, confidence) = if hellos.sent > 0 && hellos.received > 0 {
        ("both sides sent a ClientHello, so both take themselves for the DTLS client", Confidence::Certain)
    } else if unexpected.is_some() {
        (
            "the ClientHello was answered with the alert unexpected_message: the other side takes itself for the client",
            Confidence::Likely,
        )
    } else if both_passive && setups(run).is_some_and(|(offer, answer)| offer == answer && answer == "passive") {
        ("no side sent a ClientHello: both say that they wait for it", Confidence::Certain)
    } else if both_passive {
        ("no side sent a ClientHello: the peer waits for it too, or is gone", Confidence::Possible)
    } else {
        return Vec::new();
    };
    vec![
        draft(run, format!("{message}{roles}"))
            .confidence(confidence)
            .fact("dtls.hellos", format!("{} sent, {} received", hellos.sent, hellos.received))
            .help(
                "pass `a=setup` on as it was made: where it is rewritten, rewrite both sides'; offer `actpass`, answer \
                 `active`, and keep the role of the first answer in later ones",
            ),
    ]
}

/// `dtls/no-common-cipher`.
pub(super) fn no_common_cipher(run: &Handshake) -> Vec<Draft> {
    const ALERTS: [&str; 3] = ["handshake_failure", "insufficient_security", "protocol_version"];
    let alert = run.dtls.as_ref().and_then(|dtls| dtls.alert.as_ref());
    let Some(alert) = alert.filter(|alert| failed_here(run) && ALERTS.iter().any(|name| alert.contains(name))) else {
        return Vec::new();
    };
    let client = if run.dtls.as_ref().is_some_and(|dtls| dtls.client) { "this side" } else { "the peer" };
    let what = if alert.contains("protocol_version") { "DTLS version" } else { "cipher suite" };
    let message =
        format!("the two sides have no {what} in common: {alert}; {client} offers {}", list(&run.sides.hellos.ciphers));
    vec![
        draft(run, message).fact("dtls.alert", alert.clone()).help(
            "this side speaks DTLS 1.2 with an ECDSA P-256 certificate, as browsers do (RFC 8827 section 6.5): let the peer \
             take `ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`; a peer that knows RSA certificates alone needs an update",
        ),
    ]
}

/// `dtls/fragmented-hello`.
pub(super) fn fragmented_hello(run: &Handshake) -> Vec<Draft> {
    let hellos = &run.sides.hellos;
    if hellos.datagrams < 2 || hellos.answered || !failed_here(run) {
        return Vec::new();
    }
    let who = if hellos.sent > 0 { "this side's" } else { "the peer's" };
    let message =
        format!("{who} ClientHello takes {}, and nobody answers it", plural(hellos.datagrams as usize, "datagram"));
    vec![
        draft(run, message)
            .confidence(Confidence::Likely)
            .fact("dtls.hello_datagrams", hellos.datagrams.to_string())
            .help(
                "update the stack of the DTLS server: some cannot put a fragmented ClientHello together, which post-quantum \
                 key shares make common; a browser sends a short one with that key share off",
            ),
    ]
}

/// `dtls/slow`.
pub(super) fn slow(run: &Handshake) -> Vec<Draft> {
    let began = run.phase(PhaseId::Ice).and_then(|phase| phase.end_ms);
    let ended = run.phase(PhaseId::Dtls).and_then(|phase| phase.end_ms);
    let Some((began, ended)) = began.zip(ended).filter(|(began, ended)| ended - began > SLOW_DTLS_MS * 0.9) else {
        return Vec::new();
    };
    let again = match run.sides.hellos.repeated_after_ms {
        Some(after) => {
            format!(
                "the ClientHello was lost, or came before the other side was ready, and its timer repeated it after {}",
                ms(after)
            )
        }
        None => match run.dtls.as_ref().map_or(0, |dtls| dtls.retransmissions) {
            0 => "no message was repeated, so one side was busy".to_owned(),
            1 => "a message was repeated by a timer of 1 s".to_owned(),
            count => format!("{count} messages were repeated by timers of 1 s"),
        },
    };
    vec![
        draft(run, format!("the DTLS handshake was done {} after ICE: {again}", ms(ended - began)))
            .evidence(Evidence::Moment { at_ms: began, text: "ICE was done".to_owned() })
            .help(
                "let the side that waits for the ClientHello keep what comes before ICE is done on its side too; else look \
                 for loss at the beginning of the call",
            ),
    ]
}

/// `dtls/failed`.
pub(super) fn failed(run: &Handshake) -> Vec<Draft> {
    if !failed_here(run) || run.end == End::Connected {
        return Vec::new();
    }
    let how = match &run.dtls {
        Some(Dtls { alert: Some(alert), .. }) => alert.clone(),
        Some(dtls) if !run.sides.hellos.answered => {
            let who = if dtls.client { "this side's ClientHello was" } else { "the peer's ClientHello was" };
            format!("{who} never answered")
        }
        Some(_) => "it began and did not end".to_owned(),
        None => "no ClientHello was seen".to_owned(),
    };
    vec![draft(run, format!("ICE is connected, and the DTLS handshake failed: {how}")).help(
        "look at the peer's own log of the handshake, and with `-v` at the packets: large certificates are divided, and a \
         path that drops large packets stops them",
    )]
}
