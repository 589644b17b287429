//! Checks of a server list as it is written; they need no packet.

use crate::candidate::servers::ServersError;
use crate::rules::Draft;

/// `config/unknown-member`
pub(super) fn unknown_member(error: &ServersError) -> Option<Draft> {
    let ServersError::UnknownMember { path, member, meant, fix } = error else { return None };
    let message = format!("`{member}` stands where `{meant}` is wanted, which is missing: browsers ignore `{member}`");
    Some(Draft::new(path.clone(), message).help(format!("rename `{member}` to `{meant}`")).fix(fix.clone()))
}

/// `config/credential-missing`
pub(super) fn credential_missing(error: &ServersError) -> Option<Draft> {
    let ServersError::CredentialMissing { path, uri, missing, fix } = error else { return None };
    let message = format!("`{uri}` needs a username and a credential, and {missing} missing or empty");
    let help = "give `--username NAME --credential-file FILE`, or write both into the server's entry of the list";
    Some(Draft::new(path.clone(), message).help(help).fix(fix.clone()))
}

/// `config/servers-empty`
pub(super) fn empty(error: &ServersError) -> Option<Draft> {
    let ServersError::Empty { path } = error else { return None };
    let help = "see why the code or the service that makes the list left it empty, or write the servers into it";
    Some(Draft::new(path.clone(), format!("the list at `{path}` is empty")).help(help).fix(EXAMPLE))
}

/// What a call can do with on any network.
const EXAMPLE: &str = r#"[{ "urls": ["stun:HOST:3478", "turn:HOST:3478", "turns:HOST:443?transport=tcp"], "username": "NAME", "credential": "…" }]"#;
