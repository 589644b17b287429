//! Whatever ends a run, nothing stays allocated at the server.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rtcdiag::serve::{ServeConfig, Server};
use serde_json::{Value, json};

use super::listeners::{self, Listener, runtime};
use super::run::{Ice, Run};

/// A server of this test's own, so that its allocations are this test's.
fn server() -> Server {
    runtime().block_on(Server::start(ServeConfig::default())).unwrap()
}

/// `rtcdiag ice` against every transport of `server`, and against the silent `beside`: with that the run is never over
/// before the signal comes.
fn ice(server: &Server, beside: Option<&Listener>, args: &[&str]) -> Ice {
    let beside = beside.map(|listener| json!({ "urls": format!("stun:{}", listener.address) }));
    let own = json!({
        "urls": server.turn_uris(), "username": server.username(), "credential": server.credential().expose()
    });
    let list = Value::Array(std::iter::once(own).chain(beside).collect()).to_string();
    let mut ice = Ice::new(&["--ca", "ca.pem", "--ice-servers", "list.json"])
        .file("ca.pem", server.ca_pem())
        .file("list.json", &list);
    ice.command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    ice
}

pub(crate) fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
}

/// Waits until `condition` holds, and fails with `what` where it does not in two seconds.
fn within_two_seconds(what: &str, condition: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(2);
    while !condition() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn nothing_is_left(server: &Server) {
    within_two_seconds("an allocation is left", || server.counts().allocations == 0);
}

/// The shell's code, also where the signal came before the program could have sent anything.
pub(crate) fn interrupted(child: Child, code: i32) -> Option<Run> {
    use std::os::unix::process::ExitStatusExt;
    let output = child.wait_with_output().unwrap();
    if let Some(number) = output.status.signal() {
        assert_eq!((128 + number, output.stdout.as_slice()), (code, &b""[..]));
        return None;
    }
    let run = Run::new(&output);
    assert_eq!(run.code, code, "{run}");
    Some(run)
}

/// Ten moments of a run, which is over after 150 ms where all is well.
fn ten_moments(name: &str, code: i32) {
    let (server, silent) = (server(), listeners::udp_silent());
    let mut reports = 0;
    for moment in [0, 10, 20, 30, 40, 60, 90, 130, 200, 300] {
        let Ice { folder, mut command } = ice(&server, Some(&silent), &["--json"]);
        let child = command.spawn().unwrap();
        // the moment is what is tested; whichever it hits, the outcome is the same
        std::thread::sleep(Duration::from_millis(moment));
        signal(&child, name);
        let sent = Instant::now();
        if let Some(run) = interrupted(child, code) {
            assert!(sent.elapsed() < Duration::from_secs(2), "at {moment} ms: {:?}", sent.elapsed());
            let report = run.json();
            assert_eq!(report["verdict"]["result"], "inconclusive", "at {moment} ms: {run}");
            assert!(report["verdict"]["summary"].as_str().unwrap().starts_with("interrupted: "), "{run}");
            reports += 1;
        }
        nothing_is_left(&server);
        drop(folder);
    }
    assert!(reports >= 3, "{reports} of 10 runs had begun");
}

#[test]
fn ctrl_c_at_ten_moments() {
    ten_moments("INT", 130);
}

#[test]
fn sigterm_at_ten_moments() {
    ten_moments("TERM", 143);
}

#[test]
fn ctrl_c_while_relays_are_held() {
    let (server, silent) = (server(), listeners::udp_silent());
    for (args, says) in [(&[][..], "? inconclusive: interrupted: "), (&["--json"], "\"summary\": \"interrupted: ")] {
        let Ice { folder, mut command } = ice(&server, Some(&silent), args);
        let child = command.spawn().unwrap();
        within_two_seconds("no allocation came about", || server.counts().allocations > 0);
        signal(&child, "INT");
        let run = interrupted(child, 130).unwrap();
        assert!(run.stdout.contains(says), "{run}");
        nothing_is_left(&server);
        drop(folder);
    }
}

#[test]
fn an_ordinary_run_leaves_nothing() {
    let server = server();
    for args in [&[][..], &["--no-data"], &["--json"]] {
        let run = ice(&server, None, args).run();
        assert_eq!(run.code, 0, "{run}");
        // no grace: they were released before the program ended
        assert_eq!(server.counts().allocations, 0, "{run}");
    }
}

#[test]
fn a_closed_pipe_leaves_nothing_and_keeps_the_code() {
    let server = server();
    let Ice { folder, mut command } = ice(&server, None, &[]);
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
    assert_eq!(server.counts().allocations, 0);
    drop(folder);
}
