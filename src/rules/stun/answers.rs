//! Checks of answers.

use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::rules::Draft;

/// `stun/malformed`
pub(super) fn malformed(server: &Server, _: &Gathering) -> Option<Draft> {
    let Outcome::Failed(Failure::Broken { what }) = &server.outcome else { return None };
    Some(Draft::new(server.uri.canonical(), format!("the answer is no sound STUN message: {what}")).help(
        "ask over TLS (`turns:`), which nothing on the way can rewrite: if that is sound, a middlebox damages the \
             packets; if not, update the server; `-v` shows the exchange",
    ))
}
