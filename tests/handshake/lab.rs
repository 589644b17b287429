//! Two-sided handshakes between two networks of the lab of the shared data, with coturn between them. Needs root.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// Passes TCP connections on to the signaling relay, which listens on loopback alone.
const FORWARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handshake/peers/forward.py");

fn lab(name: &str) -> Command {
    let shared = std::env::var_os("RTCDIAG_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let mut command = Command::new(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(shared).join("lab/lab"));
    command.env("LAB_NAME", name);
    command
}

/// A process that is ended with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A lab that is up, with a signaling relay on the public side. Dropping it takes it down.
struct Lab {
    name: String,
    url: String,
    relay: Option<(Process, Process)>,
}

impl Lab {
    fn up(name: &str, options: &[&str], host: &str) -> Self {
        let name = format!("hs{name}");
        let up = lab(&name).arg("up").args(options).output().expect("the lab is absent");
        assert!(up.status.success(), "{}", String::from_utf8_lossy(&up.stderr));
        let mut lab = Self { url: format!("ws://{host}:80/ws?room=lab"), name, relay: None };
        let (serve, address) = lab.start(&[env!("CARGO_BIN_EXE_rtcdiag"), "serve"], "serving on ");
        let bind = host.trim_matches(['[', ']']);
        let (forward, _) = lab.start(&["python3", FORWARD, bind, "80", &address], "ready");
        lab.relay = Some((serve, forward));
        lab
    }

    /// Starts a program on the public side and reads the word behind `mark`.
    fn start(&self, program: &[&str], mark: &str) -> (Process, String) {
        let mut command = lab(&self.name);
        command.args(["exec", "pub"]).args(program).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Process(command.spawn().unwrap());
        let mut reader = BufReader::new(process.0.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains(mark) {
            line.clear();
            assert_ne!(reader.read_line(&mut line).unwrap(), 0, "{program:?} ended");
        }
        // whatever else it says is read away
        std::thread::spawn(move || reader.read_to_end(&mut Vec::new()));
        let rest = line.split(mark).nth(1).unwrap_or_default();
        (process, rest.split([',', '\n']).next().unwrap_or_default().trim().to_owned())
    }

    fn client(&self, place: &str, role: &str, options: &[&str]) -> Child {
        let mut command = lab(&self.name);
        command.args(["exec", place, env!("CARGO_BIN_EXE_rtcdiag"), "handshake", &self.url, "--json", "--role", role]);
        command.args(["--username", "alice", "--credential", "env:LAB_PASSWORD"]).args(options);
        command.env("LAB_PASSWORD", "wonderland").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Runs both sides with `options`; the offerer's report.
    fn handshake(&self, options: &[&str]) -> Value {
        let answerer = Process(self.client("client-b", "answerer", options));
        // the answerer is in the room before the offer is; it would be sent again, which takes longer
        std::thread::sleep(std::time::Duration::from_millis(800));
        let output = self.client("client-a", "offerer", options).wait_with_output().unwrap();
        drop(answerer);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.relay = None;
        let _ = lab(&self.name).arg("down").output();
    }
}

const V4: &str = "198.51.100.1";
const STUN: &[&str] = &["--ice-server", "stun:stun.lab"];
const TURN: &[&str] = &["--ice-server", "stun:stun.lab", "--ice-server", "turn:turn.lab"];

/// The types of the selected pair, local and remote.
fn selected(report: &Value) -> (&str, &str) {
    assert_eq!(report["verdict"]["result"], "ok", "{report:#}");
    let pair = &report["facts"]["pairs"][0];
    assert_eq!(pair["nominated"], true, "{report:#}");
    (pair["local_type"].as_str().unwrap(), pair["remote_type"].as_str().unwrap())
}

fn carrier(report: &Value) -> &Value {
    let candidates = report["facts"]["candidates"].as_array().unwrap();
    &candidates.iter().find(|candidate| candidate["type"] == "relay").expect("a relay")["relay_protocol"]
}

fn relay_told(report: &Value) -> bool {
    report["findings"].as_array().unwrap().iter().any(|finding| finding["rule"] == "ice/relay-used")
}

#[test]
fn two_home_routers_connect_directly_though_there_is_a_relay() {
    let lab = Lab::up("lin", &["nat-linux", "--b", "nat-linux", "--rtt", "50"], V4);
    let report = lab.handshake(TURN);
    let pair = &report["facts"]["pairs"][0];
    assert_eq!(selected(&report), ("srflx", "srflx"), "{report:#}");
    assert!(pair["local"].as_str().unwrap().starts_with("203.0.113.10:"), "{pair:#}");
    assert!(pair["local_related"].as_str().unwrap().starts_with("10.77.1.2:"), "{pair:#}");
    assert!(!relay_told(&report), "{report:#}");
    // 2R of allocation, each at 50 ms, and the reflexive address after 1R
    let at = |kind: &str| {
        let candidates = report["facts"]["candidates"].as_array().unwrap();
        candidates.iter().find(|candidate| candidate["type"] == kind).unwrap()["at_ms"].as_f64().unwrap()
    };
    assert!(at("host") < at("srflx") && at("srflx") < at("relay"), "{report:#}");
    assert!(at("relay") - at("host") > 99.0, "{report:#}");
}

#[test]
fn two_symmetric_nats_need_a_relay() {
    let lab = Lab::up("sym", &["nat-symmetric", "--b", "nat-symmetric", "--rtt", "20"], V4);
    let report = lab.handshake(&[STUN, &["--timeout", "6"]].concat());
    assert_eq!((&report["verdict"]["result"], &report["facts"]["failed_phase"]), (&"failed".into(), &"ice".into()));
    let report = lab.handshake(TURN);
    let (local, remote) = selected(&report);
    assert!([local, remote].contains(&"relay"), "{report:#}");
    assert!(relay_told(&report), "{report:#}");
}

#[test]
fn where_udp_is_blocked_the_relay_is_reached_over_tcp() {
    let lab = Lab::up("udp", &["udp-blocked", "--b", "nat-linux", "--rtt", "20"], V4);
    let report = lab.handshake(&["--ice-server", "turn:turn.lab?transport=tcp"]);
    assert_eq!((selected(&report).0, carrier(&report)), ("relay", &"tcp".into()), "{report:#}");
}

#[test]
fn where_https_alone_passes_the_relay_is_reached_over_tls_on_443() {
    let lab = Lab::up("web", &["https-only", "--b", "https-only", "--rtt", "20"], V4);
    let report = lab.handshake(&["--ice-server", "turns:turn.lab:443", "--ca", "/run/rtclab/pki3/ca.pem"]);
    assert_eq!(selected(&report), ("relay", "relay"), "{report:#}");
    let server = &report["facts"]["servers"][0];
    assert_eq!((carrier(&report), &server["round_trips"], &server["result"]), (&"tls".into(), &5.into(), &"ok".into()));
    let told = report["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "ice/relay-used");
    assert!(told.unwrap()["message"].as_str().unwrap().starts_with("both sides send through a TURN server"));
}

#[test]
fn an_ipv6_network_connects_directly_and_its_turn_server_is_reached() {
    let lab = Lab::up("six", &["ipv6-only", "--b", "ipv6-only", "--rtt", "20"], "[2001:db8:51::1]");
    let report = lab.handshake(TURN);
    assert_eq!(selected(&report), ("host", "host"), "{report:#}");
    let servers = report["facts"]["servers"].as_array().unwrap();
    let turn = servers.iter().filter(|server| server["uri"].as_str().unwrap().starts_with("turn:"));
    let (reached, not): (Vec<_>, Vec<_>) = turn.partition(|server| server["result"] == "ok");
    assert!(not.iter().all(|server| server["result"] == "not_tested"), "no route is nobody's fault: {report:#}");
    assert!(reached[0]["address"].as_str().unwrap().starts_with("[2001:db8:51::10]"), "{report:#}");
}

#[test]
fn five_percent_of_loss_are_survived() {
    let lab = Lab::up("los", &["nat-linux", "--b", "nat-linux", "--rtt", "20", "--loss", "5", "--seed", "6"], V4);
    selected(&lab.handshake(TURN));
}
