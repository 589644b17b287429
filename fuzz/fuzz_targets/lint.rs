//! Any bytes as a description, or as an offer and its answer where a NUL stands between: judged without panic, every
//! span and every repair is one of its text, and both browsers get a prediction.
//!
//! `cargo +nightly fuzz run lint -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::report::{Evidence, Finding, Target};
use rtcdiag::rules::{Case, Subject, judge, predict};
use rtcdiag::sdp::{Role, Sdp};

fn hold(findings: &[Finding], texts: &[&Sdp]) {
    for finding in findings {
        let spans = finding.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Span { source, range, .. } => Some((*source, range.clone())),
            _ => None,
        });
        let edits = finding.edits.iter().map(|edit| (edit.source, edit.range.clone()));
        for (source, range) in spans.chain(edits) {
            assert!(texts[source].text().get(range).is_some(), "{}", finding.rule.id);
        }
    }
    predict(findings, Target::Chrome);
    predict(findings, Target::Firefox);
}

fuzz_target!(|bytes: &[u8]| {
    let (one, other) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
        None => (bytes, None),
    };
    let offer = Sdp::parse(one);
    hold(&judge(Subject::Sdp(&offer, 0)), &[&offer]);
    let Some(answer) = other.map(Sdp::parse) else { return };
    let cases = [Case::paired(&offer, Role::Offer), Case::paired(&answer, Role::Answer)];
    let texts = [&offer, &answer];
    hold(&judge(Subject::Case(&cases[0], 0)), &texts);
    hold(&judge(Subject::Case(&cases[1], 1)), &texts);
    hold(&judge(Subject::Pair(&cases[0], &cases[1], [0, 1])), &texts);
});
