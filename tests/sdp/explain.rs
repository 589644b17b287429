//! What `rtcdiag sdp explain` says, and how it ends.

use rtcdiag::command::Failure;
use rtcdiag::report::{Block, Report};

use super::shared::{explain, explain_at};

const OFFER: &str = include_str!("../fixtures/rules/sdp/unlisted-pt/good.sdp");
const UNLISTED: &str = include_str!("../fixtures/rules/sdp/unlisted-pt/bad.sdp");

/// The body as plain text, a line for each field and row.
fn plain(report: &Report) -> String {
    let mut text = String::new();
    for part in &report.body {
        match &part.block {
            Block::Heading(heading) => text += &format!("# {heading}\n"),
            Block::Line(line) => text += &format!("{}\n", line.text()),
            Block::Fields(fields) => {
                fields.iter().for_each(|(name, line)| text += &format!("{name}: {}\n", line.text()));
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<_> = row.iter().map(rtcdiag::report::Line::text).collect();
                    text += &format!("| {}\n", cells.join(" | "));
                }
            }
            other => panic!("no such block is made: {other:?}"),
        }
    }
    text
}

#[test]
fn a_good_offer_is_explained() {
    let report = explain(&[], OFFER.as_bytes()).unwrap();
    insta::assert_snapshot!(format!("{}\n\n{}", report.verdict.summary, plain(&report)), @r"
    an offer from libwebrtc (Chrome, Edge, Safari or an app) with video and data on 1 transport: nothing wrong found

    type: offer: `a=setup:actpass` is for offers alone
    written by: libwebrtc (Chrome, Edge, Safari or an app) (likely): `o=` with 127.0.0.1 and `a=msid-semantic: WMS` are libwebrtc's habits
    looks like: a browser or an app built like one (likely): libwebrtc (Chrome, Edge, Safari or an app) wrote it
    bundle: `0` and `1` share one transport
    ice: full agent, ufrag `rba4`, no candidates yet, more may come (trickle)
    dtls: the answerer chooses who begins the handshake (actpass), fingerprint by sha-256
    # video section `0`, sendrecv
    transport: carries its bundle, UDP/TLS/RTP/SAVPF, RTCP on the same port
    header: 1 extension: sdes:mid
    | 96 | VP8/90000 | 97 | 
    feedback: nack pli for 96
    # data section `1`
    transport: rides on `0`, UDP/DTLS/SCTP
    data channel: SCTP port 5000, messages of up to 262144 bytes
    ");
    assert_eq!(report.exit.code, 0);
}

#[test]
fn the_worst_finding_stands_first() {
    let report = explain(&[], UNLISTED.trim_end().as_bytes()).unwrap();
    insta::assert_snapshot!(report.verdict.summary, @"`a=fmtp` names payload type `98`, but the `m=` line of the video section `0` does not list it, and 1 more finding; an offer from libwebrtc (Chrome, Edge, Safari or an app) with video and data on 1 transport");
    assert_eq!((report.exit.code, report.findings.len()), (1, 2));
}

#[test]
fn every_line_is_explained_in_its_place() {
    let report = explain(&["--lines"], OFFER.as_bytes()).unwrap();
    let text = plain(&report);
    let (_, lines) = text.split_once("# line by line\n").unwrap();
    insta::assert_snapshot!(lines, @r"
    | 1 | v=0 | version 0 of the format; only 0 exists | RFC 8866 section 5.1
    | 2 | o=- 1469687221462244732 2 IN IP4 127.0.0.1 | session 1469687221462244732 in its version 2, made by `-` | RFC 8866 section 5.2
    | 3 | s=- | the session's name, which WebRTC leaves at `-` | RFC 8866 section 5.3
    | 4 | t=0 0 | begins now and does not end | RFC 8866 section 5.9
    | 5 | a=group:BUNDLE 0 1 | 2 sections share one transport | RFC 5888 section 5
    | 6 | a=msid-semantic: WMS | which streams `a=msid` may name | RFC 8830
    | 7 | m=video 9 UDP/TLS/RTP/SAVPF 96 97 | video over UDP/TLS/RTP/SAVPF, on port 9, which stands for none yet, 2 payload types in order of preference | RFC 8866 section 5.14
    | 8 | c=IN IP4 0.0.0.0 | no address of its own: candidates tell where to send | RFC 8866 section 5.7
    | 9 | a=rtcp:9 IN IP4 0.0.0.0 | port 9 stands for none: RTCP shares the port of RTP | RFC 3605 section 2.1
    | 10 | a=ice-ufrag:rba4 | the public half of the ICE credentials | RFC 8839 section 5.4
    | 11 | a=ice-pwd:************************ | the ICE password, not shown | RFC 8839 section 5.4
    | 12 | a=ice-options:trickle | the writer has candidates that come later (trickle) | RFC 8839 section 5.6
    | 13 | a=fingerprint:sha-256 6C:1F:5D:3E:F4:DF:D9:30:54:0B:82:1D:79:7B:6B:D0:5E:5E:BE:F2:2A:7B:B0:0E:23:E5:0A:3B:3D:74:5B:42 | the sha-256 hash of the certificate that DTLS will show | RFC 8122 section 5
    | 14 | a=setup:actpass | the other side chooses who begins the DTLS handshake | RFC 8842 section 5
    | 15 | a=mid:0 | this section is called `0` | RFC 5888 section 4
    | 16 | a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid | header extension 4: the mid, by which bundled sections are told apart | RFC 8285 section 5
    | 17 | a=sendrecv | the writer sends and receives | RFC 8866 section 6.7
    | 18 | a=rtcp-mux | RTP and RTCP share one port | RFC 5761 section 5.1
    | 19 | a=rtcp-rsize | RTCP packets may be reduced to the part that is needed | RFC 5506 section 5
    | 20 | a=rtpmap:96 VP8/90000 | payload type 96 is VP8/90000 | RFC 8866 section 6.6
    | 21 | a=rtcp-fb:96 nack pli | VP8 (96): a new key frame may be asked for (picture loss indication) | RFC 4585 section 4.2
    | 22 | a=rtpmap:97 rtx/90000 | payload type 97 is rtx/90000 | RFC 8866 section 6.6
    | 23 | a=fmtp:97 apt=96 | rtx (97): retransmissions of 96 | RFC 8866 section 6.15
    | 24 | m=application 9 UDP/DTLS/SCTP webrtc-datachannel | application over UDP/DTLS/SCTP, on port 9, which stands for none yet | RFC 8866 section 5.14
    | 25 | c=IN IP4 0.0.0.0 | no address of its own: candidates tell where to send | RFC 8866 section 5.7
    | 26 | a=ice-ufrag:rba4 | the public half of the ICE credentials | RFC 8839 section 5.4
    | 27 | a=ice-pwd:************************ | the ICE password, not shown | RFC 8839 section 5.4
    | 28 | a=ice-options:trickle | the writer has candidates that come later (trickle) | RFC 8839 section 5.6
    | 29 | a=fingerprint:sha-256 6C:1F:5D:3E:F4:DF:D9:30:54:0B:82:1D:79:7B:6B:D0:5E:5E:BE:F2:2A:7B:B0:0E:23:E5:0A:3B:3D:74:5B:42 | the sha-256 hash of the certificate that DTLS will show | RFC 8122 section 5
    | 30 | a=setup:actpass | the other side chooses who begins the DTLS handshake | RFC 8842 section 5
    | 31 | a=mid:1 | this section is called `1` | RFC 5888 section 4
    | 32 | a=sctp-port:5000 | SCTP port 5000, inside DTLS | RFC 8841 section 5
    | 33 | a=max-message-size:262144 | data channel messages of up to 262144 bytes are taken | RFC 8841 section 6
    ");
}

#[test]
fn a_stringified_description_is_unwrapped() {
    let json = serde_json::json!({"type": "pranswer", "sdp": OFFER}).to_string();
    let report = explain(&[], json.as_bytes()).unwrap();
    let description = &report.facts["descriptions"][0];
    assert_eq!(description["type"], "pranswer");
    assert_eq!(description["unwrapped_from"], serde_json::json!(["json"]));
    assert_eq!(report.sources[0].text.len(), OFFER.len());
}

#[test]
fn the_facts_have_the_keys_that_are_promised() {
    let text = OFFER.replace(
        "a=rtcp-mux",
        "a=candidate:1 1 udp 2113937151 4f4e3f9a.local 50000 typ host generation 0\r\na=candidate:bad\r\na=rtcp-mux",
    );
    let facts = explain(&[], text.as_bytes()).unwrap().facts;
    let description = &facts["descriptions"][0];
    assert_eq!((&description["index"], &description["type"]), (&0.into(), &"offer".into()));
    assert_eq!(description["origin"]["confidence"], "likely");
    assert_eq!(description["sections"][0]["codecs"][0]["rtx"], "97");
    assert_eq!(description["sections"][1]["data_channel"]["max_message_size"], 262_144);
    assert_eq!(description["sections"][1]["bundled_with"], "0");
    let candidates = facts["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 1);
    assert_eq!((&candidates[0]["mdns"], &candidates[0]["type_preference"]), (&true.into(), &126.into()));
}

#[test]
fn several_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (offer, bad) = (folder.path().join("offer.sdp"), folder.path().join("bad.sdp"));
    std::fs::write(&offer, OFFER).unwrap();
    std::fs::write(&bad, UNLISTED).unwrap();
    let report = explain(&[offer.to_str().unwrap(), bad.to_str().unwrap()], b"").unwrap();
    assert_eq!(report.facts["descriptions"].as_array().unwrap().len(), 2);
    assert_eq!(report.findings.len(), 1);
    assert!(report.findings[0].subject.contains("bad.sdp"), "{}", report.findings[0].subject);
    let rtcdiag::report::Evidence::Span { source, .. } = report.findings[0].evidence[0] else { panic!("a span") };
    assert_eq!(source, 1);
}

#[test]
fn what_is_no_description_is_a_usage_error_that_names_it() {
    for (text, want) in [
        ("", "is empty"),
        ("<html><body>", "looks like an HTML page"),
        ("dGhlcmUgaXMgbm8gZGVzY3JpcHRpb24gaW4gaGVyZQ==", "looks like base64 with no description inside"),
        ("hello", "looks like ordinary text"),
        ("[1, 2]", "looks like JSON without a description in `sdp`"),
    ] {
        match explain(&[], text.as_bytes()) {
            Err(Failure::Usage { message, hint }) => {
                assert_eq!(message, format!("find a session description: `<stdin>` {want}"));
                assert!(hint.is_some());
            }
            other => panic!("{text:?} gave {other:?}"),
        }
    }
    assert!(matches!(explain(&["/nonexistent/x.sdp"], b""), Err(Failure::Usage { .. })));
    assert!(matches!(explain(&["-", "-"], b"v=0\n"), Err(Failure::Usage { .. })));
}

#[test]
fn a_terminal_is_told_how_to_end_the_paste() {
    let said = std::cell::RefCell::new(Vec::new());
    let notice = |text: &str| said.borrow_mut().push(text.to_owned());
    explain_at(&[], OFFER.as_bytes(), true, &notice).unwrap();
    assert_eq!(said.borrow().len(), 1);
    assert!(said.borrow()[0].contains("Ctrl-D"));
    said.borrow_mut().clear();
    explain_at(&[], OFFER.as_bytes(), false, &notice).unwrap();
    assert!(said.borrow().is_empty());
}

#[test]
fn the_facts_follow_their_schema() {
    let schema = schemars::schema_for!(rtcdiag::report::wire::facts::sdp::Sdp);
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    for text in [OFFER, UNLISTED, "a=candidate:1 1 udp 1 192.0.2.1 1 typ host tcptype active", "m=", "v=0\nm=x 9/2 y z"]
    {
        let facts = explain(&["--lines"], text.as_bytes()).unwrap().facts;
        let errors: Vec<_> = validator.iter_errors(&facts).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{text}: {errors:?}");
    }
}

#[test]
fn half_a_gzip_is_explained_as_far_as_it_goes() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(OFFER.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let report = explain(&[], &packed[..packed.len() / 2]).unwrap();
    assert_eq!(report.facts["descriptions"][0]["unwrapped_from"], serde_json::json!(["gzip"]));
    assert_eq!(report.not_tested.len(), 1);
}

#[test]
fn a_password_is_not_shown_where_a_finding_points_at_it() {
    let text = format!("{OFFER}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:CANARYKEY\r\na=ice-pwd:CANARYPASSWORD");
    let report = explain(&["--lines"], text.as_bytes()).unwrap();
    let json = serde_json::to_string(&rtcdiag::report::wire::v1::Report::new(&report)).unwrap();
    assert!(json.contains("sdp/no-final-newline") && !json.contains("CANARY"), "{json}");
    assert!(!format!("{report:?}").contains("CANARY"));
}

#[test]
fn one_line_or_one_subject_is_explained_alone() {
    let rows = |args: &[&str]| {
        let facts = explain(args, OFFER.as_bytes()).unwrap().facts;
        let lines = facts["descriptions"][0]["lines"].as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&[]), [""; 0]);
    assert_eq!(rows(&["--line", "1"]), ["v=0"]);
    assert_eq!(rows(&["--line", "9999"]), [""; 0]);
    let ice = rows(&["--only", "ice"]);
    assert!(
        !ice.is_empty() && ice.iter().all(|line| line.starts_with("a=ice-") || line.contains("candidate")),
        "{ice:?}"
    );
    let both = rows(&["--only", "ice,dtls"]);
    assert!(both.len() > ice.len() && both.iter().any(|line| line.starts_with("a=fingerprint:")), "{both:?}");
}
