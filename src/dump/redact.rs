//! Takes secrets out of text that comes from a dump, before anything else sees it.
//!
//! Secrets here: passwords in URLs, query values that name or look like a token, ICE passwords and SDES keys in
//! session descriptions.

use crate::sdp::Sdp;

const MARK: &str = "[redacted]";

/// Parts of a query key that make its value a secret.
const SECRET_KEYS: [&str; 12] =
    ["token", "key", "secret", "pass", "pwd", "auth", "jwt", "sig", "credential", "session", "code", "x-amz-"];

/// A URL without user-info, and without secret values in query and fragment.
pub(super) fn url(text: &str) -> String {
    let (before, query) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let mut clean = without_user_info(before);
    let mut rest = query;
    while let Some(separator) = rest.chars().next() {
        let body = rest.get(separator.len_utf8()..).unwrap_or("");
        let end = body.find(['&', '#', '?', ';']).unwrap_or(body.len());
        let (part, next) = body.split_at(end);
        clean.push(separator);
        clean.push_str(&parameter(part));
        rest = next;
    }
    clean
}

/// Any other text: it may quote a description, or a line of one.
pub(super) fn text(text: &str) -> String {
    Sdp::parse(text.as_bytes()).redacted_text()
}

fn without_user_info(text: &str) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => match text.split_once(':') {
            Some((scheme @ ("stun" | "stuns" | "turn" | "turns"), rest)) => (format!("{scheme}:"), rest),
            _ => return text.to_owned(),
        },
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let path: Vec<&str> = path.split('/').map(|part| if looks_like_token(part) { MARK } else { part }).collect();
    format!("{scheme}{host}{}", path.join("/"))
}

fn parameter(part: &str) -> String {
    match part.split_once('=') {
        Some((key, value)) if secret_key(key) || looks_like_token(value) => format!("{key}={MARK}"),
        None if looks_like_token(part) => MARK.to_owned(),
        _ => part.to_owned(),
    }
}

fn secret_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    SECRET_KEYS.iter().any(|word| key.contains(word))
}

/// A JSON web token begins with `{"` in base64 (RFC 7519).
fn looks_like_token(value: &str) -> bool {
    value.starts_with("eyJ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_lose_secrets_and_keep_the_rest() {
        for (dirty, clean) in [
            ("https://call.example/room?x=1", "https://call.example/room?x=1"),
            ("https://bob:pw@call.example/r", "https://call.example/r"),
            (
                "https://a.example/?room=1&access_token=abc#jwt=def",
                "https://a.example/?room=1&access_token=[redacted]#jwt=[redacted]",
            ),
            ("https://a.example/?t=eyJhbGci", "https://a.example/?t=[redacted]"),
            ("https://a.example/join/eyJhbGci", "https://a.example/join/[redacted]"),
            ("https://a.example/#/room/eyJ", "https://a.example/#/room/eyJ"),
            ("turn:user:pw@turn.example:3478?transport=udp", "turn:turn.example:3478?transport=udp"),
            ("", ""),
        ] {
            assert_eq!(url(dirty), clean);
        }
    }

    #[test]
    fn descriptions_lose_their_passwords() {
        let dirty =
            "a=ice-ufrag:abcd\r\na=ice-pwd:canary1\r\na=crypto:1 AES inline:canary2\r\nFailed: a=ice-pwd:canary3";
        let clean = text(dirty);
        assert!(!clean.contains("canary"), "{clean}");
        assert!(clean.contains("a=ice-ufrag:abcd"));
        assert!(clean.contains("Failed: a=ice-pwd:*"), "{clean}");
    }
}
