//! The signaling of a run as HAR 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>), with the messages of a WebSocket
//! in `_webSocketMessages` as Chrome's DevTools write them.
//!
//! Secrets are masked as everywhere. Cookies and headers are not kept, so their lists are empty; sizes that are not
//! known are -1, as the format has it.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::facts::handshake::{Handshake, PhaseId};
use crate::facts::signaling::{Exchange, Frame};
use crate::report::wire::v1::round_ms;

/// The document for runs of which the first began at `started` (RFC 3339).
pub(super) fn har(started: &str, runs: &[Handshake]) -> Value {
    let entries: Vec<Value> = runs.iter().flat_map(|run| entries(started, run)).collect();
    json!({ "log": {
        "version": "1.2",
        "creator": { "name": "rtcdiag", "version": env!("CARGO_PKG_VERSION") },
        "pages": [],
        "entries": entries,
    }})
}

fn entries(started: &str, run: &Handshake) -> Vec<Value> {
    if run.signaling.exchanges.is_empty() {
        return run.phase(PhaseId::WsUpgrade).map(|_| socket(started, run)).into_iter().collect();
    }
    run.signaling.exchanges.iter().enumerate().map(|(n, exchange)| request(started, run, n, exchange)).collect()
}

fn socket(started: &str, run: &Handshake) -> Value {
    let upgrade = run.phase(PhaseId::WsUpgrade);
    let begin = run.phases.first().map_or(0.0, |phase| phase.start_ms);
    let end = upgrade.and_then(|phase| phase.end_ms);
    let status = if end.is_some() { 101 } else { 0 };
    let mut entry =
        entry(started, begin, &run.url, "GET", (status, ""), timings(run, true, upgrade.map(|p| p.start_ms), end));
    let messages: Vec<Value> = run.signaling.frames.iter().map(|frame| message(started, frame)).collect();
    if let Some(entry) = entry.as_object_mut() {
        entry.insert("_resourceType".to_owned(), json!("websocket"));
        entry.insert("_webSocketMessages".to_owned(), Value::Array(messages));
    }
    entry
}

fn message(started: &str, frame: &Frame) -> Value {
    json!({
        "type": if frame.out { "send" } else { "receive" },
        "time": unix(started, frame.at_ms),
        "opcode": 1,
        "data": text(frame),
    })
}

fn text(frame: &Frame) -> &str {
    frame.whole.as_deref().unwrap_or(&frame.text)
}

fn request(started: &str, run: &Handshake, n: usize, exchange: &Exchange) -> Value {
    let first = n == 0;
    let begin = if first { run.phases.first().map_or(0.0, |phase| phase.start_ms) } else { exchange.at_ms };
    let end = exchange.took_ms.map(|took| exchange.at_ms + took);
    let status = (exchange.status.unwrap_or(0), exchange.content_type.as_str());
    let timings = timings(run, first, Some(exchange.at_ms), end);
    let mut entry = entry(started, begin, &exchange.url, &exchange.method, status, timings);
    // Its bodies were written down when it was sent and when its answer was there.
    let body = |out: bool, at: f64| run.signaling.frames.iter().find(|f| f.out == out && (f.at_ms - at).abs() < 0.001);
    if let Some(sent) = body(true, exchange.at_ms) {
        let kind = if text(sent).trim_start().starts_with('{') { "application/json" } else { "application/sdp" };
        set(&mut entry, "/request", "postData", json!({ "mimeType": kind, "text": text(sent) }));
        set(&mut entry, "/request", "bodySize", json!(sent.bytes));
    }
    if let Some(came) = end.and_then(|end| body(false, end)) {
        set(&mut entry, "/response/content", "text", json!(text(came)));
        set(&mut entry, "/response/content", "size", json!(came.bytes));
    }
    if let Some(to) = &exchange.redirected_to {
        set(&mut entry, "/response", "redirectURL", json!(to));
    }
    if let Some(error) = &exchange.error {
        set(&mut entry, "/response", "_error", json!(error));
    }
    entry
}

fn set(entry: &mut Value, place: &str, key: &str, value: Value) {
    if let Some(object) = entry.pointer_mut(place).and_then(Value::as_object_mut) {
        object.insert(key.to_owned(), value);
    }
}

fn entry(started: &str, begin_ms: f64, url: &str, method: &str, (status, mime): (u16, &str), timings: Value) -> Value {
    let parts = ["blocked", "dns", "connect", "send", "wait", "receive"];
    // -1 means that the part does not apply; TLS is within `connect`.
    let time: f64 = parts.iter().filter_map(|part| timings.get(part)?.as_f64()).filter(|ms| *ms > 0.0).sum();
    json!({
        "startedDateTime": rfc3339(started, begin_ms),
        "time": round_ms(time),
        "request": {
            "method": method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "headers": [], "queryString": [],
            "headersSize": -1, "bodySize": 0,
        },
        "response": {
            "status": status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
            "content": { "size": 0, "mimeType": mime }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
        },
        "cache": {},
        "timings": timings,
    })
}

/// The parts of an exchange that was sent at `sent` and answered at `end`; the first also has those of its connection.
fn timings(run: &Handshake, connects: bool, sent: Option<f64>, end: Option<f64>) -> Value {
    let length = |id| {
        let phase = run.phase(id).filter(|_| connects)?;
        Some(phase.end_ms? - phase.start_ms)
    };
    let connect = [PhaseId::Tcp, PhaseId::Proxy, PhaseId::Tls].into_iter().filter_map(length).reduce(|a, b| a + b);
    let wait = sent.zip(end).map_or(0.0, |(sent, end)| (end - sent).max(0.0));
    json!({
        "blocked": -1,
        "dns": length(PhaseId::Dns).map_or(-1.0, round_ms),
        "connect": connect.map_or(-1.0, round_ms),
        "ssl": length(PhaseId::Tls).map_or(-1.0, round_ms),
        "send": 0,
        "wait": round_ms(wait),
        "receive": 0,
    })
}

fn moment(started: &str, after_ms: f64) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(started, &Rfc3339).ok()?.checked_add(Duration::seconds_f64(after_ms / 1000.0))
}

fn rfc3339(started: &str, after_ms: f64) -> String {
    let moment = moment(started, after_ms).and_then(|moment| {
        let millis = moment.nanosecond() / 1_000_000 * 1_000_000;
        moment.replace_nanosecond(millis).ok()?.format(&Rfc3339).ok()
    });
    moment.unwrap_or_else(|| started.to_owned())
}

/// Seconds since 1970, as DevTools stamp messages.
fn unix(started: &str, after_ms: f64) -> f64 {
    // below 2^53 microseconds until the year 2255
    moment(started, after_ms).map_or(0.0, |moment| (moment.unix_timestamp_nanos() / 1000) as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::handshake::Phase;

    fn run() -> Handshake {
        let phase = |id, start_ms, end_ms| Phase {
            id,
            start_ms,
            end_ms: Some(end_ms),
            floor_ms: None,
            critical: true,
            detail: String::new(),
        };
        let phases = vec![phase(PhaseId::Tcp, 0.0, 10.0), phase(PhaseId::WsUpgrade, 10.0, 25.0)];
        Handshake { url: "ws://a/".to_owned(), phases, ..Handshake::default() }
    }

    #[test]
    fn a_socket_has_its_messages_with_their_time() {
        let mut run = run();
        run.signaling.frames.push(Frame {
            at_ms: 1500.0,
            out: true,
            kind: "offer".to_owned(),
            bytes: 5,
            text: "short".to_owned(),
            whole: Some("whole".to_owned()),
        });
        let har = har("2026-01-01T00:00:00Z", &[run]);
        let entry = &har["log"]["entries"][0];
        assert_eq!((&entry["time"], &entry["timings"]["connect"]), (&json!(25.0), &json!(10.0)));
        assert_eq!(entry["response"]["status"], 101);
        let want = json!([{ "type": "send", "time": 1_767_225_601.5, "opcode": 1, "data": "whole" }]);
        assert_eq!(entry["_webSocketMessages"], want);
    }

    #[test]
    fn an_exchange_has_its_bodies() {
        let mut run = run();
        run.signaling.exchanges.push(Exchange {
            method: "POST".to_owned(),
            url: "http://a/whip".to_owned(),
            at_ms: 30.0,
            took_ms: Some(12.0),
            status: Some(201),
            ..Exchange::default()
        });
        let frame = |at_ms, out, text: &str| Frame {
            at_ms,
            out,
            kind: String::new(),
            bytes: text.len(),
            text: text.to_owned(),
            whole: None,
        };
        run.signaling.frames = vec![frame(30.0, true, "v=0"), frame(42.0, false, "v=0 answer")];
        let har = har("2026-01-01T00:00:00Z", &[run]);
        let entry = &har["log"]["entries"][0];
        assert_eq!(entry["request"]["postData"]["text"], "v=0");
        assert_eq!(entry["response"]["content"]["text"], "v=0 answer");
        assert_eq!(entry["timings"]["wait"], 12.0);
        assert_eq!(entry["startedDateTime"], "2026-01-01T00:00:00Z");
    }
}
