//! A series just as Chromium's page writes it, found and taken apart by searching: `JSON.stringify` puts `values` last,
//! and its string ends with the bracket of the list. What is written otherwise is left to the parser.

use std::borrow::Cow;

use memchr::memmem;

use super::super::scan::Source;
use super::wire::{SeriesSpan, moment};

/// How far the series that begins here goes, with all of it in memory; `None` where it is not written that way.
pub(super) fn extent(source: &mut Source<'_>) -> Option<usize> {
    source.peek();
    source.ensure(HEAD);
    let head = source.rest().get(..HEAD).unwrap_or_else(|| source.rest());
    if head.first() != Some(&b'{') {
        return None;
    }
    let list = values_at(head)?;
    let mut searched = list;
    let end = loop {
        let rest = source.rest();
        if let Some(found) = memmem::find(rest.get(searched..)?, END) {
            break searched + found + END.len();
        }
        if rest.len() > LONGEST {
            return None;
        }
        // the bracket may be the last byte that was read
        searched = rest.len().saturating_sub(1).max(list);
        if !source.fill() {
            return None;
        }
    };
    // a list has no line ends: one means that its own end is lost, and this is another's
    if memchr::memchr(b'\n', source.rest().get(list..end)?).is_some() {
        return None;
    }
    source.ensure(end + SPACE);
    let spaces = source.rest().get(end..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    (source.rest().get(end + spaces) == Some(&b'}')).then_some(end + spaces + 1)
}

/// The parts of a series whose extent was found so; the values as they stand, with their escapes.
pub(super) fn series(text: &[u8]) -> Option<SeriesSpan<'_>> {
    let list = values_at(text.get(..HEAD).unwrap_or(text))?;
    let end = text.strip_suffix(b"}")?.trim_ascii_end().strip_suffix(b"\"")?.len();
    let values = std::str::from_utf8(text.get(list..end)?).ok()?;
    // were there an unescaped quote, another member would follow the values
    let mut quotes = memchr::memchr_iter(b'"', values.as_bytes());
    if !quotes.all(|at| at > 0 && values.as_bytes().get(at - 1) == Some(&b'\\')) {
        return None;
    }
    let mut series = SeriesSpan { start: None, end: None, kind: None, values: Cow::Borrowed(values) };
    let mut rest = text.get(1..list)?;
    while let Some((key, after)) = string(rest) {
        let Some((value, after)) = string(after.trim_ascii_start().strip_prefix(b":")?) else { break };
        match key {
            "startTime" => series.start = moment(value),
            "endTime" => series.end = moment(value),
            "statsType" => series.kind = Some(Cow::Borrowed(value)),
            _ => {}
        }
        rest = after.trim_ascii_start().strip_prefix(b",")?;
    }
    Some(series)
}

/// Everything before the values is shorter than this.
const HEAD: usize = 400;

/// A series longer than this is none.
const LONGEST: usize = 16 << 20;

/// Space for the line end and the indentation before the brace.
const SPACE: usize = 64;

/// The end of the list and of its string.
const END: &[u8] = b"]\"";

/// Where the list of the values begins.
fn values_at(head: &[u8]) -> Option<usize> {
    const KEY: &[u8] = b"\"values\"";
    let key = memmem::find(head, KEY)?;
    // of this object and not of one after it
    if memchr::memchr(b'}', head.get(..key)?).is_some() {
        return None;
    }
    let behind = head.get(key + KEY.len()..)?;
    let value = behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    value.starts_with(b"[").then_some(head.len() - value.len())
}

/// The string without escapes at the beginning of `text`, and what follows it.
fn string(text: &[u8]) -> Option<(&str, &[u8])> {
    let inside = text.trim_ascii_start().strip_prefix(b"\"")?;
    let end = memchr::memchr(b'"', inside)?;
    let value = inside.get(..end).filter(|value| !value.contains(&b'\\'))?;
    Some((std::str::from_utf8(value).ok()?, inside.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "{\n  \"startTime\": \"2026-01-01T00:00:00.000Z\",\n  \"endTime\": \"2026-01-01T00:00:01.500Z\",\n  \
                           \"statsType\": \"codec\",\n  \"values\": \"[\\\"a]\\\",\\\"b\\\"]\"\n }";

    fn extent_of(text: &str) -> Option<usize> {
        let mut reader = text.as_bytes();
        extent(&mut Source::new(&mut reader))
    }

    #[test]
    fn a_series_as_it_is_written_is_taken_apart() {
        assert_eq!(extent_of(&format!(" {WRITTEN},")), Some(WRITTEN.len()));
        let series = series(WRITTEN.as_bytes()).unwrap();
        assert_eq!(series.values, r#"[\"a]\",\"b\"]"#);
        assert_eq!(series.kind.as_deref(), Some("codec"));
        assert_eq!(series.end.unwrap() - series.start.unwrap(), 1500.0);
    }

    #[test]
    fn other_ways_of_writing_are_left_to_the_parser() {
        for text in [
            r#"{"values":"[1]","more":"x"}"#,
            r#"{"values":[1]}"#,
            r#"{"values":"broken"}"#,
            r#"{"endTime":"x"},"b":{"values":"[1]"}"#,
            "{\"values\":\"[1\n\",\"b\":\"]\"}",
            "7",
        ] {
            assert_eq!(extent_of(text), None, "{text}");
        }
        assert!(series(br#"{"values":"[1]", "more":"[2]"}"#).is_none());
    }
}
