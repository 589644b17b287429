//! Checks of refused requests.

use super::credential::refused_expiry;
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::Confidence;
use crate::rules::{Draft, codes};

/// `turn/unauthorized`
pub(super) fn unauthorized(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, reason, .. }) = &server.outcome else {
        return None;
    };
    if refused_expiry(server, run).is_some() {
        return None;
    }
    let user = server.username.as_deref().unwrap_or_default();
    let realm = server.realm.as_deref().unwrap_or_default();
    let message = format!("401{} to an Allocate with the credentials of `{user}` in realm `{realm}`", quoted(reason));
    Some(Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(
        "check `username` and `credential` against the server's user list; if the server has a shared secret \
                   (`use-auth-secret`), mint a time-limited credential instead",
    ))
}

/// `turn/refused`
pub(super) fn refused(server: &Server, _: &Gathering) -> Option<Draft> {
    let (message, help) = match &server.outcome {
        Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, .. }) => return None,
        Outcome::Failed(Failure::Refused { code: 401, method, reason, .. }) => (
            format!("401{} to the {method} request without credentials", quoted(reason)),
            "remove `secure-stun` from turnserver.conf: browsers send no credentials with a Binding request".to_owned(),
        ),
        Outcome::Failed(Failure::Refused { method, code, reason, .. }) => (
            format!("{code}{} to the {method} request", quoted(reason)),
            codes::find(*code).map_or("look into the server's log for the reason", |known| known.action).to_owned(),
        ),
        Outcome::Failed(Failure::NoCredentials { realm }) => (
            match realm {
                Some(realm) => format!("the server asks for credentials in realm `{realm}`, and none were given"),
                None => "the server asks for credentials, and none were given".to_owned(),
            },
            "give `--username` and `--credential-file`, or `username` and `credential` in `--ice-servers`".to_owned(),
        ),
        _ => return None,
    };
    Some(Draft::new(server.uri.canonical(), message).help(help))
}

/// A reason phrase, which may be empty (RFC 8489 section 14.8).
fn quoted(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" `{reason}`") }
}
