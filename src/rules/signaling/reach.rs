//! What kept the run from a signaling connection.

use crate::facts::handshake::{Failure, Handshake, PhaseId};
use crate::rules::Draft;
use crate::rules::in_run::{draft, failure};

/// Statuses of an upgrade that lead elsewhere.
const REDIRECTS: std::ops::RangeInclusive<u16> = 301..=308;

/// `signaling/unreachable`.
pub(super) fn unreachable(run: &Handshake) -> Vec<Draft> {
    let Some(failure) = failure(run) else { return Vec::new() };
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
        Failure::Proxy { why } => (
            why.clone(),
            "allow the signaling server at the proxy, give the proxy its credentials, or name the host in `NO_PROXY`",
        ),
        // The certificate has rules of its own.
        Failure::Tls { why, fault: None } => (
            format!("no TLS with the server: {why}"),
            "check that this port speaks TLS; use `ws:` or `http:` only for a server without it",
        ),
        Failure::Upgrade { status: None, why } => (
            format!("the server does not upgrade to a WebSocket: {why}"),
            "check that this port speaks WebSocket, and TLS just where the URL says `wss:`",
        ),
        Failure::Stalled {
            phase:
                phase @ (PhaseId::Dns | PhaseId::Tcp | PhaseId::Proxy | PhaseId::Tls | PhaseId::WsUpgrade | PhaseId::Http),
            waited_ms,
        } => (
            format!("`{}` was not done after {waited_ms:.0} ms", phase.word()),
            "check that a firewall does not drop the packets, and that the server is not stuck",
        ),
        _ => return Vec::new(),
    };
    vec![draft(run, message).help(help)]
}

/// The status of an upgrade that was refused, and the words for it.
fn upgrade(run: &Handshake) -> Option<(u16, &str)> {
    match failure(run)? {
        Failure::Upgrade { status: Some(status), why } => Some((*status, why)),
        _ => None,
    }
}

/// `signaling/upgrade-refused`.
pub(super) fn upgrade_refused(run: &Handshake) -> Vec<Draft> {
    // 101 is for `subprotocol`, what the server wants from us for `unauthorized` and `overloaded`.
    let others = |status: &u16| !matches!(status, 101 | 401 | 403 | 429 | 503) && !REDIRECTS.contains(status);
    let Some((status, why)) = upgrade(run).filter(|(status, _)| others(status)) else { return Vec::new() };
    let help = match status {
        404 | 410 => "correct the path of the URL",
        400 => {
            "check the path and its parameters; a proxy that drops `Upgrade` and `Connection` makes a server say 400 too"
        }
        426 => "let the proxy in front of the server pass `Upgrade` and `Connection` on, with HTTP/1.1",
        500..=599 => "look at the server's log, and whether the proxy in front of it has a healthy backend",
        _ => "check the path, and that proxies in front of the server pass `Upgrade` and `Connection` on",
    };
    vec![draft(run, format!("the server answers the WebSocket upgrade with {why}")).help(help)]
}

/// `signaling/upgrade-redirected`.
pub(super) fn upgrade_redirected(run: &Handshake) -> Vec<Draft> {
    let Some((_, why)) = upgrade(run).filter(|(status, _)| REDIRECTS.contains(status)) else { return Vec::new() };
    vec![
        draft(run, format!("the server answers the WebSocket upgrade with {why}, and no browser follows that")).help(
            "use the final URL; often it is `wss:` in place of `ws:`, or a path with or without a slash at its end",
        ),
    ]
}

/// `signaling/subprotocol`.
pub(super) fn subprotocol(run: &Handshake) -> Vec<Draft> {
    let Some((_, why)) = upgrade(run).filter(|(status, _)| *status == 101) else { return Vec::new() };
    vec![
        draft(run, format!("the server upgrades, but {why}"))
            .help("check that the URL is that of the server which `--protocol` names: Janus wants `janus-protocol`"),
    ]
}
