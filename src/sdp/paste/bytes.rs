//! Layers below text: gzip (RFC 1952), zlib (RFC 1950), UTF-16.

use std::io::Read;

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};

use super::search::MOST_INFLATED;

/// What is inside packed or wide bytes, and what they were.
pub(super) fn packed(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    match bytes {
        [0x1f, 0x8b, 8, ..] => Some(("gzip", inflated(MultiGzDecoder::new(bytes)))),
        // The two bytes of a zlib header are a multiple of 31 together, which no text of ours begins with.
        [first @ (0x58 | 0x68 | 0x78), second, ..]
            if (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0 && second & 0x20 == 0 =>
        {
            Some(("zlib", inflated(ZlibDecoder::new(bytes)))).filter(|(_, inner)| !inner.is_empty())
        }
        _ => Some(("utf-16", wide(bytes)?)),
    }
}

/// Of a damaged or cut stream, what comes before the damage.
fn inflated(from: impl Read) -> Vec<u8> {
    let mut inner = Vec::new();
    // what was inflated before an error is there, and the error says nothing more
    drop(from.take(MOST_INFLATED).read_to_end(&mut inner));
    inner
}

/// UTF-16 by its byte order mark, or by a first character that leaves a zero.
fn wide(bytes: &[u8]) -> Option<Vec<u8>> {
    let (rest, big) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        [1..=255, 0, 1..=255, 0, ..] => (bytes, false),
        [0, 1..=255, 0, 1..=255, ..] => (bytes, true),
        _ => return None,
    };
    let read = if big { u16::from_be_bytes } else { u16::from_le_bytes };
    let units = rest.as_chunks::<2>().0.iter().map(|unit| read(*unit));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_text_is_read_with_and_without_a_mark() {
        let units = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
        for bytes in [
            units("\u{feff}v=0\r\né", u16::to_le_bytes),
            units("\u{feff}v=0\r\né", u16::to_be_bytes),
            units("v=0\r\né", u16::to_le_bytes),
            units("v=0\r\né", u16::to_be_bytes),
        ] {
            assert_eq!(packed(&bytes), Some(("utf-16", "v=0\r\né".into())));
        }
        for bytes in [&b""[..], b"v", b"v=0\r\n", b"\0\0\0\0", b"x\x9c"] {
            assert_eq!(packed(bytes), None, "{bytes:?}");
        }
    }
}
