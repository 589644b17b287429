//! `rtcdiag handshake` itself against servers and peers that are not ours: exit codes, failed phases and rules.
//!
//! Beside what `peers` needs: `janus` in the path, `aiohttp` for Python, `peer`, `socket.io` and `socket.io-client` for
//! Node, and the folder `shared` beside the project. An absent peer is a failure.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::peers::{FOLDER, Peer, chromium, python, start, started};

/// What a run of the program gave.
struct Ran {
    code: i32,
    report: Value,
}

impl Ran {
    /// The rules of its findings, without what is said of a timer of the peer's or of a silent but open channel.
    fn rules(&self) -> Vec<&str> {
        let findings = self.report["findings"].as_array().unwrap();
        let ids = findings.iter().map(|finding| finding["rule"].as_str().unwrap());
        ids.filter(|id| !matches!(*id, "ice/pacing" | "data/no-echo" | "dtls/slow")).collect()
    }

    fn failed_phase(&self) -> Option<&str> {
        self.report["facts"]["failed_phase"].as_str()
    }

    #[track_caller]
    fn connected(&self) {
        assert_eq!((self.code, self.failed_phase()), (0, None), "{:#}", self.report);
    }

    #[track_caller]
    fn echoed(&self) {
        self.connected();
        let phases = self.report["facts"]["phases"].as_array().unwrap();
        let echo = phases.iter().find(|phase| phase["id"] == "first_echo").unwrap_or_else(|| panic!("{phases:#?}"));
        assert!(echo["end_ms"].is_number(), "{:#}", self.report);
    }
}

fn begin(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(["handshake", "--json"]).args(arguments).env_remove("CI");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    Ran { code: output.status.code().unwrap(), report }
}

fn run(arguments: &[&str]) -> Ran {
    end(begin(arguments))
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// Waits until somebody listens at `port`.
fn wait_for(port: u16, what: &str) {
    let began = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "`{what}` does not listen at {port}: is it installed?");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The WHIP, WHEP and POST server of aiortc.
fn aiortc() -> (Peer, String) {
    let root = std::env::var_os("RTCDIAG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let script = root.join("peers/whip_whep_srv.py");
    let port = free_port();
    let mut command = Command::new(python());
    command.arg(&script).arg(port.to_string()).stdin(Stdio::null()).stdout(Stdio::null());
    let peer = Peer(command.spawn().unwrap());
    wait_for(port, &script.to_string_lossy());
    (peer, format!("http://127.0.0.1:{port}"))
}

/// A fault of the server's, the rules that say so, and the phase that fails.
const FAULTS: &[(&str, &[&str], Option<&str>)] = &[
    ("", &[], None),
    ("?fault=fingerprint", &["dtls/fingerprint-mismatch"], Some("dtls")),
    ("?fault=ufrag", &["ice/credentials-mismatch"], Some("ice")),
    ("?fault=pwd", &["ice/credentials-mismatch"], Some("ice")),
    ("?fault=role", &["dtls/role-conflict"], Some("dtls")),
    ("?fault=nocand", &["ice/no-remote-candidates"], None),
    ("?fault=200", &["signaling/whip-status"], None),
    ("?fault=nolocation", &["signaling/whip-no-location"], None),
    ("?fault=html", &["signaling/html-answer"], Some("http")),
    ("?fault=slow", &["signaling/slow"], None),
    ("?fault=503", &["signaling/overloaded"], Some("http")),
    ("?fault=redirect", &["signaling/redirected"], None),
    ("?auth=1", &["signaling/unauthorized"], Some("http")),
];

fn each_fault(path: &str) {
    let (_server, url) = aiortc();
    for (fault, rules, phase) in FAULTS {
        let ran = run(&["--timeout", "5", &format!("{url}{path}{fault}")]);
        assert_eq!((ran.rules().as_slice(), ran.failed_phase()), (*rules, *phase), "{path}{fault} {:#}", ran.report);
        assert_eq!(ran.code, i32::from(phase.is_some()), "{path}{fault}");
    }
}

#[test]
fn each_fault_of_a_whip_server_is_named() {
    each_fault("/whip");
}

#[test]
fn each_fault_of_a_whep_server_is_named() {
    each_fault("/whep");
}

#[test]
fn aiortc_answers_a_post_and_takes_a_token() {
    let (_server, url) = aiortc();
    run(&[&format!("{url}/offer")]).echoed();
    run(&["-H", "Authorization: Bearer secret", &format!("{url}/whip?auth=1")]).connected();
}

/// Janus with these plugins, at a free port.
fn janus() -> (Peer, tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let port = free_port();
    // Its other transports have fixed ports.
    let others = "libjanus_http.so,libjanus_pfunix.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_rabbitmq.so";
    let place = folder.path().display();
    let general = format!("general: {{ configs_folder = \"{place}\" debug_level = 3 }}");
    write("janus.jcfg", format!("{general}\ntransports: {{ disable = \"{others}\" }}\n"));
    let socket = format!("general: {{ ws = true ws_port = {port} ws_ip = \"127.0.0.1\" }}\n");
    write("janus.transport.websockets.jcfg", socket);
    write("janus.plugin.videoroom.jcfg", "room-1234: { publishers = 6 notify_joining = false }\n".to_owned());
    let mut command = Command::new("janus");
    command.arg("-F").arg(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let peer = Peer(command.spawn().unwrap_or_else(|error| panic!("could not start `janus`: {error}")));
    wait_for(port, "janus");
    (peer, folder, format!("ws://127.0.0.1:{port}/"))
}

#[test]
fn janus_echoes() {
    let (_janus, _folder, url) = janus();
    run(&["--protocol", "janus", &url]).echoed();
}

#[test]
fn janus_has_a_room_to_publish_in_and_to_subscribe_to() {
    let (_janus, _folder, url) = janus();
    let empty = run(&["--protocol", "janus-subscribe", "--var", "room=1234", "--timeout", "3", &url]);
    assert_eq!(empty.code, 1, "{:#}", empty.report);
    let publisher = begin(&[
        "--protocol",
        "janus-publish",
        "--var",
        "room=1234",
        "--media",
        "audio,video",
        "--media-time",
        "8",
        "--timeout",
        "14",
        &url,
    ]);
    std::thread::sleep(Duration::from_secs(3));
    let subscriber = run(&["--protocol", "janus-subscribe", "--var", "room=1234", "--media-time", "2", &url]);
    end(publisher).connected();
    subscriber.connected();
    let received = subscriber.report["facts"]["media"].as_array().unwrap().iter();
    assert!(received.into_iter().any(|flow| flow["packets_received"].as_u64() > Some(0)), "{:#}", subscriber.report);
}

#[test]
fn peerjs_brings_two_of_us_together_and_says_who_is_not_there() {
    let (_server, url) = start("node", "peerjs.cjs");
    let url = format!("{url}myapp");
    let answerer = begin(&["--protocol", "peerjs", "--role", "answerer", "--var", "self=bob", "--timeout", "20", &url]);
    std::thread::sleep(Duration::from_secs(1));
    run(&["--protocol", "peerjs", "--peer", "bob", &url]).connected();
    end(answerer).connected();
    let nobody = run(&["--protocol", "peerjs", "--peer", "nobody", "--timeout", "14", &url]);
    assert_eq!((nobody.code, nobody.rules().as_slice()), (1, ["signaling/no-peer"].as_slice()), "{:#}", nobody.report);
    let taken = begin(&["--protocol", "peerjs", "--role", "answerer", "--var", "self=carol", "--timeout", "4", &url]);
    std::thread::sleep(Duration::from_millis(700));
    let second = run(&["--protocol", "peerjs", "--role", "answerer", "--var", "self=carol", "--timeout", "3", &url]);
    assert_eq!((second.code, second.rules().as_slice()), (1, ["signaling/id-taken"].as_slice()), "{:#}", second.report);
    assert_eq!(end(taken).code, 1);
}

#[test]
fn relays_lead_to_libdatachannel_and_to_another_of_us() {
    let (_server, url) = start("node", "relay.cjs");
    let rooms = format!("{url}ws?room=test");
    let http = url.replacen("ws://", "http://", 1);
    let protocols =
        [("ws", rooms.as_str(), "ws-json", rooms.as_str()), ("socketio", http.as_str(), "socketio", url.as_str())];
    for (kind, peers_url, protocol, ours) in protocols {
        let mut command = Command::new("node");
        command.arg(format!("{FOLDER}relayed.cjs")).args([kind, peers_url]);
        let (peer, there) = started(command);
        assert_eq!(there, "there", "{kind}");
        run(&["--protocol", protocol, "--var", "room=test", ours]).echoed();
        drop(peer);
        let answerer =
            begin(&["--protocol", protocol, "--role", "answerer", "--var", "room=test", "--timeout", "20", ours]);
        std::thread::sleep(Duration::from_secs(1));
        run(&["--protocol", protocol, "--var", "room=test", ours]).connected();
        end(answerer).connected();
    }
    let alone = run(&["--timeout", "2", &format!("{url}ws?room=empty")]);
    assert_eq!((alone.code, alone.rules().as_slice()), (1, ["signaling/no-peer"].as_slice()), "{:#}", alone.report);
}

#[test]
fn a_producer_of_gstreamers_server_is_received() {
    let (_server, url) = start("node", "gst.cjs");
    run(&["--protocol", "gst", &url]).connected();
}

#[test]
fn chromium_offers() {
    let (_server, url) = start("node", "relay.cjs");
    let url = format!("{url}ws?room=test");
    let answerer = begin(&["--role", "answerer", "--timeout", "30", &url]);
    std::thread::sleep(Duration::from_secs(1));
    let (_browser, _profile) = chromium(&format!("{url}#offer"));
    end(answerer).connected();
}
