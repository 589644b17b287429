//! The checks behind the table.

use crate::facts::handshake::{End, Failure, Handshake, PhaseId};
use crate::report::Evidence;
use crate::rules::Draft;

/// `signaling/unreachable`.
pub(super) fn unreachable(run: &Handshake) -> Vec<Draft> {
    let End::Failed(failure) = &run.end else { return Vec::new() };
    let (message, help) = match failure {
        Failure::NameNotFound { name, why } => (
            format!("`{name}` has no address: {why}"),
            "check the spelling of the host, and that this machine's resolver knows it: `getent hosts NAME`",
        ),
        Failure::Tcp { address, refused: true, .. } => (
            format!("`{address}` refuses TCP connections: nothing listens at that port"),
            "start the signaling server, or correct the port in the URL",
        ),
        Failure::Tcp { address, why, .. } => (
            format!("no TCP connection to `{address}`: {why}"),
            "check routes and firewalls between this machine and the server",
        ),
        Failure::Tls { why } => (
            format!("no TLS with the server: {why}"),
            "install a certificate for this host name that public roots vouch for; use `ws:` only for a server without TLS",
        ),
        Failure::Upgrade { status: Some(status), why } => (
            format!("the server answers the WebSocket upgrade with {why}"),
            match status {
                301..=308 => "use the URL that it redirects to: browsers do not follow a redirect on an upgrade",
                401 | 403 => "log in first, or add the token or cookie that the server wants",
                404 => "correct the path of the URL",
                _ => "check the path, and that proxies in front of the server pass `Upgrade` and `Connection` on",
            },
        ),
        Failure::Upgrade { status: None, why } => (
            format!("the server does not upgrade to a WebSocket: {why}"),
            "check that this port speaks WebSocket, and TLS just where the URL says `wss:`",
        ),
        Failure::Stalled {
            phase: phase @ (PhaseId::Dns | PhaseId::Tcp | PhaseId::Tls | PhaseId::WsUpgrade),
            waited_ms,
        } => (
            format!("`{}` was not done after {waited_ms:.0} ms", phase.word()),
            "check that a firewall does not drop the packets, and that the server is not stuck",
        ),
        _ => return Vec::new(),
    };
    vec![draft(run, failure, message, help)]
}

/// `signaling/closed`.
pub(super) fn closed(run: &Handshake) -> Vec<Draft> {
    let End::Failed(failure) = &run.end else { return Vec::new() };
    let (message, help) = match failure {
        Failure::Closed { code, reason } => {
            let code = code.map_or_else(|| "without a close frame".to_owned(), |code| format!("with code {code}"));
            let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
            (
                format!("the server closed the connection {code} before an answer came{reason}"),
                "read the server's log at this moment; it may want a join message, a token or another message format first",
            )
        }
        Failure::Refused { message } => (
            format!("the server refuses: {message}"),
            "do what the server's message asks for: another room, a token, or a peer that is there",
        ),
        _ => return Vec::new(),
    };
    vec![draft(run, failure, message, help)]
}

/// `signaling/no-answer`.
pub(super) fn no_answer(run: &Handshake) -> Vec<Draft> {
    let End::Failed(failure @ Failure::Stalled { phase: PhaseId::Answer, waited_ms }) = &run.end else {
        return Vec::new();
    };
    let frames = match run.signaling.unknown_frames {
        0 => "the server sent nothing that belongs to the exchange".to_owned(),
        1 => "the server sent 1 frame that was not understood".to_owned(),
        n => format!("the server sent {n} frames that were not understood"),
    };
    let message = format!("no answer within {waited_ms:.0} ms of the offer; {frames}");
    let help = "check that a peer is in the same room and answers offers, and that the server speaks plain JSON: \
                `{\"type\":\"offer\",\"sdp\":…}`";
    vec![draft(run, failure, message, help)]
}

fn draft(run: &Handshake, failure: &Failure, message: String, help: &str) -> Draft {
    let path = "failed_phase".to_owned();
    Draft::new(run.url.clone(), message).help(help).evidence(Evidence::Fact { path, value: failure.phase().to_owned() })
}
