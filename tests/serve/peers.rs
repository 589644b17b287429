//! Other hands' clients against the server: coturn's `turnutils_uclient` and aioice for TURN; aiortc, Chromium, and
//! the client libraries of PeerJS and Socket.IO for the echo peer and the relays.
//!
//! `RTCDIAG_PEER_PYTHON` names a Python that has aioice, aiortc and aiohttp; without it `target/peers/bin/python` and
//! `python3` are tried. `node` finds its modules by `NODE_PATH`, else in `target/node`. An absent peer is a failure.

use std::path::PathBuf;
use std::process::{Command, Output};

use rtcdiag::serve::Counts;
use serde_json::{Value, json};

use super::{server, settles};

/// Runs `command` while the server runs; the text of both its outputs.
async fn run(mut command: Command) -> String {
    let name = format!("{:?}", command.get_program());
    let output: Output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap_or_else(|error| panic!("{name} is needed and does not run: {error}"));
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{name}: {}\n{text}", output.status);
    text
}

/// The number after the last `name` in what `turnutils_uclient` printed.
fn last(text: &str, name: &str) -> f64 {
    let rest = text.rsplit_once(name).unwrap_or_else(|| panic!("no `{name}` in\n{text}")).1;
    let number: String = rest.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().unwrap_or_else(|_| panic!("no number after `{name}` in\n{text}"))
}

/// Two clients of one run send to each other through their relayed addresses. Its exit code says nothing of loss, so
/// its counts are read.
async fn uclient(flags: &[&str]) {
    let server = server().await;
    let mut command = Command::new("turnutils_uclient");
    command.args(["-v", "-y", "-n", "25", "-z", "5", "-l", "171", "-u", server.username()]);
    command.args(["-w", server.credential().expose(), "-p", &server.addr().port().to_string()]);
    command.args(flags).arg(server.addr().ip().to_string());
    let text = run(command).await;
    let (sent, received) = (last(&text, "tot_send_msgs="), last(&text, "tot_recv_msgs="));
    assert!(sent >= 25.0, "{flags:?}: {sent} messages sent\n{text}");
    assert!((received - sent).abs() < 0.5, "{flags:?}: {received} of {sent} messages received\n{text}");
    // Over UDP it leaves the allocation that it tries the server with, and without `-c` a reserved port.
    if flags.contains(&"-t") && flags.contains(&"-c") {
        settles(&server, Counts::default()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uclient_relays_over_udp() {
    uclient(&[]).await;
    uclient(&["-c"]).await;
    uclient(&["-s"]).await;
    uclient(&["-D"]).await;
    uclient(&["-G"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uclient_relays_over_tcp() {
    uclient(&["-t"]).await;
    uclient(&["-t", "-c"]).await;
    uclient(&["-t", "-c", "-s"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uclient_relays_over_tls() {
    uclient(&["-t", "-S"]).await;
    uclient(&["-t", "-c", "-S"]).await;
    uclient(&["-t", "-c", "-S", "-s"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn aioice_relays_over_udp_and_tcp() {
    let server = server().await;
    for transport in ["udp", "tcp"] {
        let mut command = Command::new(python());
        command.arg(root().join("tests/serve/peers/aioice_relay.py"));
        command.args([&server.addr().ip().to_string(), &server.addr().port().to_string()]);
        command.args([server.username(), server.credential().expose(), transport]);
        let text = run(command).await;
        assert!(text.contains("relayed 7290"), "{transport}: {text}");
        settles(&server, Counts::default()).await;
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn python() -> PathBuf {
    let own = root().join("target/peers/bin/python");
    let other = || if own.exists() { own } else { "python3".into() };
    std::env::var_os("RTCDIAG_PEER_PYTHON").map_or_else(other, PathBuf::from)
}

/// Runs a script of `peers/` with `node`; what it printed.
async fn node(script: &str, arguments: &[&str]) -> Value {
    let mut command = Command::new("node");
    command.arg(root().join("tests/serve/peers").join(script)).args(arguments);
    if std::env::var_os("NODE_PATH").is_none() {
        command.env("NODE_PATH", root().join("target/node/node_modules"));
    }
    last_line(&run(command).await)
}

fn last_line(text: &str) -> Value {
    let line = text.lines().rfind(|line| line.starts_with('{')).unwrap_or_else(|| panic!("no JSON in\n{text}"));
    serde_json::from_str(line).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn aiortc_publishes_plays_and_posts() {
    let server = server().await;
    let mut command = Command::new(python());
    command.arg(root().join("tests/serve/peers/aiortc_client.py")).arg(server.url("http", ""));
    let seen = last_line(&run(command).await);
    assert_eq!(seen["whip"], json!([201, 415, 428, 412, 200, "hello"]));
    assert_eq!(seen["whep"], json!([201, 415, 428, 412, 200, "hello video"]));
    assert_eq!(seen["offer"], "hello");
    settles(&server, Counts::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_of_socket_io_and_peerjs_call() {
    let server = server().await;
    let url = server.url("http", "/");
    let seen = node("socket_io.cjs", &[&url]).await;
    let relayed = json!({ "values": [{ "n": 1 }, "é"], "transport": "websocket" });
    assert_eq!(seen, json!({ "polling": relayed, "direct": relayed, "echo": "hello" }));
    let seen = node("browser.cjs", &[&url, "peerjs"]).await;
    let said = json!({ "hello": [1, "two"] });
    assert_eq!(seen, json!({ "echo": said, "between": said, "json": said, "absent": "peer-unavailable" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_publishes_trickles_restarts_and_ends() {
    let server = server().await;
    let seen = node("browser.cjs", &[&server.url("http", "/"), "whip"]).await;
    assert_eq!(seen["codes"], json!([204, 201, 204, 200, 200, 404]));
    assert_eq!((&seen["first"], &seen["second"], &seen["changed"]), (&json!("one"), &json!("two"), &json!(true)));
}

/// The pictures are in `target/pages`, to be looked at.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_calls_and_draws() {
    let server = server().await;
    let folder = root().join("target/pages");
    std::fs::create_dir_all(&folder).unwrap();
    let seen = node("browser.cjs", &[&server.url("http", "/"), "page", folder.to_str().unwrap()]).await;
    assert_eq!((&seen["ok"], &seen["overflow"], &seen["console"]), (&json!(true), &json!(0), &json!([])), "{seen:#}");
    let phases = seen["phases"].as_array().unwrap();
    for id in ["ws_upgrade", "offer_created", "local_description", "answer", "ice", "dtls", "dc_open", "first_echo"] {
        let phase = phases.iter().find(|phase| phase["id"] == id).unwrap_or_else(|| panic!("no {id} in {seen:#}"));
        assert!(phase["end_ms"].as_f64() >= phase["start_ms"].as_f64(), "{phase}");
    }
    assert!(seen["total_ms"].as_f64().unwrap() >= phases.last().unwrap()["end_ms"].as_f64().unwrap() - 1.0);
    for way in ["audio sent", "audio back"] {
        let packets = seen["facts"][way].as_str().unwrap();
        assert!(packets.ends_with(" packets") && packets != "0 packets", "{way}: {packets}");
    }
}
