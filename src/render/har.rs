//! HAR 1.2, as it stands in the report.

use super::json::escaped;
use crate::report::Report;

/// What was exchanged, indented, one newline at the end; an empty object for a report that has none.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn har(report: &Report) -> serde_json::Result<String> {
    let text = match &report.har {
        Some(har) => serde_json::to_string_pretty(har)?,
        None => "{}".to_owned(),
    };
    Ok(escaped(text) + "\n")
}
