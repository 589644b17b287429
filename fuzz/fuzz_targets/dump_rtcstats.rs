//! Any lines of an rtcstats file as Chrome writes it.
//!
//! `cargo +nightly fuzz run dump_rtcstats -- -max_total_time=60`
#![no_main]

mod dump_reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dump_reader::reads("RTCStatsDump\n{\"fileFormat\":3}\n", bytes));
