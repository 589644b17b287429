//! `rtcdiag sdp lint`: what two browsers really did with single faults, repairs, readers.

use std::collections::BTreeMap;

use clap::Parser;
use rtcdiag::cli::{Cli, Command, SdpCommand};
use rtcdiag::command::{Context, Failure, Outcome, sdp};
use rtcdiag::report::{Report, Severity};
use rtcdiag::rules;

use super::shared::{folder, line_of};

/// `rtcdiag sdp lint ARGS` with `stdin`.
fn run(args: &[&str], mut stdin: &[u8]) -> Result<Outcome, Failure> {
    let cli = Cli::try_parse_from(["rtcdiag", "sdp", "lint"].iter().chain(args)).unwrap();
    let Command::Sdp(given) = &cli.command else { panic!("`sdp` was parsed") };
    let SdpCommand::Lint(args) = &given.command else { panic!("`lint` was parsed") };
    let mut context = Context {
        global: &cli.global,
        stdin: &mut stdin,
        stdin_is_terminal: false,
        started: "2026-01-01T00:00:00Z".to_owned(),
        notice: &|_| {},
    };
    sdp::lint(args, &mut context)
}

fn lint(args: &[&str], stdin: &[u8]) -> Report {
    match run(args, stdin).unwrap() {
        Outcome::Report(report) => *report,
        other => panic!("a report was expected: {other:?}"),
    }
}

/// Every rule that fired, with what follows from it.
fn ids(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// The word of the table for a verdict of `truth.tsv`; a text that a fault did not change is the good one.
fn class(measured: &str) -> &'static str {
    match measured {
        "accepted, works" | "noop(same text)" => "works",
        "accepted, no connection" => "no-connection",
        "accepted, media missing" => "media-missing",
        "accepted, datachannel missing" => "no-data-channel",
        "accepted, then createAnswer/SLD fails" => "fails-later",
        "rejected" => "refuses",
        other => panic!("an unknown verdict: {other}"),
    }
}

/// Of a hundred faults, how many have to be predicted right.
const RIGHT: usize = 97;

#[test]
fn what_browsers_did_with_single_faults_is_predicted() {
    let Some(folder) = folder("154 single faults as two browsers saw them") else { return };
    let truth = std::fs::read_to_string(folder.join("mutations/truth.tsv")).unwrap();
    for (browser, column, base) in [("chrome", 3, "chromium"), ("firefox", 8, "firefox")] {
        let mut table: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
        for row in truth.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
            let files: Vec<_> = row[0].split(" + ").map(|file| file.replacen("chromium", base, 1)).collect();
            let paths: Vec<_> = files.iter().map(|file| folder.join("mutations").join(file)).collect();
            let paths: Vec<_> = paths.iter().map(|path| path.to_str().unwrap()).collect();
            let report = lint(&paths, b"");
            let want = class(row[column]);
            let got = report.facts["browsers"][browser]["verdict"].as_str().unwrap().to_owned();
            all += 1;
            right += usize::from(got == want);
            if got != want {
                wrong.push(format!("{}: {want}, not {got}", files[0]));
            }
            // a refusal has a finding that points at a line
            if want == "refuses" && got == want {
                let target = if browser == "chrome" {
                    rtcdiag::report::Target::Chrome
                } else {
                    rtcdiag::report::Target::Firefox
                };
                let cause =
                    report.findings.iter().find(|f| f.effect_on(target) == Some(rtcdiag::report::Effect::Refuses));
                let cause = cause.unwrap_or_else(|| panic!("{}: no finding says why {browser} refuses", files[0]));
                assert!(line_of(cause, &report) > 0, "{}", files[0]);
                assert_eq!(cause.severity, Severity::Error, "{}: {}", files[0], cause.message);
            }
            *table.entry((want, got)).or_insert(0) += 1;
        }
        eprintln!("{browser}: {right} of {all} right\n  measured, predicted, how often");
        table.iter().for_each(|((want, got), n)| eprintln!("  {want:16} {got:16} {n:3}"));
        wrong.iter().for_each(|line| eprintln!("  {line}"));
        assert!(all >= 154, "only {all} faults");
        assert!(right * 100 >= all * RIGHT, "{browser}: only {right} of {all}");
    }
}

#[test]
fn what_can_be_repaired_is_clean_of_its_rule_afterwards() {
    let mut repaired = Vec::new();
    for row in rules::all().filter(|row| row.rule.subject() == "sdp") {
        let bad = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/rules")
            .join(row.rule.id)
            .join("bad.sdp");
        let Ok(bytes) = std::fs::read(bad) else { continue };
        let all = "--for=chrome,firefox,rfc,sip,whip";
        let before = lint(&[all], &bytes);
        let Some(finding) = before.findings.iter().find(|finding| finding.rule.id == row.rule.id) else { continue };
        if finding.edits.is_empty() {
            continue;
        }
        let Outcome::Document(text, _) = run(&[all, "--fix"], &bytes).unwrap() else { panic!("a document") };
        let after = lint(&[all], text.as_bytes());
        assert!(!ids(&after).contains(&row.rule.id), "{} is still there in\n{text}", row.rule.id);
        let errors = |report: &Report| report.findings.iter().filter(|f| f.severity == Severity::Error).count();
        assert!(errors(&after) <= errors(&before), "{}: more errors than before: {:?}", row.rule.id, ids(&after));
        let Outcome::Document(diff, _) = run(&[all, "--fix", "--diff"], &bytes).unwrap() else { panic!("a document") };
        assert!(diff.starts_with("@@ line "), "{}: {diff}", row.rule.id);
        repaired.push(row.rule.id);
    }
    eprintln!("{} rules repair: {}", repaired.len(), repaired.join(", "));
    assert!(repaired.len() >= 20, "only {}", repaired.len());
}

const GOOD: &str = include_str!("../fixtures/rules/sdp/bad-line/good.sdp");

#[test]
fn a_good_description_is_clean_for_everyone() {
    let report = lint(&["--for=chrome,firefox,rfc,sip"], GOOD.as_bytes());
    assert!(report.findings.is_empty(), "{:?}", ids(&report));
    assert_eq!(report.facts["browsers"]["chrome"]["verdict"], "works");
    assert_eq!(report.facts["browsers"]["firefox"]["why"], serde_json::Value::Null);
    assert_eq!(report.exit.code, 0);
}

#[test]
fn a_reader_hears_only_of_what_concerns_it() {
    let no_c = GOOD.replace("c=IN IP4 0.0.0.0\r\n", "");
    assert_eq!(ids(&lint(&[], no_c.as_bytes())), ["sdp/missing-connection"]);
    assert_eq!(ids(&lint(&["--for", "sip"], no_c.as_bytes())), Vec::<&str>::new());
    let lf = GOOD.replace("\r\n", "\n");
    assert_eq!(ids(&lint(&[], lf.as_bytes())), Vec::<&str>::new());
    assert_eq!(ids(&lint(&["--for", "sip,rfc"], lf.as_bytes())), ["sdp/lf-line-endings"]);
}

#[test]
fn what_is_no_description_ends_with_2_and_says_what_it_is() {
    for (text, rule) in [
        (&b""[..], "sdp/empty-input"),
        (b"\r\n", "sdp/empty-input"),
        (b"<html><body>502</body></html>", "sdp/no-sdp-found"),
    ] {
        let report = lint(&[], text);
        assert_eq!((ids(&report), report.exit.code), (vec![rule], 2));
        assert_eq!(report.facts["browsers"]["chrome"]["verdict"], "refuses");
    }
}

#[test]
fn several_descriptions_are_not_repaired_at_once() {
    let both = format!("{GOOD}{}", GOOD.replace("4611731400430051336", "7"));
    assert!(matches!(run(&["--fix"], both.as_bytes()), Err(Failure::Usage { .. })));
}

#[test]
fn the_repaired_text_is_among_the_facts_where_json_is_wanted() {
    let report = lint(&["--fix", "--json"], GOOD.trim_end().as_bytes());
    assert_eq!(report.facts["fixed"].as_str(), Some(GOOD));
    assert_eq!(report.exit.code, 0);
}
