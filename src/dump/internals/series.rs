//! One series of the file: `<id>-<property>` and its values, a JSON list inside a JSON string.

use serde_json::Value;

use super::super::stats::{Cell, Column};

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

/// The values of a series. Properties that are members of a dictionary come out as columns of their own, by the
/// member's name; the name is empty for the property itself.
pub(super) fn columns(text: &[u8], words: bool) -> Vec<(String, Column)> {
    if !words && let Some(numbers) = numbers(text) {
        return vec![(String::new(), Column::of_numbers(numbers))];
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

/// The numbers of a list of nothing but numbers.
fn numbers(text: &[u8]) -> Option<Vec<f64>> {
    let mut rest = skip_space(text.strip_prefix(b"[")?);
    // a poll's number and its comma take two bytes at least
    let mut numbers = Vec::with_capacity(rest.len() / 8);
    loop {
        let (number, after) = number(rest)?;
        numbers.push(number);
        rest = skip_space(after);
        match rest.split_first()? {
            (b',', after) => rest = skip_space(after),
            (b']', _) => return Some(numbers),
            _ => return None,
        }
    }
}

fn skip_space(text: &[u8]) -> &[u8] {
    let spaces = text.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    text.get(spaces..).unwrap_or_default()
}

/// Powers of ten that a float holds exactly; so is a quotient of two exact floats rounded once, which makes it the
/// nearest float to the decimal number (Clinger 1990, section 4).
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers below this are floats exactly.
const EXACT_WHOLE: u64 = 1 << 53;

/// The number at the beginning of `text`, and what follows it.
fn number(text: &[u8]) -> Option<(f64, &[u8])> {
    let negative = text.first() == Some(&b'-');
    let (mut at, mut digits, mut whole, mut decimals, mut point) =
        (usize::from(negative), 0_u32, 0_u64, 0_usize, false);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                whole = whole.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                digits += 1;
                decimals += usize::from(point);
            }
            b'.' if !point && digits > 0 => point = true,
            b'e' | b'E' | b'+' | b'-' => return slow_number(text),
            _ => break,
        }
        at += 1;
    }
    let rest = text.get(at..)?;
    if digits == 0 {
        return None;
    }
    let power = EXACT_POWERS.get(decimals);
    match power.filter(|_| digits < 19 && whole < EXACT_WHOLE) {
        Some(power) => {
            let value = whole as f64 / power;
            Some((if negative { -value } else { value }, rest))
        }
        None => slow_number(text),
    }
}

fn slow_number(text: &[u8]) -> Option<(f64, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte)).count();
    let (number, rest) = text.split_at(length);
    let number: f64 = std::str::from_utf8(number).ok()?.parse().ok()?;
    number.is_finite().then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only(text: &str) -> Column {
        let [(name, column)] = columns(text.as_bytes(), false).try_into().unwrap();
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
        assert_eq!(only("[1,-2.5,3e2]").get(2), Cell::Number(300.0));
        assert_eq!(only("[ 1 , 2\n]").get(1), Cell::Number(2.0));
        assert_eq!(only(r#"["a","a",null,"b"]"#).get(3), Cell::Text("b".into()));
        assert_eq!(only("[true,false]").get(1), Cell::Flag(false));
        assert!(columns(b"[]", false).is_empty());
        assert!(columns(b"broken", false).is_empty());
        let nested = columns(br#"[{"cpu":0,"none":1},{"cpu":2}]"#, false);
        let names: Vec<&str> = nested.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["cpu", "none"]);
        assert_eq!(nested[0].1.get(1), Cell::Number(2.0));
    }

    #[test]
    fn what_the_page_took_for_numbers_becomes_words_again() {
        let [(_, column)] = columns(b"[0,0]", true).try_into().unwrap();
        assert_eq!(column.get(0), Cell::Text("0".into()));
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_standard_library(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
            let text = format!("[{value:?}]");
            prop_assert_eq!(numbers(text.as_bytes()).unwrap(), [value]);
        }

        #[test]
        fn decimals_are_those_of_the_standard_library(text in "-?[0-9]{1,20}(\\.[0-9]{1,24})?") {
            let want: f64 = text.parse().unwrap();
            prop_assert_eq!(numbers(format!("[{text}]").as_bytes()).unwrap(), [want]);
        }
    }
}
