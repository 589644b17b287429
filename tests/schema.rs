//! The schema is a JSON Schema (2020-12), and what `--json` writes is valid by it.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

use std::process::Command;

use jsonschema::Validator;
use rtcdiag::render;
use rtcdiag::report::{
    Confidence, Evidence, Exit, Expectation, Finding, NotTested, Report, Rule, Severity, Source, Status, Verdict,
    VerdictResult,
};
use serde_json::{Value, json};

static RULE: Rule = Rule { id: "sdp/some-fault", severity: Severity::Error, meaning: "it fails", manual: "" };

#[test]
fn a_report_with_everything_is_valid() {
    let report: Value = serde_json::from_str(&render::json(&report()).unwrap()).unwrap();
    assert_valid(&report);
    assert_eq!(report.as_object().unwrap().keys().next().unwrap(), "schema", "the first key says what this is");
    let place = json!({ "file": "offer.sdp", "line": 2, "column": 4, "text": "A" });
    assert_eq!(report["findings"][0]["evidence"][0], place);
    assert_eq!(report["findings"][0]["effects"][0]["rule"], "sdp/some-fault");
}

#[test]
fn what_commands_print_is_valid() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules");
    let sdp = format!("{fixtures}/sdp/missing-fingerprint/bad.sdp");
    let dump = format!("{fixtures}/ice/failed/bad.dump.json");
    for args in [
        &["sdp", "explain", "--json", &sdp][..],
        &["sdp", "negotiate", "--json", &sdp, &sdp],
        &["sdp", "diff", "--json", &sdp, &sdp],
        &["dump", "--json", &dump],
        &["ice", "--json", "--self-test"],
        &["handshake", "--json", "--self-test"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag")).args(args).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_valid(&report);
        assert_eq!(report["exit"]["code"], output.status.code().unwrap());
        // the command's own facts are checked and not just any object
        let mut broken = report.clone();
        broken["facts"] = json!({});
        assert!(!validator().is_valid(&broken), "{args:?}");
    }
}

#[test]
fn the_schema_tells_valid_from_invalid() {
    let valid: Value = serde_json::from_str(&render::json(&report()).unwrap()).unwrap();
    for (pointer, bad) in [
        ("/schema", json!("rtcdiag/report/v2")),
        ("/verdict/result", json!("fine")),
        ("/findings/0/severity", json!("fatal")),
        ("/findings/0/evidence/0/line", json!("2")),
        ("/findings/0/effects/0/rule", json!(7)),
        ("/facts", json!(null)),
        ("/exit/code", json!(-1)),
    ] {
        let mut broken = valid.clone();
        *broken.pointer_mut(pointer).unwrap() = bad;
        assert!(!validator().is_valid(&broken), "{pointer}");
    }
}

#[test]
fn sarif_follows_its_schema_and_points_right() {
    let text = include_str!("fixtures/sarif/sarif-2.1.0-subset.schema.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut report = report();
    report.sources[0].text = "v=0\r\ns=é!\r\na=x\r\n".to_owned();
    report.findings[0].evidence = vec![
        Evidence::Span { source: 0, range: 9..10, label: "here".to_owned() },
        Evidence::Span { source: 0, range: 12..15, label: "and there".to_owned() },
    ];
    let log: Value = serde_json::from_str(&render::sarif(&report).unwrap()).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let main = json!({ "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 5, "snippet": { "text": "!" } });
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"], main);
    let related = &results[0]["relatedLocations"][0];
    assert_eq!(
        (&related["message"]["text"], &related["physicalLocation"]["region"]["startLine"]),
        (&json!("and there"), &json!(3))
    );
    // the effect is a result of its own, under the same rule
    assert_eq!((results.len(), &results[1]["ruleIndex"]), (2, &json!(0)));
    assert_eq!(results[1]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "offer.sdp");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!((rules.len(), &rules[0]["id"]), (1, &json!("sdp/some-fault")));
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!validator.is_valid(&broken));
}

#[test]
fn sarif_of_a_real_file_names_it_and_the_rules_pages() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rules/sdp/missing-fingerprint/bad.sdp");
    let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag"))
        .args(["sdp", "explain", "--output", "sarif", file])
        .output()
        .unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], format!("file://{file}"));
    let help = log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"].as_str().unwrap();
    assert!(help.contains("# sdp/missing-fingerprint"), "{help}");
}

/// Fails with what the schema says against `report`.
fn assert_valid(report: &Value) {
    let validator = validator();
    let faults: Vec<String> =
        validator.iter_errors(report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn validator() -> Validator {
    let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag")).arg("schema").output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn report() -> Report {
    let effect = Finding {
        rule: &RULE,
        severity: Severity::Info,
        confidence: Confidence::Possible,
        subject: "offer.sdp".to_owned(),
        message: "it follows".to_owned(),
        evidence: Vec::new(),
        breaks: Vec::new(),
        help: String::new(),
        fix: None,
        edits: Vec::new(),
        effects: Vec::new(),
    };
    let cause = Finding {
        severity: Severity::Error,
        confidence: Confidence::Certain,
        evidence: vec![
            Evidence::Span { source: 0, range: 8..9, label: "here".to_owned() },
            Evidence::Moment { at_ms: 1.234_567, text: "then".to_owned() },
            Evidence::Window { series: "loss".to_owned(), from_ms: 0.0, to_ms: 1.0, value: 0.5 },
            Evidence::Packet { n: 3, text: "Allocate".to_owned() },
            Evidence::Fact { path: "servers[0].rtt_ms".to_owned(), value: "38".to_owned() },
        ],
        fix: Some("a=mid:1".to_owned()),
        effects: vec![effect.clone()],
        ..effect
    };
    Report {
        command: "sdp explain",
        origin: None,
        started: "2026-01-01T00:00:00Z".to_owned(),
        duration_ms: 0.5,
        verdict: Verdict { result: VerdictResult::Failed, summary: "it fails".to_owned() },
        findings: vec![cause],
        expectations: vec![Expectation {
            expr: "host".to_owned(),
            status: Status::Inconclusive,
            actual: "not measured".to_owned(),
        }],
        not_tested: vec![NotTested { what: "relay".to_owned(), why: "no server".to_owned() }],
        facts: json!({ "descriptions": [], "candidates": [] }),
        body: Vec::new(),
        sources: vec![Source { name: "offer.sdp".to_owned(), text: "v=0\r\na=xA\r\n".to_owned(), path: None }],
        har: None,
        exit: Exit { code: 1, reason: "sdp/some-fault".to_owned() },
    }
}
