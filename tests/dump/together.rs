//! Several files: recordings of one page, the two ends of a call, and calls that are compared.

use std::path::{Path, PathBuf};

use rtcdiag::command::Failure;
use rtcdiag::dump::{self, Bound, Sign};
use rtcdiag::report::{Block, Finding, Report};
use rtcdiag::rules::{Subject, judge};
use serde_json::Value;

use super::command::{run_with, text};
use super::shared;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dump").join(name).display().to_string()
}

fn run(arguments: &[&str]) -> Result<Report, Failure> {
    run_with(b"", arguments).map(|report| *report)
}

/// Both ends of a call of 40 s between two browsers, over a relay of packets that lost 8 of 100 from A to B and held them
/// back for 60 to 90 ms, and those from B to A for 20 ms. The clock of B was set 3.7 s ahead.
fn ends(options: &[&str]) -> Report {
    let files = [fixture("ends/a.gz"), fixture("ends/b.gz")];
    run(&[&[files[0].as_str(), files[1].as_str()], options].concat()).unwrap()
}

fn number(value: &Value, pointer: &str) -> f64 {
    value.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("{pointer} in {value}"))
}

#[test]
fn loss_and_delay_belong_to_a_direction() {
    let report = ends(&[]);
    let call = &report.facts["match"][0];
    assert_eq!(call["by"], serde_json::json!(["ufrag", "fingerprint", "ssrc"]));
    let (ahead, uncertain) = (number(call, "/clock/ahead_ms"), number(call, "/clock/uncertainty_ms"));
    assert!((ahead - 3700.0).abs() <= uncertain && uncertain < 50.0, "{ahead} give or take {uncertain}");
    let [there, back] = [0, 1].map(|n| &call["directions"][n]);
    assert_eq!((there["from"].as_str(), back["from"].as_str()), (Some("one"), Some("other")));
    for stream in there["streams"].as_array().unwrap() {
        let missing = number(stream, "/missing_pct");
        assert!((6.0..10.0).contains(&missing), "{stream}");
        let windows = stream["windows"].as_array().unwrap();
        assert!(windows.len() >= 6 && windows.iter().all(|window| number(window, "/missing_pct") > 1.0));
    }
    for stream in back["streams"].as_array().unwrap() {
        assert!(number(stream, "/missing_pct") < 0.5, "{stream}");
    }
    assert!((60.0 - uncertain..90.0 + uncertain).contains(&number(there, "/delay/median_ms")), "{there}");
    assert!((20.0 - uncertain..20.0 + uncertain).contains(&number(back, "/delay/median_ms")), "{back}");
    let shown = text(&report);
    for words in ["one call, both ends: A 8-1 and B 8-1", "B is 3.7 s ahead of A", "A -> B | audio", "B -> A | video"] {
        assert!(shown.contains(words), "{words} in: {shown}");
    }
}

#[test]
fn what_both_ends_saw_is_one_finding() {
    let report = ends(&[]);
    let loss: Vec<&Finding> = report.findings.iter().filter(|finding| finding.rule.id == "media/loss").collect();
    let [loss] = loss.as_slice() else { panic!("{}", loss.len()) };
    assert_eq!(loss.subject, "a.gz: connection 8-1");
    assert!(loss.effects.iter().any(|f| f.rule.id == "media/loss" && f.subject == "b.gz: connection 8-1"));
    assert!(report.verdict.summary.starts_with("1 call seen from both ends"), "{}", report.verdict.summary);
}

#[test]
fn the_order_of_the_files_turns_the_sign() {
    let (a, b) = (fixture("ends/a.gz"), fixture("ends/b.gz"));
    let turned = run(&[&b, &a]).unwrap();
    let ahead = number(&turned.facts, "/match/0/clock/ahead_ms");
    assert!((ahead + number(&ends(&[]).facts, "/match/0/clock/ahead_ms")).abs() < 0.01, "{ahead}");
    let loses = |n: usize| number(&turned.facts, &format!("/match/0/directions/{n}/streams/0/missing_pct"));
    assert!(loses(0) < 0.5 && loses(1) > 6.0);
}

#[test]
fn both_ends_share_one_timeline_and_one_window() {
    let shown = text(&ends(&["--timeline"]));
    assert!(shown.contains("connections A 8-1 and B 8-1, by the clock of A"), "{shown}");
    let at = |words: &str| {
        let line = shown.lines().find(|line| line.ends_with(words)).unwrap_or_else(|| panic!("{words} in {shown}"));
        line.split(' ').next().unwrap().parse::<f64>().unwrap()
    };
    let (made, handed) = (at("A signaling state have-local-offer"), at("B signaling state have-remote-offer"));
    assert!(made < handed && handed - made < 100.0, "{made} {handed}");
    let narrow = ends(&["--from", "10", "--to", "20"]);
    let window = &narrow.facts["match"][0]["directions"][0]["streams"][0]["windows"];
    let (from, to) = (number(&window[0], "/from_ms"), number(&window[window.as_array().unwrap().len() - 1], "/to_ms"));
    assert!(from >= 10_000.0 && to <= 20_000.0 && to - from > 7000.0, "{from} {to}");
}

#[test]
fn reports_by_another_clock_than_the_dumps_say_nothing_of_the_offset() {
    let [a, mut b] = ["a", "b"].map(|name| shared::read(Path::new(&fixture(&format!("ends/{name}.gz")))).unwrap());
    let before = *dump::clock(&a.connections[0], &b.connections[0]).yes().unwrap();
    assert_eq!(before.by, Bound::Reports);
    // the computer of B is set to another time, the reports that it sent are not
    let other = &mut b.connections[0];
    other.zero_unix_ms = other.zero_unix_ms.map(|zero| zero + 60_000.0);
    other.events.iter_mut().for_each(|event| event.unix_ms = event.unix_ms.map(|ms| ms + 60_000.0));
    let after = *dump::clock(&a.connections[0], &b.connections[0]).yes().unwrap();
    assert_eq!(after.by, Bound::Signaling);
    let apart = after.ahead_ms - before.ahead_ms - 60_000.0;
    assert!(apart.abs() <= after.uncertainty_ms + before.uncertainty_ms, "{after:?}");
    let [there, back] = dump::directions(&a.connections[0], &b.connections[0], Some(after));
    assert!(there.delay.is_some() && back.delay.is_none(), "what B stamped is not by the clock of its dump");
}

#[test]
fn series_of_both_ends_share_the_axis_and_keep_their_names() {
    let report = ends(&["--series", "outbound-rtp/*/packetsSent"]);
    let series = report.facts["series"].as_array().unwrap();
    let files: Vec<&str> = series.iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert!(files[0].ends_with("a.gz") && files[3].ends_with("b.gz"), "{files:?}");
    let first = |n: usize| number(&series[n], "/points/0/0");
    assert!((first(0) - first(3)).abs() < 1500.0, "{} {}", first(0), first(3));
    let Block::Table(table) = &report.body[0].block else { panic!("a table of values") };
    assert!(table.columns[1].title.starts_with("A 8-1 ") && table.columns[3].title.starts_with("B 8-1 "));
}

#[test]
fn ends_that_only_share_their_streams_may_have_a_server_between_them() {
    let mut dumps = ["a", "b"].map(|name| shared::read(Path::new(&fixture(&format!("ends/{name}.gz")))).unwrap());
    dumps.iter_mut().flat_map(|dump| &mut dump.connections).for_each(|connection| connection.events.clear());
    let [link] = dump::links(&dumps).try_into().unwrap();
    assert_eq!((link.signs.as_slice(), link.is_direct()), ([Sign::Ssrc].as_slice(), false));
    let [a, b] = &dumps;
    let clock = dump::clock(&a.connections[0], &b.connections[0]);
    assert!(clock.yes().is_none(), "its reports are those of the server: {clock:?}");
    let [there, _] = dump::directions(&a.connections[0], &b.connections[0], None);
    assert!(there.delay.is_none() && there.flows.len() == 2, "what arrived can be counted all the same");
    dump::introduce(&mut dumps);
    assert!(dumps.iter().all(|dump| dump.elsewhere.is_empty()));
}

fn flat(findings: &[Finding]) -> Vec<String> {
    let one = |finding: &Finding| {
        let own = format!("{} {}", finding.rule.id, finding.subject);
        [vec![own], flat(&finding.effects)].concat()
    };
    findings.iter().flat_map(one).collect()
}

#[test]
fn two_recordings_of_a_page_are_one_dump_with_the_findings_of_both() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let mut pairs: Vec<(PathBuf, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".webrtc_internals_dump.gz") {
            pairs.push((path.clone(), path.with_file_name(format!("{stem}.rtcstats.rtcstats_dump.gz"))));
        }
    }
    assert!(pairs.len() > 15);
    for (internals, rtcstats) in pairs {
        let dumps: Vec<_> = [&internals, &rtcstats].map(|path| shared::read(path).unwrap()).into();
        let single: Vec<Vec<String>> = dumps.iter().map(|dump| flat(&judge(Subject::Dump(dump)))).collect();
        let (merged, told) = dump::merged(dumps);
        let [dump] = merged.as_slice() else { panic!("{}: {} dumps", internals.display(), merged.len()) };
        assert_eq!(told.len(), 1);
        let mut together = flat(&judge(Subject::Dump(dump)));
        // what a dump cannot tell may be in the other
        let about_calls = |list: &[String]| -> Vec<String> {
            let mut list: Vec<String> = list.iter().filter(|one| !one.starts_with("dump/")).cloned().collect();
            list.sort();
            list
        };
        together = about_calls(&together);
        for list in &single {
            for finding in about_calls(list) {
                assert!(together.contains(&finding), "{}: {finding} is lost in {together:?}", internals.display());
            }
        }
        let most = single.iter().map(|list| about_calls(list).len()).max().unwrap();
        assert_eq!(together.len(), most, "{}: {together:?}", internals.display());
    }
}

#[test]
fn a_recording_adds_the_connection_that_the_other_forgot() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let file = |end: &str| folder.join(format!("late-open.{end}")).display().to_string();
    let report = run(&[&file("webrtc_internals_dump.gz"), &file("rtcstats.rtcstats_dump.gz")]).unwrap();
    let added = &report.facts["merge"][0]["recordings"][1];
    assert_eq!(added["only"], serde_json::json!(["7-1"]));
    let ids: Vec<&str> =
        report.facts["connections"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["7-1", "7-2"]);
    assert!(report.findings.iter().all(|finding| finding.rule.id != "dump/connection-missing"));
    assert!(report.not_tested.iter().all(|gap| !gap.what.contains("closed")), "it is there after all");
}

#[test]
fn two_calls_are_compared_and_what_differs_comes_first() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let file = |name: &str| folder.join(format!("{name}.webrtc_internals_dump.gz")).display().to_string();
    let (good, bad) = (file("healthy-av"), file("loss-10-delay-100"));
    let report = run(&[&good, &bad]).unwrap();
    let comparison = &report.facts["comparison"];
    let rows = comparison["calls"][0]["rows"].as_array().unwrap();
    let same = rows.iter().position(|row| row["differs"] == false).unwrap();
    assert!(rows[same..].iter().all(|row| row["differs"] == false));
    let row = |what: &str| rows.iter().find(|row| row["what"] == what).unwrap_or_else(|| panic!("{what} in {rows:?}"));
    let loss = row("loss, in audio");
    assert_eq!((loss["unit"].as_str(), loss["differs"].as_bool()), (Some("pct"), Some(true)));
    assert!(number(loss, "/values/0") < 0.1 && number(loss, "/values/1") > 8.0);
    assert_eq!(row("codec, in audio")["differs"], false);
    let fired = |id: &str| comparison["findings"].as_array().unwrap().iter().find(|one| one["rule"] == id).unwrap();
    assert_eq!(fired("media/loss")["severity"], serde_json::json!([null, "warning"]));
    assert_eq!(fired("media/source-starved")["severity"], serde_json::json!(["warning", "warning"]));
    assert!(report.facts.get("match").is_none() && report.facts.get("merge").is_none());
    let shown = text(&report);
    assert!(shown.contains("compared: A 9-1 and B 9-1") && shown.contains("media/loss | - | warning"), "{shown}");
}

#[test]
fn comparing_can_be_asked_for_and_needs_two() {
    let report = ends(&["--compare"]);
    assert!(report.facts.get("match").is_none() && report.facts["comparison"]["calls"].is_array());
    let Err(failure) = run(&["--compare", &fixture("ends/a.gz")]) else { panic!("one dump was compared") };
    assert!(failure.to_string().contains("compare"), "{failure}");
}

#[test]
fn of_three_files_the_two_that_belong_together_are_found() {
    let files = [fixture("broken/no-candidates.gz"), fixture("ends/b.gz"), fixture("ends/a.gz")];
    let report = run(&[&files[0], &files[1], &files[2]]).unwrap();
    let matched = report.facts["match"].as_array().unwrap();
    assert_eq!(matched.len(), 1);
    assert!(matched[0]["one"]["file"].as_str().unwrap().ends_with("ends/b.gz"));
    assert!(report.facts.get("comparison").is_none());
    let shown = text(&report);
    assert!(shown.contains("C | 8-1") && shown.contains("| B 8-1"), "{shown}");
    let first = &report.findings[0];
    assert_eq!(
        (first.rule.id, first.subject.as_str()),
        ("ice/no-remote-candidates", "no-candidates.gz: connection 8-1")
    );
}

#[test]
fn files_of_one_name_are_told_apart_by_their_folders() {
    let mut dumps: Vec<_> =
        [0; 3].map(|_| shared::read(Path::new(&fixture("broken/no-candidates.gz"))).unwrap()).into();
    for (dump, name) in dumps.iter_mut().zip(["x/one/dump.gz", "x/two/dump.gz", "other.gz"]) {
        name.clone_into(&mut dump.name);
    }
    assert_eq!(dump::labels(&dumps), ["one/dump.gz", "two/dump.gz", "other.gz"]);
}
