//! JSON (RFC 8259): whole, one document after another, or inside other text such as a log.

use serde_json::{Map, Value};

use super::kind::kind_word;
use super::search::Piece;
use super::stands::letter;

/// Every string of every JSON document in `text` that may hold a description.
pub(super) fn json(text: &str) -> Vec<Piece> {
    let mut found = Found::default();
    let mut rest = text;
    let mut work = text.len().saturating_mul(8) + LEAST_WORK;
    while let Some(at) = rest.find(['{', '[', '"']) {
        let from = rest.get(at..).unwrap_or_default();
        let mut stream = serde_json::Deserializer::from_str(from).into_iter::<Value>();
        let used = match stream.next() {
            // a bare string counts only where it is all there is: in other text, quotes are of many kinds
            Some(Ok(Value::String(_)))
                if from.len() != text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']).len() =>
            {
                1
            }
            Some(Ok(value)) => {
                found.value(&value, None);
                stream.byte_offset()
            }
            Some(Err(error)) => {
                work = work.saturating_sub(read_before(&error, from));
                1
            }
            None => 1,
        };
        if work == 0 {
            break;
        }
        rest = from.get(used.max(1)..).unwrap_or_default();
    }
    found.flush();
    found.pieces
}

/// How much may be read in vain, beyond some times the text: brackets that turn out to begin no JSON.
const LEAST_WORK: usize = 64 << 10;

/// Members that say of what kind a message is.
const KIND_KEYS: [&str; 6] = ["type", "kind", "event", "action", "method", "name"];

/// A shorter string without blanks holds no description.
const SHORTEST_CODE: usize = 40;

/// How far the reader came until `error`.
fn read_before(error: &serde_json::Error, text: &str) -> usize {
    let lines: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (lines + error.column()).max(1)
}

#[derive(Default)]
struct Found {
    pieces: Vec<Piece>,
    /// Lines of a description that stand in strings of their own.
    lines: String,
    kind: Option<String>,
}

impl Found {
    fn value(&mut self, value: &Value, kind: Option<&str>) {
        match value {
            Value::String(text) => self.text(text, kind),
            Value::Array(list) => list.iter().for_each(|item| self.value(item, kind)),
            Value::Object(object) => self.object(object, kind),
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, kind: Option<&str>) {
        let named = KIND_KEYS.iter().filter_map(|key| object.get(*key)?.as_str()).find_map(kind_word);
        for (key, value) in object {
            let beside = object.get("type").and_then(Value::as_str).filter(|_| key == "sdp");
            let kind = named.as_deref().or(beside).or(kind);
            match kind_word(key) {
                Some(key) => self.value(value, Some(&key)),
                None => self.value(value, kind),
            }
        }
    }

    fn text(&mut self, text: &str, kind: Option<&str>) {
        let line = text.trim_end();
        if letter(line).is_some() && !line.contains(['\n', '\r', '\\']) {
            if letter(line) == Some('v') {
                self.flush();
            }
            self.kind = self.kind.take().or_else(|| kind.map(str::to_owned));
            self.lines.push_str(line);
            self.lines.push_str("\r\n");
        } else if may_hold(text) {
            self.flush();
            self.pieces.push(Piece::new(text, kind.map(str::to_owned)));
        }
    }

    fn flush(&mut self) {
        let (lines, kind) = (std::mem::take(&mut self.lines), self.kind.take());
        if !lines.is_empty() {
            self.pieces.push(Piece::new(lines, kind));
        }
    }
}

fn may_hold(text: &str) -> bool {
    const SIGNS: [&str; 9] = ["v=0", "%3D", "%0A", "%0a", "m=", "a=ice-", "a=candidate", "\"sdp\"", "\\\"sdp"];
    // base64 and percent encoding have no blanks
    let packed = text.len() >= SHORTEST_CODE && text.bytes().all(|byte| matches!(byte, b'!'..=b'~' | b'\r' | b'\n'));
    packed || SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        json(text).into_iter().map(|piece| (String::from_utf8(piece.bytes).unwrap(), piece.kind)).collect()
    }

    #[test]
    fn the_kind_is_told_by_what_stands_around() {
        for (text, kind) in [
            (r#"{"type": "answer", "sdp": "v=0\r\n"}"#, Some("answer")),
            (r#"{"event": "offer", "data": {"description": "v=0\nx"}}"#, Some("offer")),
            (r#"{"jsep": {"sdp": "v=0\nx", "type": "offer"}}"#, Some("offer")),
            (r#"{"answer": {"sdp": "v=0\nx"}}"#, Some("answer")),
            (r#"["setLocalDescription", {"type": "offer", "sdp": "v=0\nx"}]"#, Some("offer")),
            (r#"{"sdp": "v=0\nx"}"#, None),
            (r#"12:00 recv <- {"type": "offer", "sdp": "v=0\nx"} (ok)"#, Some("offer")),
        ] {
            assert_eq!(found(text).iter().map(|(_, kind)| kind.as_deref()).collect::<Vec<_>>(), [kind], "{text}");
        }
    }

    #[test]
    fn lines_in_strings_of_their_own_are_put_together() {
        let text = "{\"log\":\"v=0\\r\\n\"}\n{\"log\":\"s=-\\r\\n\"}\n{\"log\":\"m=audio 9 X 0\\r\\n\"}\n";
        assert_eq!(found(text), [("v=0\r\ns=-\r\nm=audio 9 X 0\r\n".to_owned(), None)]);
        assert_eq!(found(r#"["v=0", "s=-"]"#), [("v=0\r\ns=-\r\n".to_owned(), None)]);
    }

    #[test]
    fn text_without_json_gives_nothing() {
        for text in ["", "{", "\"v=0", "hello [world] {x}", "{\"a\": 1}", "say \"v=0\" twice"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
