//! What a text looks like in which there is no description.

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
        ("looks like gzip with no description inside", PASTE)
    } else if magic(b"PK\x03\x04") {
        ("looks like a zip archive", "unpack it first")
    } else if magic(&[0xff, 0xfe]) || magic(&[0xfe, 0xff]) {
        ("looks like UTF-16 text without a description", PASTE)
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        ("looks like an HTML page", "check what the signaling URL answers; a description begins with `v=0`")
    } else if text.starts_with('<') {
        ("looks like XML", PASTE)
    } else if text.contains("getUserMedia") && text.contains("PeerConnections") {
        ("looks like a webrtc-internals dump", "read it with `rtcdiag dump`")
    } else if text.starts_with(['{', '[']) {
        ("looks like JSON without a description in `sdp`", "paste the value of `sdp`, decoded")
    } else if text.chars().take(512).any(|c| c == '\0' || c == char::REPLACEMENT_CHARACTER) {
        ("looks like binary data", PASTE)
    } else if is_base64(text) {
        ("looks like base64 with no description inside", PASTE)
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
    fn what_is_no_description_is_named() {
        for (bytes, want) in [
            (&b""[..], "is empty"),
            (b" \r\n\t", "is empty"),
            (b"<!DOCTYPE html><html>", "looks like an HTML page"),
            (b"{\"a\": 1}", "looks like JSON without a description in `sdp`"),
            (b"PK\x03\x04\0\0", "looks like a zip archive"),
            (b"\x7fELF\x02\0\0", "looks like binary data"),
            (b"dj0wDQpvPS0gMTIzIDIgSU4gSVA0IDEyNy4wLjAuMQ0K", "looks like base64 with no description inside"),
            (b"Hello, my call does not connect", "looks like ordinary text"),
        ] {
            assert_eq!(looks_like(bytes).0, want);
        }
    }
}
