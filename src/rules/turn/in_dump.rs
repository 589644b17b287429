//! Rules about TURN as they show in a dump.

use std::collections::HashSet;

use super::super::in_dump::{draft, moment};
use super::super::{Draft, codes};
use crate::candidate::priority::CandidateType;
use crate::dump::{Connection, Dump, History, Machine, Outcome};
use crate::report::{Confidence, Severity};

/// The STUN error code of a refused user (RFC 8489 section 14.8).
const UNAUTHORIZED: u16 = 401;

/// `turn/unauthorized`: an `icecandidateerror` with 401. The browser reports it after it has sent the credentials.
pub(super) fn unauthorized(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let refusals: Vec<_> = connection.candidate_errors().filter(|(_, error)| error.code == UNAUTHORIZED).collect();
    let Some((first, first_error)) = refusals.first() else { return Vec::new() };
    let mut seen = HashSet::new();
    let urls: Vec<&str> =
        refusals.iter().map(|(_, error)| error.url.as_str()).filter(|url| seen.insert(*url)).collect();
    let relayed = has_relay(connection);
    let left = match (connection.configuration.relay_only(), connection.local_candidates.is_empty(), relayed) {
        (true, true, _) => "; `iceTransportPolicy: \"relay\"` allows nothing but relayed candidates, so none was left",
        (_, _, false) => "; no relayed candidate was gathered",
        _ => "",
    };
    let draft = draft(connection, format!("{} answered 401 to the credentials{left}", named(&urls)))
        .help(
            "correct `username` and `credential` in `iceServers`, or make new ones just before the call if the server takes \
             time-limited credentials; `rtcdiag ice` tries them",
        )
        .evidence(moment(first, format!("icecandidateerror 401 {}", first_error.text)));
    // a call that came about by another path is not lost, but has lost its way out
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Warning) } else { draft }]
}

/// A code that has a rule of its own, in an `icecandidateerror`.
pub(super) fn refused(connection: &Connection, code: u16) -> Vec<Draft> {
    let Some((event, error)) = connection.candidate_errors().find(|(_, error)| error.code == code) else {
        return Vec::new();
    };
    let draft = draft(connection, format!("`{}` answered {code} ({})", error.url, error.text))
        .help(codes::find(code).map_or("", |known| known.action))
        .evidence(moment(event, format!("icecandidateerror {code}")));
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Warning) } else { draft }]
}

/// The code that browsers report where no server was reached (W3C webrtc section 4.8.3).
const NOT_REACHED: u16 = 701;

/// `turn/unreachable`: no TURN server was reached, and there is no relayed candidate.
pub(super) fn unreachable(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let errors: Vec<_> = connection.candidate_errors().filter(|(_, error)| error.url.starts_with("turn")).collect();
    // a server that answered was reached: its answer is another finding
    if has_relay(connection) || errors.iter().any(|(_, error)| error.code != NOT_REACHED) {
        return Vec::new();
    }
    let Some((first, first_error)) = errors.first() else { return silent(connection).into_iter().collect() };
    let mut seen = HashSet::new();
    let urls: Vec<&str> = errors.iter().map(|(_, error)| error.url.as_str()).filter(|url| seen.insert(*url)).collect();
    let text = first_error.text.trim_end_matches('.');
    let resolves = !text.to_ascii_lowercase().contains("lookup");
    let help = if !resolves {
        "correct the name in `iceServers`: it does not resolve; `rtcdiag ice` shows what the DNS says"
    } else if urls.iter().any(|url| url.starts_with("turns:")) {
        "see that the server runs and that its address and ports are open from this network; `rtcdiag ice` tries each way"
    } else {
        "see that the server runs and that its port is open from this network, and add `turns:…:443?transport=tcp`, which \
         most firewalls let through; `rtcdiag ice` tries each way"
    };
    let left = match (connection.configuration.relay_only(), connection.local_candidates.is_empty()) {
        (true, true) => "; `iceTransportPolicy: \"relay\"` allows nothing but relayed candidates, so none was left",
        _ => "; no relayed candidate was gathered",
    };
    let (stays, cause) = if resolves { ("did", "answer") } else { ("does", "resolve") };
    let draft = draft(connection, format!("{} {stays} not {cause} (701 `{text}`){left}", named(&urls)))
        .help(help)
        .evidence(moment(first, format!("icecandidateerror 701 {text}")));
    // without a relay, a direct path may do: there it is good to know, and no more
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Info) } else { draft }]
}

/// A dump that was saved before the browser gave a server up, which takes up to 40 s: there is neither a relay nor an
/// error, and nothing but a relay is allowed, or nothing else came through.
fn silent(connection: &Connection) -> Option<Draft> {
    let urls = connection.configuration.ice_servers.iter().map(String::as_str);
    let turn: Vec<&str> = urls.filter(|url| url.starts_with("turn")).collect();
    let waiting = connection.last(Machine::Gathering) == Some("gathering") && !has_relay(connection);
    let negotiation = connection.negotiations().pop()?;
    let left = match (connection.configuration.relay_only(), connection.outcome()) {
        (true, _) if connection.local_candidates.is_empty() => {
            "`iceTransportPolicy: \"relay\"` allows nothing but relayed candidates, so none was left"
        }
        (false, Outcome::Failed) => "no relayed candidate was gathered, and no direct path was found",
        _ => return None,
    };
    (waiting && !turn.is_empty() && !connection.ever_connected()).then(|| {
        let message = format!("{} had not answered when the dump ended; {left}", named(&turn));
        draft(connection, message)
            .confidence(Confidence::Likely)
            .help("see that the server runs and that its port is open from this network; `rtcdiag ice` tries each way")
            .evidence(moment(negotiation.answered, "offer and answer are set"))
    })
}

/// `turn/relay-missing`: gathering ended without a relay and without an error.
pub(super) fn relay_missing(connection: &Connection, _: &Dump) -> Vec<Draft> {
    let urls: Vec<&str> = connection.configuration.ice_servers.iter().map(String::as_str).collect();
    let turn: Vec<&str> = urls.into_iter().filter(|url| url.starts_with("turn")).collect();
    let said = connection.candidate_errors().any(|(_, error)| error.url.starts_with("turn"));
    let complete = connection.states(Machine::Gathering).find(|(_, state)| *state == "complete");
    let silent = !turn.is_empty() && !said && !has_relay(connection) && !connection.local_candidates.is_empty();
    let Some((event, _)) = complete.filter(|_| silent && connection.history == History::Whole) else {
        return Vec::new();
    };
    let draft = draft(
        connection,
        format!("gathering ended without a relayed candidate of {}, and without an error", named(&turn)),
    )
    .help("try the server with `rtcdiag ice`; where it answers there, see what the browser was given at this moment")
    .evidence(moment(event, "iceGatheringState became `complete`"));
    let survived = connection.outcome() == Outcome::Connected;
    vec![if survived { draft.severity(Severity::Info) } else { draft }]
}

fn has_relay(connection: &Connection) -> bool {
    connection.local_candidates.iter().any(|candidate| candidate.kind == CandidateType::Relay)
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
    use crate::rules::{Subject, judge};

    const UNREACHABLE: &str = include_str!("../../../tests/fixtures/rules/turn/unreachable/bad.dump.json");

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

    #[test]
    fn other_codes_have_the_rules_that_they_have_on_the_wire() {
        for (code, id) in
            [(403, "turn/forbidden"), (441, "turn/wrong-credentials"), (486, "turn/quota"), (508, "turn/no-capacity")]
        {
            let text = BAD.replace(r#"\"error_code\":401"#, &format!(r#"\"error_code\":{code}"#));
            let dump = read("fixture", text.as_bytes()).unwrap();
            let findings = judge(Subject::Dump(&dump));
            let first = findings.first().unwrap();
            assert_eq!(first.rule.id, id);
            assert!(first.message.contains(&format!("answered {code}")), "{}", first.message);
            assert!(!first.help.is_empty());
        }
    }

    #[test]
    fn names_that_do_not_resolve_are_told_from_servers_that_do_not_answer() {
        let said = |error: &str| {
            let text = UNREACHABLE.replace("TURN allocate request timed out.", error);
            let dump = read("fixture", text.as_bytes()).unwrap();
            let [only] =
                dump.connections.iter().flat_map(|c| unreachable(c, &dump)).collect::<Vec<_>>().try_into().unwrap();
            format!("{only:?}")
        };
        assert!(said("TURN host lookup received error.").contains("does not resolve (701"));
        let timeout = said("TURN allocate request timed out.");
        assert!(timeout.contains("did not answer (701") && timeout.contains("443?transport=tcp"), "{timeout}");
    }

    #[test]
    fn a_dump_that_ends_before_the_error_tells_of_silence() {
        let begin = UNREACHABLE.find(r#""type": "onicecandidateerror""#).unwrap();
        let cut = UNREACHABLE.get(..begin).unwrap().trim_end().trim_end_matches('{').trim_end().trim_end_matches(',');
        let text = format!("{cut}]}}}}}}");
        let dump = read("fixture", text.as_bytes()).unwrap();
        let findings = judge(Subject::Dump(&dump));
        let first = findings.first().unwrap();
        assert_eq!(first.rule.id, "turn/unreachable", "{findings:?}");
        assert!(first.message.contains("had not answered when the dump ended"), "{}", first.message);
    }
}
