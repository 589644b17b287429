//! Any bytes behind the opening brace of a webrtc-internals dump.
//!
//! `cargo +nightly fuzz run dump_internals -- -max_total_time=60`
#![no_main]

mod dump_reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dump_reader::reads("{", bytes));
