//! `--output jsonl`: one event a line. What a command says while it runs comes from the command; this is the rest.
//!
//! Lines, in order: `start`, whatever the command measures as it happens (`candidate`, `server`), then `finding`,
//! `expectation`, `not_tested` for each of those, `facts`, and `end` with the verdict and the exit code.

use serde_json::{Value, json};

use super::json::escaped;
use crate::report::Report;
use crate::report::wire::v1;

/// The name that stands in the first line.
const SCHEMA: &str = "rtcdiag/events/v1";

/// The first line.
pub fn start(command: &str, started: &str) -> Value {
    json!({ "event": "start", "schema": SCHEMA, "command": command, "started": started })
}

/// One line of the kind `event`, with the keys of `body`.
pub fn event(event: &str, body: Value) -> Value {
    let mut line = json!({ "event": event });
    if let (Some(line), Value::Object(body)) = (line.as_object_mut(), body) {
        line.extend(body);
    }
    line
}

/// An event as the line that is written.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn line(event: &Value) -> serde_json::Result<String> {
    let mut line = escaped(serde_json::to_string(event)?);
    line.push('\n');
    Ok(line)
}

/// The lines behind those that were written while the command ran.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn rest(report: &Report) -> serde_json::Result<Vec<Value>> {
    let wire = v1::Report::new(report);
    let mut lines = Vec::new();
    for finding in &wire.findings {
        lines.push(event("finding", serde_json::to_value(finding)?));
    }
    for expectation in &wire.expectations {
        lines.push(event("expectation", serde_json::to_value(expectation)?));
    }
    for not_tested in &wire.not_tested {
        lines.push(event("not_tested", serde_json::to_value(not_tested)?));
    }
    lines.push(json!({ "event": "facts", "facts": wire.facts }));
    lines.push(json!({
        "event": "end",
        "verdict": wire.verdict,
        "exit": wire.exit,
        "duration_ms": wire.duration_ms,
    }));
    Ok(lines)
}
