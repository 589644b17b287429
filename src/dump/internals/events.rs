//! Lines of the log as events, in the spellings of all Chromes:
//! `iceConnectionStateChange` (86), `iceconnectionstatechange` (138), `oniceconnectionstatechange` (144 and later).

use serde_json::Value;

use super::super::{Candidate, CandidateError, Description, End, EventKind, Machine, redact, sections};
use crate::candidate::secret::Secret;
use crate::sdp::Sdp;

/// What the line says, given its event's name and value.
pub(in crate::dump) fn kind(name: &str, value: Option<&Value>) -> EventKind {
    let value = self::value(value);
    let lower = name.to_ascii_lowercase();
    let known = match lower.strip_prefix("on").unwrap_or(&lower) {
        // where the text was left out, that it was created is all that is known
        "createofferonsuccess" | "createansweronsuccess" => {
            description(&value).filter(|made| made.kind != Description::LEFT_OUT).map(EventKind::Created)
        }
        "setlocaldescription" => description(&value).map(|d| EventKind::Set(End::Local, d)),
        "setremotedescription" => description(&value).map(|d| EventKind::Set(End::Remote, d)),
        "setlocaldescriptiononsuccess" => Some(EventKind::SetDone(End::Local)),
        "setremotedescriptiononsuccess" => Some(EventKind::SetDone(End::Remote)),
        "setlocaldescriptiononfailure" => Some(EventKind::SetFailed(End::Local, words(&value))),
        "setremotedescriptiononfailure" => Some(EventKind::SetFailed(End::Remote, words(&value))),
        "signalingstatechange" => Some(EventKind::State(Machine::Signaling, state(&value))),
        "icegatheringstatechange" => Some(EventKind::State(Machine::Gathering, state(&value))),
        "iceconnectionstatechange" | "legacyiceconnectionstatechange" => {
            Some(EventKind::State(Machine::Ice, state(&value)))
        }
        "connectionstatechange" => Some(EventKind::State(Machine::Connection, state(&value))),
        "icecandidate" => candidate(End::Local, &value),
        "addicecandidate" => candidate(End::Remote, &value),
        "addicecandidatefailed" | "addicecandidateonfailure" => Some(EventKind::CandidateRefused(words(&value))),
        "icecandidateerror" => candidate_error(&value).map(EventKind::CandidateError),
        _ => None,
    };
    known.unwrap_or_else(|| EventKind::Other { name: name.to_owned(), detail: detail(name, &value) })
}

/// The description that a call without one had made, as the line of its success tells.
pub(in crate::dump) fn made_by_success(name: &str, value: Option<&Value>) -> Option<(End, Description)> {
    let end = match name {
        "setLocalDescriptionOnSuccess" => End::Local,
        "setRemoteDescriptionOnSuccess" => End::Remote,
        _ => return None,
    };
    let made = description(&self::value(value)).filter(|made| made.kind != Description::LEFT_OUT)?;
    Some((end, made))
}

/// The value of a line: JSON in a string since Chrome 142, text before, and real JSON in edited files.
fn value(value: Option<&Value>) -> Value {
    match value {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
        Some(other) => other.clone(),
        None => Value::Null,
    }
}

/// The value as the browser's own words.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => redact::text(text),
        Value::Null => String::new(),
        other => redact::text(&other.to_string()),
    }
}

/// A state in the words of the specification; Chrome 86 wrote `SignalingStateHaveLocalOffer`.
fn state(value: &Value) -> String {
    let text = words(value);
    let word = text.rsplit_once("State").map_or(text.as_str(), |(_, word)| word);
    let mut plain = String::new();
    for (at, letter) in word.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            plain.push('-');
        }
        plain.push(letter.to_ascii_lowercase());
    }
    plain
}

/// `{"type","sdp"}`, or nothing where the recording leaves descriptions out, or `type: offer, sdp: v=0...` before Chrome 142.
fn description(value: &Value) -> Option<Description> {
    let (kind, sdp) = match value {
        Value::Null => (Description::LEFT_OUT, ""),
        Value::String(text) if text.is_empty() => (Description::LEFT_OUT, ""),
        Value::String(text) => text.strip_prefix("type: ")?.split_once(", sdp: ")?,
        object => (object.get("type")?.as_str()?, object.get("sdp").and_then(Value::as_str).unwrap_or("")),
    };
    let sdp = Sdp::parse(sdp.as_bytes());
    let sections = sections::sections(&sdp);
    Some(Description { kind: kind.to_owned(), sdp: Secret::new(sdp), sections })
}

/// `{"sdpMid","sdpMLineIndex","candidate"}`, or the same as `sdpMid: 0, ... candidate: candidate:1 1 udp ...`.
fn candidate(end: End, value: &Value) -> Option<EventKind> {
    let (line, relay_protocol) = match value {
        Value::String(text) => (text.split_once("candidate: ")?.1, field_of_text(text, "relayProtocol: ")),
        object => (object.get("candidate")?.as_str()?, object.get("relayProtocol").and_then(Value::as_str)),
    };
    if line.trim().is_empty() {
        return Some(EventKind::EndOfCandidates(end));
    }
    let line = line.split_once(',').map_or(line, |(line, _)| line);
    let mut candidate = Candidate::from_line(line)?;
    candidate.relay_protocol = relay_protocol.filter(|word| !word.is_empty()).map(str::to_owned);
    Some(EventKind::Candidate(end, candidate))
}

/// An `icecandidateerror`: an object, or `url: ..., error_text: ..., error_code: 701` before Chrome 142.
fn candidate_error(value: &Value) -> Option<CandidateError> {
    let (url, code, text) = match value {
        Value::String(text) => (
            field_of_text(text, "url: ")?,
            field_of_text(text, "error_code: ")?.parse().ok()?,
            field_of_text(text, "error_text: ").unwrap_or(""),
        ),
        object => {
            let field = |names: [&str; 2]| names.into_iter().find_map(|name| object.get(name));
            (
                object.get("url")?.as_str()?,
                field(["error_code", "errorCode"])?.as_u64()?.try_into().ok()?,
                field(["error_text", "errorText"]).and_then(Value::as_str).unwrap_or(""),
            )
        }
    };
    Some(CandidateError { url: redact::url(url), code, text: redact::text(text) })
}

/// What stands in `text` behind `name` up to the next comma.
fn field_of_text<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(name)?;
    Some(rest.split_once(',').map_or(rest, |(field, _)| field).trim())
}

/// The fields of other events that are worth a place on the line, in this order.
const SHOWN: [&str; 9] =
    ["mid", "kind", "direction", "currentDirection", "label", "ordered", "maxRetransmits", "reason", "iceRestart"];

/// The value of any other event on one line.
fn detail(name: &str, value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let field = |name: &&str| {
                let value = members.get(*name).filter(|value| !value.is_null())?;
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Some(format!("{name} {}", redact::text(&text)))
            };
            SHOWN.iter().filter_map(field).collect::<Vec<_>>().join(", ")
        }
        Value::Array(parts) => match parts.iter().map(Value::as_str).collect::<Vec<_>>().as_slice() {
            // a track in the rtcstats dump: kind, id, of a received one the label, streams
            [Some(kind @ ("audio" | "video")), _, Some(label), ..] if name == "ontrack" => {
                format!("kind {kind}, label {}", redact::text(label))
            }
            [Some(kind @ ("audio" | "video")), ..] => format!("kind {kind}"),
            _ => words(value),
        },
        other => words(other).lines().next().unwrap_or("").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, value: &str) -> EventKind {
        kind(name, Some(&value.into()))
    }

    #[test]
    fn a_state_reads_the_same_in_every_spelling() {
        for (name, value) in [
            ("signalingStateChange", "SignalingStateHaveLocalOffer"),
            ("signalingstatechange", "have-local-offer"),
            ("onsignalingstatechange", "\"have-local-offer\""),
        ] {
            let EventKind::State(Machine::Signaling, state) = read(name, value) else { panic!("{name}") };
            assert_eq!(state, "have-local-offer");
        }
    }

    #[test]
    fn descriptions_and_candidates_read_the_same_in_both_forms() {
        for value in [
            r#"{"type":"offer","sdp":"v=0\r\nm=audio 9 RTP/AVP 0\r\n"}"#,
            "type: offer, sdp: v=0\r\nm=audio 9 RTP/AVP 0\r\n",
        ] {
            let EventKind::Set(End::Remote, description) = read("setRemoteDescription", value) else {
                panic!("{value}")
            };
            assert_eq!((description.kind.as_str(), description.sections.len()), ("offer", 1));
        }
        for value in [
            r#"{"sdpMid":"0","candidate":"candidate:1 1 udp 1 10.0.0.1 9 typ relay","relayProtocol":"tls"}"#,
            "sdpMid: 0, sdpMLineIndex: 0, candidate: candidate:1 1 udp 1 10.0.0.1 9 typ relay, url: turn:a, relayProtocol: tls",
        ] {
            let EventKind::Candidate(End::Local, candidate) = read("onIceCandidate", value) else { panic!("{value}") };
            assert_eq!(
                (candidate.to_string().as_str(), candidate.relay_protocol.as_deref()),
                ("relay 10.0.0.1:9", Some("tls"))
            );
        }
    }

    #[test]
    fn candidate_errors_read_the_same_in_both_forms() {
        for value in [
            r#"{"url":"turn:u:p@a.example","error_text":"Unauthorized","error_code":401}"#,
            "url: turn:a.example, address: 192.0.2.x, port: 1, host_candidate: x, error_text: Unauthorized, error_code: 401",
        ] {
            let EventKind::CandidateError(error) = read("icecandidateerror", value) else { panic!("{value}") };
            assert_eq!(error, CandidateError { url: "turn:a.example".into(), code: 401, text: "Unauthorized".into() });
        }
    }

    #[test]
    fn odd_values_are_kept_as_other_events() {
        for value in ["", "[[[", "{}", "null", "\"x\"", "7"] {
            assert!(matches!(read("icecandidateerror", value), EventKind::Other { .. }), "{value}");
        }
    }
}
