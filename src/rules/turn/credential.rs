//! Checks of time-limited credentials: what user name, password, secret and clock tell without the server.
//!
//! A server refuses all of these with the same 401. The first cause that fits is the one that is named; on an
//! allocation that was granted the same signs are warnings, and where nothing was refused they are only possible.

use crate::candidate::rest::{Examination, Made, Order, Shape, examine};
use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::{Confidence, Severity};
use crate::rules::Draft;
use crate::rules::when::{date, span};

/// Why a credential does not work, in the order in which the causes are looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cause {
    Expired(i64),
    Milliseconds,
    Order,
    NoTimestamp,
    Hex,
    Hash,
    WrongSecret,
}

/// How the server took the credential.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Taken {
    Refused,
    Granted,
    NotAsked,
}

/// `turn/credential-expired`
pub(super) fn expired(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::Expired(expiry), taken) = cause(server, run)? else { return None };
    let user = user(server);
    let now = now(run);
    let message =
        format!("its timestamp says that user `{user}` expired {} ago, on {}", span(now - expiry), date(expiry));
    // A bare number of ten digits may be a telephone number.
    let sure = user.contains(|c: char| !c.is_ascii_digit());
    Some(draft(server, taken, &message, sure).help(
        "fetch a fresh credential from the service that mints it; if it is fresh, compare the clocks of both machines",
    ))
}

/// `turn/credential-milliseconds`
pub(super) fn milliseconds(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::Milliseconds, taken) = cause(server, run)? else { return None };
    let message =
        format!("the timestamp of user `{}` has thirteen digits: milliseconds, where seconds are wanted", user(server));
    let granted = "; this server takes it by the luck of its low bits, and will not on other days";
    let message = if taken == Taken::Granted { message + granted } else { message };
    Some(
        draft(server, taken, &message, true).help("divide by 1000 where the credential is minted: `Date.now() / 1000`"),
    )
}

/// `turn/credential-order`
pub(super) fn order(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::Order, taken) = cause(server, run)? else { return None };
    let message = format!("user `{}` has its timestamp behind the name", user(server));
    let granted = "; this server takes both orders, others do not";
    let message = if taken == Taken::Granted { message + granted } else { message };
    Some(draft(server, taken, &message, true).help("mint `EXPIRY:NAME`: the expiry stands first"))
}

/// `turn/credential-no-timestamp`
pub(super) fn no_timestamp(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::NoTimestamp, taken) = cause(server, run)? else { return None };
    let message = format!("user `{}` has no timestamp, and the server takes a shared secret", user(server));
    Some(draft(server, taken, &message, true).help("mint `EXPIRY:NAME`, for example with `--secret-file FILE` alone"))
}

/// `turn/credential-hex`
pub(super) fn hex(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::Hex, taken) = cause(server, run)? else { return None };
    let examination = examination(server)?;
    let how = if examination.shape == Shape::HexInBase64 { "base64 of hexadecimal digits" } else { "hexadecimal" };
    let message =
        format!("the credential of user `{}` is {how}: the HMAC is wanted as base64 of its raw bytes", user(server));
    Some(
        draft(server, taken, &message, examination.made == Some(Made::Hex))
            .help("encode the digest itself: `createHmac('sha1', secret).update(user).digest('base64')`"),
    )
}

/// `turn/credential-hash`
pub(super) fn hash(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::Hash, taken) = cause(server, run)? else { return None };
    let sure = examination(server)?.made == Some(Made::Sha256);
    let message = format!(
        "the credential of user `{}` is an HMAC-SHA256; coturn 4 and most services know HMAC-SHA1",
        user(server)
    );
    Some(draft(server, taken, &message, sure).help("mint it with HMAC-SHA1"))
}

/// `turn/credential-wrong-secret`
pub(super) fn wrong_secret(server: &Server, run: &Gathering) -> Option<Draft> {
    let (Cause::WrongSecret, taken) = cause(server, run)? else { return None };
    let message = format!("the credential of user `{}` was not made with the secret that was given", user(server));
    Some(draft(server, taken, &message, true).help(
        "compare the secret of the minting service with `static-auth-secret` of the server: a newline at its end counts",
    ))
}

/// `turn/credential-expires-soon`
pub(super) fn expires_soon(server: &Server, run: &Gathering) -> Option<Draft> {
    if server.outcome != Outcome::Ok {
        return None;
    }
    let expiry = examination(server)?.expiry?;
    let left = expiry - now(run);
    if left < 0 || left > i64::try_from(run.demands.credential_s).ok()? {
        return None;
    }
    let message = format!("the credential of user `{}` ends in {}, on {}", user(server), span(left), date(expiry));
    Some(
        Draft::new(server.uri.canonical(), message).help(
            "mint credentials that outlast a call, and renew them before they end: a reconnect after that gets 401",
        ),
    )
}

/// Whether a rule of this file names the cause of a refusal.
pub(super) fn explained(server: &Server, run: &Gathering) -> bool {
    matches!(cause(server, run), Some((_, Taken::Refused)))
}

fn cause(server: &Server, run: &Gathering) -> Option<(Cause, Taken)> {
    let taken = match &server.outcome {
        Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, .. }) => Taken::Refused,
        Outcome::Ok => Taken::Granted,
        Outcome::Failed(_) => Taken::NotAsked,
        Outcome::NotTested(_) => return None,
    };
    let seen = examination(server)?;
    let cause = match seen {
        Examination { expiry: Some(expiry), milliseconds: false, .. } if expiry < now(run) => Cause::Expired(expiry),
        Examination { milliseconds: true, .. } => Cause::Milliseconds,
        Examination { order: Some(Order::Last), .. } => Cause::Order,
        Examination { expiry: None, made: Some(_), .. } => Cause::NoTimestamp,
        Examination { made: Some(Made::Hex), .. } => Cause::Hex,
        Examination { made: None, expiry: Some(_), shape: Shape::Hex | Shape::HexInBase64, .. } => Cause::Hex,
        Examination { made: Some(Made::Sha256), .. } => Cause::Hash,
        Examination { made: None, expiry: Some(_), shape: Shape::Sha256, .. } => Cause::Hash,
        Examination { made: Some(Made::Otherwise), .. } => Cause::WrongSecret,
        _ => return None,
    };
    // What was granted cannot have been made wrongly, nor be over.
    let possible = taken != Taken::Granted || matches!(cause, Cause::Milliseconds | Cause::Order);
    possible.then_some((cause, taken))
}

fn draft(server: &Server, taken: Taken, message: &str, sure: bool) -> Draft {
    let draft = Draft::new(
        server.uri.canonical(),
        match taken {
            Taken::Refused => format!("401, and {message}"),
            Taken::Granted | Taken::NotAsked => message.to_owned(),
        },
    );
    match taken {
        Taken::Refused if sure => draft,
        Taken::Refused => draft.confidence(Confidence::Likely),
        Taken::Granted => draft.severity(Severity::Warning),
        Taken::NotAsked => draft.severity(Severity::Warning).confidence(Confidence::Possible),
    }
}

/// What the credential says about itself; from the user name alone where the password was not looked at.
fn examination(server: &Server) -> Option<Examination> {
    server.credential.or_else(|| Some(examine(server.username.as_deref()?, "", None)))
}

fn user(server: &Server) -> &str {
    server.username.as_deref().unwrap_or_default()
}

fn now(run: &Gathering) -> i64 {
    i64::try_from(run.unix_time).unwrap_or(i64::MAX)
}
