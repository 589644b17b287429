//! Every fault is committed where it says, and nowhere else.

use rtcdiag::serve::{FAULTS, ServeConfig, Server};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::caller::{Caller, PATIENCE, ask, raw};
use super::dialects::Socket;
use super::server;

/// How long nothing has to come where nothing is to come; the time makes no test pass.
const QUIET: std::time::Duration = std::time::Duration::from_secs(1);

const SDP: &str = "Content-Type: application/sdp";

#[tokio::test]
async fn the_list_names_all_and_none_without_leave() {
    let server = server().await;
    let list = ask(&server, "GET", "/faults", &[], "").await;
    assert_eq!(list.body.lines().count(), FAULTS.len());
    for (line, fault) in list.body.lines().zip(FAULTS) {
        assert!(line.starts_with(fault.id) && line.ends_with(fault.what), "{line}");
    }
    assert_eq!(ask(&server, "GET", "/faults/nonsense/", &[], "").await.status, 404);
    let strict = Server::start(ServeConfig { faults: false, ..ServeConfig::default() }).await.unwrap();
    for path in ["/faults", "/faults/503/whip"] {
        assert_eq!(ask(&strict, "POST", path, &[SDP], "v=0").await.status / 100, 4);
        assert_eq!(ask(&strict, "GET", path, &[], "").await.status, 404);
    }
}

#[tokio::test]
async fn http_faults_are_seen_in_the_answer() {
    let server = server().await;
    let offer = Caller::new().await.offer;
    for (id, status) in [
        ("html", 200),
        ("200", 200),
        ("301", 301),
        ("redirect", 307),
        ("unauthorized", 401),
        ("400", 400),
        ("403", 403),
        ("404", 404),
        ("405", 405),
        ("406", 406),
        ("415", 415),
        ("426", 426),
        ("429", 429),
        ("500", 500),
        ("502", 502),
        ("503", 503),
    ] {
        let answer = ask(&server, "POST", &format!("/faults/{id}/whip"), &[SDP], &offer).await;
        assert_eq!(answer.status, status, "{id}");
        match id {
            "html" => assert!(answer.body.contains("<html") && answer.header("content-type").starts_with("text/html")),
            "redirect" => assert_eq!(answer.header("location"), "/whip"),
            "503" => assert_eq!(answer.header("retry-after"), "5"),
            "unauthorized" => assert!(answer.header("www-authenticate").starts_with("Bearer")),
            _ => {}
        }
    }
    let bearer = [SDP, "Authorization: Bearer secret"];
    assert_eq!(ask(&server, "POST", "/faults/unauthorized/whip", &bearer, &offer).await.status, 201);
    for (id, header) in [("nolocation", "location"), ("no-etag", "etag"), ("no-link", "link")] {
        let answer = ask(&server, "POST", &format!("/faults/{id}/whip"), &[SDP], &offer).await;
        assert!(answer.status == 201 && answer.all(header).is_empty(), "{answer:#?}");
    }
    for (method, links) in [("OPTIONS", 0), ("POST", 3)] {
        let answer = ask(&server, method, "/faults/late-link/whip", &[SDP], &offer).await;
        assert_eq!(answer.all("link").len(), links, "{method}");
    }
    let typed = ask(&server, "POST", "/faults/wrong-type/whip", &[SDP], &offer).await;
    assert_eq!(typed.header("content-type"), "text/plain");
    let began = tokio::time::Instant::now();
    assert_eq!(ask(&server, "POST", "/faults/slow/whip", &[SDP], &offer).await.status, 201);
    assert!(began.elapsed().as_millis() >= 3000);
    let host = server.addr();
    let request = format!("POST /faults/drop/whip HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(raw(&server, &request).await, "");
    for (id, method, status) in [
        ("patch-405", "PATCH", 405),
        ("patch-412", "PATCH", 412),
        ("patch-501", "PATCH", 501),
        ("delete-405", "DELETE", 405),
    ] {
        let path = format!("/faults/{id}/whip");
        let begun = ask(&server, "POST", &path, &[SDP], &offer).await;
        let location = begun.header("location");
        assert!(location.starts_with(&path), "{location}");
        assert_eq!(ask(&server, method, location, &[], "").await.status, status, "{id}");
    }
}

#[tokio::test]
async fn faults_of_the_answer_change_the_answer_alone() {
    let server = server().await;
    let line = |sdp: &str, start: &str| sdp.lines().find(|line| line.starts_with(start)).unwrap_or("").to_owned();
    for (id, start, wanted) in [
        ("ufrag", "a=ice-ufrag:", "a=ice-ufrag:ZZZZ"),
        ("pwd", "a=ice-pwd:", "a=ice-pwd:ZZZZZZZZZZZZZZZZZZZZZZZZ"),
        ("role", "a=setup:", "a=setup:passive"),
        ("role-passive", "a=setup:", "a=setup:active"),
        ("actpass", "a=setup:", "a=setup:actpass"),
        ("sctp-port", "a=sctp-port:", "a=sctp-port:5001"),
        ("no-fingerprint", "a=fingerprint:", ""),
        ("no-ufrag", "a=ice-ufrag:", ""),
        ("nocand", "a=candidate:", ""),
    ] {
        let caller = Caller::new().await;
        let answer = ask(&server, "POST", &format!("/faults/{id}/whip"), &[SDP], &caller.offer).await;
        assert_eq!(line(&answer.body, start), wanted, "{id}");
        assert!(answer.body.starts_with("v=0\r\n"), "{id}");
    }
    let caller = Caller::new().await;
    let fault = |id: &'static str| ask(&server, "POST", id, &[SDP], &caller.offer);
    assert!(!fault("/faults/no-eol/whip").await.body.ends_with('\n'));
    assert!(!fault("/faults/lf/whip").await.body.contains('\r'));
    assert!(fault("/faults/html-sdp/whip").await.body.contains("<title>"));
    assert!(fault("/faults/cand-unreachable/whip").await.body.contains(" 192.0.2.1 "));
    assert!(fault("/faults/cand-mdns/whip").await.body.contains(".local "));
}

async fn offered(server: &Server, id: &str) -> (Socket, Caller) {
    let mut socket = Socket::open(server, &format!("/faults/{id}/echo")).await;
    let caller = Caller::new().await;
    socket.say(json!({ "type": "offer", "sdp": caller.offer })).await;
    (socket, caller)
}

#[tokio::test]
async fn sockets_close_when_and_as_they_say() {
    let server = server().await;
    for (id, code) in [
        ("close-1000-open", 1000),
        ("close-1008-open", 1008),
        ("close-1011-open", 1011),
        ("close-1000", 1000),
        ("close-1001", 1001),
        ("close-1008", 1008),
        ("close-1011", 1011),
        ("close-4001", 4001),
        ("close-1000-answer", 1000),
        ("close-1008-answer", 1008),
        ("close-1011-answer", 1011),
        ("close-1005", 0),
        ("close-1006", 0),
        ("close-1006-open", 0),
        ("close-1006-answer", 0),
    ] {
        let mut socket = Socket::open(&server, &format!("/faults/{id}/echo")).await;
        if !id.ends_with("-open") {
            let caller = Caller::new().await;
            socket.say(json!({ "type": "offer", "sdp": caller.offer })).await;
        }
        if id.ends_with("-answer") {
            assert_eq!(socket.hear().await["type"], "answer", "{id}");
        }
        match socket.frame().await {
            Message::Close(frame) => assert_eq!(frame.map_or(0, |frame| frame.code.into()), code, "{id}"),
            other => panic!("{id}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn frames_go_wrong_as_they_say() {
    let server = server().await;
    let kind = |frame: &Value| frame["type"].as_str().unwrap_or_default().to_owned();
    let (mut socket, _caller) = offered(&server, "answer-first").await;
    assert_eq!(kind(&socket.hear().await), "answer");
    assert_eq!(kind(&socket.hear().await), "answer");
    let (mut socket, _caller) = offered(&server, "glare").await;
    assert_eq!((kind(&socket.hear().await), kind(&socket.hear().await)), ("offer".into(), "answer".into()));
    let (mut socket, _caller) = offered(&server, "glare-impolite").await;
    assert_eq!(kind(&socket.hear().await), "offer");
    let (mut socket, _caller) = offered(&server, "dup-answer").await;
    assert_eq!(socket.hear().await, socket.hear().await);
    let (mut socket, _caller) = offered(&server, "dup-frames").await;
    assert_eq!(socket.next().await, socket.next().await);
    let (mut socket, _caller) = offered(&server, "second-answer").await;
    let (one, two) = (socket.hear().await, socket.hear().await);
    assert!(kind(&one) == "answer" && kind(&two) == "answer" && one != two);
    let (mut socket, _caller) = offered(&server, "answer-as-offer").await;
    assert_eq!(kind(&socket.hear().await), "offer");
    let (mut socket, _caller) = offered(&server, "double-json").await;
    assert!(socket.hear().await.as_str().unwrap().starts_with('{'));
    let (mut socket, _caller) = offered(&server, "not-json").await;
    assert_eq!(socket.next().await, "answer: v=0");
    let (mut socket, _caller) = offered(&server, "binary").await;
    assert!(matches!(socket.frame().await, Message::Binary(_)));
    let (mut socket, caller) = offered(&server, "self-echo").await;
    assert_eq!(socket.hear().await["sdp"], caller.offer.as_str());
    let (mut socket, _caller) = offered(&server, "no-peer").await;
    assert_eq!(socket.hear().await, json!({ "type": "error", "message": "no such peer" }));
    let (mut socket, _caller) = offered(&server, "nocand").await;
    assert_eq!(kind(&socket.hear().await), "answer");
    assert_eq!(socket.hear().await["candidate"], Value::Null);
    let (mut socket, _caller) = offered(&server, "cand-first").await;
    assert_eq!(kind(&socket.hear().await), "candidate");
    let (mut socket, _caller) = offered(&server, "flood").await;
    assert_eq!((kind(&socket.hear().await), kind(&socket.hear().await)), ("noise".into(), "noise".into()));
}

#[tokio::test]
async fn peers_go_wrong_as_they_say() {
    let server = server().await;
    for (id, wanted) in [
        ("nocand", Ok(())),
        ("mid", Ok(())),
        ("fingerprint", Err("")),
        ("dtls-alert", Err("")),
        ("dtls-silent", Err("nothing came")),
        ("role-passive", Err("nothing came")),
        ("no-echo", Err("nothing came")),
        ("wrong-echo", Err("a message")),
        ("closes-channel", Err("clos")),
        ("dies-after-answer", Err("")),
        ("flood-channel", Err("a message")),
        ("ufrag", Err("")),
        ("pwd", Err("")),
    ] {
        let mut caller = Caller::new().await;
        let answer = ask(&server, "POST", &format!("/faults/{id}/whip"), &[SDP], &caller.offer).await;
        assert_eq!(answer.status, 201, "{id}: {answer:#?}");
        let patience = if matches!(wanted, Err("" | "nothing came")) { QUIET } else { PATIENCE };
        let got = caller.echoes_within(patience, &answer.body).await;
        match (&got, wanted) {
            (Ok(()), Ok(())) => {}
            (Err(why), Err(wanted)) if why.contains(wanted) => {}
            _ => panic!("{id}: {got:?} and not {wanted:?}"),
        }
    }
}
