use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::probe::signaling::profile::{Profile, Rehearsal, rehearse};
use crate::probe::signaling::{Engine, Heard, Say};

fn said(out: bool, text: impl Into<String>) -> Said {
    Said { out, text: text.into() }
}

/// What the inferred profile makes of a conversation: it is right, offers as the browser did, and hears the answer.
fn learned(conversation: &[Said], values: &[(&str, &str)]) -> (String, Vec<Heard>) {
    let text = profile("acme", "wss://a.example/ws", "ws", conversation).unwrap();
    let profile = Profile::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let Rehearsal { faults, .. } = rehearse(&profile);
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut engine = Engine::new(profile, values).unwrap();
    let mut heard = Vec::new();
    for message in conversation.iter().filter(|message| !message.out) {
        heard.extend(engine.receive(&message.text).heard);
    }
    let offer = engine.say(Say::Offer("v=0\r\no=new")).unwrap();
    (offer.concat(), heard)
}

#[test]
fn a_plain_relay_is_learned() {
    let conversation = [
        said(true, r#"{"type":"join","room":"r"}"#),
        said(false, r#"{"type":"peer","id":"Peer-4711"}"#),
        said(true, r#"{"type":"offer","to":"Peer-4711","sdp":"v=0\r\na=setup:actpass\r\n"}"#),
        said(
            true,
            r#"{"type":"ice","to":"Peer-4711","candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0","sdpMLineIndex":0}}"#,
        ),
        said(false, r#"{"type":"answer","sdp":"v=0\r\na=setup:active\r\n"}"#),
        said(
            false,
            r#"{"type":"ice","candidate":{"candidate":"candidate:2 1 udp 1 192.0.2.2 9 typ host","sdpMid":"0","sdpMLineIndex":0}}"#,
        ),
    ];
    let (offer, heard) = learned(&conversation, &[]);
    let offer: Value = serde_json::from_str(&offer).unwrap();
    assert_eq!(offer, json!({"type": "offer", "to": "Peer-4711", "sdp": "v=0\r\no=new"}));
    assert!(matches!(heard.as_slice(), [Heard::Answer(_), Heard::Candidate(_)]), "{heard:?}");
}

#[test]
fn base64_and_text_in_text_are_learned() {
    let encoded = |text: &str| STANDARD.encode(text);
    let payload = |kind: &str| encoded(&format!(r#"{{"type":"{kind}","sdp":"v=0\r\n"}}"#));
    let conversation = [
        said(true, format!(r#"{{"action":"SDP_OFFER","messagePayload":"{}"}}"#, payload("offer"))),
        said(false, format!(r#"{{"messageType":"SDP_ANSWER","messagePayload":"{}"}}"#, payload("answer"))),
    ];
    let (offer, heard) = learned(&conversation, &[]);
    let offer: Value = serde_json::from_str(&offer).unwrap();
    let inner = STANDARD.decode(offer["messagePayload"].as_str().unwrap()).unwrap();
    let inner: Value = serde_json::from_slice(&inner).unwrap();
    assert_eq!(inner["sdp"], "v=0\r\no=new");
    assert!(matches!(heard.as_slice(), [Heard::Answer(_)]), "{heard:?}");

    let conversation = [
        said(true, r#"{"t":1,"data":"{\"type\":\"offer\",\"sdp\":\"v=0\"}"}"#),
        said(false, r#"{"t":2,"data":"{\"type\":\"answer\",\"sdp\":\"v=0\"}"}"#),
    ];
    let (offer, heard) = learned(&conversation, &[]);
    let offer: Value = serde_json::from_str(&offer).unwrap();
    let inner: Value = serde_json::from_str(offer["data"].as_str().unwrap()).unwrap();
    assert_eq!(inner, json!({"type": "offer", "sdp": "v=0\r\no=new"}));
    assert!(matches!(heard.as_slice(), [Heard::Answer(_)]), "{heard:?}");
}

#[test]
fn socket_io_events_are_learned() {
    let conversation = [
        said(true, r#"42["join","r"]"#),
        said(true, r#"42["signal",{"type":"offer","sdp":"v=0"}]"#),
        said(false, r#"42["signal",{"type":"answer","sdp":"v=0"}]"#),
    ];
    let text = profile("acme", "wss://a.example/socket.io/", "ws", &conversation).unwrap();
    let profile = Profile::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(rehearse(&profile).faults.is_empty(), "{:?}\n{text}", rehearse(&profile).faults);
    assert!(
        text.contains(r#"transport = "socketio""#) && text.contains(r#"offer = ["signal", "{desc:json}"]"#),
        "{text}"
    );
}

#[test]
fn what_has_no_description_gives_no_profile() {
    assert!(profile("acme", "ws://a/", "ws", &[said(true, r#"{"type":"join"}"#), said(false, "rubbish")]).is_none());
}

#[test]
fn secrets_do_not_reach_the_profile() {
    let conversation = [
        said(true, r#"{"type":"join","token":"canary"}"#),
        said(true, r#"{"type":"offer","sdp":"v=0\r\na=ice-pwd:canary"}"#),
    ];
    let text = profile("acme", "ws://a/", "ws", &conversation).unwrap();
    assert!(!text.contains("canary"), "{text}");
}
