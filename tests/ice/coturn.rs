//! Real servers, one fault each: the rig `lab/faults` of the shared data with coturn, and Ctrl-C against coturn.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::listeners;
use super::release::{interrupted, signal};
use super::run::{Ice, Run, assert_valid};

/// Cases whose finding and exit code are the rig's own.
const CASES: &[&str] = &[
    "healthy-udp",
    "healthy-tcp",
    "healthy-tls",
    "healthy-tls13",
    "wrong-password",
    "unknown-user",
    "rest-expired",
    "rest-order-expired",
    "external-ip-wrong",
    "relay-firewalled",
    "relay-firewalled-mini",
    "relay-private",
    "udp-closed",
    "tcp-closed",
    "udp-silent",
    "tcp-silent",
    "no-network",
    "dns-not-found",
    "dns-failed",
    "dns-timeout",
    "http-tcp",
    "ssh",
    "udp-echo",
    "garbage",
    "broken-attribute",
    "oversized",
    "tcp-fragmented",
    "tls-expired",
    "tls-not-yet",
    "tls-wrong-name",
    "tls-self-signed",
    "tls-self-signed-ca",
    "tls-unknown-ca",
    "nonce-once",
    "420-optional",
];

/// Cases at a time: the rig takes up to a second to start one, most of it waiting.
const AT_A_TIME: usize = 4;

/// A case of the rig that is up. Dropping it ends it.
struct Case {
    rig: Child,
    told: Value,
}

impl Case {
    fn start(name: &str) -> Self {
        let shared = std::env::var_os("RTCDIAG_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
        let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(shared).join("lab/faults");
        let mut rig = Command::new(&program)
            .args(["run", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} is absent: {error}", program.display()));
        let mut line = String::new();
        BufReader::new(rig.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("the rig did not start {name}: {error}"));
        Self { rig, told }
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
    let errors = findings.iter().filter(|f| f["severity"] == "error").count();
    let unexpected = expected["rule"].is_null() && errors > 0;
    (rule != &expected["rule"] || expected["exit"] != run.code || unexpected)
        .then(|| format!("{name}: wanted {expected}, {rule} and exit {}: {findings:?} {}", run.code, run.stderr))
}

#[test]
fn each_fault_has_its_finding_and_exit_code() {
    let cases = Mutex::new(CASES.iter());
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
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), CASES.len(), faults.join("\n"));
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

/// coturn on a free port, with its log.
struct Coturn {
    process: Child,
    log: std::sync::Arc<Mutex<String>>,
    port: u16,
}

impl Coturn {
    fn start() -> Self {
        let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let port = port.to_string();
        let mut process = Command::new("turnserver")
            .args(["-n", "--verbose", "--log-file", "stdout", "--no-cli", "--lt-cred-mech", "--realm", "rig.test"])
            .args(["--no-tls", "--no-dtls", "--pidfile", "/dev/null", "--listening-ip", "127.0.0.1"])
            .args(["--relay-ip", "127.0.0.1", "--allow-loopback-peers", "--user", "alice:secret"])
            .args(["--listening-port", &port])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("coturn (`turnserver`) is absent");
        let log = std::sync::Arc::new(Mutex::new(String::new()));
        let (mut stdout, written) = (process.stdout.take().unwrap(), std::sync::Arc::clone(&log));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = stdout.read(&mut buffer) {
                written.lock().unwrap().push_str(&String::from_utf8_lossy(buffer.get(..length).unwrap()));
            }
        });
        let port = port.parse().unwrap();
        let until = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "coturn does not listen: {}", log.lock().unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, log, port }
    }

    /// Sessions whose allocation was granted, and those whose allocation was released by a Refresh of lifetime 0.
    fn sessions(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let log = self.log.lock().unwrap();
        let of = |mark: &str| {
            let lines = log.lines().filter(|line| line.contains(mark));
            lines
                .filter_map(|line| line.split_once("session ")?.1.split_once(':').map(|(id, _)| id.to_owned()))
                .collect()
        };
        (of("ALLOCATE processed, success"), of("REFRESH processed, success"))
    }
}

impl Drop for Coturn {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
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
    for moment in [30, 60, 90, 130, 250] {
        let mut ice = Ice::new(&["--json", "--ice-servers", "list.json"]).file("list.json", &list);
        let child = ice.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        signal(&child, "INT");
        interrupted(child, 130);
    }
    let until = Instant::now() + Duration::from_secs(3);
    loop {
        let (granted, released) = coturn.sessions();
        if !granted.is_empty() && granted == released {
            return;
        }
        assert!(Instant::now() < until, "{granted:?} and {released:?}: {}", coturn.log.lock().unwrap());
        std::thread::sleep(Duration::from_millis(20));
    }
}
