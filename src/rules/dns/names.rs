//! Checks of name look-ups.

use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::rules::Draft;

/// `dns/not-found`
pub(super) fn not_found(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameNotFound { name }) = &server.outcome else { return None };
    Some(
        Draft::new(server.uri.canonical(), format!("`{name}` has no A or AAAA record"))
            .help(format!("check the spelling of `{name}`, and that the record is visible to this network's resolver")),
    )
}

/// `dns/failed`
pub(super) fn failed(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameFailed { name, why }) = &server.outcome else { return None };
    Some(
        Draft::new(server.uri.canonical(), format!("looking up `{name}` failed: {why}"))
            .help("try another resolver; a SERVFAIL often means a broken delegation or DNSSEC signature of the zone"),
    )
}

/// `dns/timeout`
pub(super) fn timeout(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::NameTimeout { name }) = &server.outcome else { return None };
    Some(Draft::new(server.uri.canonical(), format!("no resolver answered the look-up of `{name}`")).help(format!(
        "check that this network's resolver is reachable; to go on without it, give the server's address: \
                 `--resolve {name}:{}:ADDRESS`",
        server.uri.port
    )))
}
