//! Whatever ends a handshake, coturn has its allocations back; its log is the witness.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::servers::{echo_server, relay_server};
use crate::turnserver::Coturn;

/// `rtcdiag handshake` with the server at `url`, by relays of `coturn` alone.
fn start(url: &str, coturn: &Coturn, transport: &str, more: &[&str]) -> Child {
    let server = format!("turn:127.0.0.1:{}?transport={transport}", coturn.port);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(["handshake", url, "--json", "--ice-server", &server, "--policy", "relay"]);
    command.args(["--username", "alice", "--credential", "env:PASSWORD"]).args(more);
    command.env_clear().env("PASSWORD", "secret").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits for the end: the exit code and the report, if one was written.
async fn end(child: Child) -> (Option<i32>, Option<Value>) {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).ok())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn success_and_the_deadline_leave_no_allocation() {
    let coturn = Coturn::start();
    let (echo, silent) = (echo_server().await, relay_server().await);
    for transport in ["udp", "tcp"] {
        let (code, report) = end(start(&echo, &coturn, transport, &[])).await;
        let report = report.unwrap();
        let pair = &report["facts"]["pairs"][0];
        assert_eq!(
            (code, &pair["local_type"], &pair["nominated"]),
            (Some(0), &"relay".into(), &true.into()),
            "{report:#}"
        );
        assert_eq!(report["facts"]["servers"][0]["result"], "ok", "{report:#}");
        let (code, report) = end(start(&silent, &coturn, transport, &["--timeout", "1"])).await;
        assert_eq!((code, &report.unwrap()["facts"]["failed_phase"]), (Some(1), &"answer".into()));
    }
    coturn.releases_all();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_leave_no_allocation() {
    let coturn = Coturn::start();
    let silent = relay_server().await;
    // 130 = SIGINT, 143 = SIGTERM
    for (n, moment) in [60, 80, 100, 130, 160, 200, 300, 500].into_iter().enumerate() {
        let (name, code) = if n % 2 == 0 { ("INT", 130) } else { ("TERM", 143) };
        let child = start(&silent, &coturn, if n % 4 < 2 { "udp" } else { "tcp" }, &[]);
        // the moment is what is tested; whichever it hits, the outcome is the same
        tokio::time::sleep(Duration::from_millis(moment)).await;
        let kill = format!("kill -{name} {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
        let (ended, _) = end(child).await;
        assert!(ended.is_none() || ended == Some(code), "at {moment} ms: {ended:?}");
    }
    coturn.releases_all();
}
