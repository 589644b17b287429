//! Messages as they may be shown: descriptions folded, secrets masked.

use serde_json::Value;

/// Names of members whose values are secrets.
const SECRET: [&str; 9] =
    ["token", "password", "secret", "credential", "apisecret", "access_token", "key", "signalingkey", "authorization"];

/// `text` with each description in it replaced by its length, and each secret by a mark.
pub fn folded(text: &str) -> String {
    // Socket.IO puts digits, and perhaps a namespace, before its JSON.
    let start = text.find(['{', '[']).unwrap_or(text.len());
    let (before, json) = text.split_at(start);
    match serde_json::from_str::<Value>(json) {
        Ok(mut value) => {
            fold(&mut value);
            format!("{before}{value}")
        }
        Err(_) => folded_text(text),
    }
}

fn fold(value: &mut Value) {
    match value {
        Value::String(text) => *text = folded_text(text),
        Value::Array(list) => list.iter_mut().for_each(fold),
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                if SECRET.contains(&name.to_ascii_lowercase().as_str()) && value.is_string() {
                    *value = Value::String("[redacted]".to_owned());
                } else {
                    fold(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn folded_text(text: &str) -> String {
    let trimmed = text.trim_start_matches(['"', ' ', '\r', '\n']);
    if trimmed.starts_with("v=0") || text.contains("a=ice-pwd:") {
        return format!("<SDP, {} bytes>", text.len());
    }
    // JSON inside of JSON.
    if trimmed.starts_with('{')
        && let Ok(mut inner) = serde_json::from_str::<Value>(text)
    {
        fold(&mut inner);
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
}
