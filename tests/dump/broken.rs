//! Dumps of Chromium 156 in which one thing was broken on purpose: the first finding is that thing. The host gave its
//! camera's 20 of 30 frames in all of them, which is left out of account.

use std::path::Path;

use rtcdiag::dump::{Dialect, Dump, TrackDirection};
use rtcdiag::report::{Finding, Severity};
use rtcdiag::rules::{Subject, judge};

use super::shared;

fn fixture(name: &str) -> Dump {
    shared::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dump").join(name)).unwrap()
}

/// File, outcome of its first connection, first finding, its severity, words of its message.
type Row = (&'static str, &'static str, &'static str, Severity, &'static [&'static str]);

const BROKEN: &[Row] = &[
    // the first byte of the fingerprint in the answer was changed on its way
    (
        "fp-mismatch",
        "failed",
        "dtls/fingerprint-mismatch",
        Severity::Error,
        &["announces `sha-256 ", "the certificate is"],
    ),
    // everything but DTLS went through
    (
        "dtls-dropped",
        "never-connected",
        "dtls/failed",
        Severity::Error,
        &["ICE is connected", "had not ended 24 s later"],
    ),
    // no candidate was handed over, in either direction
    ("no-candidates", "never-connected", "ice/no-remote-candidates", Severity::Error, &["6 candidates gathered here"]),
    // relay only, and nothing at the address of the TURN server
    (
        "turn-unreachable",
        "never-connected",
        "turn/unreachable",
        Severity::Error,
        &["`turn:203.0.113.9:3478?transport=udp`"],
    ),
    // nothing at the address of the TURN server, other addresses that lead nowhere, and saved before the browser gave up
    ("turn-silent", "failed", "turn/unreachable", Severity::Error, &["had not answered", "no direct path was found"]),
    // every packet was dropped from 10 s on, and the other end closed after it had failed
    ("net-lost-closed", "failed", "ice/connection-lost", Severity::Error, &["had come about and was lost"]),
    // the receiver was told of another payload type
    (
        "no-decode-pt",
        "connected",
        "media/received-not-decoded",
        Severity::Error,
        &["not one frame", "no codec is known"],
    ),
    // both tracks were disabled from the beginning
    ("silent-muted", "connected", "media/audio-silent", Severity::Warning, &["sent audio was silent", "level 0"]),
    // the other tab closed its connection before the dump was saved
    (
        "two-tabs-pcclose",
        "connected",
        "dump/connection-missing",
        Severity::Info,
        &["the other end of connection `8-1`"],
    ),
];

/// The findings, without those that the loaded host explains.
fn judged(dump: &Dump) -> Vec<Finding> {
    judge(Subject::Dump(dump)).into_iter().filter(|finding| finding.rule.id != "media/source-starved").collect()
}

#[test]
fn what_was_broken_is_what_is_said_first() {
    for (name, outcome, rule, severity, words) in BROKEN {
        let dump = fixture(&format!("broken/{name}.gz"));
        assert_eq!(dump.connections[0].outcome().word(), *outcome, "{name}");
        let findings = judged(&dump);
        let first = &findings[0];
        assert_eq!((first.rule.id, first.severity), (*rule, *severity), "{name}: {}", first.message);
        for word in *words {
            assert!(first.message.contains(word), "{name}: `{word}` in: {}", first.message);
        }
        let others: Vec<_> =
            findings[1..].iter().filter(|f| f.severity > Severity::Info).map(|f| (f.rule.id, &f.message)).collect();
        assert_eq!(others, [], "{name}");
    }
}

#[test]
fn sound_that_a_muted_element_plays_is_no_silent_call() {
    let dump = fixture("broken/two-tabs-pcclose.gz");
    let findings = judged(&dump);
    let silent = findings.iter().find(|finding| finding.rule.id == "media/audio-silent").unwrap();
    assert_eq!(silent.severity, Severity::Info);
    assert!(silent.message.contains("of sound arrived"), "{}", silent.message);
}

#[test]
fn a_page_that_firefox_153_saved() {
    let dump = fixture("about-webrtc-firefox-153.html.gz");
    assert_eq!((dump.dialect, dump.warnings.as_slice()), (Dialect::AboutWebrtc, [].as_slice()));
    let [one, other] = dump.connections.as_slice() else { panic!("{}", dump.connections.len()) };
    for connection in [one, other] {
        assert_eq!(connection.outcome().word(), "connected");
        let codecs: Vec<_> = connection.tracks.iter().map(|t| (t.direction, t.codec.as_deref())).collect();
        let both = [TrackDirection::Receive, TrackDirection::Send].map(|way| [(way, Some("opus")), (way, Some("VP8"))]);
        assert_eq!(codecs, both.concat());
        let sections: Vec<_> = connection.sections.iter().map(|section| section.kind.as_str()).collect();
        assert_eq!(sections, ["audio", "video", "application"]);
        assert_eq!(connection.negotiations().len(), 1);
    }
    assert_eq!(dump.other_end(one).map(|end| &end.id), Some(&other.id));
    assert_eq!(one.selected_path().yes().unwrap().remote.port, other.selected_path().yes().unwrap().local.port);
    assert_eq!(judge(Subject::Dump(&dump)).iter().map(|f| f.rule.id).collect::<Vec<_>>(), Vec::<&str>::new());
}
