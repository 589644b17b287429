//! Text that nobody should send: any bytes at all, endless lines, endless sections.

use proptest::prelude::*;
use rtcdiag::candidate::line::Candidate;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::sdp::{Sdp, Summary, meaning};

use super::lint::lint;
use super::shared::{compare, cpu, explain};

/// Bytes that look enough like a description to reach every reader.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just("v=0"),
        Just("m=audio 9 UDP/TLS/RTP/SAVPF 96 97"),
        Just("m=application 0 UDP/DTLS/SCTP x"),
        Just("m="),
        Just("a=rtpmap:96 "),
        Just("a=fmtp:96 profile-level-id=42e0"),
        Just("a=fmtp:97 apt=96;;=;x"),
        Just("a=rtcp-fb:*"),
        Just("a=candidate:1 1 udp 1 a 1 typ host raddr"),
        Just("a=group:BUNDLE 0 0"),
        Just("a=mid:0"),
        Just("a=mid:"),
        Just("a=simulcast:send ;~,"),
        Just("a=rid:"),
        Just("a=ssrc-group:FID 1"),
        Just("a=extmap:/ "),
        Just("b=AS"),
        Just("a=ice-pwd"),
        Just("a=setup:actpass"),
        Just("\r"),
        Just("\n"),
        Just("\r\n"),
        Just(" "),
        Just(":"),
        Just("é"),
        Just("VP8/90000"),
        Just("a="),
        Just("o=- 1 1 IN IP4 0.0.0.0"),
        Just("k=clear:x"),
    ];
    let piece =
        prop_oneof![8 => word.prop_map(|w| w.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..5)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn all_of_it(bytes: &[u8]) {
    let sdp = Sdp::parse(bytes);
    assert_eq!(sdp.to_bytes(), bytes);
    assert_eq!(sdp.redacted_text().len(), sdp.text().len());
    assert_eq!(meaning(&sdp).count(), sdp.lines().len());
    assert_eq!(Summary::of(&sdp).sections.len(), sdp.sections().len());
    for finding in judge(Subject::Sdp(&sdp, 0)) {
        for evidence in &finding.evidence {
            if let rtcdiag::report::Evidence::Span { range, .. } = evidence {
                assert!(sdp.text().get(range.clone()).is_some(), "{range:?} is no span of the text");
            }
        }
    }
    if let Ok(report) = explain(&["--lines"], bytes) {
        assert_eq!(report.sources.len(), 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_come_back_and_are_explained(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        all_of_it(&bytes);
    }

    #[test]
    fn a_candidate_that_is_read_is_written_and_read_again(
        head in prop_oneof![Just("a=candidate:1 1 udp 7 192.0.2.1 9 typ host"), Just("candidate:f 2 TCP 1 a.local 0 typ relay"), Just("")],
        tail in prop::collection::vec(prop_oneof![Just("raddr"), Just("rport"), Just("5"), Just("typ"), Just("x"), Just("é")], 0..9),
    ) {
        let line = format!("{head} {}", tail.join(" "));
        if let Ok(candidate) = Candidate::parse(&line) {
            let written = candidate.to_string();
            prop_assert_eq!(Candidate::parse(&written), Ok(candidate));
        }
    }

    #[test]
    fn what_is_nearly_a_description_comes_back_and_is_explained(bytes in nearly()) {
        all_of_it(&bytes);
    }
}

/// Twice the text may take somewhat more than twice the time, and not four times: a reader that goes over the text
/// again for every line would need thousands of times more than these bounds.
#[test]
fn endless_text_is_read_in_bounded_time() {
    // A quarter without the feature, in less than half the time.
    let (part, most) = if cfg!(feature = "peers") { (1, 10) } else { (4, 4) };
    let line = [b"v=0\na=x:".as_slice(), &vec![b'x'; (2 << 20) / part]].concat();
    let sections = b"m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:1\n".repeat(10_000 / part);
    let attributes =
        [b"m=video 9 UDP/TLS/RTP/SAVPF 96\n".as_slice(), &b"a=fmtp:97 a=b\n".repeat(10_000 / part)].concat();
    let formats =
        [b"m=video 9 UDP/TLS/RTP/SAVPF".as_slice(), &b" 96".repeat(20_000 / part), b"\na=rtpmap:96 rtx/90000\n"]
            .concat();
    let group = [b"a=group:BUNDLE".as_slice(), &b" 1".repeat(20_000 / part), b"\n", &sections].concat();
    for (name, text) in
        [("line", line), ("sections", sections), ("attributes", attributes), ("formats", formats), ("group", group)]
    {
        let start = cpu();
        explain(&["--lines"], &text).unwrap();
        let explained = cpu();
        drop(compare("diff", &[], [&text, &text]));
        let compared = cpu();
        assert!(!lint(&[], &text).findings.is_empty(), "{name} has faults");
        drop(compare("negotiate", &[], [&text, &text]));
        let took = cpu().saturating_sub(start);
        let [explained, compared] = [explained, compared].map(|end| end.saturating_sub(start).as_millis());
        eprintln!("{name}: {} bytes in {explained}, {compared}, {} ms", text.len(), took.as_millis());
        assert!(took.as_secs() < most, "{name} took {took:?}");
    }
}

#[test]
fn what_is_too_large_is_refused_and_what_is_just_not_is_read() {
    let error = explain(&[], &[b"v=0\na=x:".as_slice(), &vec![b'x'; 20 << 20]].concat()).unwrap_err();
    assert_eq!(error.to_string(), "read `<stdin>`: it is larger than 16 MiB");
}

/// Controls and marks that turn text round stay in the facts, and are written out by every format for people.
#[test]
fn controls_reach_no_output() {
    let text = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=\x1b[31m\u{202e}\u{9b}x\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=fmtp:98 \x07\u{2066}";
    let report = explain(&["--lines"], text.as_bytes()).unwrap();
    let view =
        rtcdiag::render::View { screen: rtcdiag::term::Screen { width: 80, unicode: true }, detail: 2, quiet: false };
    for shown in [
        rtcdiag::render::text(&report, view),
        rtcdiag::render::json(&report).unwrap(),
        rtcdiag::render::sarif(&report).unwrap(),
        rtcdiag::render::github(&report),
    ] {
        // colours are ours, and begin as SGR does with digits known to be ours; no control of the text may be left
        for mark in ["\x1b[31m\u{202e}", "\u{202e}", "\u{9b}", "\x07", "\u{2066}"] {
            assert!(!shown.contains(mark), "{mark:?} in {shown}");
        }
    }
}

/// A million lines, and lines of 15 MB. They take a debug build too long for every run.
#[cfg(feature = "peers")]
#[test]
fn millions_are_read_in_bounded_time() {
    let lines = [b"v=0\n".as_slice(), &b"a=x\n".repeat(1_000_000)].concat();
    let line = [b"v=0\na=x:".as_slice(), &vec![b'x'; 15 << 20]].concat();
    let sections = [b"v=0\n".as_slice(), &b"m=audio 9 UDP/TLS/RTP/SAVPF 0\n".repeat(60_000)].concat();
    let ends = vec![b'\n'; 15 << 20];
    for (name, text) in [("lines", lines), ("line", line), ("sections", sections), ("ends", ends)] {
        let start = cpu();
        drop(explain(&["--line", "3"], &text));
        let took = cpu().saturating_sub(start);
        eprintln!("{name}: {} bytes in {} ms", text.len(), took.as_millis());
        assert!(took.as_secs() < 240, "{name}");
    }
}
