//! Text in which characters are written as others: backslashes, percent signs, entities, signs for line ends, markup.

use super::kind::kind_word;
use super::search::Piece;

/// Line ends drawn as characters, as old browser consoles do.
pub(super) fn signs(text: &str) -> Vec<Piece> {
    const SIGNS: [char; 5] = ['↵', '⏎', '␤', '␊', '␍'];
    if !text.contains(SIGNS) {
        return Vec::new();
    }
    let lines = text.split(SIGNS).map(|line| line.trim_matches(['\r', '\n']));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    vec![Piece::new(lines.join("\r\n"), None)]
}

/// Backslash escapes of C, JavaScript, Python and JSON, taken off once.
pub(super) fn escapes(text: &str) -> Vec<Piece> {
    const LINE_ENDS: [&str; 6] = ["\\n", "\\r", "\\x0a", "\\x0A", "\\u000a", "\\u000A"];
    if LINE_ENDS.iter().any(|end| text.contains(end)) { vec![Piece::new(unescape(text), None)] } else { Vec::new() }
}

/// `text` with its backslash escapes read; what is no escape stays.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = behind.chars();
        let first = chars.next();
        rest = chars.as_str();
        match first {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some(c @ ('\\' | '"' | '\'' | '`' | '/' | '$')) => out.push(c),
            // a line that goes on
            Some('\n') => {}
            Some('\r') => rest = rest.strip_prefix('\n').unwrap_or(rest),
            Some('x') => rest = code(&mut out, rest, 2, 'x'),
            Some('u') => rest = code(&mut out, rest, 4, 'u'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out.push_str(rest);
    out
}

/// A character by its number of `digits` digits; half of a surrogate pair becomes U+FFFD.
fn code<'a>(out: &mut String, rest: &'a str, digits: usize, letter: char) -> &'a str {
    match rest.split_at_checked(digits).and_then(|(hex, rest)| Some((u32::from_str_radix(hex, 16).ok()?, rest))) {
        Some((number, rest)) => {
            out.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest
        }
        None => {
            out.extend(['\\', letter]);
            rest
        }
    }
}

/// Percent encoding (RFC 3986 section 2.1): a whole text, or the fields of a query or form.
pub(super) fn percent(text: &str) -> Vec<Piece> {
    let coded = text
        .as_bytes()
        .windows(3)
        .filter(|w| matches!(w, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()));
    if coded.take(FEWEST_CODES).count() < FEWEST_CODES {
        return Vec::new();
    }
    let text = text.trim_matches(['"', '\'', '\r', '\n', ' ']);
    let fields: Vec<(&str, &str)> = text.split(['&', '?', '#']).filter_map(|field| field.split_once('=')).collect();
    if text.contains(' ') || fields.is_empty() || text.starts_with("v=") {
        return vec![Piece::new(decoded(text, false), None)];
    }
    // in a form, a blank is `+`, and `+` is `%2B`; a writer of `%20` means `+` by `+`
    let plus = !text.contains("%20");
    let kind = fields.iter().find(|(name, _)| *name == "type").and_then(|(_, value)| kind_word(value));
    let values = fields.iter().filter(|(_, value)| value.len() > 3);
    values.map(|(name, value)| Piece::new(decoded(value, plus), kind.clone().or_else(|| kind_word(name)))).collect()
}

/// Fewer bytes than this behind percent signs are no encoding of a description.
const FEWEST_CODES: usize = 2;

fn decoded(text: &str, plus: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        let hex = rest.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        (bytes, _) = match (first, hex) {
            (b'%', Some(byte)) => (rest.get(2..).unwrap_or_default(), out.push(byte)),
            (b'+', _) if plus => (rest, out.push(b' ')),
            (other, _) => (rest, out.push(*other)),
        };
    }
    out
}

/// Character references of HTML and XML.
pub(super) fn entities(text: &str) -> Vec<Piece> {
    const SIGNS: [&str; 5] = ["&#", "&lt;", "&quot;", "&amp;", "&NewLine;"];
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('&') {
        out.push_str(plain);
        // the longest name here has eight letters
        let name = behind.char_indices().take(10).find(|(_, c)| *c == ';').and_then(|(at, _)| behind.get(..at));
        let Some((name, c)) = name.and_then(|name| Some((name, reference(name)?))) else {
            out.push('&');
            rest = behind;
            continue;
        };
        out.push(c);
        rest = behind.get(name.len() + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    vec![Piece::new(out, None)]
}

fn reference(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "NewLine" => Some('\n'),
        _ => {
            let digits = name.strip_prefix('#')?;
            digits.strip_prefix(['x', 'X']).map_or_else(|| number(digits, 10), |digits| number(digits, 16))
        }
    }
}

/// Elements of HTML and XML around or between the lines.
pub(super) fn markup(text: &str) -> Vec<Piece> {
    const BREAKS: [&str; 5] = ["br", "/p", "/div", "/li", "/tr"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut tags = 0;
    while let Some((plain, behind)) = rest.split_once('<') {
        out.push_str(plain);
        rest = behind;
        if let Some(inside) = behind.strip_prefix("![CDATA[") {
            rest = inside;
            tags += 1;
        } else if let Some((tag, after)) = tag(behind) {
            let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default().to_ascii_lowercase();
            let name = if tag.starts_with('/') { format!("/{name}") } else { name };
            if BREAKS.contains(&name.as_str()) {
                out.push('\n');
            }
            rest = after;
            tags += 1;
        } else {
            out.push('<');
        }
    }
    out.push_str(rest);
    if tags == 0 { Vec::new() } else { vec![Piece::new(out.replace("]]>", ""), None)] }
}

/// The inside of a tag, and what follows it.
fn tag(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 500;
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>').filter(|_| begins)?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_read() {
        for (layer, text, want) in [
            (signs as fn(&str) -> Vec<Piece>, "v=0↵s=-↵", "v=0\r\ns=-"),
            (signs, "v=0\n↵s=-\n↵x", "v=0\r\ns=-\r\nx"),
            (escapes, r"v=0\r\ns=\u002d\x2d\'\q", "v=0\r\ns=--'\\q"),
            (escapes, "v=0\\n\\\ns=-", "v=0\ns=-"),
            (percent, "v%3D0%0D%0As%3D-", "v=0\r\ns=-"),
            (percent, "v=0%0d%0as=a b+c", "v=0\r\ns=a b+c"),
            (percent, "sdp=v%3D0%0As%3Da+b%2B", "v=0\ns=a b+"),
            (percent, "sdp=v%3D0%0As%3Da%20b+", "v=0\ns=a b+"),
            (entities, "v=0&#13;&#xA;s=&lt;&amp;lt;&x;&", "v=0\r\ns=<&lt;&x;&"),
            (markup, "<sdp a=\"1\">v=0<br/>s=-</sdp>", "v=0\ns=-"),
            (markup, "<x><![CDATA[v=0\ns=-]]></x>", "v=0\ns=-"),
        ] {
            assert_eq!(layer(text), [Piece::new(want, None)], "{text}");
        }
        for layer in [signs, escapes, percent, entities, markup] {
            assert_eq!(layer("v=0 \\q % & < 3 > 2"), []);
        }
        let fields = percent("https://a.example/?type=answer&sdp=v%3D0%0A");
        assert_eq!(fields.last().unwrap(), &Piece::new("v=0\n", Some("answer".to_owned())));
    }
}
