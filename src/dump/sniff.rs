//! Says what an input looks like that is no webrtc-internals dump. Looks at the content alone, never at a name.

use serde_json::{Map, Value};

/// The beginning of an input that is looked at.
const HEAD: usize = 4096;

/// First bytes of files that are known by them.
const MAGIC: [(&[u8], &str); 10] = [
    (b"\xd4\xc3\xb2\xa1", "a packet capture (pcap)"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture (pcap)"),
    (b"\x4d\x3c\xb2\xa1", "a packet capture (pcap)"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture (pcapng)"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\xff\xfe", "text in UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as UTF-8"),
];

/// Beginnings of texts that are known by them, in lower case.
const BEGINNINGS: [(&str, &str); 5] = [
    ("rtcstatsdump", "an rtcstats dump; of the two files that webrtc-internals saves it is the other one"),
    ("[\"connectioninfo\"", "a Jitsi rtcstats dump, which is not read yet"),
    ("v=0", "a session description; `rtcdiag sdp explain` reads it"),
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
];

/// Top-level keys that a webrtc-internals dump has and nothing else does.
const OWN_KEYS: [&str; 2] = ["PeerConnections", "getUserMedia"];

/// Keys of other JSON documents that people have at hand.
const OTHER_KEYS: [(&str, &str); 4] = [
    ("sdp", "a session description in JSON; `rtcdiag sdp explain` reads it"),
    ("iceServers", "a list of ICE servers"),
    ("urls", "an ICE server"),
    ("log", "a recording of HTTP requests (HAR)"),
];

/// Whether the top-level keys are those of a webrtc-internals dump.
pub(super) fn is_dump<'a>(mut keys: impl Iterator<Item = &'a str>) -> bool {
    keys.any(|key| OWN_KEYS.contains(&key))
}

/// What `bytes` look like, if they cannot be a JSON object.
pub(super) fn not_an_object(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.is_empty() && bytes.len() <= HEAD {
        return Some("an empty file");
    }
    if head.starts_with('{') {
        return None;
    }
    if head.starts_with('<') && head.contains("about:webrtc") {
        return Some("a saved about:webrtc page of Firefox, which is not read yet");
    }
    if let Some((_, what)) = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning)) {
        return Some(what);
    }
    Some(match head {
        // one list a line: the method, the connection or null, the value
        _ if head.starts_with("[\"") && head.contains("\",null,") => {
            "an rtcstats dump without its header, which is not read yet"
        }
        _ if begins_list(head) => "a JSON list",
        _ if head.contains("\nm=audio") || head.contains("\nm=video") || head.contains("a=candidate:") => {
            "text with a session description in it; `rtcdiag sdp explain` reads it"
        }
        _ if head.contains('\0') || head.contains('\u{fffd}') => "binary data",
        _ => "other text",
    })
}

/// Whether a JSON list begins here, and not a section of an INI or TOML file.
fn begins_list(head: &str) -> bool {
    let inside = head.strip_prefix('[').map(str::trim_start);
    inside.is_some_and(|rest| rest.starts_with(|c: char| "{[]\"-".contains(c) || c.is_ascii_digit()))
}

/// What a JSON object with these members looks like, if it is no dump.
pub(super) fn object(members: &Map<String, Value>) -> String {
    if let Some((_, what)) = OTHER_KEYS.iter().find(|(key, _)| members.contains_key(*key)) {
        return (*what).to_owned();
    }
    match members.keys().take(3).map(|key| format!("`{key}`")).collect::<Vec<_>>() {
        keys if keys.is_empty() => "an empty JSON object".to_owned(),
        keys => format!("JSON with the keys {}", keys.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_called_by_its_name() {
        for (bytes, word) in [
            (&b""[..], "an empty file"),
            (b" \r\n", "an empty file"),
            (b"\xd4\xc3\xb2\xa1\x02\x00", "pcap"),
            (b"\n\r\r\nxx", "pcapng"),
            (b"RTCStatsDump\n{\"fileFormat\":3}", "an rtcstats dump"),
            (b"[\"connectionInfo\",null,{}]", "Jitsi"),
            (b"[\"navigator.mediaDevices.getUserMedia\",null,{},1]", "without its header"),
            (b"[1, 2]", "a JSON list"),
            (b"[package]\nname = 1", "other text"),
            (b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n", "session description"),
            (b"offer:\nm=audio 9 x\n", "text with a session description"),
            (b"<!DOCTYPE html><html>", "an HTML page"),
            (b"<html><title>about:webrtc</title>", "Firefox"),
            (b"\x00\x01\x02", "binary data"),
            (b"hello", "other text"),
        ] {
            let what = not_an_object(bytes).unwrap();
            assert!(what.contains(word), "{what} for {word}");
        }
        assert_eq!(not_an_object(b"\xef\xbb\xbf {\"a\":1}"), None);
    }

    #[test]
    fn other_json_is_told_by_its_keys() {
        let what = |text: &str| object(serde_json::from_str::<Value>(text).unwrap().as_object().unwrap());
        assert!(what(r#"{"type":"offer","sdp":"v=0"}"#).contains("session description"));
        assert_eq!(what(r#"{"a":1,"b":2,"c":3,"d":4}"#), "JSON with the keys `a`, `b`, `c`");
        assert_eq!(what("{}"), "an empty JSON object");
    }
}
