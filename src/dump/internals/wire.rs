//! The layout of a log line and of a series, and nothing about their meaning.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// One line of the log.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::dump) struct LogEntry {
    /// The event's name; Chrome writes it in three spellings.
    #[serde(rename = "type")]
    pub(in crate::dump) name: String,
    /// Its value: JSON, or text in older dumps.
    pub(in crate::dump) value: Option<Value>,
    /// Milliseconds since 1970 (Chrome 144 and later).
    pub(in crate::dump) timestamp: Option<f64>,
    /// Local time in the user's language, before that.
    pub(in crate::dump) time: Option<String>,
}

/// One series.
#[derive(Debug, Deserialize)]
pub(super) struct SeriesSpan<'a> {
    /// When its first value was polled, in milliseconds since 1970.
    #[serde(default, rename = "startTime", deserialize_with = "unix_ms")]
    pub(super) start: Option<f64>,
    /// When its last value was polled.
    #[serde(default, rename = "endTime", deserialize_with = "unix_ms")]
    pub(super) end: Option<f64>,
    /// The type of its object; absent before Chrome 87.
    #[serde(default, rename = "statsType")]
    #[serde(borrow)]
    pub(super) kind: Option<Cow<'a, str>>,
    /// A JSON list inside a string.
    #[serde(borrow)]
    pub(super) values: Cow<'a, str>,
}

/// A moment as RFC 3339, in milliseconds since 1970; what is none counts as absent.
fn unix_ms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let value = Value::deserialize(deserializer).map_err(D::Error::custom)?;
    Ok(match value {
        Value::String(text) => moment(&text),
        other => other.as_f64(),
    })
}

/// A moment as RFC 3339 in milliseconds since 1970.
pub(super) fn moment(text: &str) -> Option<f64> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(|at| at.unix_timestamp_nanos() as f64 / 1e6)
}
