//! WHIP, WHEP and `/offer` by their letters.

use rtcdiag::serve::Counts;
use serde_json::{Value, json};

use super::caller::{Answer, Caller, ask};
use super::{server, settles};

const SDP: &str = "Content-Type: application/sdp";
const FRAGMENT: &str = "Content-Type: application/trickle-ice-sdpfrag";

#[tokio::test]
async fn an_offer_is_answered_and_its_call_echoes() {
    let server = server().await;
    for path in ["/whip", "/whep"] {
        let mut caller = Caller::new().await;
        let answer = ask(&server, "POST", path, &[SDP], &caller.offer).await;
        assert_eq!(answer.status, 201, "{answer:#?}");
        assert_eq!(answer.header("content-type"), "application/sdp");
        assert!(answer.header("location").starts_with(&format!("{path}/")), "{answer:#?}");
        assert!(answer.header("etag").starts_with('"'));
        assert_eq!(answer.header("accept-patch"), "application/trickle-ice-sdpfrag");
        let links = answer.all("link").join(" ");
        assert!(links.contains("<stun:127.0.0.1:") && links.contains("credential-type=\"password\""), "{links}");
        assert!(answer.body.contains("a=candidate:") && answer.body.contains("a=end-of-candidates"), "{}", answer.body);
        caller.echoes(&answer.body).await.unwrap();
        assert_eq!(server.counts().sessions, 1);
        let location = answer.header("location");
        assert_eq!(ask(&server, "DELETE", location, &[], "").await.status, 200);
        settles(&server, Counts::default()).await;
        assert_eq!(ask(&server, "DELETE", location, &[], "").await.status, 404);
    }
}

#[tokio::test]
async fn options_say_what_is_taken() {
    let server = server().await;
    let answer = ask(&server, "OPTIONS", "/whip", &[], "").await;
    assert_eq!((answer.status, answer.header("accept-post")), (204, "application/sdp"));
    assert_eq!(answer.all("link").len(), 3);
    let origin = format!("Origin: http://{}", server.addr());
    let preflight = [&origin, "Access-Control-Request-Method: PATCH", "Access-Control-Request-Headers: if-match"];
    let answer = ask(&server, "OPTIONS", "/whip/x", &preflight, "").await;
    assert!(answer.header("access-control-allow-methods").contains("PATCH"), "{answer:#?}");
    assert!(answer.header("access-control-allow-headers").contains("if-match"));
    assert_eq!(answer.header("access-control-allow-origin"), &origin[8..]);
    let answer = ask(&server, "POST", "/whip", &[&origin, SDP], "v=0").await;
    assert_eq!(answer.status, 400);
    assert!(answer.header("access-control-expose-headers").contains("location"));
}

#[tokio::test]
async fn what_is_wrong_is_refused_by_its_own_code() {
    let server = server().await;
    for (method, path, headers, body, status) in [
        ("GET", "/whip", &[][..], "", 405),
        ("PUT", "/whip", &[], "", 405),
        ("POST", "/whip", &[], "v=0", 415),
        ("POST", "/whip", &["Content-Type: application/json"], "{}", 415),
        ("POST", "/whip", &[SDP], "hello", 400),
        ("POST", "/whip", &[SDP], "v=0\r\nm=nonsense\r\n", 400),
        ("POST", "/whip", &[SDP], "", 400),
        ("GET", "/whip/x", &[], "", 405),
        ("PATCH", "/whip/x", &[FRAGMENT, "If-Match: \"x\""], "a=mid:0\r\n", 404),
        ("DELETE", "/whep/x", &[], "", 404),
        ("POST", "/offer", &[], "{}", 415),
        ("POST", "/offer", &["Content-Type: application/json"], "{", 400),
        ("POST", "/offer", &["Content-Type: application/json"], "{\"type\":\"offer\"}", 400),
        ("GET", "/offer", &[], "", 405),
    ] {
        let answer = ask(&server, method, path, headers, body).await;
        assert_eq!(answer.status, status, "{method} {path} {headers:?} {body:.20} -> {answer:#?}");
    }
    let long = format!("v=0\r\nm={}", "x".repeat(300_000));
    assert_eq!(ask(&server, "POST", "/whip", &[SDP], &long).await.status, 413);
    settles(&server, Counts::default()).await;
}

async fn begin(server: &rtcdiag::serve::Server) -> (Caller, Answer) {
    let caller = Caller::new().await;
    // Without candidates of its own, the call waits for those that trickle.
    let bare: String = caller.offer.split_inclusive('\n').filter(|line| !line.starts_with("a=cand")).collect();
    let answer = ask(server, "POST", "/whip", &[SDP], &bare.replace("a=end-of-candidates\r\n", "")).await;
    assert_eq!(answer.status, 201);
    (caller, answer)
}

#[tokio::test]
async fn candidates_trickle_under_their_entity_tag() {
    let server = server().await;
    let (mut caller, answer) = begin(&server).await;
    let (location, etag) = (answer.header("location").to_owned(), answer.header("etag").to_owned());
    let fragment = format!("m=application 9 UDP/DTLS/SCTP 0\r\na=mid:0\r\na={}\r\n", caller.candidates[0].candidate);
    let matches = format!("If-Match: {etag}");
    for (headers, body, status) in [
        (&[][..], fragment.as_str(), 415),
        (&[FRAGMENT], &fragment, 428),
        (&[FRAGMENT, "If-Match: \"other\""], &fragment, 412),
        (&[FRAGMENT, &matches], "hello", 400),
        (&[FRAGMENT, "If-Match: *"], &fragment, 422),
        (&[FRAGMENT, &matches], "a=ice-ufrag:other\r\na=ice-pwd:0123456789012345678901\r\n", 422),
        (&[FRAGMENT, "If-Match: *"], "a=ice-ufrag:other\r\n", 400),
        (&[FRAGMENT, &format!("If-Match: \"a\", {etag}")], &fragment, 204),
    ] {
        let answer = ask(&server, "PATCH", &location, headers, body).await;
        assert_eq!(answer.status, status, "{headers:?} {body:.20} -> {answer:#?}");
    }
    caller.echoes(&answer.body).await.unwrap();
}

#[tokio::test]
async fn a_restart_has_new_credentials_both_ways() {
    let server = server().await;
    let (mut caller, answer) = begin(&server).await;
    caller.echoes(&answer.body).await.unwrap();
    let fragment = "a=ice-ufrag:newU\r\na=ice-pwd:newPnewPnewPnewPnewPnewP\r\nm=application 9 x 0\r\na=mid:0\r\n";
    let location = answer.header("location");
    let again = ask(&server, "PATCH", location, &[FRAGMENT, "If-Match: *"], fragment).await;
    assert_eq!((again.status, again.header("content-type")), (200, "application/trickle-ice-sdpfrag"), "{again:#?}");
    assert_ne!(again.header("etag"), answer.header("etag"));
    let ufrag = |sdp: &str| sdp.lines().find(|line| line.starts_with("a=ice-ufrag:")).map(str::to_owned);
    assert!(ufrag(&again.body).is_some() && ufrag(&again.body) != ufrag(&answer.body), "{}", again.body);
    assert!(again.body.contains("a=candidate:"), "{}", again.body);
    let old = format!("If-Match: {}", answer.header("etag"));
    assert_eq!(ask(&server, "PATCH", location, &[FRAGMENT, &old], "a=mid:0\r\n").await.status, 412);
}

#[tokio::test]
async fn json_is_answered_with_json() {
    let server = server().await;
    let mut caller = Caller::new().await;
    let offer = json!({ "type": "offer", "sdp": caller.offer }).to_string();
    let answer = ask(&server, "POST", "/offer", &["Content-Type: application/json; charset=utf-8"], &offer).await;
    assert_eq!(answer.status, 200, "{answer:#?}");
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer["type"], "answer");
    caller.echoes(answer["sdp"].as_str().unwrap()).await.unwrap();
    caller.channel.close().await.unwrap();
    caller.peer.close().await;
    settles(&server, Counts::default()).await;
}
