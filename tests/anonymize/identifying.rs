//! What identifies somebody in a text, found by other means than the tool's own.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The folder of the shared data; `None`, and a counted line, where it is absent.
pub(crate) fn shared(folder: &str, tests: usize) -> Option<PathBuf> {
    use std::io::Write;
    let root = std::env::var_os("RTCDIAG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("RTCDIAG_NO_SKIP").is_none(), "{} is absent", path.display());
    // past the capture of the test harness: a skip is to be seen
    let mut stderr = std::io::stderr();
    writeln!(stderr, "skipped: {tests} tests of anonymity on {folder} (../shared absent)").unwrap();
    None
}

/// Every file below `folder`, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Values behind these words identify: up to the next character that cannot be in them.
const BEHIND: [&str; 14] = [
    "ice-ufrag:",
    "ice-pwd:",
    " ufrag ",
    "cname:",
    "inline:",
    "\"label\":\"",
    "\"trackIdentifier\":\"",
    "\"usernameFragment\":\"",
    "\"deviceId\":\"",
    "\"credential\":\"",
    "\"displayName\":\"",
    "\"confName\":\"",
    "\"username\":\"",
    "label:",
];

/// Every address, UUID, fingerprint, ICE credential, label and host in `text`, which may be JSON in JSON.
pub(crate) fn found(text: &str) -> BTreeSet<String> {
    let text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace('\\', "");
    let mut all = BTreeSet::new();
    for token in text.split(|c: char| !c.is_ascii_alphanumeric() && !".:-".contains(c)) {
        let pairs = token.split(':').filter(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()));
        let without_port = token.rsplit_once(':').map_or(token, |(host, _)| host);
        let address = [token, without_port].into_iter().find_map(|token| Some((token.parse().ok()?, token)));
        if let Some((address, token)) = address {
            all.extend(identifies(address).then(|| token.to_owned()));
        } else if pairs.count() >= 16 || is_uuid(token) {
            all.insert(token.to_owned());
        }
    }
    for mark in BEHIND {
        for (at, _) in text.match_indices(mark) {
            let value = &text[at + mark.len()..];
            let ends = if mark.starts_with('"') { "\"" } else { " \r\n\"|,;<}`" };
            let value = &value[..value.find(|c| ends.contains(c)).unwrap_or(value.len())];
            all.insert(value.trim().to_owned());
        }
    }
    all.extend(hosts(&text));
    all.retain(|value| value.len() > 3 && !ORDINARY.contains(&value.as_str()) && !is_time(value) && !masked(value));
    all
}

/// Words that name things of the format, or nobody.
const ORDINARY: [&str; 14] = [
    "audio",
    "video",
    "data",
    "files",
    "chat",
    "file",
    "test",
    "localhost",
    "call.example",
    "www.webrtc.org",
    "www.ietf.org",
    "aomediacodec.github.io",
    "tools.ietf.org",
    "screen",
];

fn hosts(text: &str) -> Vec<String> {
    let schemes = ["http://", "https://", "ws://", "wss://", "stun:", "turn:", "turns:"];
    let behind = schemes.iter().flat_map(|scheme| text.match_indices(scheme).map(|(at, _)| at + scheme.len()));
    let host = |at: usize| {
        let rest = &text[at..];
        rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !".-".contains(c)).unwrap_or(rest.len())].to_owned()
    };
    behind.map(host).filter(|host| host.contains('.') && host.contains(|c: char| c.is_alphabetic())).collect()
}

/// Addresses that are the same on every machine, and those that are stand-ins themselves, identify nobody.
fn identifies(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [_, rest @ ..] = v4.octets();
            let common = v4.is_loopback() || v4.is_unspecified() || v4.is_multicast() || rest == [0, 0, 0];
            let stand_in = matches!(v4.octets(), [10, 0, 0 | 1, 0..=9] | [192, 168, 0, 0..=9] | [172, 16, 0, 0..=9]);
            !(common || stand_in || v4.is_documentation())
        }
        IpAddr::V6(v6) => {
            let stand_in = matches!(v6.segments(), [0x2001, 0xdb8, 0, 0, 0, 0, 0, _] | [0xfd00, 0, 0, 0, 0, 0, 0, _]);
            !(v6.is_loopback() || v6.is_unspecified() || stand_in)
        }
    }
}

fn is_uuid(token: &str) -> bool {
    let parts: Vec<usize> = token.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && token.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// The time of a REST credential.
fn is_time(value: &str) -> bool {
    value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit())
}

fn masked(value: &str) -> bool {
    value.bytes().all(|b| b"0-*x.:".contains(&b)) || value.contains("redacted")
}

/// Those of `originals` that stand in `text` as words of their own.
pub(crate) fn leaked<'a>(originals: &'a BTreeSet<String>, text: &str) -> Vec<&'a str> {
    let alone = |value: &str| {
        text.match_indices(value).any(|(at, _)| {
            !text[..at].ends_with(char::is_alphanumeric) && !text[at + value.len()..].starts_with(char::is_alphanumeric)
        })
    };
    originals.iter().map(String::as_str).filter(|value| alone(value)).collect()
}

#[test]
fn what_identifies_is_found() {
    let text = r#"{"x":"a=ice-ufrag:pCKo\r\nc=IN IP4 8.8.8.8\r\n","label":"Acme Mic","u":"turn:turn.acme.com:3478"}"#;
    assert_eq!(found(text).into_iter().collect::<Vec<_>>(), ["8.8.8.8", "Acme Mic", "pCKo", "turn.acme.com"]);
    assert_eq!(leaked(&found(text), "at pCKo"), ["pCKo"]);
    assert!(leaked(&found(text), "at xpCKo").is_empty());
}
