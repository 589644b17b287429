//! What `rtcdiag sdp negotiate` says, and that it is what browsers did.

use rtcdiag::report::VerdictResult;
use rtcdiag::sdp::negotiate::{Negotiation, answer};
use rtcdiag::sdp::{Sdp, Summary};
use serde_json::{Value, json};

use super::shared::{compare, descriptions, folder, pairs};

const OFFER: &str = include_str!("../fixtures/rules/sdp/unlisted-pt/good.sdp");

/// The facts of the sections.
fn sections(offer: &str, answer: &str) -> Value {
    compare("negotiate", &[], [offer.as_bytes(), answer.as_bytes()]).unwrap().facts["sections"].clone()
}

/// An answer to an offer of these codecs, `(payload type, encoding, parameters)`.
fn section(setup: &str, codecs: &[(u8, &str, &str)]) -> String {
    let payloads: Vec<_> = codecs.iter().map(|codec| codec.0.to_string()).collect();
    let kind = if codecs.iter().any(|codec| codec.1.contains("90000")) { "video" } else { "audio" };
    let mut text = format!(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm={kind} 9 UDP/TLS/RTP/SAVPF {}\r\na=mid:0\r\n\
         a=setup:{setup}\r\na=rtcp-mux\r\n",
        payloads.join(" ")
    );
    for (payload, encoding, parameters) in codecs {
        text += &format!("a=rtpmap:{payload} {encoding}\r\n");
        if !parameters.is_empty() {
            text += &format!("a=fmtp:{payload} {parameters}\r\n");
        }
    }
    text
}

#[test]
fn each_side_sends_what_it_sent_in_26_calls() {
    let Some(folder) = folder("26 calls with the codecs that were sent") else { return };
    let truth = folder.join("corpus/codec-truth");
    let table = std::fs::read_to_string(truth.join("USED.tsv")).unwrap();
    let mut right = 0;
    for row in table.lines().skip(1) {
        let row: Vec<_> = row.split('\t').collect();
        let read =
            |end: &str| std::fs::read_to_string(truth.join(format!("{}-{}-{}.{end}.sdp", row[0], row[1], row[2])));
        let found = sections(&read("offer").unwrap(), &read("answer").unwrap());
        for (kind, side, column) in [
            ("video", "offerer_sends", 5),
            ("video", "answerer_sends", 6),
            ("audio", "offerer_sends", 9),
            ("audio", "answerer_sends", 10),
        ] {
            let section = found.as_array().unwrap().iter().find(|section| section["kind"] == kind).unwrap();
            let sent = &section[side];
            let sent = format!("{}/{}", sent["codec"].as_str().unwrap(), sent["payload_type"]);
            assert_eq!(
                sent,
                row[column].split(' ').next().unwrap(),
                "{} {} {}: {kind}, {side}",
                row[0],
                row[1],
                row[2]
            );
            right += 1;
        }
    }
    assert_eq!(right, 26 * 4);
}

#[test]
fn pairs_that_connected_are_agreed_on_but_for_what_was_rejected() {
    let Some(folder) = folder("212 pairs of offers and answers") else { return };
    let corpus = folder.join("corpus");
    let (mut generated, mut agreed, mut rejected) = (0, 0, Vec::new());
    for [offer, answer, how] in pairs(&corpus) {
        let read = |name: &str| std::fs::read(corpus.join(name)).unwrap();
        let both = [&offer, &answer].map(|name| Sdp::parse(&read(name)));
        let both = both.each_ref().map(Summary::of);
        let sections = Negotiation::of(&both[0], &both[1]).sections;
        assert!(!sections.is_empty(), "{offer}");
        if how != "generated" {
            continue;
        }
        generated += 1;
        // Pion gives a section that was stopped in the offer a port all the same.
        let live = |name: &str| {
            let text = String::from_utf8(read(name)).unwrap();
            let sections = text.split("\nm=").skip(1);
            let live = |section: &str| section.split(' ').nth(1) != Some("0") || section.contains("a=bundle-only");
            sections.map(live).collect::<Vec<_>>()
        };
        for (section, alive) in sections.iter().zip(live(&offer).into_iter().zip(live(&answer))) {
            let alive = alive.0 && alive.1;
            assert_eq!(section.terms.is_ok(), alive, "{offer} {answer}: {:?}", section.terms);
            if let Ok(terms) = &section.terms {
                agreed += 1;
                assert!(terms.dtls_client.is_some(), "{offer} {answer}");
            } else {
                rejected.push(answer.clone());
            }
        }
    }
    assert!(generated >= 170 && agreed > 300 && !rejected.is_empty(), "{generated} {agreed} {rejected:?}");
    eprintln!("{generated} pairs: {agreed} sections agreed on, {} rejected", rejected.len());
}

#[test]
fn any_two_descriptions_can_be_put_together() {
    let Some(folder) = folder("pairs of any two descriptions") else { return };
    let all: Vec<_> = descriptions(&folder.join("corpus")).into_iter().map(|(_, bytes)| Sdp::parse(&bytes)).collect();
    let all: Vec<_> = all.iter().map(Summary::of).collect();
    // Every one with every one takes a while in debug: steps that share no factor with the count visit all.
    let step = if cfg!(feature = "peers") { 1 } else { 389 };
    let mut put = 0;
    for (n, offer) in all.iter().enumerate() {
        for other in all.iter().skip(n % step).step_by(step) {
            let found = Negotiation::of(offer, other);
            assert_eq!(found.sections.len(), offer.sections.len().max(other.sections.len()));
            put += 1;
        }
        // The drafted answer is one: it is agreed on wherever the codecs allow it.
        let draft = answer(offer, offer);
        let draft = Sdp::parse(draft.as_bytes());
        assert_eq!(draft.sections().len(), offer.sections.len());
    }
    assert!(put > 1500, "{put}");
    eprintln!("{put} pairs");
}

#[test]
fn the_parameter_that_did_not_match_is_named() {
    let h264 = |parameters| [(102, "H264/90000", parameters)];
    for (offered, answered, want) in [
        (
            h264("packetization-mode=1;profile-level-id=42e01f"),
            h264("packetization-mode=1;profile-level-id=640032"),
            json!({"codec": "H264", "parameter": "profile-level-id", "offered": "42e01f", "answered": "640032"}),
        ),
        (
            h264("packetization-mode=1;profile-level-id=42e01f"),
            h264("profile-level-id=42e01f"),
            json!({"codec": "H264", "parameter": "packetization-mode", "offered": "1", "answered": "absent"}),
        ),
        (
            [(98, "VP9/90000", "profile-id=2")],
            [(98, "VP9/90000", "")],
            json!({"codec": "VP9", "parameter": "profile-id", "offered": "2", "answered": "absent"}),
        ),
        (
            [(45, "AV1/90000", "profile=0;tier=1")],
            [(45, "AV1/90000", "profile=0;tier=0")],
            json!({"codec": "AV1", "parameter": "tier", "offered": "1", "answered": "0"}),
        ),
        (
            [(111, "opus/48000/2", "")],
            [(111, "opus/48000", "")],
            json!({"codec": "opus", "parameter": "channel count", "offered": "2", "answered": "1"}),
        ),
        (
            [(111, "opus/48000/2", "")],
            [(111, "opus/16000/2", "")],
            json!({"codec": "opus", "parameter": "clock rate", "offered": "48000", "answered": "16000"}),
        ),
    ] {
        let found = sections(&section("actpass", &offered), &section("active", &answered));
        assert_eq!(found[0]["status"], "rejected");
        assert_eq!(found[0]["nearest"], want);
        let reason = found[0]["reason"].as_str().unwrap();
        assert!(reason.contains(want["parameter"].as_str().unwrap()), "{reason}");
    }
}

#[test]
fn levels_and_numbers_may_differ() {
    let offer = section("actpass", &[(96, "VP8/90000", ""), (102, "H264/90000", "profile-level-id=42e01f")]);
    let answer = section("passive", &[(120, "H264/90000", "profile-level-id=42e034"), (96, "VP8/90000", "")]);
    let found = sections(&offer, &answer);
    assert_eq!(found[0]["offerer_sends"]["payload_type"], 120);
    assert_eq!(found[0]["answerer_sends"]["codec"], "VP8");
    assert_eq!(found[0]["dtls_client"], "offerer");
    let codecs: Vec<_> = found[0]["codecs"].as_array().unwrap().iter().map(|codec| codec["codec"].clone()).collect();
    assert_eq!(codecs, ["H264", "VP8"]);
}

#[test]
fn somebody_without_an_answer_is_asked_what_it_would_say() {
    let one = "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 VP8/90000\n";
    let two = "m=video 9 UDP/TLS/RTP/SAVPF 102 97\na=rtpmap:102 H264/90000\na=rtpmap:97 VP8/90000\n";
    let report = compare("negotiate", &[], [one.as_bytes(), two.as_bytes()]).unwrap();
    assert_eq!(
        report.verdict.summary,
        "`second.sdp` would answer: video VP8 both ways on 1 transport; the answerer begins DTLS; the same comes of it \
         if it calls instead"
    );
    assert_eq!(report.facts["answered"], false);
    // The number is the offer's, and not that of the one who answers.
    assert_eq!(report.facts["sections"][0]["answerer_sends"]["payload_type"], 96);
    assert_eq!(report.facts["reversed"][0]["offerer_sends"]["payload_type"], 97);
    assert_eq!(report.facts["sections"][0]["reason"], "VP8 is the one codec that both have");
}

#[test]
fn an_offer_is_answered_in_the_order_of_the_other() {
    let vp8_first = section("actpass", &[(96, "VP8/90000", ""), (98, "VP9/90000", "profile-id=0")]);
    let vp9_first = section("actpass", &[(35, "VP9/90000", ""), (36, "VP8/90000", "")]);
    let report = compare("negotiate", &[], [vp8_first.as_bytes(), vp9_first.as_bytes()]).unwrap();
    assert_eq!(report.facts["sections"][0]["offerer_sends"]["codec"], "VP8");
    assert_eq!(report.facts["reversed"][0]["offerer_sends"]["codec"], "VP9");
    assert_eq!(report.facts["sections"][0]["codecs"][1]["payload_type"], 98);
}

#[test]
fn nothing_in_common_fails() {
    let one = section("actpass", &[(96, "VP8/90000", "")]);
    let other = section("actpass", &[(96, "AV1/90000", "")]);
    let report = compare("negotiate", &[], [one.as_bytes(), other.as_bytes()]).unwrap();
    assert_eq!((report.verdict.result, report.exit.code), (VerdictResult::Failed, 1));
    assert!(report.verdict.summary.contains("the offerer has VP8, the answerer AV1"), "{}", report.verdict.summary);
}

#[test]
fn a_section_that_dies_is_told_in_the_verdict() {
    let join = |profile: &str| {
        let video = section("actpass", &[(102, "H264/90000", profile)]);
        let (_, video) = video.split_once("t=0 0\r\n").unwrap();
        section("actpass", &[(111, "opus/48000/2", "")]) + &video.replace("a=mid:0", "a=mid:1")
    };
    let (one, other) = (join("profile-level-id=640032"), join("profile-level-id=42e01f"));
    let report = compare("negotiate", &[], [one.as_bytes(), other.as_bytes()]).unwrap();
    insta::assert_snapshot!(report.verdict.summary, @"`second.sdp` would answer: audio opus both ways on 1 transport; the answerer begins DTLS; video `1` is rejected: no codec in common; the nearest is H264, where `profile-level-id` is `640032` in the offer and `42e01f` in the answer; the same comes of it if it calls instead");
    assert_eq!((report.exit.code, report.exit.reason.as_str()), (1, "video `1` has no codec in common"));
}

#[test]
fn an_answer_before_its_offer_is_found_out() {
    let answer = OFFER.replace("actpass", "active");
    let report = compare("negotiate", &[], [answer.as_bytes(), OFFER.as_bytes()]).unwrap();
    assert!(report.facts["offer"].as_str().unwrap().ends_with("second.sdp"));
    assert_eq!(report.facts["answered"], true);
    assert_eq!(report.facts["sections"][0]["dtls_client"], "answerer");
}

#[test]
fn directions_bundle_and_data_follow_both() {
    let offer = OFFER.replace("a=sendrecv", "a=sendonly");
    let answer = OFFER.replace("actpass", "active").replace("a=sendrecv", "a=recvonly").replace(":262144", ":0");
    let found = sections(&offer, &answer);
    assert_eq!(found[0]["direction"], "sendonly");
    assert_eq!((&found[0]["offerer_sends"]["codec"], &found[0]["answerer_sends"]), (&json!("VP8"), &Value::Null));
    assert_eq!(found[1]["bundled_with"], "0");
    assert_eq!(found[1]["data_channel"], json!({"offerer_sends": null, "answerer_sends": 262_144}));
    // Without the group in the answer each section has a transport of its own.
    let alone = sections(&offer, &answer.replace("a=group:BUNDLE 0 1\r\n", ""));
    assert_eq!(alone[1]["bundled_with"], Value::Null);
}

#[test]
fn layers_are_those_that_the_other_side_takes() {
    let offer = OFFER.replace("a=rtcp-mux", "a=rid:h send\r\na=rid:l send\r\na=simulcast:send h;~l;x\r\na=rtcp-mux");
    let answer = OFFER.replace("actpass", "active");
    let taken = answer.replace("a=rtcp-mux", "a=simulcast:recv l;h\r\na=rtcp-mux");
    assert_eq!(sections(&offer, &taken)[0]["offerer_layers"], json!(["h", "~l"]));
    assert_eq!(sections(&offer, &answer)[0]["offerer_layers"], json!([]));
}

#[test]
fn the_facts_follow_their_schema() {
    let schema = schemars::schema_for!(rtcdiag::report::wire::facts::sdp_negotiate::Negotiated);
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    let answer = OFFER.replace("actpass", "active");
    for other in [OFFER, &answer, "m=video 9 RTP/AVP 0\n"] {
        let facts = compare("negotiate", &[], [OFFER.as_bytes(), other.as_bytes()]).unwrap().facts;
        let errors: Vec<_> = validator.iter_errors(&facts).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn what_get_capabilities_gives_is_a_list_of_codecs() {
    let list = r#"{"video": {"codecs": [{"mimeType": "video/VP8", "clockRate": 90000}], "headerExtensions": []}}"#;
    let report = compare("negotiate", &[], [OFFER.as_bytes(), list.as_bytes()]).unwrap();
    let section = &report.facts["sections"][0];
    assert_eq!(
        (&section["status"], &section["answerer_sends"]["codec"]),
        (&"agreed".into(), &"VP8".into()),
        "{section}"
    );
    let none = r#"{"codecs": [{"mimeType": "video/FOO", "clockRate": 90000}]}"#;
    let report = compare("negotiate", &[], [OFFER.as_bytes(), none.as_bytes()]).unwrap();
    assert_eq!(report.facts["sections"][0]["status"], "rejected");
}

#[test]
fn anything_but_two_descriptions_is_a_usage_error() {
    assert!(compare("negotiate", &[], [b"v=0\n", OFFER.as_bytes()]).is_err());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_changed_in_a_pair_it_is_put_together(
        drop in proptest::collection::vec(0usize..40, 0..6),
        swap in (0usize..40, 0usize..40),
        byte in (0usize..1500, proptest::num::u8::ANY),
    ) {
        let mut lines: Vec<_> = OFFER.split_inclusive('\n').collect();
        let count = lines.len();
        lines.swap(swap.0 % count, swap.1 % count);
        drop.iter().for_each(|n| lines[n % count] = "");
        let mut bytes = lines.concat().replace("actpass", "active").into_bytes();
        let at = byte.0 % bytes.len().max(1);
        bytes.iter_mut().skip(at).take(1).for_each(|place| *place = byte.1);
        let (offer, answered) = (Sdp::parse(OFFER.as_bytes()), Sdp::parse(&bytes));
        let (offer, answered) = (Summary::of(&offer), Summary::of(&answered));
        for (one, other) in [(&offer, &answered), (&answered, &offer)] {
            let found = Negotiation::of(one, other);
            proptest::prop_assert_eq!(found.sections.len(), one.sections.len().max(other.sections.len()));
            for (_, terms) in found.agreed() {
                // Nobody sends what the other side does not have.
                for sent in [terms.offerer_sends, terms.answerer_sends].into_iter().flatten() {
                    let both = terms.codecs.iter().any(|codec| {
                        codec.offered.payload == sent.payload || codec.answered.payload == sent.payload
                    });
                    proptest::prop_assert!(both && sent.is_media());
                }
            }
            let draft = answer(one, other);
            let draft = Sdp::parse(draft.as_bytes());
            proptest::prop_assert_eq!(draft.sections().len(), one.sections.len());
        }
    }
}
