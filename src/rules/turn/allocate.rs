//! Checks of refused requests.

use super::codes::named;
use super::credential::explained;
use crate::candidate::rest::Made;
use crate::facts::ice::{Failure, Gathering, Outcome, Server, Stage};
use crate::report::Confidence;
use crate::report::number::plural;
use crate::rules::{Draft, codes};

/// `turn/unauthorized`
pub(super) fn unauthorized(server: &Server, run: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, reason, .. }) = &server.outcome else {
        return None;
    };
    if explained(server, run) {
        return None;
    }
    let user = server.username.as_deref().unwrap_or_default();
    let realm = server.realm.as_deref().unwrap_or_default();
    let message = format!("401{} to an Allocate with the credentials of `{user}` in realm `{realm}`", quoted(reason));
    // Made with the secret that was given: then it is the server that knows another one.
    let minted = server.credential.is_some_and(|credential| credential.made == Some(Made::Sha1));
    let help = if minted {
        "the credential is what the secret makes: compare the secret with the server's `static-auth-secret`, see that \
         `use-auth-secret` is set there, and restart it"
    } else {
        "check `username` and `credential` against the server's user list; if the server has a shared secret \
         (`use-auth-secret`), mint a time-limited credential instead"
    };
    Some(Draft::new(server.uri.canonical(), message).confidence(Confidence::Likely).help(help))
}

/// `turn/no-auth`
pub(super) fn no_auth(server: &Server, _: &Gathering) -> Option<Draft> {
    let relay = server.relay.as_ref().filter(|_| server.no_auth)?;
    let message = format!("an Allocate without credentials was granted the relay {}", relay.address);
    Some(Draft::new(server.uri.canonical(), message).help(
        "demand credentials (coturn: remove `no-auth`, and set `use-auth-secret` or `lt-cred-mech`): anybody can relay \
         through this server, into its own network too",
    ))
}

/// `turn/stun-only`
pub(super) fn stun_only(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NoAnswer { stage: Stage::Allocate, sent, waited_ms }) = &server.outcome else {
        return None;
    };
    server.phases.binding_ms?;
    let seconds = waited_ms / 1000.0;
    let message = format!(
        "Binding was answered, and Allocate was not: sent {} in {seconds:.1} s",
        plural(*sent as usize, "time")
    );
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("list it as `stun:`, or have it relay (coturn: remove `stun-only`)"),
    )
}

/// `turn/broken-challenge`
pub(super) fn broken_challenge(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::BrokenChallenge { code }) = &server.outcome else { return None };
    let message = format!("{code} without REALM or NONCE: nobody can answer such a challenge");
    Some(
        Draft::new(server.uri.canonical(), message)
            .help("update the server; if it is sound over TLS, a middlebox damages the packets on the way"),
    )
}

/// `turn/name-too-long`
pub(super) fn name_too_long(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameTooLong { bytes }) = &server.outcome else { return None };
    let message = format!("the user name has {bytes} bytes, and STUN carries 508 (RFC 8489 section 14.3)");
    Some(Draft::new(server.uri.canonical(), message).help("shorten what the minting service puts behind the expiry"))
}

/// `turn/redirected`
pub(super) fn redirected(server: &Server, _: &Gathering) -> Option<Draft> {
    let to = server.redirects.last()?;
    if matches!(server.outcome, Outcome::Failed(Failure::RedirectLoop { .. })) {
        return None;
    }
    let message = format!("300 Try Alternate sends clients to {to}");
    Some(Draft::new(server.uri.canonical(), message).help(
        "put the server that does the work into `iceServers`: browsers follow, while pion, werift, ice4j and libjuice \
         do not",
    ))
}

/// `turn/redirect-loop`
pub(super) fn redirect_loop(server: &Server, _: &Gathering) -> Option<Draft> {
    let message = match &server.outcome {
        Outcome::Failed(Failure::RedirectLoop { through }) => {
            let through: Vec<String> = through.iter().map(ToString::to_string).collect();
            format!("300 Try Alternate leads in a circle: {}", through.join(", "))
        }
        Outcome::Failed(Failure::RedirectRefused { to }) => {
            format!(
                "300 Try Alternate leads from a public server to {to}, which is followed with `--allow-private` alone"
            )
        }
        _ => return None,
    };
    Some(Draft::new(server.uri.canonical(), message).help("correct `alternate-server` of the servers involved"))
}

/// `turn/refused`
pub(super) fn refused(server: &Server, _: &Gathering) -> Option<Draft> {
    let (message, help) = match &server.outcome {
        Outcome::Failed(Failure::Refused { method, code, .. })
            if method == "Allocate" && named(*code) || method == "Binding" && *code == 401 =>
        {
            return None;
        }
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
pub(super) fn quoted(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" `{reason}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHERS: &str = include_str!("../../../tests/fixtures/rules/turn/unauthorized/bad.gathering.json");
    const MINTED: &str = include_str!("../../../tests/fixtures/rules/turn/credential-wrong-secret/good.gathering.json");

    #[test]
    fn a_credential_of_the_given_secret_sends_the_reader_to_the_server() {
        for (text, advice) in [(OTHERS, "user list"), (MINTED, "`static-auth-secret`")] {
            let run: Gathering = serde_json::from_str(text).unwrap();
            let rule = &crate::rules::find("turn/unauthorized").unwrap().rule;
            let draft = run.servers.iter().find_map(|server| unauthorized(server, &run)).unwrap();
            let help = draft.into_finding(rule).help;
            assert!(help.contains(advice), "{help}");
        }
    }
}
