//! Checks of who speaks TLS and who does not.

use crate::facts::ice::{Failure, Gathering, Outcome, Server, Stage, TlsFailure};
use crate::rules::Draft;

/// `tls/version`
pub(super) fn version(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Tls(TlsFailure::Handshake { alert: Some(alert), .. })) = &server.outcome else {
        return None;
    };
    if alert != "protocol_version" {
        return None;
    }
    let message = "TLS 1.2 and 1.3 were offered, and the server refused both: alert `protocol_version`";
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("enable TLS 1.2 or 1.3 on the server (coturn: no `no-tlsv1_2`, and an OpenSSL of this decade)"),
    )
}

/// `tls/plaintext`
pub(super) fn plaintext(server: &Server, _: &Gathering) -> Option<Draft> {
    let look = server.second_look.as_ref().filter(|look| look.plain_stun)?;
    debug_assert!(!look.tls, "a TLS port is not asked whether it speaks TLS");
    let (uri, port) = (&server.uri, server.uri.port);
    let message = format!("port {port} of `{}` answers plain STUN, and not a TLS ClientHello", uri.host);
    let host = if uri.host.contains(':') { format!("[{}]", uri.host) } else { uri.host.clone() };
    let plain =
        if uri.scheme.relays() { format!("turn:{host}:{port}?transport=tcp") } else { format!("stun:{host}:{port}") };
    Some(Draft::new(uri.canonical(), message).help(format!(
        "use the server's TLS port, 5349 by default, or give it a certificate (coturn: `cert` and `pkey`); without TLS \
         the URI is `{plain}`"
    )))
}

/// `tls/needed`
pub(super) fn needed(server: &Server, _: &Gathering) -> Option<Draft> {
    server.second_look.as_ref().filter(|look| look.tls && look.http.is_none())?;
    let (uri, port) = (&server.uri, server.uri.port);
    let host = if uri.host.contains(':') { format!("[{}]", uri.host) } else { uri.host.clone() };
    let secure = format!("turns:{host}:{port}?transport=tcp");
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
