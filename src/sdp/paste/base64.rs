//! Base64 and its form for URLs (RFC 4648 sections 4 and 5), whole or inside other text, padded or not.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::search::Piece;

/// The text as one piece of base64, wrapped over lines or not.
pub(super) fn whole(text: &str) -> Vec<Piece> {
    let bare = text.trim_start_matches('\u{feff}').trim_matches(['"', '\'', '`', ' ', '\r', '\n', '\t', ';']);
    let code: Vec<u8> = bare.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    decode(&code).into_iter().collect()
}

/// Stretches of base64 in other text, as behind `data:…;base64,` or in the query of a URL.
pub(super) fn inside(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut code: Vec<u8> = Vec::new();
    for line in text.lines() {
        let line = line.trim_ascii();
        let all = !line.is_empty() && line.bytes().all(is_code);
        if all && line.len() >= SHORTEST_LINE {
            // perhaps one line of several
            code.extend(line.bytes());
            continue;
        }
        if all && !code.is_empty() {
            code.extend(line.bytes());
            pieces.extend(decode(&std::mem::take(&mut code)));
            continue;
        }
        pieces.extend(decode(&std::mem::take(&mut code)));
        pieces.extend(line.split(|c: char| !u8::try_from(c).is_ok_and(is_code)).flat_map(|word| {
            // `name=code` has a sign of the code before it
            let word = word.trim_start_matches('=');
            let behind = word
                .trim_end_matches('=')
                .rsplit_once('=')
                .map_or(word, |(name, _)| word.get(name.len() + 1..).unwrap_or_default());
            decode(behind.as_bytes())
        }));
        if pieces.len() >= MOST {
            return pieces;
        }
    }
    pieces.extend(decode(&code));
    pieces
}

/// A description has more.
const SHORTEST: usize = 24;

/// A line of wrapped base64 has 64 or 76 characters, in a narrow terminal fewer.
const SHORTEST_LINE: usize = 40;

/// More pieces than this in one text are no base64.
const MOST: usize = 200;

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)
}

/// What `code` stands for, where that is text or packed bytes.
fn decode(code: &[u8]) -> Option<Piece> {
    if code.len() < SHORTEST || !code.iter().copied().all(is_code) {
        return None;
    }
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let standard: Vec<u8> = code
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => *other,
        })
        .collect();
    // where it was cut in the middle of a group, what came before is worth having
    let standard = standard.strip_suffix(b"==").or_else(|| standard.strip_suffix(b"=")).unwrap_or(&standard);
    let full = if standard.len() % 4 == 1 { standard.split_last().map_or(&[][..], |(_, most)| most) } else { standard };
    let bytes = GeneralPurpose::new(&STANDARD, lenient).decode(full).ok()?;
    let packed = super::bytes::packed(&bytes).is_some();
    (packed || std::str::from_utf8(&bytes).is_ok()).then(|| Piece::new(bytes, None))
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

    use super::*;

    const TEXT: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=ÿþ~~>>??\r\nt=0 0\r\n";

    #[test]
    fn every_form_is_read() {
        let want = [Piece::new(TEXT, None)];
        let code = STANDARD.encode(TEXT);
        for form in [&code, &STANDARD_NO_PAD.encode(TEXT), &URL_SAFE_NO_PAD.encode(TEXT), &format!("\"{code}\"\n")] {
            assert_eq!(whole(form), want, "{form}");
        }
        let (first, second) = code.split_at(44);
        assert_eq!(whole(&format!("{first}\r\n{second}\n")), want);
        assert_eq!(inside(&format!("Paste this:\n{first}\n{second}\nThanks\n")), want);
        for form in ["data:application/sdp;base64,CODE", "https://a.example/?sdp=CODE&x=1", "offer: CODE"] {
            assert_eq!(inside(&form.replace("CODE", &code)), want, "{form}");
        }
    }

    #[test]
    fn words_are_no_code() {
        for text in ["", "hello", "the quick brown fox", "aGVsbG8=", "////////////////////////////////"] {
            assert_eq!((whole(text), inside(text)), (vec![], vec![]), "{text}");
        }
    }
}
