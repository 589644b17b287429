//! Checks of answers.

use crate::facts::Known;
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::number::plural;
use crate::rules::Draft;

/// `stun/malformed`
pub(super) fn malformed(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Broken { what }) = &server.outcome else { return None };
    Some(Draft::new(server.uri.canonical(), format!("the answer is no sound STUN message: {what}")).help(
        "ask over TLS (`turns:`), which nothing on the way can rewrite: if that is sound, a middlebox damages the \
             packets; if not, update the server; `-v` shows the exchange",
    ))
}

/// `stun/wrong-transaction`
pub(super) fn wrong_transaction(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::WrongTransaction { answers }) = &server.outcome else { return None };
    let message =
        format!("{} came, and none carries the transaction id of a request", plural(*answers as usize, "answer"));
    Some(Draft::new(server.uri.canonical(), message).help(
        "update or replace the server, or the proxy in front of it: an answer carries the id of its request \
         (RFC 8489 section 6.3.1.1)",
    ))
}

/// `stun/auth-required`
pub(super) fn auth_required(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Refused { method, code: 401, with_credentials: false, .. }) = &server.outcome else {
        return None;
    };
    (method == "Binding").then(|| {
        Draft::new(server.uri.canonical(), "401 to a Binding request: the server demands credentials for STUN too")
            .help("remove `secure-stun` from turnserver.conf, or use another STUN server")
    })
}

/// `stun/disabled`
pub(super) fn disabled(server: &Server, _: &Gathering) -> Option<Draft> {
    let Known::No(why) = &server.binding else { return None };
    (server.outcome == Outcome::Ok && !why.0.starts_with("401")).then(|| {
        Draft::new(server.uri.canonical(), format!("Allocate was granted, and Binding brought no address: {why}"))
            .help("nothing, if that is meant (coturn: `no-stun`); do not list the server as `stun:` too")
    })
}
