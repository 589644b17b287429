//! Single faults, as two browsers saw them: the three rules hit the faulty line, and harmless changes stay quiet.

use rtcdiag::report::Severity;

use super::shared::{descriptions, explain, folder, line_of};

#[test]
fn each_fault_is_found_on_its_line() {
    let Some(folder) = folder("7 mutations of three rules") else { return };
    let mut seen = 0;
    for (name, bytes) in descriptions(&folder.join("mutations")) {
        let want = match name.rsplit('/').next().unwrap() {
            "O-fmtp-not-in-m.sdp" | "A-fmtp-not-in-m.answer.sdp" | "O-rtcpfb-not-in-m.sdp" => "sdp/unlisted-pt",
            "O-no-fingerprint.sdp" | "A-no-fingerprint.answer.sdp" => "sdp/missing-fingerprint",
            "O-no-final-newline.sdp" | "A-no-final-newline.answer.sdp" => "sdp/no-final-newline",
            // In Firefox's text the session part has the fingerprint, so that the fault changes nothing.
            "O-no-fingerprint-one.sdp" if name.starts_with("chromium") => "sdp/missing-fingerprint",
            _ => continue,
        };
        seen += 1;
        let report = explain(&[], &bytes).unwrap();
        let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.id).collect();
        assert_eq!(rules, [want], "{name}");
        assert_eq!((report.exit.code, report.findings[0].severity), (1, Severity::Error), "{name}");
        let text = &report.sources[0].text;
        let line = text.lines().nth(line_of(&report.findings[0], &report) - 1).unwrap();
        match want {
            "sdp/no-final-newline" => assert!(text.ends_with(line), "{name}: {line}"),
            "sdp/missing-fingerprint" => assert!(line.starts_with("m="), "{name}: {line}"),
            _ => assert!(line.starts_with("a=fmtp:") || line.starts_with("a=rtcp-fb:"), "{name}: {line}"),
        }
    }
    assert!(seen >= 7, "only {seen} mutations of the three rules");
    eprintln!("{seen} mutations of the three rules");
}

#[test]
fn what_both_browsers_take_is_no_error() {
    let Some(folder) = folder("48 harmless descriptions") else { return };
    let truth = std::fs::read_to_string(folder.join("mutations/truth.tsv")).unwrap();
    let mut harmless = 0;
    for row in truth.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
        let worked = |column: usize| row.get(column).is_some_and(|verdict| *verdict == "accepted, works");
        if !(worked(3) && worked(8)) {
            continue;
        }
        for file in row[0].split(" + ") {
            harmless += 1;
            let bytes = std::fs::read(folder.join("mutations").join(file)).unwrap();
            let report = explain(&[], &bytes).unwrap();
            assert_eq!(report.exit.code, 0, "{file}: {}", report.verdict.summary);
        }
    }
    assert!(harmless > 20, "only {harmless}");
    eprintln!("{harmless} harmless descriptions");
}
