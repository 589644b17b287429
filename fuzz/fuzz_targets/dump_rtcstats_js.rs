//! Any lines of an rtcstats file as the script records it: numbers for names, differences for reports.
//!
//! `cargo +nightly fuzz run dump_rtcstats_js -- -max_total_time=60`
#![no_main]

mod dump_reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dump_reader::reads("RTCStatsDump\n{\"fileFormat\":3,\"clientProtocol\":\"3.0\"}\n", bytes));
