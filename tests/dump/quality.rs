//! What the calls that were made on purpose sounded and looked like, by the findings about them, in both formats.

use std::path::Path;

use rtcdiag::report::{Finding, Severity};
use rtcdiag::rules::{Subject, judge};

use super::shared;

/// A call, and what must be said of it.
struct Truth {
    name: &'static str,
    /// The findings about media and data in their order, the starved source left out of account.
    said: &'static [&'static str],
    /// Words of the first of them.
    words: &'static [&'static str],
    /// What must not be said at all, not even as an effect.
    unsaid: &'static [&'static str],
}

const QUIET: Truth = Truth { name: "", said: &[], words: &[], unsaid: &["media/loss", "media/video-frozen", "data/"] };

const TRUTH: &[Truth] = &[
    Truth { name: "healthy-av", ..QUIET },
    Truth { name: "data-only", unsaid: &["media/", "data/"], ..QUIET },
    Truth { name: "late-open", ..QUIET },
    Truth { name: "gum-denied", unsaid: &["media/source-", "media/unused-stream"], ..QUIET },
    Truth { name: "ice-failed-bogus", unsaid: &["media/"], ..QUIET },
    Truth { name: "turn-401", unsaid: &["media/"], ..QUIET },
    Truth { name: "turn-relay", ..QUIET },
    Truth { name: "codec-mismatch", unsaid: &["media/one-way", "media/unused-stream"], ..QUIET },
    Truth { name: "ice-restart", ..QUIET },
    Truth { name: "glare-perfect", ..QUIET },
    Truth { name: "negotiation-errors", unsaid: &["media/loss", "media/video"], ..QUIET },
    Truth {
        name: "loss-10-delay-100",
        said: &["media/loss", "media/high-rtt"],
        words: &["both ways", "received audio 9.", "sent video", "from 6."],
        unsaid: &["media/cpu-limited", "media/queue-delay"],
    },
    Truth {
        name: "bandwidth-limited-250k",
        said: &["media/bandwidth-limited"],
        words: &["sent video", "about 24", "1280x720 of the camera became 320x180", "of 44."],
        unsaid: &["media/loss", "media/cpu-limited"],
    },
    Truth {
        name: "screenshare",
        said: &["media/source-ended"],
        words: &["last frame at 20.2 s", "sharing was stopped"],
        unsaid: &["media/source-starved"],
    },
    Truth {
        name: "simulcast",
        said: &["media/simulcast-layer-off"],
        words: &["`l`", "by the application", "20.5 s"],
        unsaid: &["media/bandwidth-limited", "media/cpu-limited"],
    },
];

const FORMATS: [&str; 2] = ["webrtc_internals_dump.gz", "rtcstats.rtcstats_dump.gz"];

fn judged(folder: &Path, name: &str, format: &str) -> Vec<Finding> {
    judge(Subject::Dump(&shared::read(&folder.join(format!("{name}.{format}"))).unwrap()))
}

/// Whether it is about media or data.
fn is_quality(finding: &Finding) -> bool {
    ["media", "data"].contains(&finding.rule.subject()) && !finding.rule.name().starts_with("capture")
}

/// Every finding, effects included, as `id subject`.
fn flat(findings: &[Finding]) -> Vec<String> {
    let lines = findings.iter().flat_map(|finding| {
        let own = format!("{} {}", finding.rule.id, finding.subject);
        std::iter::once(own).chain(flat(&finding.effects))
    });
    lines.collect()
}

#[test]
fn each_call_is_judged_as_it_was_made_and_alike_in_both_formats() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let mut compared = 0;
    for truth in TRUTH {
        let both = FORMATS.map(|format| judged(&folder, truth.name, format));
        for (findings, format) in both.iter().zip(FORMATS) {
            check(truth, findings, &format!("{} {format}", truth.name));
        }
        let [first, second] = both.map(|findings| {
            let mut lines = flat(&findings);
            lines.retain(|line| line.starts_with("media/") || line.starts_with("data/"));
            lines
        });
        // the second format has the connections that were closed, too
        assert!(first == second || truth.name == "late-open", "{}: {first:?} {second:?}", truth.name);
        compared += first.len();
    }
    assert!(compared > 20, "{compared}");
}

fn check(truth: &Truth, findings: &[Finding], context: &str) {
    let mut counted = findings.iter().filter(|f| is_quality(f) && f.rule.id != "media/source-starved");
    let said: Vec<&str> = counted.clone().map(|finding| finding.rule.id).collect();
    assert_eq!(said, truth.said, "{context}");
    if let Some(first) = counted.next() {
        let text = format!("{} {}", first.subject, first.message);
        // the second file was saved some polls later
        let missing: Vec<_> = truth.words.iter().filter(|words| !text.contains(**words)).collect();
        assert!(missing.is_empty() || context.ends_with(FORMATS[1]), "{context}: {missing:?} in {text}");
    }
    let all = flat(findings);
    for unsaid in truth.unsaid {
        assert!(!all.iter().any(|line| line.starts_with(unsaid)), "{context}: {unsaid} in {all:?}");
    }
}

#[test]
fn the_starved_host_is_told_and_explains_its_freezes() {
    let Some(folder) = shared::folder("made", 1) else { return };
    for name in ["healthy-av", "glare-perfect", "turn-relay", "ice-restart"] {
        let findings = judged(&folder, name, FORMATS[0]);
        let starved = findings.iter().find(|finding| finding.rule.id == "media/source-starved").unwrap();
        assert!(starved.message.contains("frames a second of the 30 asked for"), "{}", starved.message);
        assert!(findings.iter().all(|finding| finding.severity <= Severity::Warning), "{name}");
        let effects = flat(&starved.effects);
        let freezes = flat(&findings).iter().filter(|line| line.starts_with("media/video-freezes")).count();
        let explained = effects.iter().filter(|line| line.starts_with("media/video-freezes")).count();
        assert_eq!(freezes, explained, "{name}: {effects:?}");
    }
}

#[test]
fn loss_has_what_it_does_to_the_call_as_its_effects() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let findings = judged(&folder, "loss-10-delay-100", FORMATS[0]);
    let first = findings.first().unwrap();
    assert_eq!(first.rule.id, "media/loss");
    let effects = flat(&first.effects);
    let both_ends = ["media/video-freezes connection 9-1", "media/video-freezes connection 9-2"];
    for wanted in both_ends.into_iter().chain(["media/loss connection 9-2", "media/choppy-audio connection 9-1"]) {
        assert!(effects.iter().any(|line| line == wanted), "{wanted} in {effects:?}");
    }
    for share in first.message.match_indices(" %").filter_map(|(at, _)| first.message[..at].rsplit(' ').next()) {
        let share: f64 = share.parse().unwrap_or_else(|_| panic!("{share} of {}", first.message));
        assert!((7.0..=11.0).contains(&share), "about 10 %: {}", first.message);
    }
}

#[test]
fn dumps_of_the_world_are_judged_soberly() {
    let Some(folder) = shared::folder("found", 1) else { return };
    let mut judged = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(dump) = shared::read(&path) else { continue };
        let findings = judge(Subject::Dump(&dump));
        let grave: Vec<_> = findings.iter().filter(|f| is_quality(f) && f.severity == Severity::Error).collect();
        assert!(grave.is_empty(), "{}: {grave:?}", path.display());
        let lines = flat(&findings).into_iter().filter(|line| line.starts_with("media/") || line.starts_with("data/"));
        assert!(lines.count() <= 6, "{}", path.display());
        judged += 1;
    }
    assert!(judged >= 12, "{judged}");
}
