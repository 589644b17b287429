//! `rtcdiag/report/v1` as JSON (RFC 8259), indented, one newline at the end.

use std::fmt::Write;

use crate::report::{Report, wire};
use crate::term::is_harmful;

/// The published form of `report`.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let mut text = escaped(serde_json::to_string_pretty(&wire::v1::Report::new(report))?);
    text.push('\n');
    Ok(text)
}

/// JSON asks for escapes of C0 alone (RFC 8259 section 7); the rest of what a terminal would obey is escaped too.
/// Outside of strings there is nothing but ASCII.
pub(super) fn escaped(json: String) -> String {
    let harmful = |c: char| c == '\x7f' || (!c.is_ascii() && is_harmful(c));
    if !json.contains(harmful) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let written = write!(out, "\\u{unit:04x}");
                debug_assert!(written.is_ok(), "a String takes every write");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_say_the_same_and_are_harmless() {
        let evil = "\x1b[31m\u{9b}31m\u{7f}\u{202e}\u{e0041}é";
        let json = escaped(serde_json::to_string_pretty(&[evil]).unwrap());
        assert_eq!(json, "[\n  \"\\u001b[31m\\u009b31m\\u007f\\u202e\\udb40\\udc41é\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [evil]);
    }
}
