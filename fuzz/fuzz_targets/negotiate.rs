//! Any two texts, with a NUL between: put together, answered for each other, and read as a list of capabilities.
//!
//! `cargo +nightly fuzz run negotiate -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rtcdiag::sdp::negotiate::{Negotiation, answer, capabilities};
use rtcdiag::sdp::{Sdp, Summary};

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (one, other) = (&bytes[..at], bytes.get(at + 1..).unwrap_or_default());
    let listed = capabilities(other);
    let (offer, given) = (Sdp::parse(one), Sdp::parse(listed.as_ref().map_or(other, |text| text.as_bytes())));
    let (ours, theirs) = (Summary::of(&offer), Summary::of(&given));
    Negotiation::of(&ours, &theirs);
    for (offer, able) in [(&ours, &theirs), (&theirs, &ours)] {
        let text = answer(offer, able);
        let reply = Sdp::parse(text.as_bytes());
        assert_eq!(reply.sections().len(), offer.sections.len());
        Negotiation::of(offer, &Summary::of(&reply));
    }
});
