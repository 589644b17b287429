//! Any lines of a recording of Jitsi, browsers of every kind and the statistics of old.
//!
//! `cargo +nightly fuzz run dump_jitsi -- -max_total_time=60`
#![no_main]

mod dump_reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dump_reader::reads("[\"connectionInfo\",null,\"{}\",1700000000000]\n", bytes));
