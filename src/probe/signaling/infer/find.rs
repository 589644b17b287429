//! Where in a message descriptions and candidates are, however deep, in text and in base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// How deep texts within texts are looked into.
const DEEPEST: usize = 3;
/// A text shorter than this is no base64 of anything.
const SHORTEST: usize = 12;

/// What was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// An offer.
    Offer,
    /// An answer.
    Answer,
    /// A candidate.
    Candidate,
    /// The word that there are no more candidates.
    End,
}

/// A text in which something was found has to be decoded so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Layer {
    /// The JSON Pointer of the text.
    pub pointer: String,
    /// `json`, `b64` or `b64json`, as profiles have it.
    pub decoding: &'static str,
}

/// A place in a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// What is there.
    pub kind: Kind,
    /// The JSON Pointer of the description's or the candidate's text, with its layers decoded.
    pub pointer: String,
    /// Whether the object around it is an `RTCSessionDescriptionInit` or an `RTCIceCandidateInit`, and nothing else.
    pub whole: bool,
    /// What has to be decoded on the way.
    pub layer: Option<Layer>,
}

impl Place {
    /// The JSON Pointer of the object around it.
    pub fn around(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
    }
}

/// Everything in `message`, in order.
pub fn places(message: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    look(message, None, String::new(), None, DEEPEST, &mut found);
    found
}

fn look(
    value: &Value,
    parent: Option<&Value>,
    pointer: String,
    layer: Option<&Layer>,
    depth: usize,
    found: &mut Vec<Place>,
) {
    match value {
        Value::String(text) => text_at(text, parent, pointer, layer, depth, found),
        Value::Array(list) => {
            for (n, inner) in list.iter().enumerate() {
                look(inner, Some(value), format!("{pointer}/{n}"), layer, depth, found);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                look(inner, Some(value), format!("{pointer}/{key}"), layer, depth, found);
            }
        }
        Value::Null if pointer.ends_with("/candidate") => {
            found.push(Place { kind: Kind::End, pointer, whole: false, layer: layer.cloned() });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn text_at(
    text: &str,
    parent: Option<&Value>,
    pointer: String,
    layer: Option<&Layer>,
    depth: usize,
    found: &mut Vec<Place>,
) {
    if text.starts_with("v=0") {
        let told = parent.and_then(|parent| parent.get("type")).and_then(Value::as_str);
        // Only an offer leaves the DTLS role open (RFC 8842 section 5.3).
        let offer = told.map_or_else(|| text.contains("a=setup:actpass"), |told| told == "offer");
        let whole = parent.and_then(keys).is_some_and(|keys| keys.len() == 2 && keys.contains(&"type"))
            && matches!(told, Some("offer" | "answer"))
            && pointer.ends_with("/sdp");
        let kind = if offer { Kind::Offer } else { Kind::Answer };
        found.push(Place { kind, pointer, whole, layer: layer.cloned() });
    } else if text.starts_with("candidate:") {
        let init = ["candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"];
        let whole = parent.and_then(keys).is_some_and(|keys| {
            keys.len() > 1 && keys.iter().all(|key| init.contains(key)) && keys.contains(&"candidate")
        });
        found.push(Place { kind: Kind::Candidate, pointer, whole, layer: layer.cloned() });
    } else if let Some(depth) = depth.checked_sub(1) {
        let Some((decoding, inner)) = decoded(text) else { return };
        let outer = layer.cloned().unwrap_or_else(|| Layer { pointer: pointer.clone(), decoding });
        look(&inner, None, pointer, Some(&outer), depth, found);
    }
}

fn keys(value: &Value) -> Option<Vec<&str>> {
    value.as_object().map(|map| map.keys().map(String::as_str).collect())
}

/// What a text is when it is JSON, base64 of JSON, or base64 of a description or a candidate.
fn decoded(text: &str) -> Option<(&'static str, Value)> {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok().filter(|v| v.is_object() || v.is_array());
    if let Some(value) = json(text) {
        return Some(("json", value));
    }
    if text.len() < SHORTEST {
        return None;
    }
    let bytes = STANDARD.decode(text).ok()?;
    let plain = String::from_utf8(bytes).ok()?;
    match json(&plain) {
        Some(value) => Some(("b64json", value)),
        None => Some(("b64", Value::String(plain))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn descriptions_and_candidates_are_found_however_deep() {
        let encoded = STANDARD.encode(r#"{"type":"answer","sdp":"v=0\r\n"}"#);
        let plain = STANDARD.encode("v=0\r\na=setup:actpass\r\n");
        for (message, want) in [
            (json!({"type": "offer", "sdp": "v=0"}), (Kind::Offer, "/sdp", true, None)),
            (json!({"type": "offer", "to": 1, "sdp": "v=0"}), (Kind::Offer, "/sdp", false, None)),
            (json!(["signal", {"type": "answer", "sdp": "v=0"}]), (Kind::Answer, "/1/sdp", true, None)),
            (json!({"payload": encoded}), (Kind::Answer, "/payload/sdp", true, Some("b64json"))),
            (json!({"payload": plain}), (Kind::Offer, "/payload", false, Some("b64"))),
            (json!({"d": "{\"sdp\":\"v=0\",\"type\":\"offer\"}"}), (Kind::Offer, "/d/sdp", true, Some("json"))),
            (json!({"c": {"candidate": "candidate:1", "sdpMid": "0"}}), (Kind::Candidate, "/c/candidate", true, None)),
            (json!({"candidate": "candidate:1", "id": 4}), (Kind::Candidate, "/candidate", false, None)),
            (json!({"type": "candidate", "candidate": null}), (Kind::End, "/candidate", false, None)),
        ] {
            let found = places(&message);
            let [place] = found.as_slice() else { panic!("{message}: {found:?}") };
            let decoding = place.layer.as_ref().map(|layer| layer.decoding);
            assert_eq!((place.kind, place.pointer.as_str(), place.whole, decoding), want, "{message}");
        }
        assert!(places(&json!({"text": "hello there, all of you", "n": [1, true]})).is_empty());
    }
}
