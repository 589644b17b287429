//! TLS of a signaling server, where a handshake failed in it.

use crate::facts::handshake::{Failure, Handshake};
use crate::facts::ice::TlsFailure;
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{draft, failure};
use crate::rules::when::date;

/// Browsers say nothing of all this for `wss:` but that the connection failed.
const OPEN_IT: &str = "open the same host with `https://` in a browser to see it there";

fn fault(run: &Handshake) -> Option<&TlsFailure> {
    match failure(run)? {
        Failure::Tls { fault, .. } => fault.as_ref(),
        _ => None,
    }
}

/// `tls/expired`
pub(super) fn expired(run: &Handshake) -> Vec<Draft> {
    let Some(TlsFailure::Expired { not_after }) = fault(run) else { return Vec::new() };
    vec![
        draft(run, format!("the signaling server's certificate expired on {}", date(*not_after)))
            .help("renew the certificate and reload the server, which keeps the old one until then"),
    ]
}

/// `tls/not-yet-valid`
pub(super) fn not_yet_valid(run: &Handshake) -> Vec<Draft> {
    let Some(TlsFailure::NotYetValid { not_before }) = fault(run) else { return Vec::new() };
    vec![
        draft(run, format!("the signaling server's certificate is valid from {}", date(*not_before)))
            .help("compare this machine's clock with the server's, then issue the certificate anew if both are right"),
    ]
}

/// `tls/wrong-name`
pub(super) fn wrong_name(run: &Handshake) -> Vec<Draft> {
    let Some(TlsFailure::WrongName { wanted, names }) = fault(run) else { return Vec::new() };
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    vec![
        draft(run, format!("the signaling server's certificate is for {} and not for `{wanted}`", list(&names)))
            .help(format!("put one of the certificate's names into the URL, or get a certificate for `{wanted}`")),
    ]
}

/// `tls/untrusted`
pub(super) fn untrusted(run: &Handshake) -> Vec<Draft> {
    let Some(TlsFailure::Untrusted { issuer, self_signed }) = fault(run) else { return Vec::new() };
    let message = if *self_signed {
        format!("the signaling server's certificate is signed by itself: `{issuer}`")
    } else {
        format!("no root of this machine vouches for the signaling server's certificate: its issuer is `{issuer}`")
    };
    vec![draft(run, message).help(format!(
        "use a certificate of a public CA and send its whole chain, intermediates included; for a private CA give its root \
         to this machine and to every browser; {OPEN_IT}"
    ))]
}

/// `tls/failed`
pub(super) fn failed(run: &Handshake) -> Vec<Draft> {
    let Some(TlsFailure::Handshake { why, .. }) = fault(run) else { return Vec::new() };
    vec![draft(run, format!("the TLS handshake with the signaling server failed: {why}")).help(
        "check that this port speaks TLS, in version 1.2 or 1.3; use `ws:` or `http:` only for a server without it",
    )]
}
