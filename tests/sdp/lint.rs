//! `rtcdiag sdp lint`: what two browsers really did with single faults, repairs, readers.

use std::collections::BTreeMap;

use clap::Parser;
use rtcdiag::cli::{Cli, Command, SdpCommand};
use rtcdiag::command::{Context, Failure, Outcome, sdp};
use rtcdiag::report::{Effect, Report, Severity, Target};
use rtcdiag::rules;
use rtcdiag::sdp::Sdp;

use super::faulty::{Fault, missed};
use super::shared::folder;

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
        event: &|_, _| {},
        anonymizer: None,
    };
    sdp::lint(args, &mut context)
}

pub(crate) fn lint(args: &[&str], stdin: &[u8]) -> Report {
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

/// A line without what differs between two calls of one browser: numbers of sessions, sources and ports, names and
/// keys of the length that browsers give them.
fn form(line: &str) -> String {
    let own = |word: &str| match word.len() {
        95 => word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == ':'),
        4 | 8 | 16 | 24 | 32 | 36 | 38 => word.chars().all(|c| c.is_ascii_alphanumeric() || "+/:-{}".contains(c)),
        _ => word.len() > 3 && word.len() < 20 && word != "70000" && word.bytes().all(|byte| byte.is_ascii_digit()),
    };
    let secret =
        ["o=", "a=ice-ufrag", "a=ice-pwd", "a=fingerprint", "a=candidate", "a=ssrc", "a=msid", "m=", "a=rtcp:"];
    if !secret.iter().any(|key| line.starts_with(key)) {
        return line.to_owned();
    }
    let ended = line.replace(['\r', '\n'], "");
    let words = ended.split(' ').map(|word| match word.rsplit_once(':').filter(|(key, _)| key.starts_with("a=")) {
        Some((key, value)) if own(value) => format!("{key}:*"),
        _ if own(word) => "*".to_owned(),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ") + &line[ended.len()..]
}

/// Of a hundred faults, how many have to be predicted right.
const RIGHT: usize = 97;

#[test]
fn what_browsers_did_with_single_faults_is_predicted() {
    let Some(folder) = folder("154 single faults as two browsers saw them") else { return };
    let truth = std::fs::read_to_string(folder.join("mutations/truth.tsv")).unwrap();
    for (browser, column, base) in [("chrome", 3, "chromium"), ("firefox", 8, "firefox")] {
        let mut table: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let (mut right, mut all, mut wrong, mut astray) = (0, 0, Vec::new(), Vec::new());
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
            // a refusal has a finding, which points at the faulty line
            if want == "refuses" && got == want {
                let target = if browser == "chrome" { Target::Chrome } else { Target::Firefox };
                let causes = || report.findings.iter().filter(|f| f.effect_on(target) == Some(Effect::Refuses));
                assert!(causes().any(|cause| cause.severity == Severity::Error), "{}", files[0]);
                let changed = files.len() - 1;
                let good = ["O-good.sdp", "A-good.answer.sdp"][changed];
                let base = std::fs::read_to_string(folder.join("mutations").join(base).join(good)).unwrap();
                let bytes = std::fs::read(folder.join("mutations").join(&files[changed])).unwrap();
                let fault = Fault::alike(&base, Sdp::parse(&bytes).text(), form);
                astray.extend(missed(&fault, changed, causes()).map(|place| format!("{}: {place}", files[0])));
            }
            *table.entry((want, got)).or_insert(0) += 1;
        }
        eprintln!("{browser}: {right} of {all} right\n  measured, predicted, how often");
        table.iter().for_each(|((want, got), n)| eprintln!("  {want:16} {got:16} {n:3}"));
        wrong.iter().for_each(|line| eprintln!("  {line}"));
        astray.iter().for_each(|line| eprintln!("  not on the faulty line: {line}"));
        assert!(all >= 154, "only {all} faults");
        assert!(astray.is_empty(), "{browser}: {} findings are not on the faulty line", astray.len());
        assert!(right * 100 >= all * RIGHT, "{browser}: only {right} of {all}");
    }
}

#[test]
fn what_browsers_made_is_predicted_to_work() {
    let Some(folder) = folder("pairs that browsers made with themselves") else { return };
    let corpus = folder.join("corpus");
    let table = std::fs::read_to_string(corpus.join("PAIRS.tsv")).unwrap();
    let (mut all, mut works) = (0, 0);
    for row in table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
        let browsers =
            ["chromium156/", "firefox-esr153/"].iter().any(|who| row[0].starts_with(who) && row[1].starts_with(who));
        if row[2] != "generated" || !browsers {
            continue;
        }
        let paths = [corpus.join(row[0]), corpus.join(row[1])];
        let report = lint(&[paths[0].to_str().unwrap(), paths[1].to_str().unwrap()], b"");
        let errors: Vec<_> =
            report.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule.id).collect();
        let own = if row[0].starts_with("chromium") { "chrome" } else { "firefox" };
        assert!(errors.iter().all(|id| *id == "sdp/unlisted-pt"), "{}: {errors:?}", row[0]);
        let verdict = report.facts["browsers"][own]["verdict"].as_str().unwrap();
        assert!(!["refuses", "fails-later"].contains(&verdict), "{}: {verdict}", row[0]);
        all += 1;
        works += usize::from(verdict == "works");
    }
    eprintln!("{works} of {all} pairs that browsers made work, in the rest something was off on purpose");
    assert!(all > 40 && works * 10 >= all * 8, "{works} of {all}");
}

/// What Chromium 156 and Firefox ESR 153 did with the same change of other texts.
#[test]
fn what_browsers_did_with_other_texts_is_predicted() {
    let cut = |text: &str, from: &str| text.get(..text.find(from).unwrap()).unwrap().to_owned();
    let with = |from: &str, to: &str| GOOD.replace(from, to);
    for (what, text, chrome, firefox) in [
        ("the good text", GOOD.to_owned(), "works", "works"),
        ("version 1", with("v=0", "v=1"), "works", "refuses"),
        ("no `o=`", with("o=- 4611731400430051336 2 IN IP4 127.0.0.1\r\n", ""), "refuses", "refuses"),
        ("blank at the end", format!("{GOOD}\r\n"), "refuses", "works"),
        ("a line of words before video", with("m=video", "garbage\r\nm=video"), "refuses", "fails-later"),
        ("a blank behind `=`", with("a=mid:1", "a= mid:1"), "refuses", "works"),
        ("a tab in the credentials", with("4ZcD", "4ZcD\t"), "refuses", "no-connection"),
        ("no password", with("a=ice-pwd:2/1muCWoOi3uLifh0NuRHlVs\r\n", ""), "refuses", "refuses"),
        ("no `a=setup`", with("a=setup:actpass\r\n", ""), "works", "refuses"),
        ("the old profile", with("UDP/TLS/RTP", "RTP"), "works", "works"),
        ("a hash of another length", with("sha-256", "sha-1"), "fails-later", "no-connection"),
        ("video off", with("m=video 9", "m=video 0"), "media-missing", "media-missing"),
        (
            "video off until bundled",
            with("m=video 9", "m=video 0").replace("a=mid:1\r\n", "a=mid:1\r\na=bundle-only\r\n"),
            "works",
            "works",
        ),
        ("audio off", with("m=audio 9", "m=audio 0"), "media-missing", "refuses"),
        ("no mid for video", with("a=mid:1\r\n", ""), "refuses", "works"),
        (
            "no mid at all",
            with("a=mid:1\r\n", "").replace("a=mid:0\r\n", "").replace("a=mid:2\r\n", ""),
            "works",
            "refuses",
        ),
        ("no group", with("a=group:BUNDLE 0 1 2\r\n", ""), "works", "works"),
        ("a codec that nobody knows", with("VP8/90000", "FOO/90000"), "media-missing", "media-missing"),
        ("a clock of another codec", with("VP8/90000", "VP8/48000"), "works", "media-missing"),
        ("the same codec in small letters", with("VP8/90000", "vp8/90000"), "works", "works"),
        ("no section", cut(GOOD, "m=audio"), "no-connection", "no-connection"),
        ("no section behind audio", cut(GOOD, "m=video"), "refuses", "fails-later"),
        ("cut in a word", cut(GOOD, "a=mid:1") + "a=mi", "refuses", "refuses"),
        ("mixed line ends", GOOD.replacen("\r\n", "\n", 9), "works", "works"),
        ("each line end a letter", GOOD.replace("\r\n", "r\r\n"), "refuses", "refuses"),
        ("each line end two characters", GOOD.replace("\r\n", "\\r\\n"), "refuses", "refuses"),
    ] {
        let report = lint(&[], text.as_bytes());
        let verdict = |browser: &str| report.facts["browsers"][browser]["verdict"].as_str().unwrap().to_owned();
        assert_eq!(
            (verdict("chrome").as_str(), verdict("firefox").as_str()),
            (chrome, firefox),
            "{what}: {:?}",
            ids(&report)
        );
        assert!(report.findings.len() < 3, "{what} is one cause: {:?}", ids(&report));
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
fn the_verdict_speaks_of_who_was_asked_about() {
    let says = |readers: &str| lint(&[&format!("--for={readers}")], GOOD.as_bytes()).verdict.summary;
    assert!(says("chrome,firefox").starts_with("Chrome and Firefox take it: nothing"), "{}", says("chrome,firefox"));
    assert!(says("sip").starts_with("SIP takes it: nothing"), "{}", says("sip"));
    assert!(says("whip").starts_with("WHIP refuses: as an offer of WHIP it lacks"), "{}", says("whip"));
    assert!(says("chrome,whip").starts_with("Chrome takes it, WHIP refuses: "), "{}", says("chrome,whip"));
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
