//! Checks of refused requests.

use super::credential::refused_expiry;
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::Confidence;
use crate::rules::Draft;

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
    let message = format!("401 `{reason}` to an Allocate with the credentials of `{user}` in realm `{realm}`");
    Some(Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(
        "check `username` and `credential` against the server's user list; if the server has a shared secret \
                   (`use-auth-secret`), mint a time-limited credential instead",
    ))
}

/// `turn/refused`
pub(super) fn refused(server: &Server, _: &Gathering) -> Option<Draft> {
    let (message, help) = match &server.outcome {
        Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, .. }) => return None,
        Outcome::Failed(Failure::Refused { method, code, reason, .. }) => (
            format!("{code} `{reason}` to the {method} request"),
            format!("`rtcdiag explain {code}` says what the code means and what servers send it for"),
        ),
        Outcome::Failed(Failure::NoCredentials { realm }) => (
            format!(
                "the server asks for credentials in realm `{}`, and none were given",
                realm.as_deref().unwrap_or("")
            ),
            "give `--username` and `--credential-file`".to_owned(),
        ),
        _ => return None,
    };
    Some(Draft::new(server.uri.canonical(), message).help(help))
}
