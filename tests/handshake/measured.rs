//! What is made of a run: several of them, recordings, HAR, packets, a line of the user's own.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn rtcdiag(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(arguments).env_remove("CI").env("NO_COLOR", "1").output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn facts(arguments: &[&str]) -> Value {
    let report: Value = serde_json::from_str(&stdout(&rtcdiag(arguments))).unwrap();
    report["facts"].clone()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_recording_gives_the_same_report_to_the_last_byte() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    for format in [["--output", "json"], ["--output", "har"], ["-v", "--trace-signaling"]] {
        let live = rtcdiag(&[&["handshake", "--self-test", "--record", text(&file)], &format[..]].concat());
        let again = rtcdiag(&[&["replay", text(&file)], &format[..]].concat());
        assert_eq!(stdout(&live), stdout(&again), "{format:?}");
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("a=ice-pwd:[redacted]") && kept.matches("a=ice-pwd:").count() >= 2, "passwords are masked");
    std::fs::write(&file, "{}").unwrap();
    assert_eq!(rtcdiag(&["replay", text(&file)]).status.code(), Some(2));
}

#[test]
fn who_was_waited_for_is_the_whole_time() {
    let facts = facts(&["handshake", "--self-test", "--json"]);
    let total = facts["total_ms"].as_f64().unwrap();
    let sum: f64 = facts["waited_for"].as_object().unwrap().values().map(|ms| ms.as_f64().unwrap()).sum();
    assert!((sum - total).abs() < 0.1, "{sum} of {total}");
    let waits = facts["waits"].as_array().unwrap();
    assert_eq!(waits[0]["start_ms"], 0.0);
    assert!(waits.windows(2).all(|pair| pair[0]["end_ms"] == pair[1]["start_ms"]), "{waits:#?}");
    assert_eq!(facts["critical_path"].as_array().unwrap().last().unwrap(), "first_echo");
    assert!(facts["minimum_ms"].as_f64().unwrap() <= facts["floor_ms"].as_f64().unwrap());
    for id in ["local_candidate_host", "remote_description", "first_remote_candidate", "nomination", "client_hello"] {
        assert!(facts["events"].as_array().unwrap().iter().any(|event| event["id"] == id), "{id}: {facts:#}");
    }
}

#[test]
fn three_ways_of_trickling_are_compared() {
    let facts = facts(&["handshake", "--self-test", "--compare-trickle", "--json"]);
    let modes = facts["comparison"]["modes"].as_array().unwrap();
    let ways: Vec<&str> = modes.iter().map(|mode| mode["trickle"].as_str().unwrap()).collect();
    assert_eq!(ways, ["full", "half", "none"]);
    assert!(facts["comparison"]["saved_ms"].is_number(), "{facts:#}");
    assert_eq!(modes[0]["gathering_waited_ms"], 0.0, "nobody waits for it where candidates trickle");
}

#[test]
fn repeated_runs_are_spread_and_budgeted() {
    let report = rtcdiag(&["handshake", "--self-test", "--repeat", "3", "--json"]);
    let report: Value = serde_json::from_str(&stdout(&report)).unwrap();
    let repeat = &report["facts"]["repeat"];
    assert_eq!((&repeat["runs"], &repeat["connected"]), (&Value::from(3), &Value::from(3)));
    let total = repeat["phases"].as_array().unwrap().iter().find(|spread| spread["id"] == "total").unwrap();
    assert!(
        total["min_ms"].as_f64() <= total["p50_ms"].as_f64() && total["p90_ms"].as_f64() <= total["max_ms"].as_f64()
    );
}

#[test]
fn a_budget_that_is_not_kept_fails_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    stdout(&rtcdiag(&["handshake", "--self-test", "--record", text(&file)]));
    let over = rtcdiag(&["replay", text(&file), "--json", "--budget", "ice<200s, total<0.001ms"]);
    assert_eq!(over.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&over.stdout).unwrap();
    assert_eq!(report["facts"]["failed_phase"], "budget");
    let statuses: Vec<&str> =
        report["expectations"].as_array().unwrap().iter().map(|e| e["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["met", "failed"]);
    let kept = rtcdiag(&["replay", text(&file), "--budget", "ice<200s,dc_open<200s", "--expect", "connected"]);
    assert_eq!(kept.status.code(), Some(0));
    for wrong in ["ice", "nothing<1s", ""] {
        assert_eq!(rtcdiag(&["replay", text(&file), "--budget", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn a_line_of_the_users_own_stands_in_place_of_the_report() {
    let line = stdout(&rtcdiag(&["handshake", "--self-test", "-w", r"%{dtls} %{total} %{dtls.role}\n"]));
    let words: Vec<&str> = line.split_whitespace().collect();
    assert!(words[0].parse::<f64>().unwrap() < words[1].parse::<f64>().unwrap(), "{line}");
    assert_eq!(words[2], "server");
    for wrong in ["%{nothing}", "%{dtls"] {
        assert_eq!(rtcdiag(&["handshake", "--self-test", "-w", wrong]).status.code(), Some(2), "{wrong}");
    }
    assert_eq!(rtcdiag(&["handshake", "--self-test", "--json", "-w", "x"]).status.code(), Some(2));
}

#[test]
fn packets_are_written_with_their_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.pcapng");
    let facts = facts(&["handshake", "--self-test", "--json", "--pcap", text(&file)]);
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(bytes[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
    let port: u16 = facts["pairs"][0]["local"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap();
    let udp = [&[127, 0, 0, 1][..], &port.to_be_bytes()].concat();
    assert!(bytes.windows(udp.len()).any(|window| window == udp), "a datagram leaves from our port");
    let refused = rtcdiag(&["handshake", "--self-test", "--anonymize", "--pcap", text(&file)]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn har_shows_the_messages_and_gives_a_profile_again() {
    let folder = tempfile::tempdir().unwrap();
    let (har, toml) = (folder.path().join("run.har"), folder.path().join("run.toml"));
    stdout(&rtcdiag(&["handshake", "--self-test", "--output", &format!("har={}", text(&har))]));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(&har).unwrap()).unwrap();
    assert_eq!(document["log"]["version"], "1.2");
    let messages = document["log"]["entries"][0]["_webSocketMessages"].as_array().unwrap();
    let offer = messages[0]["data"].as_str().unwrap();
    assert!(
        messages[0]["type"] == "send" && offer.contains("v=0") && offer.contains("a=ice-pwd:[redacted]"),
        "{offer}"
    );

    std::fs::write(&toml, stdout(&rtcdiag(&["profile", "infer", text(&har)]))).unwrap();
    stdout(&rtcdiag(&["profile", "check", text(&toml)]));
    assert_eq!(rtcdiag(&["profile", "infer", text(&toml)]).status.code(), Some(2));
    assert_eq!(rtcdiag(&["profile", "list", "--output", "har"]).status.code(), Some(2));
}
