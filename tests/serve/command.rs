//! `rtcdiag serve` as a user and a script meet it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

fn rtcdiag(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(args).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running `rtcdiag serve --json`, ended in any case.
struct Serve {
    child: Child,
    said: Value,
}

impl Serve {
    fn start(args: &[&str]) -> Self {
        let mut child = rtcdiag(&[&["serve", "--json", "--duration", "60"], args].concat()).spawn().unwrap();
        let mut line = String::new();
        // The line must come while the program runs, or this waits for its end and the signal finds nobody.
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, said: serde_json::from_str(&line).unwrap() }
    }

    fn text(&self, key: &str) -> &str {
        self.said[key].as_str().unwrap()
    }

    fn signal(&mut self, signal: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        self.wait()
    }

    fn wait(&mut self) -> ExitStatus {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the program ends when it is told to");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_program_reads_one_line_and_uses_it() {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    let mut serve = Serve::start(&["--ca-out", ca.to_str().unwrap()]);
    assert_eq!(serve.text("schema"), "rtcdiag/serve/v1");
    assert_eq!(serve.said.as_object().unwrap().keys().next().unwrap(), "schema");
    assert_is_in_the_schema(&serve.said);
    for url in serve.said["urls"].as_array().unwrap() {
        assert!(url["url"].as_str().unwrap().contains(serve.text("address")), "{url}");
    }
    assert_eq!(serve.said["turn"].as_array().unwrap().len(), 3);
    assert!(serve.text("signaling").ends_with("/ws?room=test") && serve.text("echo").ends_with("/echo"));
    assert_eq!(Path::new(serve.text("ca_file")), ca);
    assert_eq!(std::fs::read_to_string(&ca).unwrap(), serve.text("ca_pem"));

    let mut ice = rtcdiag(&["ice", serve.text("stun"), "--json", "--ca", ca.to_str().unwrap()]);
    ice.args(serve.said["turn"].as_array().unwrap().iter().map(|uri| uri.as_str().unwrap()));
    ice.args(["--username", serve.text("username"), "--credential", "env:C"]).env("C", serve.text("credential"));
    let output = ice.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for server in report["facts"]["servers"].as_array().unwrap() {
        assert_eq!(server["result"], "ok", "{server:#}");
        if server["uri"].as_str().unwrap().starts_with("turn") {
            assert_eq!((&server["relay"]["proven_in"], &server["relay"]["proven_out"]), (&true.into(), &true.into()));
        }
    }
    assert_eq!(report["facts"]["servers"].as_array().unwrap().len(), 4);

    serve.signal("-TERM");
    assert!(!ca.exists(), "the authority's file goes with it");
}

/// The line is `#/$defs/Serve` of what `rtcdiag schema` prints.
fn assert_is_in_the_schema(said: &Value) {
    let output = rtcdiag(&["schema"]).output().unwrap();
    let mut schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = serde_json::json!({ "$ref": "#/$defs/Serve", "$defs": schema["$defs"].take() });
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(said), "{said:#}");
    let mut broken = said.clone();
    broken["turn"] = Value::Null;
    assert!(!validator.is_valid(&broken));
}

#[test]
fn signals_and_time_end_it() {
    assert_eq!(Serve::start(&[]).signal("-TERM").code(), Some(143));
    assert_eq!(Serve::start(&[]).signal("-INT").code(), Some(130));
    let output = rtcdiag(&["serve", "--duration", "0.1"]).output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn a_person_reads_addresses_and_credential() {
    let output = rtcdiag(&["serve", "--duration", "0.1", "--width", "60"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for word in ["stun:127.0.0.1:", "?transport=udp", "turns:127.0.0.1:", "username ", "credential ", "/ws?room=test"] {
        assert!(text.contains(word), "`{word}` is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
}

#[test]
fn what_it_cannot_do_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there.pem");
    std::fs::write(&there, "precious").unwrap();
    for (args, code, says) in
        [(["--listen", "localhost"], 2, "--listen"), (["--ca-out", there.to_str().unwrap()], 2, "could not write")]
    {
        let output = rtcdiag(&["serve", "--duration", "0.1", args[0], args[1]]).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        assert!(stderr.contains(says) && output.stdout.is_empty(), "{stderr}");
    }
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "precious");
    let mut first = Serve::start(&[]);
    let output = rtcdiag(&["serve", "--listen", first.text("address")]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "a port that is taken");
    let mut rest = String::new();
    first.signal("-INT");
    first.child.stderr.as_mut().unwrap().read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}
