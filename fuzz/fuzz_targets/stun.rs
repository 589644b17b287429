//! Any bytes as an answer of a server: decoded and described without panic, and no description shows a secret.
//!
//! `cargo +nightly fuzz run stun -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::probe::message::{decode, describe};
use rtcdiag::proto::channel_data::Splitter;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes);
    let _ = describe(bytes);
    let mut splitter = Splitter::default();
    splitter.push(bytes);
    while let Ok(Some(message)) = splitter.next_message() {
        let _ = decode(&message);
    }
});
