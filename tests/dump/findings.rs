//! What is said first about dumps whose truth is known, in both of their formats.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rtcdiag::dump::Dump;
use rtcdiag::report::{Finding, Severity};
use rtcdiag::rules::{Subject, judge};

use super::shared;

const FORMATS: [&str; 2] = ["webrtc_internals_dump.gz", "rtcstats.rtcstats_dump.gz"];

/// The host was loaded in every call with video: this is true of all of them, and left out of account.
const STARVED: &str = "media/source-starved";

/// File, first finding, its severity, words of its message, starts of rule ids that must not be there at all.
type Row = (&'static str, &'static str, Severity, &'static [&'static str], &'static [&'static str]);

const FIRST: &[Row] = &[
    ("late-open", "dump/opened-late", Severity::Info, &["already there"], &["negotiation/", "sdp/"]),
    (
        "gum-denied",
        "media/capture-denied",
        Severity::Error,
        &["audio and video", "twice", "NotAllowedError", "Permission denied"],
        &["ice/", "dtls/"],
    ),
    (
        "gum-failures",
        "media/capture-overconstrained",
        Severity::Error,
        &["3 times", "`width` at least 9000", "video with `deviceId` `nope`", "audio with `deviceId` `zz`"],
        &["ice/", "dtls/"],
    ),
    ("ice-failed-bogus", "ice/failed", Severity::Error, &["requests sent, none answered"], &["dtls/"]),
    (
        "turn-401",
        "turn/unauthorized",
        Severity::Error,
        &["answered 401", "`iceTransportPolicy: \"relay\"`", "none was left"],
        &["dtls/", "ice/failed"],
    ),
    ("turn-relay", "ice/relay-used", Severity::Info, &["both sides", "over UDP"], &["dtls/", "turn/"]),
    (
        "codec-mismatch",
        "sdp/mline-rejected",
        Severity::Error,
        &["`m=video`", "VP8, H264, AV1 and VP9", "XVIDEO9"],
        &["ice/", "dtls/"],
    ),
    ("ice-restart", "ice/restarted", Severity::Info, &["twice", "8.12 s", "16.3 s"], &["ice/pair", "ice/dis", "dtls/"]),
    (
        "network-drop-recover",
        "ice/disconnected",
        Severity::Warning,
        &["from 10.2 s to 19.2 s", "9.03 s", "`disconnected` from 15.4 s", "315 packets"],
        &["ice/failed", "ice/connection-lost", "dtls/"],
    ),
    (
        "negotiation-errors",
        "negotiation/description-failed",
        Severity::Warning,
        &["Called in wrong state: stable", "no offer was open"],
        &["dtls/"],
    ),
    ("glare-perfect", "negotiation/glare", Severity::Info, &["rolled back", "came through"], &["ice/", "dtls/"]),
];

/// Calls in which nothing is wrong with capture, negotiation, ICE, TURN and DTLS.
const QUIET: &[&str] = &[
    "healthy-av",
    "data-only",
    "loss-10-delay-100",
    "bandwidth-limited-250k",
    "screenshare",
    "simulcast",
    "glare-perfect",
    "ice-restart",
    "turn-relay",
];

/// The findings about every dump, each read once.
fn judged(name: &str, format: &str) -> Option<Vec<Finding>> {
    static ALL: OnceLock<Option<BTreeMap<String, Vec<Finding>>>> = OnceLock::new();
    let read_all = || {
        let folder = shared::folder("made", 4)?;
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let judged = files.map(|file| {
            let findings = judge(Subject::Dump(&shared::read(&file.path()).unwrap()));
            let kept = findings.into_iter().filter(|finding| finding.rule.id != STARVED).collect();
            (file.file_name().into_string().unwrap(), kept)
        });
        Some(judged.collect())
    };
    ALL.get_or_init(read_all).as_ref().map(|all| all[&format!("{name}.{format}")].clone())
}

/// The findings with their effects.
fn flat(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().flat_map(|finding| std::iter::once(finding).chain(flat(&finding.effects))).collect()
}

#[test]
fn the_first_finding_is_the_cause() {
    for (name, rule, severity, words, never) in FIRST {
        for format in FORMATS {
            let Some(findings) = judged(name, format) else { return };
            let first = findings.first().unwrap();
            assert_eq!((first.rule.id, first.severity), (*rule, *severity), "{name}.{format}: {}", first.message);
            for word in *words {
                assert!(first.message.contains(word), "{name}.{format}: `{word}` in: {}", first.message);
            }
            for finding in flat(&findings) {
                let said = never.iter().find(|start| finding.rule.id.starts_with(*start));
                assert_eq!(said, None, "{name}.{format}: {}", finding.message);
            }
        }
    }
}

#[test]
fn what_is_normal_is_not_said() {
    for name in QUIET {
        for format in FORMATS {
            let Some(findings) = judged(name, format) else { return };
            for finding in flat(&findings) {
                let subject = finding.rule.subject();
                let of_setup = ["ice", "turn", "dtls", "negotiation", "sdp", "security", "dump"].contains(&subject);
                assert!(!of_setup || finding.severity == Severity::Info, "{name}.{format}: {}", finding.message);
                assert_ne!(subject, "dtls", "{name}.{format}: {}", finding.message);
            }
        }
    }
    for format in FORMATS {
        let Some(findings) = judged("data-only", format) else { return };
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn each_refused_description_has_its_own_cause() {
    for format in FORMATS {
        let Some(findings) = judged("negotiation-errors", format) else { return };
        let of_rule = findings.iter().filter(|finding| finding.rule.id == "negotiation/description-failed");
        let messages: Vec<&str> = of_rule.map(|finding| finding.message.as_str()).collect();
        let causes = [
            ("Called in wrong state: stable", "no offer was open"),
            ("bogus Expect line", "no session description"),
            ("MID='1'", "section was cut out"),
            ("without ice-ufrag", "took them out"),
            ("order of m-lines", "never move"),
        ];
        assert_eq!(messages.len(), causes.len(), "{format}: {messages:#?}");
        for (text, cause) in causes {
            let told = messages.iter().any(|message| message.contains(text) && message.contains(cause));
            assert!(told, "{format}: `{text}`: {messages:#?}");
        }
        let refused = findings.iter().find(|finding| finding.rule.id == "ice/candidate-refused").unwrap();
        assert!(refused.message.contains("before the remote description"), "{}", refused.message);
    }
}

#[test]
fn both_formats_of_a_call_give_the_same_findings() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".webrtc_internals_dump.gz") else { continue };
        let [internals, rtcstats] = FORMATS.map(|format| {
            let findings = judged(name, format).unwrap();
            let setup = flat(&findings).into_iter().filter(|finding| finding.rule.subject() != "media");
            // the one format forgets closed connections, the other keeps them
            let seen = setup.filter(|finding| finding.rule.subject() != "dump");
            seen.map(|f| (f.rule.id, f.severity, f.subject.clone())).collect::<Vec<_>>()
        });
        assert_eq!(internals, rtcstats, "{name}");
        compared += 1;
    }
    assert!(compared >= 17, "{compared}");
}

#[test]
fn dumps_found_elsewhere_give_nothing_absurd() {
    let Some(folder) = shared::folder("found", 1) else { return };
    let rows: &[(&str, &[&str])] = &[
        ("andreiden-inbound.txt", &["dump/opened-late"]),
        ("capogreco.txt", &["ice/failed", "ice/failed", "dump/opened-late", "dump/connection-missing"]),
        ("guilospanck.txt", &["turn/relay-missing", "turn/relay-missing"]),
        ("guilospanck-rtcstats.txt", &["turn/relay-missing", "turn/relay-missing"]),
        ("chrome-relay", &["ice/relay-used"]),
        ("firefox-relay", &["ice/relay-used"]),
        ("chrome-standard-pc-failed", &["media/capture-failed", "ice/failed", "ice/failed", "ice/connection-lost"]),
        ("hostage-empty-android.txt", &[]),
        ("rtcstats-gumonly.jsonl", &[]),
    ];
    for (name, rules) in rows {
        let dump: Dump = shared::read(&folder.join(name)).unwrap();
        let findings = judge(Subject::Dump(&dump));
        let quality = |finding: &&Finding| {
            let id = finding.rule.id;
            id.starts_with("media/capture-") || !["media/", "data/"].iter().any(|other| id.starts_with(other))
        };
        let seen: Vec<&str> = findings.iter().filter(quality).map(|finding| finding.rule.id).collect();
        assert_eq!(seen, *rules, "{name}");
    }
}
