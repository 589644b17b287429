//! Rules about TURN as they show in a dump.

use std::collections::HashSet;

use super::super::Draft;
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Dump, Outcome};
use crate::report::{Evidence, Severity};

/// The STUN error code of a refused user (RFC 8489 section 14.8).
const UNAUTHORIZED: u16 = 401;

/// `turn/unauthorized`: an `icecandidateerror` with 401. The browser reports it after it has sent the credentials.
pub(super) fn unauthorized(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let refusals: Vec<_> = connection.candidate_errors().filter(|(_, error)| error.code == UNAUTHORIZED).collect();
    let Some((first, first_error)) = refusals.first() else { return Vec::new() };
    let mut seen = HashSet::new();
    let urls: Vec<&str> =
        refusals.iter().map(|(_, error)| error.url.as_str()).filter(|url| seen.insert(*url)).collect();
    let relayed = connection.local_candidates.iter().any(|candidate| candidate.kind == CandidateType::Relay);
    let left = match (connection.configuration.relay_only(), connection.local_candidates.is_empty(), relayed) {
        (true, true, _) => "; `iceTransportPolicy: \"relay\"` allows nothing but relayed candidates, so none was left",
        (_, _, false) => "; no relayed candidate was gathered",
        _ => "",
    };
    let draft = Draft::new(
        format!("connection {}", connection.id),
        format!("{} answered 401 to the credentials{left}", named(&urls)),
    )
    .help(
        "correct `username` and `credential` in `iceServers`, or make new ones just before the call if the server takes \
         time-limited credentials; `rtcdiag ice` tries them",
    )
    .evidence(Evidence::Moment {
        at_ms: first.at_ms.unwrap_or(0.0),
        text: format!("icecandidateerror 401 {}", first_error.text),
    });
    // a call that came about by another path is not lost, but has lost its way out
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Warning) } else { draft }]
}

/// The servers by name, or the first of many with their number.
fn named(urls: &[&str]) -> String {
    match urls {
        [one] => format!("`{one}`"),
        [one, other] => format!("`{one}` and `{other}`"),
        [first, rest @ ..] => format!("`{first}` and {} more servers", rest.len()),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::read;

    const BAD: &str = include_str!("../../../tests/fixtures/rules/turn/unauthorized/bad.dump.json");
    const GOOD: &str = include_str!("../../../tests/fixtures/rules/turn/unauthorized/good.dump.json");

    fn messages(text: &str) -> Vec<String> {
        let dump = read("fixture", text.as_bytes()).unwrap();
        let drafts = dump.connections.iter().flat_map(|connection| unauthorized(connection, &dump));
        drafts.map(|draft| format!("{draft:?}")).collect()
    }

    #[test]
    fn the_fixtures_fire_and_keep_quiet() {
        let [only] = messages(BAD).try_into().unwrap();
        assert!(only.contains("answered 401") && only.contains("none was left"), "{only}");
        assert!(GOOD.contains("701"), "a server that does not answer is another matter");
        assert_eq!(messages(GOOD), Vec::<String>::new());
    }

    #[test]
    fn without_a_relay_only_policy_something_may_be_left() {
        let [only] = messages(&BAD.replace(r#"\"relay\""#, r#"\"all\""#)).try_into().unwrap();
        assert!(only.contains("no relayed candidate was gathered") && !only.contains("none was left"), "{only}");
    }

    #[test]
    fn a_call_that_came_about_anyway_is_warned_of() {
        let [only] = messages(&GOOD.replace(r#"\"error_code\":701"#, r#"\"error_code\":401"#)).try_into().unwrap();
        assert!(only.contains("severity: Some(Warning)"), "{only}");
    }
}
