//! Handshakes with stacks that are not ours: a client and a server of one hand hide each other's faults.
//!
//! `chromium` is in the path. `node` finds `node-datachannel` and `ws` by `NODE_PATH`; `aiortc` and `websockets` are looked for in the Python that
//! `RTCDIAG_PEER_PYTHON` names, else in `python3`. An absent peer is a failure.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::StreamExt;
use rtcdiag::facts::handshake::{End, PhaseId};
use tokio_tungstenite::client_async;

use crate::servers::{connect, handshake, relay_server};

pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handshake/peers/");

/// A running peer; it is ended with the test.
pub(crate) struct Peer(pub(crate) Child);

impl Drop for Peer {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts `program` with a script of ours, and reads the port that it prints.
pub(crate) fn start(program: &str, script: &str) -> (Peer, String) {
    let mut command = Command::new(program);
    command.arg(format!("{FOLDER}{script}"));
    let (peer, port) = started(command);
    (peer, format!("ws://127.0.0.1:{port}/"))
}

/// Starts a peer, and reads its first line.
pub(crate) fn started(mut command: Command) -> (Peer, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("could not start {command:?}: {error}"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let peer = Peer(child);
    assert!(!line.is_empty(), "{command:?} is not installed whole: see its words on stderr");
    (peer, line.trim().to_owned())
}

/// The Python that has the peers.
pub(crate) fn python() -> String {
    std::env::var("RTCDIAG_PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Chromium on the page of ours that echoes, which is told `url`; with its host candidates hidden behind mDNS names, as
/// every page has them.
pub(crate) fn chromium(url: &str) -> (Peer, tempfile::TempDir) {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]);
    command.args(["--disable-component-update", "--disable-sync"]);
    command.arg(format!("--user-data-dir={}", profile.path().display()));
    command.arg(format!("file://{FOLDER}browser.html#{url}")).stdout(Stdio::null()).stderr(Stdio::null());
    let peer = Peer(command.spawn().unwrap_or_else(|error| panic!("could not start `chromium`: {error}")));
    (peer, profile)
}

async fn connects(program: &str, script: &str) {
    let (_peer, url) = start(program, script);
    reaches(&url).await;
}

async fn reaches(url: &str) {
    let facts = handshake(url, 4500).await;
    let packets: Vec<_> = facts.packets.iter().map(|p| format!("{:.3} {} {}", p.at_ms, p.out, p.what)).collect();
    assert_eq!(facts.end, End::Connected, "{:#?} {packets:#?}", facts.moments);
    assert!(facts.phase(PhaseId::FirstEcho).unwrap().end_ms.is_some(), "{packets:#?}");
    let dtls = facts.dtls.as_ref().unwrap();
    assert_eq!((dtls.matches, dtls.retransmissions), (Some(true), 0), "{dtls:?} {packets:#?}");
    assert!(facts.selected().is_some());
}

#[tokio::test]
async fn libdatachannel_is_reached() {
    connects("node", "node_datachannel.cjs").await;
}

#[tokio::test]
async fn aiortc_is_reached() {
    connects(&python(), "aiortc_echo.py").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chromium_is_reached() {
    let url = relay_server().await;
    let (mut room, _) = client_async(&url, connect(&url).await).await.unwrap();
    let (_peer, _profile) = chromium(&url);
    let ready = tokio::time::timeout(Duration::from_secs(30), room.next()).await.expect("the page is loaded");
    assert_eq!(ready.unwrap().unwrap().to_text().unwrap(), r#"{"type":"ready"}"#);
    drop(room);
    reaches(&url).await;
}
