//! Any paste: no panic, no more than the limits, and what is found stands by itself.
//!
//! `cargo +nightly fuzz run unwrap -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::sdp::unwrap;

fuzz_target!(|bytes: &[u8]| {
    for paste in unwrap(bytes) {
        assert!(paste.unwrapped_from.len() <= 64);
        // what was taken out has nothing more around it
        let again = unwrap(&paste.bytes);
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].bytes, paste.bytes);
        assert!(again[0].unwrapped_from.is_empty());
    }
});
