//! Real servers, one fault each: the rig `lab/faults` of the shared data with coturn, and Ctrl-C against coturn.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use super::listeners;
use super::release::{interrupted, signal};
use super::run::{Ice, Run, assert_valid};
use super::turnserver::Coturn;

/// The cases that the rig knows; a rig without its hundred is not the whole table.
fn cases() -> Vec<String> {
    let list = Command::new(rig()).args(["list", "--json"]).output().expect("the rig lists its cases");
    let cases: Vec<Value> = serde_json::from_slice(&list.stdout).unwrap();
    assert!(cases.len() > 100, "{} cases", cases.len());
    cases.iter().map(|case| case["name"].as_str().unwrap().to_owned()).collect()
}

fn rig() -> PathBuf {
    let shared = std::env::var_os("RTCDIAG_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(shared).join("lab/faults")
}

/// Cases at a time: the rig takes up to a second to start one, most of it waiting.
const AT_A_TIME: usize = 4;

/// A case of the rig that is up. Dropping it ends it.
struct Case {
    rig: Child,
    told: Value,
}

impl Case {
    /// Starts the rig, with three tries: a port of its block may be somebody else's at that moment.
    fn start(name: &str) -> Self {
        let tries = (0..3).find_map(|_| Self::try_start(name));
        tries.unwrap_or_else(|| panic!("the rig did not start {name}"))
    }

    fn try_start(name: &str) -> Option<Self> {
        let program = rig();
        let mut rig = Command::new(&program)
            .args(["run", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} is absent: {error}", program.display()));
        let mut line = String::new();
        BufReader::new(rig.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).ok();
        if told.is_none() {
            let _ = rig.wait();
        }
        Some(Self { rig, told: told? })
    }

    fn strings(&self, key: &str) -> Vec<&str> {
        self.told[key].as_array().into_iter().flatten().map(|value| value.as_str().unwrap()).collect()
    }

    /// `rtcdiag ice` as the rig wants it to be run.
    fn ice(&self) -> Run {
        let mut arguments = self.strings("exec");
        arguments.extend([env!("CARGO_BIN_EXE_rtcdiag"), "ice", "--json"]);
        arguments.extend(self.strings("urls"));
        if let (Some(user), Some(file), true) = (
            self.told["username"].as_str(),
            self.told["credential_file"].as_str(),
            self.strings("urls").iter().any(|uri| uri.starts_with("turn")),
        ) {
            arguments.extend(["--username", user, "--credential-file", file]);
        }
        arguments.extend(self.strings("extra_args"));
        let (program, rest) = arguments.split_first().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.args(rest).current_dir(&folder).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        let output = assert_cmd::Command::from_std(command).timeout(Duration::from_secs(30)).output().unwrap();
        Run::new(&output)
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        drop(self.rig.stdin.take());
        let _ = self.rig.wait();
    }
}

/// What is wrong with the run of a case, if anything.
fn fault(name: &str) -> Option<String> {
    let case = Case::start(name);
    let run = case.ice();
    let report: Value = match serde_json::from_str(&run.stdout) {
        Ok(report) => report,
        Err(error) => return Some(format!("{name}: {error}: {run}")),
    };
    assert_valid(&report);
    let expected = &case.told["expect"];
    let about = |subject: &Value| {
        // the first URL is what the case is about; a subject has the canonical form
        let uri = case.strings("urls").first().and_then(|uri| uri.parse::<rtcdiag::candidate::uri::IceUri>().ok());
        uri.is_some_and(|uri| subject == &Value::from(uri.canonical()))
    };
    let severity = expected["severity"].as_str().unwrap_or("error");
    let findings = report["findings"].as_array().unwrap();
    let first = findings.iter().find(|f| f["severity"] == severity && about(&f["subject"]));
    let rule = first.map_or(&Value::Null, |f| &f["rule"]);
    // what follows from the fault stands under it, and is no error of its own
    let errors = findings.iter().filter(|f| f["severity"] == "error" && about(&f["subject"])).count();
    let unexpected = errors != usize::from(severity == "error" && !expected["rule"].is_null());
    (rule != &expected["rule"] || expected["exit"] != run.code || unexpected)
        .then(|| format!("{name}: wanted {expected}, {rule} and exit {}: {findings:?} {}", run.code, run.stderr))
}

#[test]
fn each_fault_has_its_finding_and_exit_code() {
    let all = cases();
    let cases = Mutex::new(all.iter());
    let faults = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                loop {
                    let Some(name) = cases.lock().unwrap().next() else { return };
                    // a panic of one case is that case's fault, and no other's
                    let fault = std::panic::catch_unwind(|| fault(name))
                        .unwrap_or_else(|_| Some(format!("{name}: the test itself failed")));
                    faults.lock().unwrap().extend(fault);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), all.len(), faults.join("\n"));
}

#[test]
fn where_udp_is_blocked_a_relay_is_shown_from_another_relay() {
    let run = Case::start("udp-blocked").ice();
    let report = run.json();
    let servers = report["facts"]["servers"].as_array().unwrap();
    let server = servers.iter().find(|s| s["transport"] == "tcp" && s["result"] == "ok").expect("a relay over TCP");
    let relay = &server["relay"];
    assert_eq!((&relay["proven_in"], &relay["proven_out"]), (&Value::Null, &Value::Null), "{run}");
    assert_eq!(relay["relayed_to_relay"], true, "{run}");
    let untested = report["not_tested"].as_array().unwrap();
    let said = untested.iter().find(|n| n["what"].as_str().is_some_and(|what| what.starts_with("reachability")));
    assert!(said.expect("it is said")["why"].as_str().unwrap().starts_with("UDP is blocked here"), "{run}");
    let summary = report["verdict"]["summary"].as_str().unwrap();
    assert!(!summary.contains("proven over"), "{summary}");
}

#[test]
fn ctrl_c_leaves_no_allocation_at_coturn() {
    let coturn = Coturn::start();
    let silent = listeners::udp_silent();
    let port = coturn.port;
    let list = json!([
        { "urls": [format!("turn:127.0.0.1:{port}"), format!("turn:127.0.0.1:{port}?transport=tcp")],
          "username": "alice", "credential": "secret" },
        { "urls": format!("stun:{}", silent.address) },
    ])
    .to_string();
    // 130 = SIGINT, 143 = SIGTERM
    for (n, moment) in [20, 30, 45, 60, 75, 90, 110, 130, 180, 250].into_iter().enumerate() {
        let (name, code) = if n % 2 == 0 { ("INT", 130) } else { ("TERM", 143) };
        let mut ice = Ice::new(&["--json", "--ice-servers", "list.json"]).file("list.json", &list);
        let child = ice.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        signal(&child, name);
        interrupted(child, code);
    }
    coturn.releases_all();
}
