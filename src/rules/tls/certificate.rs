//! Checks of what TLS showed; they hold whether the connection went on (`--insecure`) or not.

use super::protocol::plain;
use crate::facts::ice::{Failure, Gathering, Outcome, Server, TlsFailure};
use crate::report::Confidence;
use crate::rules::Draft;
use crate::rules::when::{date, span};

fn fault(server: &Server) -> Option<&TlsFailure> {
    match &server.outcome {
        Outcome::Failed(Failure::Tls(fault)) => Some(fault),
        _ => server.tls.as_ref().and_then(|tls| tls.fault.as_ref()),
    }
}

/// `tls/expired`
pub(super) fn expired(server: &Server, run: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::Expired { not_after }) = fault(server) else { return None };
    let ago = span(i64::try_from(run.unix_time).unwrap_or(i64::MAX) - not_after);
    Some(
        Draft::new(server.uri.canonical(), format!("the certificate expired {ago} ago, on {}", date(*not_after)))
            .fact("tls.not_after", date(*not_after))
            .help("renew the certificate and restart or reload the TURN server, which keeps the old one until then"),
    )
}

/// `tls/not-yet-valid`
pub(super) fn not_yet_valid(server: &Server, run: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::NotYetValid { not_before }) = fault(server) else { return None };
    let until = span(not_before - i64::try_from(run.unix_time).unwrap_or(0));
    let message = format!("the certificate is valid from {}, which is {until} from now", date(*not_before));
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("compare this machine's clock with the server's, then issue the certificate anew if both are right"),
    )
}

/// `tls/wrong-name`
pub(super) fn wrong_name(server: &Server, _: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::WrongName { wanted, names }) = fault(server) else { return None };
    let message = match names.as_slice() {
        [] => format!("the certificate has no name in its subjectAltName, and the URI says `{wanted}`"),
        names => format!("the certificate is for {} and not for `{wanted}`", listed(names)),
    };
    Some(
        Draft::new(server.uri.canonical(), message)
            .fact("tls.names", listed(names))
            .help(format!("put one of the certificate's names into the URI, or get a certificate for `{wanted}`")),
    )
}

/// The first names, and how many more: a certificate of a hosting company may hold a hundred.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 4;
    let first: Vec<_> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// `tls/untrusted`
pub(super) fn untrusted(server: &Server, _: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::Untrusted { issuer, self_signed }) = fault(server) else { return None };
    if lone(server) {
        return None;
    }
    let message = if *self_signed {
        format!("the certificate is signed by itself: `{issuer}`")
    } else {
        format!("the certificate's issuer is no root of this machine, and no chain leads to one: `{issuer}`")
    };
    Some(
        Draft::new(server.uri.canonical(), message).fact("tls.issuer", issuer).help(
            "use a certificate of a public CA with its full chain; for a private CA give its root with `--ca FILE`",
        ),
    )
}

/// `tls/incomplete-chain`
pub(super) fn incomplete_chain(server: &Server, _: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::Untrusted { issuer, .. }) = fault(server) else { return None };
    if !lone(server) {
        return None;
    }
    let message = format!("one certificate was sent, signed by `{issuer}`, which is no root of this machine");
    Some(Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(
        "send the intermediate certificates too (coturn: `cert=fullchain.pem`), and restart the server; if the issuer \
         is a private CA, give its root with `--ca FILE`",
    ))
}

/// One certificate that another one signed: either the chain is cut off, or its root is a private one.
fn lone(server: &Server) -> bool {
    let tls = server.tls.as_ref();
    tls.is_some_and(|tls| tls.chain == 1 && tls.issuer != tls.subject)
}

/// `tls/expires-soon`
pub(super) fn expires_soon(server: &Server, run: &Gathering) -> Option<Draft> {
    let tls = server.tls.as_ref().filter(|tls| tls.fault.is_none())?;
    let left = tls.not_after - i64::try_from(run.unix_time).ok()?;
    if left > i64::try_from(run.demands.cert_days).ok()? * 86_400 {
        return None;
    }
    let message = format!("the certificate ends in {}, on {}", span(left), date(tls.not_after));
    Some(
        Draft::new(server.uri.canonical(), message)
            .fact("tls.days_left", left.div_euclid(86_400).to_string())
            .help("renew it, and restart the TURN server afterwards: it does not read a new certificate by itself"),
    )
}

/// `tls/failed`
pub(super) fn failed(server: &Server, _: &Gathering) -> Option<Draft> {
    let Some(TlsFailure::Handshake { why, alert }) = fault(server) else { return None };
    if alert.as_deref() == Some("protocol_version") || plain(server) {
        return None;
    }
    let port = server.uri.port;
    Some(
        Draft::new(server.uri.canonical(), format!("the TLS handshake failed: {why}"))
            .help(format!("check that port {port} speaks TLS and not plain STUN, and that TLS 1.2 or 1.3 is enabled")),
    )
}
