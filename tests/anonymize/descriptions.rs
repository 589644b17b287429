//! Session descriptions: what is wrong with them stays wrong, at the same words.

use rtcdiag::anonymize::Anonymizer;
use rtcdiag::report::{Evidence, Finding};
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::Sdp;

use super::identifying::{files, found, leaked, shared};

/// Rule and severity of each finding, and the line that it points at.
fn told(text: &str) -> Vec<String> {
    let sdp = Sdp::parse(text.as_bytes());
    let line = |f: &Finding| match f.evidence.first() {
        Some(Evidence::Span { range, .. }) => sdp.text()[..range.start].matches('\n').count(),
        _ => 0,
    };
    let findings = judge(Subject::Sdp(&sdp, 0));
    let mut told: Vec<_> =
        findings.iter().map(|f| format!("{} {} line {}", f.rule.id, f.severity.word(), line(f))).collect();
    told.sort();
    told
}

#[test]
fn every_description_keeps_its_findings_and_loses_its_names() {
    let mut read = 0;
    let mut differing = Vec::new();
    for folder in ["sdp/corpus", "sdp/mutations"] {
        let Some(folder) = shared(folder, 1) else { continue };
        let descriptions = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "sdp"));
        // Every third without the feature, and all with it.
        for path in descriptions.step_by(if cfg!(feature = "peers") { 1 } else { 3 }) {
            let Ok(original) = std::fs::read_to_string(&path) else { continue };
            let anonymous = Anonymizer::default().text(&original);
            if told(&original) != told(&anonymous) {
                differing.push(format!("{}\n  {:?}\n  {:?}", path.display(), told(&original), told(&anonymous)));
            }
            let identifying = found(&original);
            let leaks = leaked(&identifying, &anonymous);
            if !leaks.is_empty() {
                differing.push(format!("{} leaks {leaks:?}", path.display()));
            }
            read += 1;
        }
    }
    assert!(differing.is_empty(), "{} of {read}:\n{}", differing.len(), differing.join("\n"));
    assert!(read == 0 || read > 300, "{read}");
}
