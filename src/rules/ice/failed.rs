//! `ice/failed`: the checks ended without a pair.

use std::collections::BTreeMap;

use super::super::Draft;
use crate::dump::{Candidate, Connection, Dump, Event, Machine};
use crate::report::Evidence;

/// Fires where ICE is what failed. Chrome may leave `iceConnectionState` at `disconnected` then, so `connectionState`
/// counts too; where ICE is connected or DTLS has failed, the failure is not ICE's.
pub(super) fn in_dump(connection: &Connection, _dump: &Dump) -> Vec<Draft> {
    let dtls_failed = connection.transports.iter().any(|t| t.dtls_state.as_deref() == Some("failed"));
    let ice_works = matches!(connection.last(Machine::Ice), Some("connected" | "completed"));
    let applies = !dtls_failed && !ice_works && !connection.ever_connected();
    let Some((event, machine)) = failure(connection).filter(|_| applies) else { return Vec::new() };
    let checks = Checks::of(connection);
    let local = by_type(&connection.local_candidates);
    let remote = by_type(&connection.remote_candidates);
    let message = format!(
        "{}; {}; candidates: {local} here, {remote} from the other side",
        course(connection, event, machine),
        checks.said()
    );
    let at_ms = event.at_ms.unwrap_or(0.0);
    let word = if machine == Machine::Connection { "connectionState" } else { "iceConnectionState" };
    vec![
        Draft::new(format!("connection {}", connection.id), message)
            .help(help(connection, &checks))
            .evidence(Evidence::Moment { at_ms, text: format!("{word} became `failed`") }),
    ]
}

/// The last state of the log that says `failed`, if nothing followed it.
pub(super) fn failure(connection: &Connection) -> Option<(&Event, Machine)> {
    [Machine::Connection, Machine::Ice].into_iter().find_map(|machine| {
        let (event, state) = connection.states(machine).last()?;
        (state == "failed").then_some((event, machine))
    })
}

/// How it came to the failure, with the time it took where the log tells.
fn course(connection: &Connection, failed: &Event, machine: Machine) -> String {
    let since = |word: &str| {
        let (event, _) = connection.states(Machine::Ice).filter(|(_, state)| *state == word).last()?;
        let ms = failed.unix_ms? - event.unix_ms?;
        (ms >= 0.0).then(|| crate::report::number::ms(ms))
    };
    let first = match machine {
        Machine::Connection => "`connectionState`",
        _ => "`iceConnectionState`",
    };
    match since("checking") {
        Some(after) => format!("{first} failed {after} after the checks began"),
        None => format!("{first} failed"),
    }
}

/// Sums over all pairs of the statistics.
struct Checks {
    sent: Option<u64>,
    answered: Option<u64>,
    received: Option<u64>,
}

impl Checks {
    fn of(connection: &Connection) -> Self {
        let sum = |of: fn(&crate::dump::Pair) -> Option<u64>| {
            connection.pairs.iter().filter_map(of).reduce(u64::saturating_add)
        };
        Self {
            sent: sum(|pair| pair.requests_sent),
            answered: sum(|pair| pair.responses_received),
            received: sum(|pair| pair.requests_received),
        }
    }

    fn said(&self) -> String {
        let out = match (self.sent, self.answered) {
            (Some(0), _) => "no check was sent".to_owned(),
            (Some(sent), Some(0)) => format!("{sent} requests sent, none answered"),
            (Some(sent), Some(answered)) => format!("{sent} requests sent, {answered} answered"),
            _ => return "the dump has no counts of the checks".to_owned(),
        };
        match self.received {
            Some(0) => format!("{out}, none received"),
            Some(received) => format!("{out}, {received} received"),
            None => out,
        }
    }
}

/// `3 host, 1 relay`, or `none`.
fn by_type(candidates: &[Candidate]) -> String {
    let mut counts = BTreeMap::new();
    for candidate in candidates {
        *counts.entry(candidate.kind).or_insert(0_usize) += 1;
    }
    let words: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {}", kind.word())).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn help(connection: &Connection, checks: &Checks) -> String {
    let relays = connection.configuration.ice_servers.iter().any(|url| url.starts_with("turn"));
    let turn = if relays {
        "check with `rtcdiag ice` that the TURN server relays for both sides"
    } else {
        "give both sides a TURN server in `iceServers`"
    };
    let first = match checks {
        _ if connection.remote_candidates.is_empty() => {
            "see that the signaling carries the other side's candidates to `addIceCandidate`".to_owned()
        }
        Checks { answered: Some(0), received: Some(received), .. } if *received > 0 => {
            "the other side reaches this one, but its answers do not arrive: look for a firewall in one direction"
                .to_owned()
        }
        _ => "see whether the addresses that the other side sent can be reached from here, and whether UDP is open"
            .to_owned(),
    };
    format!("{first}; {turn}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::read;

    const BAD: &str = include_str!("../../../tests/fixtures/rules/ice/failed/bad.dump.json");
    const GOOD: &str = include_str!("../../../tests/fixtures/rules/ice/failed/good.dump.json");

    fn messages(text: &str) -> Vec<String> {
        let dump = read("fixture", text.as_bytes()).unwrap();
        let drafts = dump.connections.iter().flat_map(|connection| in_dump(connection, &dump));
        drafts.map(|draft| format!("{draft:?}")).collect()
    }

    #[test]
    fn the_fixtures_fire_and_keep_quiet() {
        let [only] = messages(BAD).try_into().unwrap();
        for words in ["220 requests sent, none answered, none received", "6 host here, 3 host from the other side"] {
            assert!(only.contains(words), "{only}");
        }
        assert_eq!(messages(GOOD), Vec::<String>::new());
    }

    #[test]
    fn a_dtls_failure_is_not_ices() {
        let failed_later = BAD.replace(r#""values": "[\"new\",\"new\"]""#, r#""values": "[\"new\",\"failed\"]""#);
        assert_ne!(failed_later, BAD);
        assert_eq!(messages(&failed_later), Vec::<String>::new());
        let ice_works = BAD.replace(r#""\"disconnected\"""#, r#""\"connected\"""#);
        assert_ne!(ice_works, BAD);
        assert_eq!(messages(&ice_works), Vec::<String>::new());
    }

    #[test]
    fn a_connection_that_had_come_about_is_another_matter() {
        assert_eq!(messages(&BAD.replace(r#""\"connecting\""#, r#""\"connected\""#)), Vec::<String>::new());
    }

    #[test]
    fn checks_that_arrive_point_at_one_direction() {
        let checks = |sent, answered, received| Checks { sent, answered, received }.said();
        assert_eq!(checks(Some(9), Some(0), Some(4)), "9 requests sent, none answered, 4 received");
        assert_eq!(checks(Some(0), Some(0), None), "no check was sent");
        assert_eq!(checks(None, None, None), "the dump has no counts of the checks");
    }
}
