//! Checks of credentials: what can be told from the user name and the clock.

use crate::facts::ice::{Failure, Gathering, Outcome, Server};
use crate::report::Confidence;
use crate::rules::Draft;
use crate::rules::when::{date, span};

/// `turn/credential-expired`
pub(super) fn expired(server: &Server, run: &Gathering) -> Option<Draft> {
    let expiry = refused_expiry(server, run)?;
    let user = server.username.as_deref().unwrap_or_default();
    // A bare number of ten digits may be a telephone number.
    let confidence =
        if user.contains(|c: char| !c.is_ascii_digit()) { Confidence::Certain } else { Confidence::Likely };
    let now = i64::try_from(run.unix_time).unwrap_or(i64::MAX);
    let message = format!(
        "401 to user `{user}`: its timestamp says that it expired {} ago, on {}",
        span(now - expiry),
        date(expiry)
    );
    Some(
        Draft::new(server.uri.canonical(), message)
            .confidence(confidence)
            .help("fetch a fresh credential from the service that mints it, and compare the clocks of both machines"),
    )
}

/// The expiry of a refused time-limited user name, if it is over.
pub(super) fn refused_expiry(server: &Server, run: &Gathering) -> Option<i64> {
    let Outcome::Failed(Failure::Refused { code: 401, with_credentials: true, .. }) = &server.outcome else {
        return None;
    };
    let expiry = expiry(server.username.as_deref()?)?;
    (expiry < i64::try_from(run.unix_time).ok()?).then_some(expiry)
}

/// The timestamp of a time-limited user name: ten digits before or after a separator, or alone
/// (draft-uberti-behave-turn-rest section 2.2; coturn takes either side).
fn expiry(username: &str) -> Option<i64> {
    let ten_digits = |text: &str| (text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit())).then_some(());
    username
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| ten_digits(part).is_some())
        .find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_found_on_either_side() {
        assert_eq!(expiry("1700000000:alice"), Some(1_700_000_000));
        assert_eq!(expiry("alice:1700000000"), Some(1_700_000_000));
        assert_eq!(expiry("1700000000"), Some(1_700_000_000));
        assert_eq!(expiry("alice"), None);
        assert_eq!(expiry("1700000000123:alice"), None);
    }
}
