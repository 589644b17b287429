//! One series of the file: `<id>-<property>` and its values, a JSON list inside a JSON string.

use serde_json::Value;

use super::super::stats::{Cell, Column, Decimals, EXACT_POWERS, EXACT_WHOLE};

/// Id and property. Ids hold hyphens of their own, and a derived property, `[bytesSent/s]`, may hold them too.
pub(super) fn split(key: &str) -> Option<(&str, &str)> {
    let at = if key.ends_with(']') { key.rfind("-[")? } else { key.rfind('-')? };
    Some((key.get(..at)?, key.get(at + 1..)?))
}

/// The type that the ids of Chrome 86 and earlier tell.
pub(super) fn kind_of_id(id: &str) -> &'static str {
    const PREFIXES: [(&str, &str); 12] = [
        ("RTCTransport_", "transport"),
        ("RTCIceCandidatePair_", "candidate-pair"),
        // which end it is of is said by `isRemote`
        ("RTCIceCandidate_", "local-candidate"),
        ("RTCOutboundRTP", "outbound-rtp"),
        ("RTCInboundRTP", "inbound-rtp"),
        ("RTCRemoteInboundRtp", "remote-inbound-rtp"),
        ("RTCRemoteOutboundRTP", "remote-outbound-rtp"),
        ("RTCCodec_", "codec"),
        ("RTCDataChannel_", "data-channel"),
        ("RTCAudioSource_", "media-source"),
        ("RTCVideoSource_", "media-source"),
        ("RTCCertificate_", "certificate"),
    ];
    PREFIXES.iter().find(|(prefix, _)| id.starts_with(prefix)).map_or("", |(_, kind)| kind)
}

/// The values of a series, from the text of the list. Properties that are members of a dictionary come out as columns
/// of their own, by the member's name; the name is empty for the property itself.
pub(super) fn columns(text: &[u8], words: bool, scratch: &mut Scratch) -> Vec<(String, Column)> {
    if !words && let Some(column) = numbers(text, scratch) {
        return vec![(String::new(), column)];
    }
    // a list that does not parse is a series without values
    let values: Vec<Value> = serde_json::from_slice(text).unwrap_or_default();
    let mut columns: Vec<(String, Column)> = Vec::new();
    for (poll, value) in values.into_iter().enumerate() {
        let mut push = |name: &str, cell: Cell| {
            let at = columns.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                columns.push((name.to_owned(), Column::new(0)));
                columns.len() - 1
            });
            if let Some((_, column)) = columns.get_mut(at) {
                column.pad(poll);
                column.push(cell);
            }
        };
        match value {
            Value::Object(members) => {
                members.into_iter().for_each(|(name, value)| push(&name, Cell::of_json(&value, words)));
            }
            other => push("", Cell::of_json(&other, words)),
        }
    }
    columns
}

/// The one value of a list in which every value is the same, and their number. `raw` is the list as it stands in the
/// file: inside a string, its own quotes escaped. Six of ten series are of this kind, and comparing is much faster than
/// reading.
pub(super) fn same(raw: &[u8], words: bool) -> Option<Column> {
    let body = raw.strip_prefix(b"[")?.strip_suffix(b"]")?;
    let first = match body.strip_prefix(b"\\\"") {
        Some(inside) => memchr::memmem::find(inside, b"\\\"")? + 4,
        None => memchr::memchr(b',', body).unwrap_or(body.len()),
    };
    let value = body.get(..first)?;
    if value.is_empty() || matches!(value.first(), Some(b'{' | b'[')) || value.ends_with(b"\\\\\"") {
        return None;
    }
    let width = first + 1;
    let repeats = body.len() == first
        || (body.get(first) == Some(&b',')
            && (body.len() + 1).is_multiple_of(width)
            && body.get(width..)? == body.get(..body.len() - width)?);
    if !repeats {
        return None;
    }
    // the escapes of the string around it, then the value itself
    let quoted = [b"\"", value, b"\""].concat();
    let text: String = serde_json::from_slice(&quoted).ok()?;
    let value: Value = serde_json::from_str(&text).ok()?;
    Some(Column::of_same(Cell::of_json(&value, words), (body.len() + 1) / width))
}

/// Room for the numbers of one series, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    wholes: Vec<i64>,
    scales: Vec<u8>,
}

/// The numbers of a list of nothing but numbers.
fn numbers(text: &[u8], Scratch { wholes, scales }: &mut Scratch) -> Option<Column> {
    wholes.clear();
    scales.clear();
    let mut rest = skip_space(text.strip_prefix(b"[")?);
    let mut floats: Option<Vec<f64>> = None;
    loop {
        let (number, after) = number(rest)?;
        match (number, &mut floats) {
            (Number::Decimal(whole, scale), None) => {
                wholes.push(whole);
                scales.push(scale);
            }
            (number, Some(floats)) => floats.push(number.value()),
            (number, None) => {
                let mut all: Vec<f64> = values(wholes, scales).collect();
                all.push(number.value());
                floats = Some(all);
            }
        }
        rest = skip_space(after);
        match rest.split_first()? {
            (b',', after) => rest = skip_space(after),
            (b']', _) => break,
            _ => return None,
        }
    }
    Some(match floats {
        Some(floats) => Column::of_numbers(floats),
        None => match Decimals::pack(wholes, scales) {
            Some(decimals) => Column::of_decimals(decimals),
            None => Column::of_numbers(values(wholes, scales).collect()),
        },
    })
}

fn values(wholes: &[i64], scales: &[u8]) -> impl Iterator<Item = f64> {
    wholes.iter().zip(scales).map(|(whole, scale)| Number::Decimal(*whole, *scale).value())
}

/// A number of the file.
#[derive(Clone, Copy)]
enum Number {
    /// A whole number, and how many of its digits stand behind the point; both small enough to be exact.
    Decimal(i64, u8),
    Float(f64),
}

impl Number {
    fn value(self) -> f64 {
        match self {
            Self::Decimal(whole, scale) => whole as f64 / EXACT_POWERS.get(usize::from(scale)).copied().unwrap_or(1.0),
            Self::Float(value) => value,
        }
    }
}

fn skip_space(text: &[u8]) -> &[u8] {
    // the page writes none
    if text.first().is_some_and(|byte| *byte > b' ') {
        return text;
    }
    let spaces = text.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    text.get(spaces..).unwrap_or_default()
}

/// The number at the beginning of `text`, and what follows it.
fn number(text: &[u8]) -> Option<(Number, &[u8])> {
    let (negative, unsigned) = match text.split_first()? {
        (b'-', unsigned) => (true, unsigned),
        _ => (false, text),
    };
    let (mut whole, mut rest) = digits(0, unsigned);
    let mut count = unsigned.len() - rest.len();
    if count == 0 {
        return None;
    }
    let mut decimals = 0;
    if let Some(fraction) = rest.strip_prefix(b".") {
        (whole, rest) = digits(whole, fraction);
        decimals = fraction.len() - rest.len();
        count += decimals;
    }
    let is_exact = count < 19 && whole < EXACT_WHOLE && decimals < EXACT_POWERS.len();
    // a whole number has no zero below nothing
    if !is_exact || (negative && whole == 0) || matches!(rest.first(), Some(b'e' | b'E' | b'+' | b'-' | b'.')) {
        return slow_number(text);
    }
    let whole = i64::try_from(whole).ok()?;
    Some((Number::Decimal(if negative { -whole } else { whole }, u8::try_from(decimals).ok()?), rest))
}

/// `before` with the digits at the beginning of `text` behind it, and what follows them; too many wrap around.
fn digits(before: u64, text: &[u8]) -> (u64, &[u8]) {
    let mut whole = before;
    for (at, byte) in text.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return (whole, text.get(at..).unwrap_or_default());
        }
        whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    (whole, &[])
}

fn slow_number(text: &[u8]) -> Option<(Number, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte)).count();
    let (number, rest) = text.split_at(length);
    let number: f64 = std::str::from_utf8(number).ok()?.parse().ok()?;
    number.is_finite().then_some((Number::Float(number), rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only(text: &str) -> Column {
        let [(name, column)] = columns(text.as_bytes(), false, &mut Scratch::default()).try_into().unwrap();
        assert_eq!(name, "");
        column
    }

    #[test]
    fn keys_are_split_at_the_last_hyphen_that_counts() {
        assert_eq!(split("T01-bytesSent"), Some(("T01", "bytesSent")));
        assert_eq!(split("COT01_111_a=1;b-c-mimeType"), Some(("COT01_111_a=1;b-c", "mimeType")));
        assert_eq!(split("IT01-[a-b/s]"), Some(("IT01", "[a-b/s]")));
        assert_eq!(split("nothing"), None);
    }

    #[test]
    fn old_ids_tell_the_type() {
        assert_eq!(kind_of_id("RTCIceCandidatePair_a_b"), "candidate-pair");
        assert_eq!(kind_of_id("RTCIceCandidate_a"), "local-candidate");
        assert_eq!(kind_of_id("T01"), "");
    }

    #[test]
    fn lists_of_every_kind_are_read() {
        assert_eq!(only("[1,-2.5,3e2]").cells()[2], Cell::Number(300.0));
        assert_eq!(only("[ 1 , 2\n]").cells()[1], Cell::Number(2.0));
        assert_eq!(only(r#"["a","a",null,"b"]"#).cells()[3], Cell::Text("b".into()));
        assert_eq!(only("[true,false]").cells()[1], Cell::Flag(false));
        assert!(columns(b"[]", false, &mut Scratch::default()).is_empty());
        assert!(columns(b"broken", false, &mut Scratch::default()).is_empty());
        let nested = columns(br#"[{"cpu":0,"none":1},{"cpu":2}]"#, false, &mut Scratch::default());
        let names: Vec<&str> = nested.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["cpu", "none"]);
        assert_eq!(nested[0].1.cells()[1], Cell::Number(2.0));
    }

    #[test]
    fn a_list_of_one_value_is_told_by_comparing() {
        let of = |raw: &str| same(raw.as_bytes(), false).map(|column| (column.len(), column.last()));
        assert_eq!(of("[7,7,7]"), Some((3, Cell::Number(7.0))));
        assert_eq!(of("[7]"), Some((1, Cell::Number(7.0))));
        assert_eq!(of(r#"[\"a,b\",\"a,b\"]"#), Some((2, Cell::Text("a,b".into()))));
        assert_eq!(of(r#"[\"\",\"\"]"#), Some((2, Cell::Text("".into()))));
        assert_eq!(of("[true,true]"), Some((2, Cell::Flag(true))));
        for other in
            ["[7,7,8]", "[77,7]", "[7,77]", "[]", "[7,7", r#"[\"a\",\"b\"]"#, "[{},{}]", r#"[\"a\\\",\",\"a\\\",\"]"#]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn what_the_page_took_for_numbers_becomes_words_again() {
        let [(_, column)] = columns(b"[0,0]", true, &mut Scratch::default()).try_into().unwrap();
        assert_eq!(column.cells()[0], Cell::Text("0".into()));
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_standard_library(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
            let text = format!("[{value:?}]");
            prop_assert_eq!(numbers(text.as_bytes(), &mut Scratch::default()).unwrap().numbers(), [value]);
        }

        #[test]
        fn decimals_are_those_of_the_standard_library(text in "-?[0-9]{1,20}(\\.[0-9]{1,24})?") {
            let want: f64 = text.parse().unwrap();
            prop_assert_eq!(numbers(format!("[{text}]").as_bytes(), &mut Scratch::default()).unwrap().numbers(), [want]);
        }
    }
}
