//! Says what an input looks like that is no webrtc-internals dump. Looks at the content alone, never at a name.

/// The beginning of an input that is looked at.
pub(super) const HEAD: usize = 4096;

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
const BEGINNINGS: [(&str, &str); 3] = [
    ("v=0", "a session description; `rtcdiag sdp explain` reads it"),
    ("<!doctype html", "an HTML page"),
    ("<html", "an HTML page"),
];

/// Keys of other JSON documents that people have at hand.
const OTHER_KEYS: [(&str, &str); 4] = [
    ("sdp", "a session description in JSON; `rtcdiag sdp explain` reads it"),
    ("iceServers", "a list of ICE servers"),
    ("urls", "an ICE server"),
    ("log", "a recording of HTTP requests (HAR)"),
];

/// How a dump is laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layout {
    /// One JSON object: webrtc-internals.
    Object,
    /// A JSON list on each line: every kind of rtcstats.
    Lines,
    /// HTML: about:webrtc.
    Page,
}

/// The layout that `head` begins, or what it looks like.
pub(super) fn dialect(head: &[u8]) -> Result<Layout, String> {
    if head.starts_with(b"RTCStatsDump") || begins_lines(head) {
        return Ok(Layout::Lines);
    }
    if is_about_webrtc(head) {
        return Ok(Layout::Page);
    }
    match not_an_object(head) {
        Some(what) => Err(what.to_owned()),
        None => Ok(Layout::Object),
    }
}

/// A page whose head speaks of about:webrtc, in any language and any version.
fn is_about_webrtc(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(head)).to_ascii_lowercase();
    text.trim_start().starts_with('<')
        && ["about:webrtc", "about-webrtc", "aboutwebrtc"].iter().any(|word| text.contains(word))
}

/// One list a line: the method, the connection or null, the value.
fn begins_lines(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(head));
    let Some(inside) = text.trim_start().strip_prefix('[') else { return false };
    let Some((method, rest)) = inside.split_once(',') else { return false };
    let method = method.trim();
    let is_method = method.starts_with('"') || (!method.is_empty() && method.bytes().all(|b| b.is_ascii_digit()));
    let rest = rest.trim_start();
    is_method
        && (rest.starts_with("null,") || rest.starts_with("\"PC_") || (rest.starts_with('"') && rest.contains("\",")))
}

/// What `bytes` look like, if they cannot be a JSON object.
fn not_an_object(bytes: &[u8]) -> Option<&'static str> {
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
    if let Some((_, what)) = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning)) {
        return Some(what);
    }
    Some(match head {
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

/// What a JSON object with these keys looks like, if it is no dump.
pub(super) fn object(keys: &[String]) -> String {
    if let Some((_, what)) = OTHER_KEYS.iter().find(|(key, _)| keys.iter().any(|own| own == key)) {
        return (*what).to_owned();
    }
    match keys.iter().take(3).map(|key| format!("`{key}`")).collect::<Vec<_>>() {
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
            (b"[1, 2]", "a JSON list"),
            (b"[package]\nname = 1", "other text"),
            (b"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n", "session description"),
            (b"offer:\nm=audio 9 x\n", "text with a session description"),
            (b"<!DOCTYPE html><html>", "an HTML page"),
            (b"\x00\x01\x02", "binary data"),
            (b"hello", "other text"),
        ] {
            let what = not_an_object(bytes).unwrap();
            assert!(what.contains(word), "{what} for {word}");
        }
        assert_eq!(not_an_object(b" {\"a\":1}"), None);
    }

    #[test]
    fn every_rtcstats_is_told_by_its_lines() {
        for head in [
            &b"RTCStatsDump\n{\"fileFormat\":3}"[..],
            b"[\"connectionInfo\",null,{}]",
            b"[\"navigator.mediaDevices.getUserMedia\",null,{},1]",
            b"[39,null,{},1]",
            b"[\"create\",\"PC_0\",{},1]",
        ] {
            assert_eq!(dialect(head), Ok(Layout::Lines), "{head:?}");
        }
        for head in [&b"[1, 2]"[..], b"[package]\nname = 1", b"[]", b"[\"a\"]"] {
            assert!(dialect(head).is_err(), "{head:?}");
        }
    }

    #[test]
    fn other_json_is_told_by_its_keys() {
        let what = |keys: &[&str]| object(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>());
        assert!(what(&["type", "sdp"]).contains("session description"));
        assert_eq!(what(&["a", "b", "c", "d"]), "JSON with the keys `a`, `b`, `c`");
        assert_eq!(what(&[]), "an empty JSON object");
    }
}
