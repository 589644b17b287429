//! Other hands' TURN clients against the server: coturn's `turnutils_uclient`, and aioice.
//!
//! `RTCDIAG_PEER_PYTHON` names a Python that has aioice; without it `target/aioice/bin/python` and `python3` are
//! tried. An absent peer is a failure.

use std::path::PathBuf;
use std::process::{Command, Output};

use rtcdiag::serve::Counts;

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
        command.arg(root().join("tests/serve/aioice_relay.py"));
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
    let own = root().join("target/aioice/bin/python");
    let other = || if own.exists() { own } else { "python3".into() };
    std::env::var_os("RTCDIAG_PEER_PYTHON").map_or_else(other, PathBuf::from)
}
