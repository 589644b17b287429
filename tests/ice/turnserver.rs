//! coturn as the witness of what was granted and released.

use std::collections::BTreeSet;
use std::io::Read;
use std::net::{TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// coturn on a free port, with its log.
pub(crate) struct Coturn {
    process: Child,
    log: std::sync::Arc<Mutex<String>>,
    /// The port of UDP and TCP.
    pub(crate) port: u16,
}

impl Coturn {
    /// Starts it for `alice` with the password `secret`.
    pub(crate) fn start() -> Self {
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
    pub(crate) fn sessions(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let log = self.log.lock().unwrap();
        let of = |mark: &str| {
            let lines = log.lines().filter(|line| line.contains(mark));
            lines
                .filter_map(|line| line.split_once("session ")?.1.split_once(':').map(|(id, _)| id.to_owned()))
                .collect()
        };
        (of("ALLOCATE processed, success"), of("REFRESH processed, success"))
    }

    /// Waits until everything that was granted is released, and something was.
    pub(crate) fn releases_all(&self) {
        let until = Instant::now() + Duration::from_secs(3);
        loop {
            let (granted, released) = self.sessions();
            if !granted.is_empty() && granted == released {
                return;
            }
            assert!(Instant::now() < until, "{granted:?} and {released:?}: {}", self.log.lock().unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Coturn {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
