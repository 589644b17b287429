//! Calls of getUserMedia and getDisplayMedia, joined with their outcome.

use serde_json::Value;

use super::super::{Capture, redact};
use super::lines::Line;
use crate::facts::{Known, Why};

/// The calls, in their order.
#[derive(Debug, Default)]
pub(super) struct Captures(Vec<Asked>);

#[derive(Debug)]
struct Asked {
    capture: Capture,
    /// The request's id; Jitsi has none.
    request: Option<Value>,
    open: bool,
}

impl Captures {
    /// Takes a line that is about a capture; false where it is about something else.
    pub(super) fn take(&mut self, line: &Line) -> bool {
        let Some(name) = line.method.strip_prefix("navigator.mediaDevices.") else { return false };
        let method = ["getUserMedia", "getDisplayMedia"].into_iter().find(|method| name.starts_with(method));
        let Some(method) = method else { return false };
        match name.strip_prefix(method) {
            Some("") => self.ask(method, line),
            Some("OnSuccess") => self.answer(method, line, Known::Yes(())),
            Some("OnFailure") => self.answer(method, line, Known::No(Why::new(refusal(&line.value)))),
            _ => return false,
        }
        true
    }

    /// What was taken. `page` is the one of the whole file.
    pub(super) fn finish(self, page: Option<&str>) -> Vec<Capture> {
        let captures = self.0.into_iter().map(|asked| asked.capture);
        captures.map(|capture| Capture { origin: capture.origin.or_else(|| page.map(origin)), ..capture }).collect()
    }

    fn ask(&mut self, method: &str, line: &Line) {
        let constraints = |kind: &str| match line.value.get(kind)? {
            Value::Bool(true) => Some(String::new()),
            Value::Bool(false) | Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let texts: Vec<&str> = line.extra.iter().filter_map(Value::as_str).collect();
        self.0.push(Asked {
            capture: Capture {
                method: method.to_owned(),
                origin: texts.iter().find(|text| text.contains("://")).map(|url| origin(&redact::url(url))),
                unix_ms: line.unix_ms,
                audio: constraints("audio"),
                video: constraints("video"),
                granted: Known::not_tested("the dump has no answer to this request"),
                tracks: Vec::new(),
            },
            request: line.extra.first().filter(|first| first.is_string()).cloned(),
            open: true,
        });
    }

    fn answer(&mut self, method: &str, line: &Line, granted: Known<()>) {
        let request = line.extra.first().filter(|first| first.is_string());
        let mut asked = self.0.iter_mut().filter(|asked| asked.open && asked.capture.method == method);
        if let Some(asked) = asked.find(|asked| request.is_none() || asked.request.as_ref() == request) {
            asked.capture.granted = granted;
            asked.capture.tracks = track_ids(&line.value);
            asked.open = false;
        }
    }
}

/// Of a list of tracks, each a list of kind, id, label and stream, or an object.
fn track_ids(value: &Value) -> Vec<String> {
    let tracks = value.as_array().or_else(|| value.get("tracks")?.as_array()).map(Vec::as_slice).unwrap_or_default();
    let id = |track: &Value| track.get(1).or_else(|| track.get("id"))?.as_str().map(str::to_owned);
    tracks.iter().filter_map(id).collect()
}

/// Scheme, host and port of a page.
fn origin(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.split(['/', '?', '#']).next().unwrap_or("")),
        None => url.to_owned(),
    }
}

/// The error's name and text, in any form.
fn refusal(value: &Value) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (value, text("error").or_else(|| text("name"))) {
        (Value::String(words), _) => redact::text(words),
        (_, Some(error)) => match text("error_message").or_else(|| text("message")) {
            Some(message) => redact::text(&format!("{error}: {message}")),
            None => error.to_owned(),
        },
        _ => redact::text(&value.to_string()),
    }
}
