//! What `rtcdiag sdp diff` says changed, and what it says did it.

use rtcdiag::report::Report;
use rtcdiag::sdp::Sdp;
use rtcdiag::sdp::diff::{Diff, What};

use super::shared::{compare, descriptions, folder};

const OFFER: &str = include_str!("../fixtures/rules/sdp/unlisted-pt/good.sdp");

fn diff(before: &str, after: &str) -> Report {
    compare("diff", &[], [before.as_bytes(), after.as_bytes()]).unwrap()
}

/// The changes as `weight change subject: text`.
fn changes(before: &str, after: &str) -> Vec<String> {
    let facts = diff(before, after).facts;
    let word = |change: &serde_json::Value, key: &str| change[key].as_str().unwrap().to_owned();
    let changes = facts["changes"].as_array().unwrap().iter();
    changes
        .map(|change| {
            let [weight, kind, subject, text] = ["weight", "change", "subject", "text"].map(|key| word(change, key));
            format!("{weight} {kind} {subject}: {text}")
        })
        .collect()
}

/// The explanations in order.
fn stories(before: &str, after: &str) -> Vec<String> {
    let facts = diff(before, after).facts;
    let stories = facts["explanations"].as_array().unwrap().iter();
    stories
        .map(|story| format!("{} {}", story["what"].as_str().unwrap(), story["confidence"].as_str().unwrap()))
        .collect()
}

/// The same offer as it is after an ICE restart.
fn restarted() -> String {
    let text = OFFER.replace("ice-ufrag:rba4", "ice-ufrag:new4").replace("ice-pwd:", "ice-pwd:x");
    text.replace("1469687221462244732 2", "1469687221462244732 3")
}

#[test]
fn every_change_has_its_kind() {
    for (from, to, want) in [
        ("96 97\r\nc=", "96\r\nc=", "session removed rtx: of VP8 (96)"),
        ("a=rtcp-fb:96 nack pli\r\n", "", "session removed feedback: VP8 (96): nack pli"),
        ("a=sendrecv", "a=recvonly", "session changed direction: `sendrecv` became `recvonly`"),
        (
            "a=extmap:4 ",
            "a=extmap:9 ",
            "session renumbered extension: `urn:ietf:params:rtp-hdrext:sdes:mid`: 4 became 9",
        ),
        ("BUNDLE 0 1", "BUNDLE 0", "session changed bundle: `0 1` became `0`"),
        ("a=max-message-size:262144\r\n", "", "session changed message size: `262144` became `65536`"),
        ("732 2 IN", "732 3 IN", "noise changed session version: `2` became `3`"),
        ("a=rtcp-rsize\r\n", "a=rtcp-rsize\r\na=ssrc:1 cname:x\r\n", "noise added attribute: `a=ssrc:1 cname:x`"),
        (
            "a=rtcp-mux\r\na=rtcp-rsize\r\n",
            "a=rtcp-rsize\r\na=rtcp-mux\r\n",
            "noise changed order: the same lines in another order",
        ),
        ("m=video 9", "m=video 0", "session changed section: `live` became `rejected`"),
    ] {
        assert!(OFFER.contains(from), "{from}");
        let found = changes(OFFER, &OFFER.replacen(from, to, 1));
        assert!(found.contains(&want.to_owned()), "{want}: {found:?}");
    }
    assert_eq!(changes(OFFER, OFFER), Vec::<String>::new());
}

#[test]
fn codecs_are_the_same_under_another_number() {
    let after =
        OFFER.replace("96 97", "120 121").replace(":96", ":120").replace(":97", ":121").replace("apt=96", "apt=120");
    let found = changes(OFFER, &after);
    assert_eq!(
        found,
        ["session renumbered codec: VP8: 96 became 120", "session renumbered rtx: of VP8 (120): 97 became 121"]
    );
}

#[test]
fn parameters_have_no_order() {
    let line = "a=rtpmap:96 VP8/90000\r\n";
    let with = |parameters: &str| OFFER.replace(line, &format!("{line}a=fmtp:96 {parameters}\r\n"));
    assert!(changes(&with("max-fs=1;max-fr=2"), &with("max-fr=2; max-fs=1")).iter().all(|c| !c.contains("parameters")));
    assert_eq!(
        changes(&with("max-fs=1;max-fr=2"), &with("max-fr=3;max-fs=1")),
        ["session changed parameters: VP8 (96): `max-fr=2` became `max-fr=3`"]
    );
}

#[test]
fn sections_belong_together_by_their_mid() {
    let (session, media) = OFFER.split_once("m=video").unwrap();
    let (video, data) = media.split_once("m=application").unwrap();
    let swapped = format!("{session}m=application{data}m=video{video}");
    let found = changes(OFFER, &swapped);
    assert_eq!(found, ["session changed section: place 1 became 2", "session changed section: place 2 became 1"]);
    let removed = changes(OFFER, &format!("{session}m=video{video}"));
    assert_eq!(removed, ["session removed section: application with 0 codecs"]);
}

#[test]
fn what_happened_is_told_by_its_traces() {
    let fingerprint = OFFER.replace("6C:1F:5D", "00:11:22");
    let candidate = |address: &str| {
        OFFER.replace("a=setup", &format!("a=candidate:1 1 udp 2113937151 {address} 50000 typ host\r\na=setup"))
    };
    let ssrc = |text: &str| text.replace("a=rtcp-rsize", "a=ssrc:77 cname:x\r\na=rtcp-rsize");
    let taken_over = restarted().replace("6C:1F:5D", "00:11:22");
    let other = taken_over.replace("1469687221462244732", "5");
    let vp9 = OFFER.replace("VP8/90000", "VP9/90000");
    for (before, after, want) in [
        (OFFER.to_owned(), OFFER.to_owned(), &["identical certain"][..]),
        (OFFER.to_owned(), OFFER.replace("732 2 IN", "732 3 IN"), &["identical certain"]),
        (OFFER.to_owned(), restarted(), &["ice-restart certain"]),
        (OFFER.to_owned(), OFFER.replace("ice-ufrag:rba4", "ice-ufrag:new4"), &["munging likely"]),
        (OFFER.to_owned(), fingerprint, &["middlebox likely"]),
        (OFFER.to_owned(), candidate("192.0.2.1"), &["candidates-added certain"]),
        (candidate("192.0.2.1"), OFFER.to_owned(), &["munging possible"]),
        (candidate("192.0.2.1"), candidate("192.0.2.2"), &["middlebox likely"]),
        (OFFER.to_owned(), vp9.clone(), &["munging likely"]),
        (OFFER.to_owned(), vp9.replace("732 2 IN", "732 3 IN"), &["renegotiation certain"]),
        (OFFER.to_owned(), vp9.replace("732 2 IN", "732 1 IN"), &["renegotiation likely"]),
        (ssrc(OFFER), ssrc(&taken_over), &["middlebox certain"]),
        (ssrc(OFFER), ssrc(&other), &["middlebox likely"]),
        (OFFER.to_owned(), other.clone(), &["unrelated likely"]),
        (OFFER.to_owned(), other.replace("actpass", "active"), &["sides likely"]),
        (OFFER.to_owned(), OFFER.replace("1469687221462244732", "5"), &["middlebox likely"]),
        (OFFER.to_owned(), restarted().replace("VP8/", "VP9/"), &["ice-restart certain", "renegotiation certain"]),
    ] {
        assert_eq!(stories(&before, &after), want, "{:?}", changes(&before, &after));
    }
}

#[test]
fn no_password_is_shown() {
    let with = |key: &str| {
        OFFER.replace(
            "a=rtcp-rsize",
            &format!("a=ice-pwd:CANARY{key}\r\na=crypto:1 AES inline:CANARY{key}\r\na=rtcp-rsize"),
        )
    };
    let report = diff(&with("ONE"), &with("TWO").replace("ice-pwd:", "ice-pwd:CANARY"));
    let shown = format!("{:?} {:?} {}", report.body, report.facts, report.verdict.summary);
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("the ICE password, which is not shown"));
}

#[test]
fn the_facts_follow_their_schema() {
    let schema = schemars::schema_for!(rtcdiag::report::wire::facts::sdp_diff::Diff);
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    for after in [OFFER, &restarted(), "m=video 9 RTP/AVP 0\n"] {
        let facts = diff(OFFER, after).facts;
        let errors: Vec<_> = validator.iter_errors(&facts).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn any_two_descriptions_can_be_compared() {
    let Some(folder) = folder("comparisons of any two descriptions") else { return };
    let all: Vec<_> = descriptions(&folder.join("corpus")).into_iter().map(|(_, bytes)| Sdp::parse(&bytes)).collect();
    let step = if cfg!(feature = "peers") { 11 } else { 859 };
    let mut compared = 0;
    for (n, before) in all.iter().enumerate() {
        let itself = Diff::of(before, before);
        assert!(itself.changes.is_empty() && itself.stories[0].what == What::Identical, "{:?}", itself.changes);
        for after in all.iter().skip(n % step).step_by(step) {
            let (forth, back) = (Diff::of(before, after), Diff::of(after, before));
            assert_eq!(forth.is_same(), back.is_same());
            compared += 1;
        }
    }
    assert!(compared > 800, "{compared}");
    eprintln!("{compared} pairs compared both ways");
}
