//! Two hundred handshakes with one server, twenty at a time: none is lost, and nothing stays.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

const HANDSHAKES: usize = 200;
const AT_ONCE: usize = 20;
/// Kilobytes by which a heap may differ after the first round, which fills its pools: 200 calls that each left as
/// little as 40 kB behind would be twice as much.
const SLACK_KB: u64 = 4096;

struct Serve(Child);

impl Drop for Serve {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Serve {
    fn status(&self, key: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(key)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.0.id())).unwrap().count()
    }
}

/// Runs all handshakes; how many failed, and the words of one of them.
fn round(url: &str) -> (usize, String) {
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let words = std::sync::Mutex::new(String::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < HANDSHAKES {
                    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
                    let output = command.args(["handshake", url]).env_remove("CI").output().unwrap();
                    if !output.status.success() {
                        failed.fetch_add(1, Ordering::Relaxed);
                        *words.lock().unwrap() = String::from_utf8_lossy(&output.stdout).into_owned();
                    }
                }
            });
        }
    });
    (failed.into_inner(), words.into_inner().unwrap())
}

#[test]
fn two_hundred_handshakes_leave_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(["serve", "--json", "--duration", "600"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut serve = Serve(command.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(serve.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    let url = said["echo"].as_str().unwrap();
    let idle = serve.descriptors();
    let mut sizes = Vec::new();
    for _ in 0..3 {
        let (failed, words) = round(url);
        assert_eq!(failed, 0, "of {HANDSHAKES} handshakes; one said\n{words}");
        // The last calls end a moment after their callers are gone.
        let until = std::time::Instant::now() + std::time::Duration::from_secs(45);
        while serve.descriptors() > idle {
            assert!(std::time::Instant::now() < until, "{} descriptors and not {idle}", serve.descriptors());
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        sizes.push(serve.status("VmRSS:"));
    }
    eprintln!("soak: {sizes:?} kB after each {HANDSHAKES} handshakes");
    assert!(sizes[2] <= sizes[0] + SLACK_KB, "{sizes:?} kB");
}
