//! Checks of who speaks TLS and who does not.

use crate::facts::ice::{Failure, Gathering, Outcome, Server, Stage, TlsFailure};
use crate::rules::Draft;

/// `tls/version`
pub(super) fn version(server: &Server, _: &Gathering) -> Option<Draft> {
    if alert(server) != Some("protocol_version") {
        return None;
    }
    let message = "TLS 1.2 and 1.3 were offered, and the server refused both: alert `protocol_version`";
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("enable TLS 1.2 or 1.3 on the server, or on the load balancer that ends TLS in front of it, and update its OpenSSL"),
    )
}

/// `tls/plaintext`
pub(super) fn plaintext(server: &Server, _: &Gathering) -> Option<Draft> {
    if !plain(server) {
        return None;
    }
    let (uri, port) = (&server.uri, server.uri.port);
    let message = format!("port {port} of `{}` answers plain STUN, and not a TLS ClientHello", uri.host);
    let help = "use the server's TLS port, 5349 by default, or give it a certificate (coturn: `cert` and `pkey`)";
    // STUN over TCP without TLS has no URI that browsers take.
    Some(Draft::new(uri.canonical(), message).help(if uri.scheme.relays() {
        format!("{help}; without TLS the URI is `turn:{}:{port}?transport=tcp`", bracketed(&uri.host))
    } else {
        help.to_owned()
    }))
}

/// `tls/needed`
pub(super) fn needed(server: &Server, _: &Gathering) -> Option<Draft> {
    server.second_look.as_ref().filter(|look| look.tls && look.http.is_none())?;
    let (uri, port) = (&server.uri, server.uri.port);
    let host = bracketed(&uri.host);
    let secure =
        if uri.scheme.relays() { format!("turns:{host}:{port}?transport=tcp") } else { format!("stuns:{host}:{port}") };
    let message = format!("port {port} of `{}` answers a TLS ClientHello, and not plain STUN", uri.host);
    Some(Draft::new(uri.canonical(), message).help(format!("write `{secure}`")).fix(secure))
}

/// `tls/no-answer`
pub(super) fn no_answer(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NoAnswer { stage: Stage::Handshake, waited_ms, .. }) = &server.outcome else {
        return None;
    };
    if server.second_look.as_ref().is_some_and(|look| look.plain_stun || look.http.is_some()) {
        return None;
    }
    let seconds = waited_ms / 1000.0;
    let message = format!("the TCP connection stands, and the TLS ClientHello was not answered in {seconds:.1} s");
    Some(Draft::new(server.uri.canonical(), message).help(
        "see whether the server has a certificate (coturn: `cert` and `pkey`), and whether a load balancer in front of \
         it has a healthy backend",
    ))
}

/// The alert with which the server ended the handshake.
pub(super) fn alert(server: &Server) -> Option<&str> {
    match &server.outcome {
        Outcome::Failed(Failure::Tls(TlsFailure::Handshake { alert, .. })) => alert.as_deref(),
        _ => None,
    }
}

/// The port speaks STUN without TLS, and no TLS: coturn takes both on one port, and an alert is TLS.
pub(super) fn plain(server: &Server) -> bool {
    server.second_look.as_ref().is_some_and(|look| look.plain_stun) && alert(server).is_none()
}

/// A host as it stands in a URI (RFC 3986 section 3.2.2).
fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ice::SecondLook;

    const PLAIN: &str = include_str!("../../../tests/fixtures/rules/tls/plaintext/bad.gathering.json");

    #[test]
    fn an_alert_speaks_tls_even_where_plain_stun_is_answered_too() {
        let run: Gathering = serde_json::from_str(PLAIN).unwrap();
        let mut server = run.servers.iter().find(|server| plain(server)).unwrap().clone();
        for (sent, rule) in [("protocol_version", "tls/version"), ("handshake_failure", "tls/failed")] {
            let fault = TlsFailure::Handshake { why: "an alert".to_owned(), alert: Some(sent.to_owned()) };
            server.outcome = Outcome::Failed(Failure::Tls(fault));
            server.second_look = Some(SecondLook { http: None, tls: false, plain_stun: true });
            let run = Gathering { servers: vec![server.clone()], ..run.clone() };
            let found = crate::rules::judge(crate::rules::Subject::Gathering(&run));
            let found: Vec<&str> = found.iter().map(|f| f.rule.id).filter(|id| id.starts_with("tls/")).collect();
            assert_eq!(found, [rule]);
        }
    }
}
