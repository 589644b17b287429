//! The whole command: what is reported, and what never is.

use std::io::Cursor;

use clap::Parser;
use rtcdiag::cli::{Cli, Command};
use rtcdiag::command::{Context, Failure, Outcome, dump};
use rtcdiag::report::{Block, Plot, Report, VerdictResult};

use super::shared;

pub(crate) fn run_with(stdin: &[u8], arguments: &[&str]) -> Result<Box<Report>, Failure> {
    let cli = Cli::try_parse_from(["rtcdiag", "dump"].iter().chain(arguments)).unwrap();
    let Command::Dump(options) = cli.command else { panic!("`dump` parses as `dump`") };
    let mut stdin = Cursor::new(stdin);
    let mut context = Context {
        global: &cli.global,
        stdin: &mut stdin,
        stdin_is_terminal: false,
        started: "2026-11-22T00:00:00Z".to_owned(),
        notice: &|_| {},
        event: &|_, _| {},
        anonymizer: None,
    };
    match dump::run(&options, &mut context)? {
        Outcome::Report(report) => Ok(report),
        other => panic!("a report was expected: {other:?}"),
    }
}

fn made(name: &str, options: &[&str]) -> Option<Report> {
    let folder = shared::folder("made", 1)?;
    let path = folder.join(format!("{name}.webrtc_internals_dump.gz")).display().to_string();
    Some(*run_with(b"", &[&[path.as_str()], options].concat()).unwrap())
}

/// Everything that a person may see between verdict and findings, one block a line.
pub(crate) fn text(report: &Report) -> String {
    let block = |block: &Block| match block {
        Block::Heading(text) => text.clone(),
        Block::Line(line) => line.text(),
        Block::Fields(fields) => {
            fields.iter().map(|(name, line)| format!("{name} {}", line.text())).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| row.iter().map(|cell| cell.text()).collect::<Vec<_>>().join(" | "));
            rows.collect::<Vec<_>>().join("\n")
        }
        Block::Timeline(moments) => {
            let lines = moments.iter().map(|moment| format!("{:.0} {}", moment.at_ms, moment.text.text()));
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Waterfall(waterfall) => waterfall.bars.iter().map(|bar| format!("{} ", bar.name)).collect(),
        Block::Charts(charts) => {
            let rows = charts.charts.iter().map(|chart| format!("{} {}", chart.name.text(), chart.note.text()));
            rows.collect::<Vec<_>>().join("\n")
        }
        Block::Plot(plot) => plot.title.clone(),
    };
    report.body.iter().map(|part| block(&part.block)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_verdict_and_the_exit_code_follow_the_dump() {
    for (name, result, code, words) in [
        ("healthy-av", VerdictResult::Ok, 0, "2 connections, all connected"),
        ("late-open", VerdictResult::Ok, 0, "connection 7-2 came about over host"),
        ("ice-failed-bogus", VerdictResult::Failed, 1, "2 connections, all failed: no pair of candidates"),
        ("turn-401", VerdictResult::Failed, 1, "2 connections, all never connected: the server refused"),
        (
            "gum-denied",
            VerdictResult::Failed,
            1,
            "connection 9-1 never connected, and no description of the other side was set: the page may not use",
        ),
    ] {
        let Some(report) = made(name, &[]) else { return };
        assert_eq!((report.verdict.result, report.exit.code), (result, code), "{name}");
        assert!(report.verdict.summary.starts_with(words), "{name}: {}", report.verdict.summary);
    }
}

#[test]
fn the_facts_have_the_published_keys() {
    let Some(report) = made("turn-relay", &[]) else { return };
    let first = &report.facts["connections"][0];
    assert_eq!(first["id"], "9-1");
    assert_eq!(first["outcome"], "connected");
    assert!(first["setup_ms"].as_f64().unwrap() > 0.0);
    let path = &first["selected_path"];
    assert!(path["local"].as_str().unwrap().starts_with("relay 192.0.2.2:"), "{path}");
    assert_eq!((&path["protocol"], &path["relay"]), (&"udp".into(), &true.into()));
    assert_eq!(first["dtls"], serde_json::json!({"version": "1.3", "state": "connected"}));
    assert_eq!(first["sections"][0]["kind"], "audio");
    let track = &first["tracks"][0];
    assert_eq!(
        (&track["direction"], &track["kind"], &track["codec"]),
        (&"send".into(), &"audio".into(), &"opus".into())
    );
    let rate = track["bitrate_kbps"].as_f64().unwrap();
    assert!((20.0..40.0).contains(&rate) && track["loss_pct"] == 0.0, "{track}");
    assert_eq!(first["peer"]["server"], false);
    let phases: Vec<&str> =
        first["phases"].as_array().unwrap().iter().map(|phase| phase["name"].as_str().unwrap()).collect();
    assert_eq!(phases, ["offer and answer", "gathering", "checking", "DTLS"]);
    assert_eq!(first["paths"].as_array().unwrap().last().unwrap()["relay"], true);
    assert!(report.facts.get("series").is_none());

    let Some(report) = made("gum-denied", &[]) else { return };
    let first = &report.facts["connections"][0];
    assert!(first["selected_path"].is_null() && first["setup_ms"].is_null());
}

#[test]
fn no_ice_password_leaves_the_dump() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let path = folder.join("ice-restart.webrtc_internals_dump.gz");
    let raw = String::from_utf8(shared::bytes(&path)).unwrap();
    let passwords: Vec<&str> = raw.split("a=ice-pwd:").skip(1).map(|rest| rest.split('\\').next().unwrap()).collect();
    assert!(passwords.len() > 10 && passwords.iter().all(|password| password.len() >= 22));
    let path = path.display().to_string();
    for options in [&[][..], &["--timeline"], &["--connection", "9-1"]] {
        let report = run_with(b"", &[&[path.as_str()], options].concat()).unwrap();
        let everything = format!("{report:?}");
        for password in &passwords {
            assert!(!everything.contains(password), "{options:?}");
        }
    }
    let debug = format!("{:?}", shared::read(path.as_ref()).unwrap());
    assert!(passwords.iter().all(|password| !debug.contains(password)));
}

#[test]
fn secrets_in_urls_and_refusals_are_redacted() {
    let dirty = r#"{"PeerConnections":{"1-1":{"url":"https://u:canary1@a.example/r?access_token=canary2",
        "rtcConfiguration":"{\"iceServers\":[{\"urls\":\"turn:canary3:canary4@t.example\",\"credential\":\"canary5\"}]}",
        "updateLog":[{"type":"createOffer","value":"","timestamp":1},
        {"type":"setRemoteDescriptionOnFailure","value":"Failed to parse SessionDescription. a=ice-pwd:canary6 Invalid","timestamp":2},
        {"type":"onicecandidateerror","value":"{\"url\":\"turn:canary7@t.example\",\"error_code\":401,\"error_text\":\"Unauthorized\"}","timestamp":3}]}}}"#;
    for options in [&[][..], &["--timeline"]] {
        let everything = format!("{:?}", run_with(dirty.as_bytes(), options).unwrap());
        assert!(!everything.contains("canary"), "{everything}");
        assert!(everything.contains("t.example"), "{everything}");
    }
}

#[test]
fn many_connections_are_a_table_and_one_is_shown_whole() {
    let Some(report) = made("healthy-av", &[]) else { return };
    let shown: Vec<_> = report.body.iter().filter(|part| part.detail == 0).collect();
    assert!(matches!(shown.as_slice(), [fields, table, _]
        if matches!(fields.block, Block::Fields(_)) && matches!(&table.block, Block::Table(t) if t.rows.len() == 2)));
    let Some(report) = made("healthy-av", &["--connection", "9-2"]) else { return };
    assert!(report.body.iter().all(|part| part.detail == 0));
    assert!(text(&report).contains("connection 9-2") && !text(&report).contains("9-1"));
    let folder = shared::folder("made", 1).unwrap();
    let path = folder.join("healthy-av.webrtc_internals_dump.gz").display().to_string();
    let error = run_with(b"", &[&path, "--connection", "1-7"]).unwrap_err();
    assert!(
        matches!(&error, Failure::Usage { message, hint: Some(hint) }
        if message == "find connection `1-7`" && hint.contains("`9-1`, `9-2`")),
        "{error:?}"
    );
}

#[test]
fn the_timeline_has_every_event_folded() {
    let Some(report) = made("ice-failed-bogus", &["--timeline", "--connection", "9-1"]) else { return };
    let text = text(&report);
    for line in [
        "0 transceiverAdded kind audio",
        "created offer, 2 sections, 5.",
        "set local offer, 2 sections, ",
        "set remote answer, 2 sections, ",
        "connection state connecting",
        "connection state failed",
        "remote candidate host 203.0.113.7:59493 udp",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    assert!(!text.contains("v=0"), "{text}");
    assert_eq!(text.lines().count(), 1 + 33, "a heading and every event:\n{text}");
}

#[test]
fn stdin_is_read_and_several_files_are_one_report() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let path = |name: &str| folder.join(format!("{name}.webrtc_internals_dump.gz"));
    let packed = std::fs::read(path("data-only")).unwrap();
    let report = run_with(&packed, &["-"]).unwrap();
    assert_eq!(report.facts["files"][0]["name"], "<stdin>");

    let (bad, good) = (path("turn-401").display().to_string(), path("data-only").display().to_string());
    let report = run_with(b"", &[&good, &bad]).unwrap();
    assert_eq!(report.facts["connections"].as_array().unwrap().len(), 4);
    assert!(report.findings[0].subject.contains("turn-401"), "{}", report.findings[0].subject);
    assert_eq!(report.exit.code, 1);

    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let report = run_with(b"", &[&good, other]).unwrap();
    assert_eq!(report.exit.code, 2, "{:?}", report.exit);
    assert!(report.not_tested.iter().any(|gap| gap.why.contains("other text")), "{:?}", report.not_tested);
}

#[test]
fn a_cut_gzip_is_read_to_the_cut() {
    let Some(folder) = shared::folder("made", 1) else { return };
    let packed = std::fs::read(folder.join("turn-401.webrtc_internals_dump.gz")).unwrap();
    let report = run_with(&packed[..packed.len() * 2 / 3], &[]).unwrap();
    assert!(!report.facts["connections"].as_array().unwrap().is_empty());
    let warnings = report.facts["files"][0]["warnings"].as_array().unwrap();
    assert!(warnings[0].as_str().unwrap().contains("the gzip stream is cut"), "{warnings:?}");
    assert!(report.not_tested.iter().any(|gap| gap.what == "the damaged part of `<stdin>`"));
}

#[test]
fn a_file_that_is_not_there_is_refused_without_advice_on_dumps() {
    let error = run_with(b"", &["/nonexistent/dump.txt"]).unwrap_err();
    assert!(
        matches!(&error, Failure::Usage { message, hint: None }
        if message.starts_with("read `/nonexistent/dump.txt`: ")),
        "{error:?}"
    );
}

#[test]
fn what_is_no_dump_is_refused_with_the_way_to_save_one() {
    for input in [&b""[..], b"v=0\r\n", b"<html>", b"{\"a\":1}"] {
        let error = run_with(input, &[]).unwrap_err();
        assert!(
            matches!(&error, Failure::Usage { message, hint: Some(hint) }
            if message.starts_with("read `<stdin>` as a dump: it looks like ")
                && hint.contains("chrome://webrtc-internals") && hint.contains("Create Dump")),
            "{error:?}"
        );
    }
}

#[test]
fn one_call_fits_a_screen() {
    for name in ["loss-10-delay-100", "simulcast", "turn-relay"] {
        let Some(mut report) = made(name, &["--connection", "9-1"]) else { return };
        // findings come after what the call was, and as many as there are
        report.findings.clear();
        for width in [60, 80] {
            let screen = rtcdiag::term::Screen { width, unicode: true };
            let text = rtcdiag::render::text(&report, rtcdiag::render::View { screen, detail: 0, quiet: false });
            let lines = text.lines().count();
            assert!(lines <= if width == 80 { 50 } else { 75 }, "{name} has {lines} lines at {width}:\n{text}");
        }
    }
}

#[test]
fn series_are_listed_chosen_drawn_and_written() {
    let Some(report) = made("loss-10-delay-100", &["--series", "list", "--connection", "9-1"]) else { return };
    let Block::Table(list) = &report.body[0].block else { panic!("no table") };
    assert!(list.rows.len() > 300, "{}", list.rows.len());
    let options = ["--series", "inbound-rtp/bytesReceived/s,inbound-rtp/jitter*Delay", "--connection", "9-1"];
    let report = made("loss-10-delay-100", &options).unwrap();
    let names: Vec<&str> =
        report.facts["series"].as_array().unwrap().iter().map(|one| one["property"].as_str().unwrap()).collect();
    assert_eq!(names.iter().filter(|name| **name == "bytesReceived/s").count(), 2, "{names:?}");
    assert!(names.contains(&"jitterBufferTargetDelay"), "{names:?}");
    let csv = rtcdiag::render::csv(&report);
    let mut rows = csv.lines().map(|row| row.split(',').count());
    assert_eq!(rows.next(), Some(1 + names.len()));
    assert!(rows.clone().count() > 40 && rows.all(|columns| columns == 1 + names.len()));
    let plot = made("loss-10-delay-100", &[&options[..], &["--plot"]].concat()).unwrap();
    assert!(matches!(&plot.body[0].block, Block::Charts(charts) if charts.charts.len() == names.len()));
    let folder = shared::folder("made", 1).unwrap();
    let path = folder.join("data-only.webrtc_internals_dump.gz").display().to_string();
    let error = run_with(b"", &[&path, "--series", "nothingOfThat"]).unwrap_err();
    assert!(matches!(&error, Failure::Usage { message, .. } if message.contains("nothingOfThat")), "{error:?}");
}

#[test]
fn candidates_and_pairs_are_shown_in_full() {
    let Some(report) = made("ice-failed-bogus", &["--candidates", "--connection", "9-1"]) else { return };
    let text = text(&report);
    assert!(text.contains("remote | host | udp | 203.0.113.7:"), "{text}");
    assert!(text.contains(" | in-progress | 1") && text.contains(" | 0 | 0 | "), "{text}");
}

#[test]
fn a_window_leaves_out_what_is_before_and_after() {
    let Some(whole) = made("network-drop-recover", &["--connection", "9-2"]) else { return };
    let cut = made("network-drop-recover", &["--connection", "9-2", "--from", "12s", "--to", "16"]).unwrap();
    let rate = |report: &Report| report.facts["connections"][0]["tracks"][1]["bitrate_kbps"].as_f64().unwrap();
    assert!(rate(&whole) > 100.0 && rate(&cut) == 0.0, "the drop alone: {} and {}", rate(&whole), rate(&cut));
    let timeline = made("network-drop-recover", &["--timeline", "--connection", "9-2", "--from", "12s"]).unwrap();
    let text = text(&timeline);
    assert!(text.contains("disconnected") && !text.contains("created"), "{text}");
    let fired = |report: &Report| report.findings.iter().any(|finding| finding.rule.id == "ice/disconnected");
    let later = made("network-drop-recover", &["--connection", "9-2", "--from", "30"]).unwrap();
    assert!(fired(&whole) && fired(&cut) && !fired(&later), "it was over by then");
    let failed = made("ice-failed-bogus", &["--from", "0.1", "--to", "0.2"]).unwrap();
    assert_eq!(failed.findings[0].rule.id, "ice/failed", "what fails a call explains all of it");
}

/// A dump in which the application changed the description between creating and setting it.
const MUNGED: &str = r#"{"PeerConnections":{"1-1":{"updateLog":[
    {"type":"createOfferOnSuccess","value":"{\"type\":\"offer\",\"sdp\":\"v=0\\r\\na=ice-pwd:canary\\r\\nm=audio 9 X 0\\r\\na=mid:0\\r\\n\"}","timestamp":1000},
    {"type":"setLocalDescription","value":"{\"type\":\"offer\",\"sdp\":\"v=0\\r\\na=ice-pwd:canary\\r\\nm=audio 9 X 8\\r\\na=mid:0\\r\\nb=AS:30\\r\\n\"}","timestamp":1001}]}}}"#;

#[test]
fn a_changed_description_is_shown_and_can_be_printed() {
    let report = run_with(MUNGED.as_bytes(), &["--timeline"]).unwrap();
    let text = text(&report);
    let changed = "changed before it was set: -`m=audio 9 X 0` +`m=audio 9 X 8` +`b=AS:30`";
    assert!(text.contains(changed), "{text}");
    assert!(text.contains("set local offer, 1 section, 56 B (2)") && !text.contains("canary"), "{text}");
    let print = |number: &str| {
        let cli = Cli::try_parse_from(["rtcdiag", "dump", "--sdp", number]).unwrap();
        let Command::Dump(options) = cli.command else { panic!("`dump` parses as `dump`") };
        let mut stdin = Cursor::new(MUNGED.as_bytes());
        let mut context = Context {
            global: &cli.global,
            stdin: &mut stdin,
            stdin_is_terminal: false,
            started: String::new(),
            notice: &|_| {},
            event: &|_, _| {},
            anonymizer: None,
        };
        dump::run(&options, &mut context)
    };
    let Ok(Outcome::Document(sdp, _)) = print("2") else { panic!("text was expected") };
    assert!(sdp.starts_with("v=0\r\n") && sdp.ends_with("b=AS:30\r\n") && sdp.contains("canary"), "{sdp:?}");
    let Err(Failure::Usage { hint: Some(hint), .. }) = print("3") else { panic!("there is no third") };
    assert!(hint.contains("2 descriptions"), "{hint}");
}

#[test]
fn a_page_has_plots_on_which_findings_are_marked() {
    let Some(report) = made("loss-10-delay-100", &["--html", "-"]) else { return };
    let plots: Vec<&Plot> = report
        .body
        .iter()
        .filter_map(|part| match &part.block {
            Block::Plot(plot) => Some(plot),
            _ => None,
        })
        .collect();
    let titles: Vec<&str> = plots.iter().map(|plot| plot.title.as_str()).collect();
    let each = ["bitrate", "loss", "jitter", "round trip", "frame rate", "time frozen"];
    assert_eq!(titles, [each, each].concat(), "the same for both connections");
    for plot in &plots {
        assert!(!plot.curves.is_empty() && plot.curves.iter().all(|curve| curve.points.len() > 1), "{}", plot.title);
        for (at_ms, value) in plot.curves.iter().flat_map(|curve| &curve.points) {
            assert!((plot.from_ms..=plot.to_ms).contains(at_ms) && *value >= 0.0, "{} {at_ms} {value}", plot.title);
        }
    }
    let loss = plots.iter().find(|plot| plot.title == "loss").unwrap();
    let names: Vec<&str> = loss.curves.iter().map(|curve| curve.name.as_str()).collect();
    assert_eq!(names, ["out audio", "out video", "in audio", "in video"]);
    let mark = loss.marks.iter().find(|mark| mark.rule == "media/loss").unwrap();
    assert_eq!(mark.finding, "1", "the first finding of the report");
    assert!(mark.from_ms < 10_000.0 && mark.to_ms > 45_000.0, "{mark:?}");
    let frozen = plots.iter().find(|plot| plot.title == "time frozen").unwrap();
    assert!(frozen.marks.iter().any(|mark| mark.finding.starts_with("1.") && mark.rule == "media/video-freezes"));
    let Some(text) = made("loss-10-delay-100", &[]) else { return };
    assert!(!text.body.iter().any(|part| matches!(part.block, Block::Plot(_))), "text has no use for them");
}
