//! Stand-ins that keep the shape of what they stand for: length, alphabet, case, separators. What is malformed stays so.

/// `number` in base 36.
fn base36(mut number: usize) -> Vec<char> {
    let mut digits = Vec::new();
    while digits.is_empty() || number > 0 {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
    }
    digits
}

/// A token of ICE or base64 (RFC 8839 `ice-char`): letters and digits are replaced, all else stays.
/// Longer than `original` where it has no room for `number`.
pub(super) fn token(original: &str, number: usize) -> String {
    let mut digits = base36(number).into_iter();
    let mut shaped: Vec<char> = original.chars().collect();
    for place in shaped.iter_mut().rev().filter(|c| c.is_ascii_alphanumeric()) {
        *place = digits.next().unwrap_or('0');
    }
    let rest: String = digits.rev().collect();
    rest + &shaped.into_iter().collect::<String>()
}

/// Hexadecimal digits with whatever separates them; the case of the letters stays.
pub(super) fn hex(original: &str, number: usize) -> String {
    let upper = original.contains(|c: char| c.is_ascii_uppercase());
    let lower = original.contains(|c: char| c.is_ascii_lowercase());
    let mut number = number;
    let mut shaped: Vec<char> = original.chars().collect();
    for place in shaped.iter_mut().rev().filter(|c| c.is_ascii_hexdigit()) {
        let digit = char::from_digit((number % 16) as u32, 16).unwrap_or('0');
        *place = if upper { digit.to_ascii_uppercase() } else { digit };
        number /= 16;
    }
    let marks = [upper.then_some('A'), lower.then_some('a')];
    let places = shaped.iter_mut().filter(|c| c.is_ascii_hexdigit());
    for (place, mark) in places.zip(marks.into_iter().flatten()) {
        *place = mark;
    }
    shaped.into_iter().collect()
}

/// As many decimal digits, the first of them a 1.
pub(super) fn digits(original: &str, number: usize) -> String {
    let width = original.len().saturating_sub(1);
    format!("1{number:0>width$}")
}

/// A UUID of version 4 (RFC 9562).
pub(super) fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Whether `text` is a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(n, b)| match n {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stay() {
        assert_eq!(token("pCKo", 1), "0001");
        assert_eq!(token("a b+c/", 40), "0 1+4/");
        assert_eq!(token("x", 40), "14");
        assert_eq!(hex("3E:DF:92", 17), "A0:00:11");
        assert_eq!(hex("3e:dF:9", 10), "Aa:00:A");
        assert_eq!(hex("11:22", 1), "00:01");
        assert_eq!(digits("4605830731137794767", 3).len(), 19);
        assert!(is_uuid(&uuid(7)) && !is_uuid("no"));
    }
}
