//! `rtcdiag/report/v1` as JSON (RFC 8259), indented, one newline at the end.

use crate::report::{Report, wire};

/// The published form of `report`.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&wire::v1::Report::new(report))?;
    text.push('\n');
    Ok(text)
}
