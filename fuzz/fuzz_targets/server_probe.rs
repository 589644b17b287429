//! Any bytes in any order at any time to a probe: it ends by its deadline and its release, and does not panic.
//!
//! The input is a script: a byte of channel and delay, a byte of length, then so many bytes of message.
//!
//! `cargo +nightly fuzz run server_probe -- -max_total_time=60`
#![no_main]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use rtcdiag::candidate::secret::Secret;
use rtcdiag::probe::client::Credentials;
use rtcdiag::probe::server::{ServerProbe, Setup};
use rtcdiag::probe::{Channel, Input, Output, Probe};

const ASKING: Duration = Duration::from_secs(5);
/// Proof, cap check and release come on top of the asking.
const AFTERWARDS: Duration = Duration::from_secs(5);

fuzz_target!(|script: &[u8]| {
    let start = Instant::now();
    let server: SocketAddr = ([192, 0, 2, 1], 3478).into();
    let (first, mut script) = script.split_first().map_or((0, script), |(first, rest)| (*first, rest));
    let setup = Setup {
        server,
        reliable: first & 1 == 1,
        relays: first & 2 == 2,
        credentials: Some(Credentials {
            username: "u".to_owned(),
            password: Secret::new("p".to_owned()),
            realm: None,
        }),
        prove: first & 4 == 4,
        deadline: start + ASKING,
        seed: 7,
    };
    let mut probe = ServerProbe::new(setup, start);
    let mut now = start;
    loop {
        match probe.poll(now) {
            Output::Done => return,
            Output::Open(channel) => {
                probe.handle(now, Input::Opened { channel, local: ([192, 0, 2, 9], 4000).into() });
            }
            Output::Send { .. } => {}
            Output::WaitUntil(until) => {
                assert!(until > now, "a probe that waits for the past spins");
                now = until;
                if let [how, length, rest @ ..] = script {
                    let (message, rest) = rest.split_at(usize::from(*length).min(rest.len()));
                    let channel = match how & 3 {
                        0 => Channel::Peer,
                        1 => Channel::Second,
                        _ => Channel::Server,
                    };
                    probe.handle(now, Input::Bytes { channel, from: server, bytes: message });
                    script = rest;
                } else {
                    probe.handle(now, Input::Tick);
                }
            }
        }
        assert!(now <= start + ASKING + AFTERWARDS, "the probe did not end");
    }
});
