//! The dumps that were made on purpose: each reads as what was done to make it.

use rtcdiag::dump::{Connection, Dump, Machine};
use rtcdiag::facts::Known;
use rtcdiag::report::Severity;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::Direction;

use super::shared;

/// The path that a connection must have.
#[derive(Clone, Copy, Debug)]
enum Path {
    /// None was selected.
    None,
    /// These types, here and there.
    Types(&'static str, &'static str),
    /// No relay on either side.
    Direct,
}
use Path::{Direct, None as NoPath, Types};

/// File, connections, outcome, path.
type Row = (&'static str, &'static [&'static str], &'static str, Path);

const HOSTS: Path = Types("host", "host");
/// A relay that the test named as a candidate: this end only learns of the path when a check arrives.
const IMPAIRED: Path = Types("prflx", "host");
const BOTH: &[&str] = &["9-1", "9-2"];

const TRUTH: [Row; 17] = [
    ("healthy-av", BOTH, "connected", HOSTS),
    ("data-only", BOTH, "connected", HOSTS),
    ("late-open", &["7-2"], "connected", HOSTS),
    ("gum-denied", &["9-1"], "never-connected", NoPath),
    ("gum-failures", &["9-1"], "never-connected", NoPath),
    ("ice-failed-bogus", BOTH, "failed", NoPath),
    ("turn-401", BOTH, "never-connected", NoPath),
    ("turn-relay", BOTH, "connected", Types("relay", "relay")),
    ("codec-mismatch", BOTH, "connected", HOSTS),
    ("ice-restart", BOTH, "connected", Direct),
    ("network-drop-recover", BOTH, "connected", IMPAIRED),
    ("loss-10-delay-100", BOTH, "connected", IMPAIRED),
    ("bandwidth-limited-250k", BOTH, "connected", IMPAIRED),
    ("screenshare", BOTH, "connected", HOSTS),
    ("simulcast", BOTH, "connected", HOSTS),
    ("negotiation-errors", BOTH, "connected", Direct),
    ("glare-perfect", BOTH, "connected", Direct),
];

#[test]
fn every_dump_reads_as_what_was_done() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".webrtc_internals_dump.gz"));
    assert_eq!(files.count(), TRUTH.len(), "every dump has its row");
    for (name, ids, outcome, path) in TRUTH {
        let dump = shared::read(&folder.join(format!("{name}.webrtc_internals_dump.gz"))).unwrap();
        assert_eq!(dump.warnings, Vec::<String>::new(), "{name}");
        assert_eq!(dump.browser.as_deref(), Some("Chromium 156.0.8078.79"), "{name}");
        let seen: Vec<&str> = dump.connections.iter().map(|connection| connection.id.as_str()).collect();
        assert_eq!(seen, ids, "{name}");
        for connection in &dump.connections {
            let context = format!("{name} {}", connection.id);
            assert_eq!(connection.outcome().word(), outcome, "{context}");
            check_path(connection, path, &context);
            check_setup(connection, outcome == "connected" && name != "late-open", &context);
        }
    }
}

fn check_path(connection: &Connection, path: Path, context: &str) {
    let seen = connection.selected_path();
    let types = seen.yes().map(|path| (path.local.kind.word(), path.remote.kind.word()));
    match path {
        NoPath => assert_eq!(types, None, "{context}"),
        // which of the two names a peer-reflexive end gets depends on whether its candidate or its check came first
        Types("host", "host") => {
            let (local, remote) = types.unwrap();
            assert!(["host", "prflx"].contains(&local) && ["host", "prflx"].contains(&remote), "{context}");
        }
        Types(local, remote) => assert_eq!(types, Some((local, remote)), "{context}"),
        Direct => assert!(!seen.yes().unwrap().relayed(), "{context}"),
    }
    if let Known::Yes(path) = seen {
        assert_eq!(path.protocol(), "udp", "{context}");
        assert_eq!(connection.dtls().version.as_deref(), Some("1.3"), "{context}");
    }
}

fn check_setup(connection: &Connection, known: bool, context: &str) {
    match connection.setup_ms() {
        Known::Yes(ms) => assert!(known && ms > 0.0 && ms < 2000.0, "{context}: {ms} ms"),
        other => assert!(!known, "{context}: {other:?}"),
    }
}

fn made(name: &str) -> Option<Dump> {
    let folder = shared::folder("made", 1)?;
    Some(shared::read(&folder.join(format!("{name}.webrtc_internals_dump.gz"))).unwrap())
}

#[test]
fn a_failed_ice_says_that_nothing_was_answered_and_not_dtls() {
    let Some(dump) = made("ice-failed-bogus") else { return };
    let findings = judge(Subject::Dump(&dump));
    let [first] = findings.as_slice() else { panic!("one finding, with the other end under it: {findings:?}") };
    let ids: Vec<_> = first.effects.iter().map(|effect| effect.rule.id).collect();
    assert_eq!(ids, ["config/no-turn", "ice/failed"], "the page named no server, and the other end failed too");
    for finding in [first].into_iter().chain(first.effects.iter().filter(|effect| effect.rule.id == "ice/failed")) {
        let text = format!("{} {}", finding.message, finding.help);
        assert!(text.contains("requests sent, none answered"), "{text}");
        assert!(text.contains("failed 15.1 s after the checks began"), "{text}");
        assert!(text.contains("host here") && text.contains("host from the other side"), "{text}");
        assert!(!text.to_lowercase().contains("dtls"), "{text}");
        assert_eq!(finding.severity, Severity::Error);
    }
}

#[test]
fn a_refused_password_names_the_servers_and_what_is_left() {
    let Some(dump) = made("turn-401") else { return };
    let findings = judge(Subject::Dump(&dump));
    let first = findings.first().unwrap();
    for word in ["192.0.2.2:34780?transport=udp", "192.0.2.2:34780?transport=tcp", "401", "relay", "none was left"] {
        assert!(first.message.contains(word), "{word}: {}", first.message);
    }
    assert!(!first.message.contains("203.0.113.9"), "the STUN server that did not answer is another matter");
}

#[test]
fn a_page_opened_late_and_a_closed_connection_are_gaps_and_no_findings() {
    let Some(dump) = made("late-open") else { return };
    let gaps: Vec<&str> = dump.unseen.iter().map(|gap| gap.what.as_str()).collect();
    assert_eq!(gaps, ["how connection 7-2 began", "1 connection that was closed before the dump was saved"]);
}

#[test]
fn refused_cameras_are_told_with_the_browsers_words() {
    let refusals = |dump: &Dump| -> Vec<String> {
        let refused = dump.captures.iter().filter_map(|capture| match &capture.granted {
            Known::No(why) => Some(why.to_string()),
            _ => None,
        });
        refused.collect()
    };
    let Some(denied) = made("gum-denied") else { return };
    assert_eq!(refusals(&denied), ["NotAllowedError: Permission denied"; 2]);
    let Some(failures) = made("gum-failures") else { return };
    assert_eq!(refusals(&failures).len(), 3);
    assert!(refusals(&failures).iter().all(|why| why.starts_with("OverConstrainedError")));
    assert_eq!(failures.captures.len(), 5);
}

#[test]
fn sections_and_streams_say_what_was_agreed() {
    let Some(dump) = made("codec-mismatch") else { return };
    for (connection, direction) in dump.connections.iter().zip(["sendonly", "recvonly"]) {
        let seen: Vec<_> = connection
            .sections
            .iter()
            .map(|s| (s.kind.as_str(), s.direction.map(Direction::word), s.rejected))
            .collect();
        assert_eq!(seen, [("audio", Some(direction), false), ("video", Some(direction), true)]);
        let streams: Vec<_> = connection.tracks.iter().filter_map(|track| track.codec.as_deref()).collect();
        assert_eq!(streams, ["opus"]);
    }
    let Some(dump) = made("simulcast") else { return };
    let layers: Vec<_> = dump.connections.iter().flat_map(|c| &c.tracks).filter_map(|t| t.rid.as_deref()).collect();
    assert_eq!(layers, ["h", "m", "l"]);
}

#[test]
fn a_drop_shows_in_the_states_with_its_times() {
    let Some(dump) = made("network-drop-recover") else { return };
    let connection = dump.connections.first().unwrap();
    let states: Vec<&str> = connection.states(Machine::Ice).map(|(_, state)| state).collect();
    assert!(states.windows(2).any(|pair| pair == ["connected", "disconnected"]), "{states:?}");
    assert_eq!(states.last(), Some(&"connected"));
    let times: Vec<f64> = connection.events.iter().map(|event| event.at_ms.unwrap()).collect();
    assert_eq!(times.first(), Some(&0.0));
    assert!(times.iter().all(|ms| (0.0..120_000.0).contains(ms)));
}

#[test]
fn refused_descriptions_do_not_count_as_set() {
    let Some(dump) = made("negotiation-errors") else { return };
    let connection = dump.connections.first().unwrap();
    let kinds: Vec<_> = connection.applied().iter().map(|(end, d)| (end.word(), d.kind.as_str())).collect();
    assert_eq!(kinds, [("local", "offer"), ("remote", "answer")]);
}
