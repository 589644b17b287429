//! What surrounds the connections: configuration, browser, requests for camera, microphone and screen.

use std::collections::HashMap;

use serde_json::Value;

use super::super::{Capture, Configuration, redact};
use crate::facts::{Known, Why};

/// The configuration, in the form of any Chrome.
pub(in crate::dump) fn configuration(value: Option<&Value>) -> Configuration {
    match value {
        Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
            Ok(object) => configuration_of_object(&object),
            Err(_) => configuration_of_text(text),
        },
        Some(object) => configuration_of_object(object),
        None => Configuration::default(),
    }
}

fn configuration_of_object(object: &Value) -> Configuration {
    let word = |key| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let servers = object.get("iceServers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let urls = servers.iter().filter_map(|server| server.get("urls").or_else(|| server.get("url")));
    let texts = urls.flat_map(|urls| match urls {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    });
    Configuration {
        ice_servers: texts.map(redact::url).collect(),
        ice_transport_policy: word("iceTransportPolicy"),
        bundle_policy: word("bundlePolicy"),
    }
}

/// `{ iceServers: [stun:a, turn:b], iceTransportPolicy: all, ... }`, as Chrome wrote it before 142.
fn configuration_of_text(text: &str) -> Configuration {
    let word = |key: &str| {
        let (_, rest) = text.split_once(&format!("{key}: "))?;
        Some(rest.split([',', '}']).next()?.trim().to_owned())
    };
    let servers = text.split_once("iceServers: [").and_then(|(_, rest)| rest.split_once(']'));
    let urls = servers.map_or("", |(urls, _)| urls).split(',').map(str::trim);
    Configuration {
        ice_servers: urls.filter(|url| !url.is_empty()).map(redact::url).collect(),
        ice_transport_policy: word("iceTransportPolicy"),
        bundle_policy: word("bundlePolicy"),
    }
}

/// The brand with the fullest version that is neither Chromium nor made up, else Chromium, else the user agent.
pub(in crate::dump) fn browser(brands: Option<&Value>, user_agent: Option<&Value>) -> Option<String> {
    let list =
        brands.and_then(|data| data.get("fullVersionList").or_else(|| data.get("brands")).unwrap_or(data).as_array());
    let named = list.into_iter().flatten().filter_map(|entry| {
        let brand = entry.get("brand")?.as_str()?;
        // a made-up brand has a character that no product has (User-Agent Client Hints section 6.2, GREASE)
        let made_up = brand.contains("Not") && brand.contains("Brand");
        (!made_up).then(|| format!("{brand} {}", entry.get("version").and_then(Value::as_str).unwrap_or("")))
    });
    let named: Vec<String> = named.collect();
    let product = named.iter().find(|name| !name.starts_with("Chromium")).or_else(|| named.first()).cloned();
    product.or_else(|| user_agent.and_then(Value::as_str).map(short_user_agent))
}

/// `Chrome 86.0.4240.183` out of a user agent string; the whole string where it has no such product.
fn short_user_agent(user_agent: &str) -> String {
    // every Chrome says that it is a Safari too
    const PRODUCTS: [(&str, &str); 3] = [("Chrome/", "Chrome"), ("Firefox/", "Firefox"), ("Version/", "Safari")];
    let product = PRODUCTS.iter().find_map(|(mark, name)| {
        let (_, rest) = user_agent.split_once(mark)?;
        Some(format!("{name} {}", rest.split_ascii_whitespace().next()?))
    });
    product.unwrap_or_else(|| user_agent.to_owned())
}

/// Joins requests and answers, which stand in one list, by renderer and request.
pub(super) fn captures(entries: &[Value]) -> Vec<Capture> {
    let key = |entry: &Value| ["rid", "pid", "request_id"].map(|name| entry.get(name).and_then(Value::as_i64));
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_answer = |entry: &&Value| ["error", "stream_id"].iter().any(|name| entry.get(*name).is_some());
    let answers: HashMap<_, &Value> = entries.iter().filter(is_answer).map(|answer| (key(answer), answer)).collect();
    let request = |entry: &Value| {
        let granted =
            match answers.get(&key(entry)).map(|answer| (text(answer, "error"), text(answer, "error_message"))) {
                None => Known::not_tested("the dump has no answer to this request"),
                Some((None, _)) => Known::Yes(()),
                Some((Some(error), message)) => {
                    let message = message.filter(|message| !message.is_empty()).map(|message| format!(": {message}"));
                    Known::No(Why::new(format!("{error}{}", message.unwrap_or_default())))
                }
            };
        Capture {
            method: text(entry, "request_type").unwrap_or_else(|| "getUserMedia".to_owned()),
            origin: text(entry, "origin").map(|origin| redact::url(&origin)),
            unix_ms: entry.get("timestamp").and_then(Value::as_f64),
            audio: text(entry, "audio"),
            video: text(entry, "video"),
            granted,
            tracks: answers.get(&key(entry)).map(|answer| track_ids(answer)).unwrap_or_default(),
        }
    };
    entries.iter().filter(|entry| !is_answer(entry)).map(request).collect()
}

/// The ids of the tracks of an answer; each is described by JSON in a text.
fn track_ids(answer: &Value) -> Vec<String> {
    let id = |name: &str| {
        let track: Value = serde_json::from_str(answer.get(name)?.as_str()?).ok()?;
        track.get("id")?.as_str().map(str::to_owned)
    };
    ["audio_track_info", "video_track_info"].into_iter().filter_map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_configuration_are_read() {
        let json = r#"{"iceServers":[{"urls":["turn:a","turn:b"]},{"url":"stun:c"}],"iceTransportPolicy":"relay"}"#;
        let json = configuration(Some(&json.into()));
        assert_eq!(json.ice_servers, ["turn:a", "turn:b", "stun:c"]);
        assert!(json.relay_only());
        let text = "{ iceServers: [stun:c, turn:a?transport=udp], iceTransportPolicy: all, bundlePolicy: balanced }";
        let text = configuration(Some(&text.into()));
        assert_eq!(text.ice_servers, ["stun:c", "turn:a?transport=udp"]);
        assert_eq!(text.bundle_policy.as_deref(), Some("balanced"));
        assert!(!text.relay_only());
    }

    #[test]
    fn the_browser_is_named_by_its_own_brand() {
        let brands = serde_json::json!([{"brand": "Not)A;Brand", "version": "8"}, {"brand": "Chromium", "version": "138"},
            {"brand": "Brave", "version": "138"}]);
        assert_eq!(browser(Some(&brands), None).as_deref(), Some("Brave 138"));
        let agent = "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.183 Safari/537.36";
        assert_eq!(browser(None, Some(&agent.into())).as_deref(), Some("Chrome 86.0.4240.183"));
        assert_eq!(browser(None, Some(&"Mozilla/5.0".into())).as_deref(), Some("Mozilla/5.0"));
    }

    #[test]
    fn answers_find_their_requests() {
        let list = serde_json::json!([
            {"rid": 1, "pid": 2, "request_id": 0, "audio": "", "request_type": "getUserMedia"},
            {"rid": 1, "pid": 2, "request_id": 1, "video": "", "request_type": "getDisplayMedia"},
            {"rid": 1, "pid": 2, "request_id": 1, "error": "NotAllowedError", "error_message": "Permission denied"},
        ]);
        let captures = captures(list.as_array().unwrap());
        assert_eq!(captures.len(), 2);
        assert!(matches!(captures[0].granted, Known::NotTested(_)));
        assert_eq!(captures[1].granted, Known::No(Why::new("NotAllowedError: Permission denied")));
    }
}
