//! `ice/credentials-mismatch`: user fragment or password are not those of the descriptions (RFC 8445 section 7.2.2).

use super::in_run::failed_here;
use crate::facts::handshake::{End, Handshake};
use crate::facts::sides::Username;
use crate::report::Confidence;
use crate::report::number::plural;
use crate::rules::Draft;
use crate::rules::in_dump::list;
use crate::rules::in_run::{draft, values};

const HELP: &str = "pass `a=ice-ufrag` and `a=ice-pwd` on as they were made: look for code or a server between that rewrites \
                    descriptions, for an answer to an older offer, and for candidates and descriptions of two generations";

/// Certain by the user names of the peer's checks; likely by what became of ours; never by silence alone.
pub(super) fn mismatch(run: &Handshake) -> Vec<Draft> {
    if run.end == End::Connected {
        return Vec::new();
    }
    by_name(run).or_else(|| by_answers(run)).into_iter().collect()
}

fn by_name(run: &Handshake) -> Option<Draft> {
    let ours: Vec<&str> = values(run.sides.local.as_ref(), "a=ice-ufrag:").collect();
    let theirs: Vec<&str> = values(run.sides.remote.as_ref(), "a=ice-ufrag:").collect();
    let (our, their) = (ours.first()?, theirs.first()?);
    let agreed = |username: &Username| {
        username.name.split_once(':').is_some_and(|(to, from)| ours.contains(&to) && theirs.contains(&from))
    };
    let names = &run.sides.checks.usernames;
    let wrong = names.iter().max_by_key(|username| username.count)?;
    if names.iter().any(agreed) {
        return None;
    }
    let what = match wrong.name.split_once(':') {
        Some((to, _)) if ours.contains(&to) => {
            "the user fragment in the peer's description is not the one that it uses"
        }
        Some((_, from)) if theirs.contains(&from) => {
            "the peer was told another user fragment of this side than its own"
        }
        _ => "neither user fragment is that of the descriptions",
    };
    let message = format!(
        "{what}: by the descriptions incoming checks name `{our}:{their}`, and {} came with `{}`",
        plural(wrong.count as usize, "check"),
        wrong.name
    );
    Some(draft(run, message).fact("checks.usernames", wrong.name.clone()).help(HELP))
}

fn by_answers(run: &Handshake) -> Option<Draft> {
    if !failed_here(run) {
        return None;
    }
    let refusals = run.sides.checks.errors.iter().filter(|error| !error.out && matches!(error.code, 400 | 401));
    let codes: Vec<String> = refusals.map(|error| format!("{} times {}", error.count, error.code)).collect();
    let sum = |of: fn(&crate::facts::handshake::Pair) -> u32| run.pairs.iter().map(of).sum::<u32>();
    let (sent, answered, received) =
        (sum(|p| p.requests_sent), sum(|p| p.responses_received), sum(|p| p.requests_received));
    let message = if !codes.is_empty() {
        format!("the peer refuses this side's checks, {}: their user name or their key is not the peer's", list(&codes))
    } else if received > 0 && sent > 0 && answered == 0 {
        format!(
            "the peer's {} reach this side with the right user name, and none of the {sent} that this side sent is \
             answered: the password in the peer's description is not the one that it uses",
            plural(received as usize, "check")
        )
    } else {
        return None;
    };
    let code = codes.first().cloned().unwrap_or_else(|| "not answered".to_owned());
    Some(draft(run, message).confidence(Confidence::Likely).fact("checks.errors", code).help(HELP))
}
