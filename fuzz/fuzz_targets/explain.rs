//! Any bytes as a description: explained, summed up and judged without panic; every span is one of the text.
//!
//! `cargo +nightly fuzz run explain -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::report::Evidence;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::{Sdp, Summary, meaning, munged, peer};

fuzz_target!(|bytes: &[u8]| {
    let sdp = Sdp::parse(bytes);
    assert_eq!(meaning(&sdp).count(), sdp.lines().len());
    assert_eq!(sdp.redacted_text().len(), sdp.text().len());
    let summary = Summary::of(&sdp);
    assert_eq!(summary.sections.len(), sdp.sections().len());
    peer(&sdp, &summary);
    munged(&sdp, &summary);
    for finding in judge(Subject::Sdp(&sdp, 0)) {
        for evidence in &finding.evidence {
            if let Evidence::Span { range, .. } = evidence {
                assert!(sdp.text().get(range.clone()).is_some());
            }
        }
    }
});
