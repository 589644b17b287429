//! Any bytes: the parser keeps every one, and its lines cover the text.
//!
//! `cargo +nightly fuzz run round_trip -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::sdp::Sdp;

fuzz_target!(|bytes: &[u8]| {
    let sdp = Sdp::parse(bytes);
    assert_eq!(sdp.to_bytes(), bytes);
    let pieces: usize = sdp.lines().map(|line| line.text.range().len()).sum();
    let ends = sdp.text().matches(['\r', '\n']).count();
    assert_eq!(pieces + ends, sdp.text().len());
    for attribute in sdp.attributes() {
        let value = attribute.value.unwrap_or(attribute.key);
        assert_eq!(sdp.text().get(value.range()), Some(value.as_str()));
        assert_eq!(sdp.text().get(attribute.key.range()), Some(attribute.key.as_str()));
    }
});
