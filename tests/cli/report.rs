//! A run that finds something, in every way that it can be asked for. Nothing listens at the server that is asked, so
//! that its host says so at once.

use std::net::UdpSocket;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::run::{Run, command, finish, run};

/// Asks a port of this host where nothing listens.
fn fails(args: &[&str]) -> Run {
    let server = closed();
    run(&[&["ice", &server, "--timeout", "2"], args].concat())
}

/// The URI of a port that was free a moment ago.
fn closed() -> String {
    let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("stun:127.0.0.1:{port}")
}

#[test]
fn findings_make_the_code_and_the_threshold_decides() {
    for (args, code) in [(&[][..], 1), (&["--fail-on", "warning"], 1), (&["--fail-on", "never"], 0), (&["-qq"], 1)] {
        let run = fails(args);
        assert_eq!(run.code, code, "{args:?}: {run}");
    }
}

#[test]
fn the_verdict_is_on_the_first_line_or_behind_the_origin() {
    let run = fails(&[]);
    let first: Vec<&str> = run.stdout.lines().take(2).collect();
    assert!(first.iter().any(|line| line.starts_with("✘ failed: ")), "{run}");
    assert!(run.stdout.contains("\n✘ error: net/udp-closed — stun:127.0.0.1:"), "{run}");
    for row in ["observed", "meaning", "do"] {
        assert!(run.stdout.lines().any(|line| line.trim_start().starts_with(row)), "{row}: {run}");
    }
    assert_eq!(run.stderr, "", "nothing but the result: {run}");
}

#[test]
fn quiet_is_shorter_and_doubly_quiet_is_silent() {
    let (all, quiet, silent) = (fails(&[]), fails(&["-q"]), fails(&["-qq"]));
    assert!(quiet.stdout.lines().count() < all.stdout.lines().count(), "{quiet}");
    assert!(quiet.stdout.contains("net/udp-closed") && !quiet.stdout.contains("candidates"), "{quiet}");
    assert_eq!((silent.stdout.as_str(), silent.stderr.as_str()), ("", ""));
}

#[test]
fn json_is_one_document_and_says_the_same() {
    let run = fails(&["--json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["exit"]["code"], 1, "{run}");
    assert_eq!(report["findings"][0]["rule"], "net/udp-closed", "{run}");
    let schema: Value = serde_json::from_str(&super::run::run(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn one_run_feeds_stdout_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let longer = "x".repeat(100_000);
    std::fs::write(path("old.json"), &longer).unwrap();
    let json = format!("json={}", path("old.json").display());
    let text = format!("text={}", path("new.txt").display());
    let run = fails(&["--output", &json, "--output", &text]);
    assert!(run.stdout.contains("✘ failed"), "text still goes to stdout: {run}");
    let report: Value = serde_json::from_slice(&std::fs::read(path("old.json")).unwrap()).unwrap();
    assert_eq!(report["exit"]["code"], run.code);
    let page = std::fs::read_to_string(path("new.txt")).unwrap();
    assert!(page.contains("✘ failed") && !page.contains('\x1b'), "{page}");
}

#[test]
fn text_fits_every_width() {
    for width in [20_usize, 40, 60, 80, 120] {
        for unicode in ["always", "never"] {
            let run = fails(&["--width", &width.to_string(), "--unicode", unicode, "-v"]);
            for line in run.stdout.lines() {
                assert!(line.width() <= width, "at {width}: {line:?}");
                assert!(unicode == "always" || line.is_ascii(), "{line:?}");
            }
        }
    }
}

#[test]
fn a_broken_pipe_keeps_the_verdicts_code() {
    for args in [&[][..], &["--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let server = closed();
        let args = [&["ice", &server, "--timeout", "2"], args].concat();
        let run = finish(command(&args).stdout(writer));
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{args:?}: {run}");
    }
}
