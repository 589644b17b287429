//! The echo peer and the relays, in each protocol over a WebSocket, frame by frame.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rtcdiag::serve::{Counts, Server};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::caller::{Caller, ask};
use super::{server, settles};

pub(crate) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    pub(crate) async fn open(server: &Server, path: &str) -> Self {
        let stream = TcpStream::connect(server.addr()).await.unwrap();
        let mut request = server.url("ws", path).into_client_request().unwrap();
        if path.ends_with("/janus") {
            request.headers_mut().insert("Sec-WebSocket-Protocol", "janus-protocol".parse().unwrap());
        }
        Self(tokio_tungstenite::client_async(request, stream).await.unwrap().0)
    }

    pub(crate) async fn text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// Sends a frame, if the server still takes one.
    pub(crate) async fn try_text(&mut self, text: &str) -> bool {
        self.0.send(Message::text(text)).await.is_ok()
    }

    pub(crate) async fn say(&mut self, value: Value) {
        self.text(&value.to_string()).await;
    }

    /// The next frame that is no ping.
    pub(crate) async fn frame(&mut self) -> Message {
        loop {
            let frame = timeout(Duration::from_secs(8), self.0.next()).await.expect("a frame comes");
            match frame {
                Some(Ok(Message::Ping(_))) => {}
                Some(Ok(frame)) => return frame,
                Some(Err(_)) | None => return Message::Close(None),
            }
        }
    }

    pub(crate) async fn next(&mut self) -> String {
        match self.frame().await {
            Message::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn hear(&mut self) -> Value {
        let text = self.next().await;
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// The next frame of which this is true.
    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.hear().await;
            if wanted(&frame) {
                return frame;
            }
        }
    }
}

/// Puts the candidates that trickled into an answer.
fn with_candidates(answer: &str, candidates: &[Value]) -> String {
    let lines = candidates.iter().filter_map(|it| it["candidate"].as_str()).filter(|line| !line.is_empty());
    lines.fold(answer.to_owned(), |answer, line| format!("{answer}a={line}\r\n"))
}

#[tokio::test]
async fn ws_json_echoes_and_outlives_its_socket() {
    let server = server().await;
    let mut socket = Socket::open(&server, "/echo").await;
    let mut caller = Caller::new().await;
    socket.say(json!({ "type": "candidate", "candidate": { "candidate": caller.candidates[0].candidate } })).await;
    socket.text("rubbish").await;
    socket.say(json!({ "type": "offer", "sdp": caller.offer })).await;
    let answer = socket.hear().await;
    assert_eq!(answer["type"], "answer");
    let mut candidates = Vec::new();
    loop {
        let frame = socket.hear().await;
        assert_eq!(frame["type"], "candidate");
        if frame["candidate"].is_null() {
            break;
        }
        candidates.push(frame["candidate"].clone());
    }
    drop(socket);
    caller.echoes(&with_candidates(answer["sdp"].as_str().unwrap(), &candidates)).await.unwrap();
    assert_eq!(server.counts().peers, 1);
    caller.peer.close().await;
    settles(&server, Counts::default()).await;
}

#[tokio::test]
async fn an_offer_that_cannot_be_used_is_said_to_be_so() {
    let server = server().await;
    let mut socket = Socket::open(&server, "/echo").await;
    socket.say(json!({ "type": "offer", "sdp": "nonsense" })).await;
    let error = socket.hear().await;
    assert_eq!(error["type"], "error");
    assert!(error["message"].as_str().unwrap().starts_with("could not "), "{error}");
    settles(&server, Counts::default()).await;
}

#[tokio::test]
async fn peerjs_has_an_echo_peer_and_passes_the_rest_on() {
    let server = server().await;
    let id = ask(&server, "GET", "/peerjs/id?ts=1", &[], "").await;
    assert!(id.status == 200 && id.body.len() == 16, "{id:#?}");
    let mut alice = Socket::open(&server, "/peerjs?key=peerjs&id=alice&token=t&version=1.5.5").await;
    assert_eq!(alice.hear().await, json!({ "type": "OPEN" }));
    let mut caller = Caller::new().await;
    let sdp = json!({ "type": "offer", "sdp": caller.offer });
    let payload = json!({ "sdp": sdp, "type": "data", "connectionId": "dc_1", "label": "x", "reliable": true });
    alice.say(json!({ "type": "OFFER", "dst": "echo", "payload": payload })).await;
    let answer = alice.hear().await;
    assert_eq!((&answer["type"], &answer["src"], &answer["dst"]), (&json!("ANSWER"), &json!("echo"), &json!("alice")));
    assert_eq!(answer["payload"]["connectionId"], "dc_1");
    let candidate = alice.hear().await;
    assert_eq!((&candidate["type"], &candidate["payload"]["type"]), (&json!("CANDIDATE"), &json!("data")));
    let answer = with_candidates(
        answer["payload"]["sdp"]["sdp"].as_str().unwrap(),
        &[candidate["payload"]["candidate"].clone()],
    );
    caller.echoes(&answer).await.unwrap();

    // What is for somebody who is not there yet waits, and what stays alone comes back.
    alice.say(json!({ "type": "HEARTBEAT" })).await;
    alice.say(json!({ "type": "OFFER", "dst": "bob", "payload": { "n": 1 } })).await;
    alice.say(json!({ "type": "OFFER", "dst": "nobody", "payload": {} })).await;
    let mut bob = Socket::open(&server, "/peerjs?key=peerjs&id=bob&token=u").await;
    assert_eq!(bob.hear().await["type"], "OPEN");
    let offer = bob.hear().await;
    assert_eq!(offer, json!({ "type": "OFFER", "dst": "bob", "payload": { "n": 1 }, "src": "alice" }));
    bob.say(json!({ "type": "ANSWER", "dst": "alice", "payload": { "n": 2 } })).await;
    assert_eq!(alice.hear().await["src"], "bob");
    assert_eq!(alice.hear().await, json!({ "type": "EXPIRE", "src": "nobody", "dst": "alice" }));

    for (query, said) in [
        ("key=peerjs&id=bob&token=other", "ID-TAKEN"),
        ("key=peerjs&id=echo&token=t", "ID-TAKEN"),
        ("key=wrong&id=x&token=t", "ERROR"),
        ("key=peerjs&id=x", "ERROR"),
    ] {
        let mut socket = Socket::open(&server, &format!("/peerjs?{query}")).await;
        assert_eq!(socket.hear().await["type"], said, "{query}");
        assert!(matches!(socket.frame().await, Message::Close(_)), "{query}");
    }
    let mut again = Socket::open(&server, "/peerjs?key=peerjs&id=bob&token=u").await;
    assert_eq!(again.hear().await["type"], "OPEN", "the same token is the same client");
    assert!(matches!(bob.frame().await, Message::Close(_)), "and its old socket is closed");
}

#[tokio::test]
async fn socket_io_has_rooms_and_an_echo_peer() {
    let server = server().await;
    let path = "/socket.io/?EIO=4&transport=websocket";
    let connected = async || {
        let mut socket = Socket::open(&server, path).await;
        let open = socket.next().await;
        assert!(open.starts_with("0{\"sid\":\"") && open.contains("\"pingInterval\":25000"), "{open}");
        socket.text("40").await;
        assert!(socket.next().await.starts_with("40{\"sid\":"));
        socket
    };
    let (mut alice, mut bob) = (connected().await, connected().await);
    alice.text(r#"42["offer",{}]"#).await;
    assert!(alice.next().await.starts_with(r#"42["error""#), "no room was joined");
    alice.text(r#"42["join","r"]"#).await;
    alice.text("2probe").await;
    assert_eq!(alice.next().await, "3probe");
    bob.text(r#"427["join","r"]"#).await;
    assert_eq!(bob.next().await, "437[]", "what asks for an acknowledgement gets one");
    assert!(alice.next().await.starts_with(r#"42["ready","#));
    alice.text(r#"42["signal",{"a":1},"b"]"#).await;
    assert_eq!(bob.next().await, r#"42["signal",{"a":1},"b"]"#);
    bob.text("40/admin,").await;
    assert_eq!(bob.next().await, r#"44/admin,{"message":"Invalid namespace"}"#);
    bob.text("41").await;
    assert!(matches!(bob.frame().await, Message::Close(_)));

    for event in ["offer", "message"] {
        let mut socket = connected().await;
        socket.text(r#"42["join","echo"]"#).await;
        assert_eq!(socket.next().await, r#"42["ready","echo"]"#);
        let mut caller = Caller::new().await;
        let offer = json!({ "type": "offer", "sdp": caller.offer });
        socket.text(&format!("42{}", json!([event, offer]))).await;
        let event_of = |frame: String| serde_json::from_str::<Value>(frame.strip_prefix("42").unwrap()).unwrap();
        let answer = event_of(socket.next().await);
        let candidate = event_of(socket.next().await);
        assert_eq!(answer[1]["type"], "answer");
        let (name, init) = if event == "offer" {
            ("answer", candidate[1].clone())
        } else {
            ("message", candidate[1]["candidate"].clone())
        };
        assert_eq!(answer[0], name);
        caller.echoes(&with_candidates(answer[1]["sdp"].as_str().unwrap(), &[init])).await.unwrap();
    }
}

#[tokio::test]
async fn socket_io_polls_and_upgrades() {
    let server = server().await;
    let path = "/socket.io/?EIO=4&transport=polling";
    let open = ask(&server, "GET", path, &[], "").await;
    let packet: Value = serde_json::from_str(open.body.strip_prefix('0').unwrap()).unwrap();
    assert_eq!(packet["upgrades"], json!(["websocket"]));
    let sid = packet["sid"].as_str().unwrap();
    let path = format!("{path}&sid={sid}");
    assert_eq!(ask(&server, "POST", &path, &[], "40").await.body, "ok");
    assert!(ask(&server, "GET", &path, &[], "").await.body.starts_with("40{\"sid\":"));
    assert_eq!(ask(&server, "POST", &path, &[], "2\u{1E}42[\"join\",\"echo\"]").await.body, "ok");
    let mut heard = String::new();
    while !heard.contains("ready") {
        heard.push_str(&ask(&server, "GET", &path, &[], "").await.body);
    }
    assert!(heard.starts_with('3'), "{heard}");
    let mut socket = Socket::open(&server, &path.replace("polling", "websocket")).await;
    let (server, poll) = (&server, path.clone());
    let waiting = ask(server, "GET", &poll, &[], "");
    let upgrade = async {
        socket.text("2probe").await;
        assert_eq!(socket.next().await, "3probe");
    };
    let (noop, ()) = tokio::join!(waiting, upgrade);
    assert_eq!(noop.body, "6");
    socket.text("5").await;
    socket.text("2").await;
    assert_eq!(socket.next().await, "3");
    drop(socket);
    for (path, why) in
        [("/socket.io/?EIO=3&transport=polling", "5"), ("/socket.io/?EIO=4&transport=polling&sid=x", "1")]
    {
        let refusal = ask(server, "GET", path, &[], "").await;
        assert!(refusal.status == 400 && refusal.body.contains(&format!("\"code\":{why}")), "{refusal:#?}");
    }
}

#[tokio::test]
async fn janus_has_sessions_handles_and_errors() {
    let server = server().await;
    let refusal = {
        let head = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        ask(&server, "GET", "/janus", &[head], "").await
    };
    assert_eq!(refusal.status, 400, "the subprotocol is missing");
    let mut socket = Socket::open(&server, "/janus").await;
    socket.say(json!({ "janus": "create", "transaction": "a" })).await;
    let created = socket.hear().await;
    let session = created["data"]["id"].as_u64().unwrap();
    socket
        .say(json!({ "janus": "attach", "session_id": session, "plugin": "janus.plugin.echotest", "transaction": "b" }))
        .await;
    let handle = socket.hear().await["data"]["id"].as_u64().unwrap();
    for (request, code) in [
        (json!({ "janus": "create" }), 456),
        (json!({ "transaction": "x" }), 456),
        (json!({ "janus": "keepalive", "session_id": 1, "transaction": "x" }), 458),
        (json!({ "janus": "message", "session_id": session, "handle_id": 1, "body": {}, "transaction": "x" }), 459),
        (json!({ "janus": "attach", "session_id": session, "plugin": "janus.plugin.sip", "transaction": "x" }), 460),
        (json!({ "janus": "nonsense", "session_id": session, "transaction": "x" }), 453),
        (json!([1]), 454),
    ] {
        socket.say(request.clone()).await;
        let error = socket.hear().await;
        assert_eq!((&error["janus"], &error["error"]["code"]), (&json!("error"), &json!(code)), "{request}");
    }
    let mut caller = Caller::new().await;
    let request = |janus: &str, rest: Value| {
        let mut request = json!({ "janus": janus, "session_id": session, "handle_id": handle, "transaction": "c" });
        request.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        request
    };
    let jsep = json!({ "type": "offer", "sdp": caller.offer });
    socket.say(request("message", json!({ "body": { "audio": true }, "jsep": jsep }))).await;
    assert_eq!(socket.hear().await, json!({ "janus": "ack", "session_id": session, "transaction": "c" }));
    let event = socket.until(|frame| frame["janus"] == "event").await;
    assert_eq!((&event["sender"], &event["transaction"]), (&json!(handle), &json!("c")));
    assert_eq!(event["plugindata"]["data"]["result"], "ok");
    let answer = event["jsep"]["sdp"].as_str().unwrap();
    assert!(answer.contains("a=candidate:"), "the answer of Janus is whole: {answer}");
    socket.say(request("trickle", json!({ "candidate": { "completed": true } }))).await;
    assert_eq!(socket.hear().await["janus"], "ack");
    caller.echoes(answer).await.unwrap();
    assert_eq!(socket.hear().await["janus"], "webrtcup");
    socket.say(request("hangup", json!({}))).await;
    socket.until(|frame| frame["janus"] == "hangup").await;
    socket.say(json!({ "janus": "destroy", "session_id": session, "transaction": "d" })).await;
    assert_eq!(socket.until(|frame| frame["transaction"] == "d").await["janus"], "success");
    settles(&server, Counts::default()).await;
}
