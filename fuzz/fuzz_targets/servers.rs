//! Any text as a server list or as a URI: read or refused, each fault with its place, and never a panic.
//!
//! `cargo +nightly fuzz run servers -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::candidate::servers::parse;
use rtcdiag::candidate::uri::IceUri;

fuzz_target!(|text: &str| {
    if let Err(faults) = parse(text) {
        assert!(!faults.is_empty());
        assert!(faults.iter().all(|fault| !fault.to_string().is_empty()));
    }
    match text.parse::<IceUri>() {
        Ok(uri) => assert_eq!(uri.canonical().parse::<IceUri>().map(|again| again.canonical()), Ok(uri.canonical())),
        Err(fault) => {
            if let Some(suggestion) = fault.suggestion {
                assert!(suggestion.parse::<IceUri>().is_ok(), "{suggestion}");
            }
        }
    }
});
