//! The tree that Wireshark and tshark print of a description: `Media Attribute (a): mid:0`.

use super::search::Piece;
use super::stands::letter;

/// The lines of the tree as lines of SDP.
pub(super) fn tree(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in text.lines() {
        let Some(line) = branch(line) else { continue };
        if line.starts_with("v=") || pieces.is_empty() {
            pieces.push(Piece::new("", None));
        }
        if let Some(piece) = pieces.last_mut() {
            piece.bytes.extend_from_slice(line.as_bytes());
            piece.bytes.extend_from_slice(b"\r\n");
        }
    }
    pieces
}

/// `words (x): value` as `x=value`.
fn branch(line: &str) -> Option<String> {
    let (words, rest) = line.split_once(" (")?;
    let (kind, value) = rest.split_once("):")?;
    let named = words.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
    let line = format!("{kind}={}", value.trim_ascii());
    (named && kind.len() == 1 && letter(&line).is_some()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_become_lines() {
        let text = "Session Description Protocol\n    Session Description Protocol Version (v): 0\n    \
                    Media Description, name and address (m): audio 9 RTP/AVP 0\n        Media Type: audio\n    \
                    Media Attribute (a): sendrecv\n";
        assert_eq!(tree(text), [Piece::new("v=0\r\nm=audio 9 RTP/AVP 0\r\na=sendrecv\r\n", None)]);
        assert_eq!(tree("f (x): y\nwhy (a): b\n"), []);
    }
}
