//! What a paste is made of: a description as it stands, or one inside the JSON that `JSON.stringify` makes of an
//! `RTCSessionDescription`.

use serde_json::Value;

/// A description taken out of what surrounds it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Paste {
    /// The description.
    pub bytes: Vec<u8>,
    /// `offer`, `answer`, …, where the wrapping tells.
    pub kind: Option<String>,
    /// What was taken off, outermost first.
    pub unwrapped_from: Vec<&'static str>,
}

/// Takes a description out of `{"type": …, "sdp": …}`; anything else is handed back as it is.
pub fn unwrap(bytes: Vec<u8>) -> Paste {
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let object = (begins == Some(&b'{')).then(|| serde_json::from_slice::<Value>(&bytes).ok()).flatten();
    match object.as_ref().and_then(|object| object.get("sdp")).and_then(Value::as_str) {
        Some(sdp) => {
            let kind = object.as_ref().and_then(|object| object.get("type")).and_then(Value::as_str);
            Paste { bytes: sdp.as_bytes().to_vec(), kind: kind.map(str::to_owned), unwrapped_from: vec!["json"] }
        }
        None => Paste { bytes, kind: None, unwrapped_from: Vec::new() },
    }
}

/// What bytes that hold no description look like, and what would help; both read well in a sentence.
pub fn looks_like(bytes: &[u8]) -> (&'static str, &'static str) {
    const PASTE: &str = "paste the description itself: the text that begins with `v=0`";
    let text = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes));
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lower = text.to_ascii_lowercase();
    let magic = |bytes_at_start: &[u8]| bytes.starts_with(bytes_at_start);
    if text.is_empty() {
        ("is empty", PASTE)
    } else if magic(&[0x1f, 0x8b]) {
        ("looks like gzip inside gzip", "unpack it first")
    } else if magic(b"PK\x03\x04") {
        ("looks like a zip archive", "unpack it first")
    } else if magic(&[0xff, 0xfe]) || magic(&[0xfe, 0xff]) {
        ("looks like UTF-16 text", "save it as UTF-8")
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        ("looks like an HTML page", PASTE)
    } else if text.starts_with('<') {
        ("looks like XML", PASTE)
    } else if text.contains("getUserMedia") && text.contains("PeerConnections") {
        ("looks like a webrtc-internals dump", "read it with `rtcdiag dump`")
    } else if text.starts_with(['{', '[']) {
        ("looks like JSON without a description in `sdp`", "paste the value of `sdp`, decoded")
    } else if text.contains("v=0\\r\\n") || text.contains("\\nm=") {
        ("looks like a string with escaped line ends", "decode it first, so that `\\r\\n` become line ends")
    } else if lower.starts_with("candidate:") {
        ("looks like a bare candidate", "write `a=` before it")
    } else if text.chars().take(512).any(|c| c == '\0' || c == char::REPLACEMENT_CHARACTER) {
        ("looks like binary data", PASTE)
    } else if is_base64(text) {
        ("looks like base64", "decode it first, for example with `base64 -d`")
    } else {
        ("looks like ordinary text", PASTE)
    }
}

fn is_base64(text: &str) -> bool {
    let mut bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    text.len() >= 24
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte))
        && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_description_object_gives_its_sdp() {
        let paste = unwrap(br#" {"type": "answer", "sdp": "v=0\r\ns=-\r\n"}"#.to_vec());
        assert_eq!((paste.bytes.as_slice(), paste.kind.as_deref()), (&b"v=0\r\ns=-\r\n"[..], Some("answer")));
        assert_eq!(paste.unwrapped_from, ["json"]);
        for text in ["v=0\r\n", "{\"sdp\": 1}", "{\"sdp\": \"v=", ""] {
            assert_eq!(unwrap(text.into()), Paste { bytes: text.into(), kind: None, unwrapped_from: vec![] });
        }
    }

    #[test]
    fn what_is_no_description_is_named() {
        for (bytes, want) in [
            (&b""[..], "is empty"),
            (b" \r\n\t", "is empty"),
            (b"<!DOCTYPE html><html>", "looks like an HTML page"),
            (b"{\"a\": 1}", "looks like JSON without a description in `sdp`"),
            (b"PK\x03\x04\0\0", "looks like a zip archive"),
            (b"\x7fELF\x02\0\0", "looks like binary data"),
            (b"dj0wDQpvPS0gMTIzIDIgSU4gSVA0IDEyNy4wLjAuMQ0K", "looks like base64"),
            (b"Hello, my call does not connect", "looks like ordinary text"),
            (b"candidate:1 1 udp 1 192.0.2.1 1 typ host", "looks like a bare candidate"),
        ] {
            assert_eq!(looks_like(bytes).0, want);
        }
    }
}
