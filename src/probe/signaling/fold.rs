//! Messages as they may be shown: descriptions folded, secrets masked.

use serde_json::Value;

/// Names of members whose values are secrets.
const SECRET: [&str; 9] =
    ["token", "password", "secret", "credential", "apisecret", "access_token", "key", "signalingkey", "authorization"];

/// `text` with each description in it replaced by its length, and each secret by a mark.
pub fn folded(text: &str) -> String {
    shown(text, |sdp| format!("<SDP, {} bytes>", sdp.len()))
}

/// `text` with each secret in it replaced by a mark; descriptions stay, without their passwords and keys.
pub fn masked(text: &str) -> String {
    shown(text, masked_description)
}

/// Lines of a description whose values are secrets (RFC 8839 section 5.4, RFC 4568).
const SECRET_LINES: [&str; 2] = ["a=ice-pwd:", "a=crypto:"];

fn masked_description(sdp: &str) -> String {
    let line = |line: &str| {
        let secret = SECRET_LINES.iter().find(|name| line.starts_with(**name));
        let end = line.trim_end_matches(['\r', '\n']).len();
        let end = line.get(end..).unwrap_or_default();
        secret.map_or_else(|| line.to_owned(), |name| format!("{name}[redacted]{end}"))
    };
    sdp.split_inclusive('\n').map(line).collect()
}

/// What a description is replaced by.
type Shown = fn(&str) -> String;

fn shown(text: &str, sdp: Shown) -> String {
    // Socket.IO puts digits, and perhaps a namespace, before its JSON.
    let start = text.find(['{', '[']).unwrap_or(text.len());
    let (before, json) = text.split_at(start);
    match serde_json::from_str::<Value>(json) {
        Ok(mut value) => {
            fold(&mut value, sdp);
            format!("{before}{value}")
        }
        Err(_) => shown_text(text, sdp),
    }
}

fn fold(value: &mut Value, sdp: Shown) {
    match value {
        Value::String(text) => *text = shown_text(text, sdp),
        Value::Array(list) => list.iter_mut().for_each(|value| fold(value, sdp)),
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                if SECRET.contains(&name.to_ascii_lowercase().as_str()) && value.is_string() {
                    *value = Value::String("[redacted]".to_owned());
                } else {
                    fold(value, sdp);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn shown_text(text: &str, sdp: Shown) -> String {
    let trimmed = text.trim_start_matches(['"', ' ', '\r', '\n']);
    if trimmed.starts_with("v=0") || text.contains("a=ice-pwd:") {
        return sdp(text);
    }
    // JSON inside of JSON.
    if trimmed.starts_with('{')
        && let Ok(mut inner) = serde_json::from_str::<Value>(text)
    {
        fold(&mut inner, sdp);
        return inner.to_string();
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_and_secrets_do_not_show() {
        for (text, shown) in [
            (r#"{"type":"offer","sdp":"v=0\r\na=ice-pwd:x"}"#, r#"{"type":"offer","sdp":"<SDP, 16 bytes>"}"#),
            (r#"42["offer",{"sdp":"v=0"}]"#, r#"42["offer",{"sdp":"<SDP, 3 bytes>"}]"#),
            (r#"{"janus":"create","token":"s3cret"}"#, r#"{"janus":"create","token":"[redacted]"}"#),
            (r#"{"data":"{\"sdp\":\"v=0\"}"}"#, r#"{"data":"{\"sdp\":\"<SDP, 3 bytes>\"}"}"#),
            ("v=0\r\na=ice-pwd:x", "<SDP, 16 bytes>"),
            ("hello", "hello"),
        ] {
            assert_eq!(folded(text), shown);
        }
    }

    #[test]
    fn a_description_keeps_all_but_its_secrets() {
        let text = r#"{"type":"offer","sdp":"v=0\r\na=ice-pwd:x\r\na=mid:0\r\n","token":"s3cret"}"#;
        let want = r#"{"type":"offer","sdp":"v=0\r\na=ice-pwd:[redacted]\r\na=mid:0\r\n","token":"[redacted]"}"#;
        assert_eq!(masked(text), want);
    }
}
