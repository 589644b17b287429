//! A series just as Chromium's page writes it, found and taken apart by searching: `JSON.stringify` puts `values` last,
//! and its string ends with the bracket of the list. What is written otherwise is left to the parser.

use memchr::memmem;

use super::super::scan::Source;
use super::wire::moment;

/// How far a series goes, with all of it in memory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Written {
    pub(super) length: usize,
    /// Where its list begins and ends.
    list: (usize, usize),
    /// Whether the list has no escape, and so stands there as it is.
    pub(super) is_plain: bool,
}

/// How far the series that begins here goes; `None` where it is not written that way.
pub(super) fn extent(source: &mut Source<'_>) -> Option<Written> {
    source.peek();
    source.ensure(HEAD);
    let head = source.rest().get(..HEAD).unwrap_or_else(|| source.rest());
    if head.first() != Some(&b'{') {
        return None;
    }
    let list = values_at(head)?;
    // a list of numbers ends with the first quote; one of words has escapes
    let first = find(source, list, |bytes| memchr::memchr3(b'"', b'\\', b'\n', bytes))?;
    let is_plain = match source.rest().get(first)? {
        b'"' if source.rest().get(first - 1) == Some(&b']') => true,
        b'\\' => false,
        _ => return None,
    };
    let end = if is_plain { first + 1 } else { find(source, first, |bytes| memmem::find(bytes, END))? + END.len() };
    // a list has no line ends: one means that its own end is lost, and this is another's
    if !is_plain && memchr::memchr(b'\n', source.rest().get(first..end)?).is_some() {
        return None;
    }
    source.ensure(end + SPACE);
    let spaces = source.rest().get(end..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let is_closed = source.rest().get(end + spaces) == Some(&b'}');
    is_closed.then_some(Written { length: end + spaces + 1, list: (list, end - 1), is_plain })
}

/// What `search` finds from `from` on, counted from the beginning; more is read until then.
fn find(source: &mut Source<'_>, from: usize, search: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
    let mut searched = from;
    loop {
        let rest = source.rest();
        if let Some(found) = search(rest.get(searched..)?) {
            return Some(searched + found);
        }
        if rest.len() > LONGEST {
            return None;
        }
        // what is looked for may have begun with the last byte that was read
        searched = rest.len().saturating_sub(1).max(from);
        if !source.fill() {
            return None;
        }
    }
}

/// The parts of a series whose extent was found so; the values as they stand, with their escapes.
pub(super) fn series(text: &[u8], written: Written) -> Option<Parts<'_>> {
    let (list, end) = written.list;
    let values = text.get(list..end)?;
    // were there an unescaped quote, another member would follow the values
    let mut quotes = memchr::memchr_iter(b'"', if written.is_plain { &[] } else { values });
    if !quotes.all(|at| at > 0 && values.get(at - 1) == Some(&b'\\')) {
        return None;
    }
    let mut series = Parts { start: None, end: None, kind: None, values };
    let mut rest = text.get(1..list)?;
    while let Some((key, after)) = string(rest) {
        let Some((value, after)) = string(after.trim_ascii_start().strip_prefix(b":")?) else { break };
        match key {
            "startTime" => series.start = moment(value),
            "endTime" => series.end = moment(value),
            "statsType" => series.kind = Some(value),
            _ => {}
        }
        rest = after.trim_ascii_start().strip_prefix(b",")?;
    }
    Some(series)
}

/// A series in its parts, as they stand in the file.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) start: Option<f64>,
    pub(super) end: Option<f64>,
    pub(super) kind: Option<&'a str>,
    pub(super) values: &'a [u8],
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

    fn extent_of(text: &str) -> Option<Written> {
        let mut reader = text.as_bytes();
        extent(&mut Source::new(&mut reader))
    }

    #[test]
    fn a_series_as_it_is_written_is_taken_apart() {
        let written = extent_of(&format!(" {WRITTEN},")).unwrap();
        assert_eq!((written.length, written.is_plain), (WRITTEN.len(), false));
        let series = series(WRITTEN.as_bytes(), written).unwrap();
        assert_eq!(series.values, br#"[\"a]\",\"b\"]"#);
        assert_eq!(series.kind, Some("codec"));
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
        let words = r#"{"values":"[\"a\"", "more":"[2]"}"#;
        assert!(series(words.as_bytes(), extent_of(words).unwrap()).is_none());
        assert!(extent_of(r#"{"values":"[1]"}"#).unwrap().is_plain);
    }
}
