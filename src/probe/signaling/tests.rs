//! Conversations with each kind of server, as their logs show them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::profile::builtin;
use super::*;

fn engine(name: &str, given: &[(&str, &str)]) -> Engine {
    let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Engine::new(builtin(name).unwrap(), given).unwrap()
}

fn parsed(frames: &[String]) -> Vec<Value> {
    frames.iter().map(|frame| serde_json::from_str(frame).unwrap()).collect()
}

fn a_candidate() -> Candidate {
    Candidate {
        candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host".to_owned(),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
    }
}

#[test]
fn plain_json_is_read_back_as_it_was_written() {
    assert_eq!(read(&offer("v=0\r\n")), Some(Heard::Offer("v=0\r\n".to_owned())));
    assert_eq!(read(&answer("v=0\r\n")), Some(Heard::Answer("v=0\r\n".to_owned())));
    assert_eq!(read(&candidate(&a_candidate())), Some(Heard::Candidate(a_candidate())));
    assert_eq!(read(&end_of_candidates()), Some(Heard::End));
}

#[test]
fn other_spellings_of_plain_json_are_read() {
    for (text, heard) in [
        (r#"{"description":{"type":"answer","sdp":"v=0"}}"#, Some(Heard::Answer("v=0".to_owned()))),
        (r#"{"sdp":{"type":"offer","sdp":"v=0"}}"#, Some(Heard::Offer("v=0".to_owned()))),
        (r#"{"type":"answer","sdp":{"sdp":"v=0"}}"#, Some(Heard::Answer("v=0".to_owned()))),
        (r#"{"candidate":""}"#, Some(Heard::End)),
        (r#"{"candidate":{"candidate":""}}"#, Some(Heard::End)),
        (r#"{"type":"ready"}"#, Some(Heard::Ready)),
        (r#"{"type":"error","message":"full"}"#, Some(Heard::Error("full".to_owned()))),
        (r#"{"type":"error"}"#, Some(Heard::Error("no reason given".to_owned()))),
        (r#"{"type":"offer"}"#, None),
        (r#"{"candidate":7}"#, None),
        (r#"{"candidate":{"candidate":7}}"#, None),
        ("[]", None),
        ("", None),
    ] {
        assert_eq!(read(text), heard, "{text}");
    }
    let bare = r#"{"candidate":"candidate:1 1 udp 1 127.0.0.1 9 typ host","sdpMid":"0","sdpMLineIndex":0}"#;
    assert_eq!(read(bare), Some(Heard::Candidate(a_candidate())));
}

#[test]
fn janus_is_asked_for_a_session_and_a_handle_before_the_offer() {
    let mut janus = engine("janus", &[]);
    let open = janus.open().unwrap();
    assert_eq!(
        (open.heard, parsed(&open.send)),
        (vec![Heard::Connected], vec![json!({"janus": "create", "transaction": "create"})])
    );
    let created = janus.receive(r#"{"janus":"success","transaction":"create","data":{"id":4574061985075210}}"#);
    assert_eq!(parsed(&created.send)[0]["session_id"], 4574061985075210_u64);
    let attached = janus.receive(r#"{"janus":"success","session_id":1,"transaction":"attach","data":{"id":99}}"#);
    assert_eq!(attached.heard, [Heard::Ready]);
    let offer = parsed(&janus.say(Say::Offer("v=0\r\n")).unwrap());
    assert_eq!((&offer[0]["handle_id"], &offer[0]["jsep"]), (&json!(99), &json!({"type": "offer", "sdp": "v=0\r\n"})));
    assert_eq!(janus.receive(r#"{"janus":"ack","transaction":"offer"}"#).kind, "ignore");
    let event = r#"{"janus":"event","transaction":"offer","plugindata":{"data":{"result":"ok"}},"jsep":{"type":"answer","sdp":"v=1"}}"#;
    assert_eq!(janus.receive(event).heard, [Heard::Answer("v=1".to_owned())]);
    let trickled = parsed(&janus.say(Say::Candidate(&a_candidate())).unwrap());
    assert_eq!(trickled[0]["candidate"], a_candidate().init());
    assert_eq!(parsed(&janus.say(Say::End).unwrap())[0]["candidate"], json!({"completed": true}));
    assert_eq!(parsed(&janus.say(Say::Keepalive).unwrap())[0]["janus"], "keepalive");
    let error = r#"{"janus":"error","error":{"code":458,"reason":"No such session"}}"#;
    assert_eq!(janus.receive(error).heard, [Heard::Error("No such session".to_owned())]);
}

#[test]
fn the_first_publisher_of_a_room_is_subscribed_to() {
    let mut janus = engine("janus-subscribe", &[("room", "1234")]);
    janus.open().unwrap();
    janus.receive(r#"{"janus":"success","transaction":"create","data":{"id":1}}"#);
    let list = janus.receive(r#"{"janus":"success","transaction":"attach","data":{"id":2}}"#);
    assert_eq!(parsed(&list.send)[0]["body"], json!({"request": "listparticipants", "room": 1234}));
    let of = |participants: Value| {
        json!({"janus": "success", "plugindata": {"data": {"videoroom": "participants", "participants": participants}}})
            .to_string()
    };
    assert!(matches!(janus.receive(&of(json!([]))).heard.as_slice(), [Heard::Error(_)]));
    let join = janus.receive(&of(json!([{"id": 77}])));
    assert_eq!(parsed(&join.send)[0]["body"]["feed"], 77);
}

#[test]
fn a_peerjs_call_names_its_peer_and_its_connection() {
    let mut caller = engine("peerjs", &[("peer", "bob")]);
    assert_eq!(caller.receive(r#"{"type":"OPEN"}"#).heard, [Heard::Ready]);
    let offer = parsed(&caller.say(Say::Offer("v=0")).unwrap());
    let connection = offer[0]["payload"]["connectionId"].clone();
    assert_eq!(offer[0]["dst"], "bob");
    assert_eq!(parsed(&caller.say(Say::Candidate(&a_candidate())).unwrap())[0]["payload"]["connectionId"], connection);

    let mut called = engine("peerjs", &[]);
    let heard = called.receive(&json!({"type": "OFFER", "src": "al\"ice", "payload": {"sdp": {"type": "offer", "sdp": "v=0"}, "connectionId": "dc_1"}}).to_string());
    assert_eq!(heard.heard, [Heard::Offer("v=0".to_owned())]);
    let answer = parsed(&called.say(Say::Answer("v=1")).unwrap());
    assert_eq!((&answer[0]["dst"], &answer[0]["payload"]["connectionId"]), (&json!("al\"ice"), &json!("dc_1")));
}

#[test]
fn socket_io_is_joined_before_anything_is_said() {
    let mut socket = engine("socketio", &[("room", "r1")]);
    assert_eq!(socket.open().unwrap().heard, []);
    assert_eq!(socket.receive(r#"0{"sid":"x"}"#).send, ["40"]);
    let connected = socket.receive(r#"40{"sid":"y"}"#);
    assert_eq!((connected.heard, connected.send), (vec![Heard::Connected], vec![r#"42["join","r1"]"#.to_owned()]));
    assert_eq!(socket.receive("2").send, ["3"]);
    assert_eq!(socket.receive(r#"42["ready","id"]"#).heard, [Heard::Ready]);
    assert_eq!(socket.say(Say::Offer("v=0")).unwrap(), [r#"42["offer",{"type":"offer","sdp":"v=0"}]"#]);
    let answer = r#"42["answer",{"type":"answer","sdp":"v=1"}]"#;
    assert_eq!(socket.receive(answer).heard, [Heard::Answer("v=1".to_owned())]);
    assert_eq!(socket.receive(r#"44{"message":"no"}"#).heard, [Heard::Error("no".to_owned())]);
}

#[test]
fn a_gstreamer_consumer_starts_a_session_and_answers() {
    let mut gst = engine("gst", &[]);
    let welcome = gst.receive(r#"{"type":"welcome","peerId":"me"}"#);
    assert_eq!(parsed(&welcome.send)[1], json!({"type": "list"}));
    let list = gst.receive(r#"{"type":"list","producers":[{"id":"cam","meta":null}]}"#);
    assert_eq!(parsed(&list.send), [json!({"type": "startSession", "peerId": "cam"})]);
    gst.receive(r#"{"type":"sessionStarted","peerId":"cam","sessionId":"s1"}"#);
    let offer = gst.receive(r#"{"type":"peer","sessionId":"s1","sdp":{"type":"offer","sdp":"v=0"}}"#);
    assert_eq!(offer.heard, [Heard::Offer("v=0".to_owned())]);
    assert_eq!(parsed(&gst.say(Say::Answer("v=1")).unwrap())[0]["sessionId"], "s1");
    let ice = gst.receive(r#"{"type":"peer","sessionId":"s1","ice":{"candidate":"candidate:1","sdpMLineIndex":0}}"#);
    assert!(matches!(ice.heard.as_slice(), [Heard::Candidate(_)]));
}

#[test]
fn what_one_publishes_oneself_is_passed_over() {
    let mut y = engine("y-webrtc", &[("self", "a"), ("room", "r")]);
    assert_eq!(y.receive(r#"{"type":"publish","topic":"r","data":{"type":"announce","from":"a"}}"#).kind, "ignore");
    assert_eq!(
        y.receive(r#"{"type":"publish","topic":"r","data":{"type":"announce","from":"b"}}"#).heard,
        [Heard::Ready]
    );
    assert_eq!(parsed(&y.say(Say::Offer("v=0")).unwrap())[0]["data"]["to"], "b");
}

#[test]
fn several_candidates_may_come_with_an_offer() {
    let mut ome = engine("ome", &[]);
    let offer = json!({"command": "offer", "id": 506764844, "peer_id": 0, "sdp": {"type": "offer", "sdp": "v=0"},
        "candidates": [a_candidate().init(), a_candidate().init()]});
    assert_eq!(ome.receive(&offer.to_string()).heard.len(), 3);
    assert_eq!(parsed(&ome.say(Say::Answer("v=1")).unwrap())[0]["id"], 506764844);
}

#[test]
fn parts_of_a_frame_can_be_encoded() {
    let profile = Profile::parse(
        r#"
name = "kvs-like"
pre = { "/messagePayload" = "b64json" }
[send]
offer = '{"action":"SDP_OFFER","messagePayload":"{desc:json|b64}"}'
[[recv]]
when = { "/messageType" = "SDP_ANSWER" }
event = "answer"
sdp = "/messagePayload/sdp"
"#,
    )
    .unwrap();
    let mut kvs = Engine::new(profile, BTreeMap::new()).unwrap();
    let frame = r#"{"messageType":"SDP_ANSWER","messagePayload":"eyJ0eXBlIjoiYW5zd2VyIiwic2RwIjoidj0wIn0="}"#;
    assert_eq!(kvs.receive(frame).heard, [Heard::Answer("v=0".to_owned())]);
    assert!(kvs.say(Say::Offer("v=0")).unwrap()[0].contains("eyJ0eXBlIjoib2ZmZXIi"));
}

#[test]
fn a_faulty_profile_is_told_by_its_line() {
    for (text, line, words) in [
        ("name = \"a\"\nrole = \"boss\"\n", 2, "`boss` is none of `auto`, `offerer`, `answerer`"),
        ("name = \"a\"\nroll = \"auto\"\n", 2, "unknown field `roll`"),
        ("name = \"a\"\n[send]\noffer = '{\"x\":{nope}}'\n", 3, "`{nope}` is never given a value"),
        ("name = \"a\"\n[send]\njoin = '{sdp}'\n", 3, "`{sdp}` has no value in this message"),
        ("name = \"a\"\n[send]\noffer = '{sdp:xml}'\n", 3, "no such form"),
        ("name = \"a\"\n", 1, "`send.offer` is missing"),
        (
            "name = \"a\"\n[send]\noffer = '{sdp}'\n[[recv]]\nwhen = { \"type\" = \"x\" }\nevent = \"ready\"\n",
            5,
            "no JSON Pointer",
        ),
        (
            "name = \"a\"\n[send]\noffer = '{sdp}'\n[[recv]]\nwhen = { \"/t\" = \"x\" }\nevent = \"answer\"\n",
            4,
            "`sdp` is missing",
        ),
        ("name = [", 1, ""),
    ] {
        let error = Profile::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.what.contains(words), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_can_be_received(text in "\\PC{0,80}") {
        for profile in profile::builtins() {
            let mut engine = Engine::new(profile.clone(), BTreeMap::new()).unwrap();
            engine.receive(&text);
        }
    }

    #[test]
    fn any_text_can_be_a_profile(text in "[a-z={}\\[\\]\"'/\n. ]{0,200}") {
        let _ = Profile::parse(&text);
    }
}
