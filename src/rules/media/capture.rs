//! Calls of getUserMedia and getDisplayMedia that gave no stream
//! (<https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia>).

use serde_json::Value;

use super::super::Draft;
use super::super::in_dump::list;
use crate::dump::{Capture, Dump};
use crate::facts::Known;
use crate::report::{Evidence, Severity, number};

/// `media/capture-denied`: `NotAllowedError`, or `SecurityError` where the page itself may not ask.
pub(super) fn denied(dump: &Dump) -> Vec<Draft> {
    refused(dump, &["NotAllowedError", "PermissionDeniedError", "SecurityError"], |calls| {
        let screen = calls.iter().all(|call| is_screen(call));
        let help = if screen {
            "ask again after a click of the user; where no dialog appears, the page needs HTTPS and, in an `iframe`, \
             `allow=\"display-capture\"`"
        } else {
            "allow camera and microphone for the page in the browser and in the operating system; the page needs HTTPS \
             and, in an `iframe`, `allow=\"camera; microphone\"`"
        };
        (String::new(), help.to_owned())
    })
}

/// `media/capture-overconstrained`: `OverconstrainedError`, which Chrome's dumps spell otherwise.
pub(super) fn overconstrained(dump: &Dump) -> Vec<Draft> {
    refused(dump, &["OverconstrainedError", "OverConstrainedError", "ConstraintNotSatisfiedError"], |calls| {
        let mut demands: Vec<String> = calls.iter().flat_map(|call| demands(call)).collect();
        demands.dedup();
        let demanded = match demands.as_slice() {
            [] => "; the dump has no mandatory constraint".to_owned(),
            some => format!("; no device has {}", list(some)),
        };
        (demanded, "ask with `ideal` in place of `exact`, `min` and `max`, and take what the device gives".to_owned())
    })
}

/// `media/capture-failed`: every other refusal.
pub(super) fn failed(dump: &Dump) -> Vec<Draft> {
    let known: [(&[&str], &str); 4] = [
        (
            &["NotFoundError", "DevicesNotFoundError"],
            "plug in a device of this kind, or ask for the kind that is there: `enumerateDevices()` lists them",
        ),
        (
            &["NotReadableError", "TrackStartError"],
            "close the other program that uses the device, or plug it in anew: the operating system did not open it",
        ),
        (&["AbortError"], "ask again: the device or the system stopped while it was being opened"),
        (&["TypeError"], "ask for audio or video: a request for neither is refused, as is a page without HTTPS"),
    ];
    known.iter().flat_map(|(names, help)| refused(dump, names, |_| (String::new(), (*help).to_owned()))).collect()
}

/// One finding for all calls of a method that were refused with one of `names`. `say` adds to the message and advises.
fn refused(dump: &Dump, names: &[&str], say: impl Fn(&[&Capture]) -> (String, String)) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for method in ["getUserMedia", "getDisplayMedia"] {
        let of_method = || dump.captures.iter().enumerate().filter(|(_, capture)| capture.method == method);
        let calls: Vec<(usize, &Capture, &str, String)> = of_method()
            .filter_map(|(n, capture)| match &capture.granted {
                Known::No(why) => {
                    let why = why.to_string();
                    let (name, _) = why.split_once([':', ' ']).unwrap_or((&why, ""));
                    let name = names.iter().find(|known| **known == name)?;
                    Some((n, capture, *name, why))
                }
                _ => None,
            })
            .collect();
        let [(n, first, name, why), ..] = calls.as_slice() else { continue };
        let captures: Vec<&Capture> = calls.iter().map(|(_, capture, ..)| *capture).collect();
        let times = match calls.len() {
            1 => String::new(),
            2 => " twice".to_owned(),
            more => format!(" {more} times"),
        };
        let kinds = kinds(&captures);
        let (more, help) = say(&captures);
        let at = first.origin.as_deref().map(|origin| format!(" of {origin}")).unwrap_or_default();
        let words = why.strip_prefix(name).map_or("", |rest| rest.trim_start_matches([':', ' ']));
        let words = if words.is_empty() { String::new() } else { format!(" ({words})") };
        let mut draft = Draft::new(
            format!("{method}{at}"),
            format!("`{method}` for {} was refused{times} with `{name}`{words}{more}", list(&kinds)),
        )
        .help(help)
        .evidence(Evidence::Fact { path: format!("files[0].captures[{n}].error"), value: why.clone() });
        // what a later call obtained was only late; a screen that is not shared is the user's own choice
        let later =
            |kind: &&str| of_method().any(|(m, other)| m > *n && other.granted.yes().is_some() && wants(other, kind));
        if kinds.iter().all(later) {
            draft = draft.severity(Severity::Warning);
        } else if method == "getDisplayMedia" && *name == "NotAllowedError" {
            draft = draft.severity(Severity::Info);
        }
        drafts.push(draft);
    }
    drafts
}

fn is_screen(capture: &Capture) -> bool {
    capture.method == "getDisplayMedia"
}

/// `audio` and `video`, as far as one of the calls wants them.
fn kinds(captures: &[&Capture]) -> Vec<&'static str> {
    ["audio", "video"].into_iter().filter(|kind| captures.iter().any(|capture| wants(capture, kind))).collect()
}

fn wants(capture: &Capture, kind: &str) -> bool {
    if kind == "audio" { capture.audio.is_some() } else { capture.video.is_some() }
}

/// What a call demands and does not only wish (W3C mediacapture-main section 11): `video width of at least 9000`.
fn demands(capture: &Capture) -> Vec<String> {
    let mut demands = Vec::new();
    for (kind, text) in [("audio", &capture.audio), ("video", &capture.video)] {
        let Some(Value::Object(members)) = text.as_deref().and_then(|text| serde_json::from_str(text).ok()) else {
            continue;
        };
        for (name, value) in &members {
            let Value::Object(bounds) = value else { continue };
            for (word, said) in [("exact", ""), ("min", "at least "), ("max", "at most ")] {
                if let Some(bound) = bounds.get(word) {
                    demands.push(format!("{kind} with `{name}` {said}{}", value_of(bound)));
                }
            }
        }
    }
    demands
}

/// A bound as it is read: a list of one is its value.
fn value_of(bound: &Value) -> String {
    match bound {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(value_of).collect();
            values.join(" or ")
        }
        Value::String(text) => format!("`{text}`"),
        Value::Number(value) => value.as_f64().map_or_else(|| value.to_string(), number::figures),
        other => other.to_string(),
    }
}
