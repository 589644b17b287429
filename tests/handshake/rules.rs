//! Servers and peers of ours that misbehave in one way each, and the one rule that says so.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rtcdiag::facts::handshake::{End, Handshake};
use rtcdiag::net::handshake::{Options, Protocol, run};
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::report::{Confidence, Finding, Severity};
use rtcdiag::rules::{Subject, judge};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::mangled::{Mangled, server};
use crate::servers::{handshake, http, listen, upgrade};

fn ids(facts: &Handshake) -> Vec<&'static str> {
    judge(Subject::Handshake(facts)).iter().map(|finding| finding.rule.id).collect()
}

fn first(facts: &Handshake) -> Finding {
    judge(Subject::Handshake(facts)).into_iter().next().unwrap_or_else(|| panic!("nothing was found: {facts:#?}"))
}

/// Runs a handshake with a server that sends these frames once it has read one, and then keeps still.
async fn said(frames: &'static [&'static str]) -> Handshake {
    let server = listen(move |stream| async move {
        let mut socket = upgrade(stream).await;
        let _ = socket.next().await;
        for frame in frames {
            socket.send(Message::text(*frame)).await.unwrap();
        }
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    handshake(&server, 400).await
}

#[tokio::test]
async fn silence_an_empty_room_and_another_language_are_told_apart() {
    for (frames, rule) in [
        (&[][..], "signaling/silent"),
        (&[r#"{"type":"welcome","peers":0}"#], "signaling/no-peer"),
        (&[r#"{"type":"error","message":"EXPIRE"}"#], "signaling/no-peer"),
        (&[r#"{"type":"bye"}"#], "signaling/no-peer"),
        (&[r#"{"weird":1}"#], "signaling/no-answer"),
        (
            &[r#"{"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0"}}"#],
            "signaling/no-answer",
        ),
        (&[r#"{"type":"error","message":"ID-TAKEN"}"#], "signaling/id-taken"),
        (&[r#"{"type":"error","message":"token expired"}"#], "signaling/unauthorized"),
        (&[r#"{"type":"error","message":"room is full"}"#], "signaling/refused"),
    ] {
        let facts = said(frames).await;
        assert_eq!(first(&facts).rule.id, rule, "{frames:?}: {:?}", facts.end);
    }
}

#[tokio::test]
async fn a_close_is_told_by_its_code_and_with_the_frame_before_it() {
    for (code, rule) in [(1008, "signaling/closed"), (4401, "signaling/unauthorized")] {
        let server = listen(move |stream| async move {
            let mut socket = upgrade(stream).await;
            let _ = socket.next().await;
            socket.send(Message::text(r#"{"type":"welcome"}"#)).await.unwrap();
            let close = CloseFrame { code: code.into(), reason: "".into() };
            socket.close(Some(close)).await.unwrap();
            while let Some(Ok(_)) = socket.next().await {}
        })
        .await;
        let found = first(&handshake(&server, 2000).await);
        assert_eq!(found.rule.id, rule, "{}", found.message);
        assert_eq!(format!("{:?}", found.evidence).contains("welcome"), rule == "signaling/closed", "{found:?}");
    }
}

#[tokio::test]
async fn statuses_of_an_upgrade_have_their_rules() {
    for (status, rule) in [
        ("301 Moved Permanently\r\nLocation: /x", "signaling/upgrade-redirected"),
        ("401 Unauthorized", "signaling/unauthorized"),
        ("404 Not Found", "signaling/upgrade-refused"),
        ("426 Upgrade Required", "signaling/upgrade-refused"),
        ("502 Bad Gateway", "signaling/upgrade-refused"),
        ("503 Service Unavailable", "signaling/overloaded"),
        ("200 OK", "signaling/upgrade-refused"),
    ] {
        let server = listen(move |mut stream| async move {
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await.unwrap();
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        })
        .await;
        assert_eq!(ids(&handshake(&server, 2000).await), [rule], "{status}");
    }
}

#[tokio::test]
async fn answers_over_http_have_their_rules() {
    for (answer, body, rule) in [
        ("401 Unauthorized\r\nWWW-Authenticate: Bearer", "", "signaling/unauthorized"),
        ("415 Unsupported Media Type", "", "signaling/content-type"),
        ("503 Service Unavailable\r\nRetry-After: 5", "", "signaling/overloaded"),
        ("404 Not Found", "", "signaling/http-failed"),
        ("200 OK\r\nContent-Type: text/html", "<html>login</html>", "signaling/html-answer"),
        ("201 Created\r\nContent-Type: application/json", r#"{"error":"no"}"#, "signaling/not-sdp"),
        ("201 Created", "", "signaling/not-sdp"),
        ("307 Temporary Redirect\r\nLocation: /again", "", "signaling/http-failed"),
    ] {
        let (server, _) = http(move |_| (format!("{answer}\r\n"), body.to_owned())).await;
        let facts = handshake(&server, 3000).await;
        assert_eq!(ids(&facts), [rule], "{answer}: {:?}", facts.end);
        let End::Failed(failure) = &facts.end else { panic!("{answer}: {:?}", facts.end) };
        assert_eq!(failure.phase(), "http", "{answer}");
    }
}

#[tokio::test]
async fn a_post_that_is_not_answered_is_left_at_the_deadline() {
    let (server, _) = http(|method| {
        let hang = method == "POST";
        (if hang { String::new() } else { "204 No Content\r\n".to_owned() }, String::new())
    })
    .await;
    let facts = handshake(&server, 400).await;
    assert_eq!(ids(&facts), ["signaling/no-answer"], "{:?}", facts.end);
}

#[tokio::test]
async fn a_peer_with_another_fingerprint_has_both_compared() {
    let facts = handshake(&server(Mangled::Fingerprint).await, 3000).await;
    let found = first(&facts);
    assert_eq!((found.rule.id, found.confidence), ("dtls/fingerprint-mismatch", Confidence::Certain));
    assert!(found.message.contains("1 of 32 bytes differ, so the text"), "{}", found.message);
    assert_eq!(found.effects.iter().map(|effect| effect.rule.id).collect::<Vec<_>>(), ["dtls/failed"]);
}

#[tokio::test]
async fn other_user_fragments_are_certain_and_other_passwords_likely() {
    for (mangled, confidence) in [(Mangled::Ufrag, Confidence::Certain), (Mangled::Password, Confidence::Likely)] {
        let facts = handshake(&server(mangled).await, 1500).await;
        let found = first(&facts);
        assert_eq!((found.rule.id, found.confidence), ("ice/credentials-mismatch", confidence), "{}", found.message);
        assert_eq!(found.effects.first().map(|effect| effect.rule.id), Some("ice/failed"));
    }
}

#[tokio::test]
async fn silence_of_a_peer_is_no_mismatch() {
    let facts = handshake(&server(Mangled::Unreachable).await, 600).await;
    let found = first(&facts);
    assert_eq!(found.rule.id, "ice/failed");
    for words in ["0 answered, 0 received", "1 host from the other side"] {
        assert!(found.message.contains(words), "{words} in: {}", found.message);
    }
}

#[tokio::test]
async fn a_peer_that_takes_the_other_role_is_told_by_who_spoke() {
    let facts = handshake(&server(Mangled::Setup).await, 2500).await;
    assert_eq!(first(&facts).rule.id, "dtls/role-conflict", "{:#?}", facts.sides.hellos);
}

#[tokio::test]
async fn a_peer_without_candidates_connects_by_its_own_checks() {
    let facts = handshake(&server(Mangled::NoCandidates).await, 4000).await;
    assert_eq!(facts.end, End::Connected, "{:?}", facts.end);
    let found = judge(Subject::Handshake(&facts));
    let found = found.iter().find(|finding| finding.rule.id == "ice/no-remote-candidates").expect("it is said");
    assert_eq!(found.severity, Severity::Info);
}

#[tokio::test]
async fn what_comes_early_twice_or_without_its_place_is_said_of_a_run_that_works() {
    let mut cases = Vec::new();
    for (mangled, rule) in [
        (Mangled::Early, "negotiation/early-candidates"),
        (Mangled::Twice, "negotiation/surplus-answer"),
        (Mangled::Unplaced, "negotiation/candidate-without-section"),
        (Mangled::Stale, "ice/stale-candidates"),
        (Mangled::Echoing, "signaling/self-echo"),
        (Mangled::Complaining, "signaling/late-error"),
    ] {
        cases.push(async move {
            let facts = handshake(&server(mangled).await, 4000).await;
            assert_eq!(facts.end, End::Connected, "{mangled:?}");
            assert!(ids(&facts).contains(&rule), "{mangled:?}: {:?}", ids(&facts));
        });
    }
    // Each waits two seconds for an echo.
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn a_good_run_has_nothing_to_say_but_that_nobody_echoed() {
    let facts = handshake(&server(Mangled::Nothing).await, 4000).await;
    let found: Vec<_> = ids(&facts).into_iter().filter(|id| *id != "ice/pacing").collect();
    assert_eq!(found, ["data/no-echo"], "{facts:#?}");
}

#[tokio::test]
async fn a_run_that_is_stopped_deletes_its_resource() {
    let (server, requests) = http(|method| match method {
        "POST" => (
            "201 Created\r\nContent-Type: application/sdp\r\nLocation: /res/1\r\nETag: \"e\"\r\n".to_owned(),
            ANSWER.to_owned(),
        ),
        _ => ("204 No Content\r\n".to_owned(), String::new()),
    })
    .await;
    let options = Options {
        protocol: Protocol::Whip,
        ..Options::plain(SignalingUrl::parse(&server).unwrap(), Duration::from_secs(60))
    };
    let stop = tokio::time::sleep(Duration::from_millis(500));
    let facts = tokio::time::timeout(Duration::from_secs(5), run(&options, stop)).await.unwrap().unwrap();
    assert_eq!(facts.end, End::Interrupted);
    let requests = requests.lock().unwrap().clone();
    assert_eq!(requests, ["OPTIONS /whip", "POST /whip", "DELETE /res/1"]);
    assert!(!ids(&facts).contains(&"signaling/whip-delete-refused"));
}

/// An answer of nobody, whose address does not answer.
const ANSWER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-ufrag:abcd\r\n\
    a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:\
    22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\na=setup:active\r\na=sctp-port:5000\r\n\
    a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\na=end-of-candidates\r\n";
