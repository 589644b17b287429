//! Any markup of a saved about:webrtc page.
//!
//! `cargo +nightly fuzz run dump_about_webrtc -- -max_total_time=60`
#![no_main]

mod dump_reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dump_reader::reads("<html><title>about:webrtc</title>", bytes));
