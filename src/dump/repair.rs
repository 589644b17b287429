//! Makes readable JSON of a cut or damaged text: keeps what is whole before the cut, and closes what was open.
//!
//! Not for: texts of the wrong shape. Grammar: RFC 8259.

/// Brackets deeper than this are dropped; a dump has six levels.
const MAX_DEPTH: usize = 32;

/// An open bracket.
struct Open {
    /// What closes it.
    closer: char,
    /// Up to here the text is whole, if the bracket is closed there.
    whole_to: usize,
}

/// `text` up to byte `damage`, less what is incomplete there, with every open bracket closed.
/// `None` where not even a first bracket is whole.
pub(super) fn close(text: &str, damage: usize) -> Option<String> {
    let bytes = text.as_bytes().get(..damage.min(text.len()))?;
    let mut stack: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => stack.push(Open { closer: '}', whole_to: at + 1 }),
            b'[' => stack.push(Open { closer: ']', whole_to: at + 1 }),
            b'}' | b']' => {
                stack.pop();
                // the bracket that ends here is a whole value of the one around it
                match stack.last_mut() {
                    Some(open) => open.whole_to = at + 1,
                    None => return text.get(..=at).map(str::to_owned),
                }
            }
            // a comma says that the value before it is whole, whatever it was
            b',' => {
                if let Some(open) = stack.last_mut() {
                    open.whole_to = at;
                }
            }
            b'"' => at = end_of_string(bytes, at),
            _ => {}
        }
        at += 1;
    }
    stack.truncate(MAX_DEPTH);
    let mut whole = text.get(..stack.last()?.whole_to)?.to_owned();
    whole.extend(stack.iter().rev().map(|open| open.closer));
    Some(whole)
}

/// The place of the quote that ends the string which begins at `start`, or the end of the text.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn closed(text: &str) -> String {
        close(text, text.len()).unwrap()
    }

    #[test]
    fn what_is_whole_is_kept_and_closed() {
        assert_eq!(closed(r#"{"a":[1,2"#), r#"{"a":[1]}"#);
        assert_eq!(closed(r#"{"a":{"b":"c","d":"#), r#"{"a":{"b":"c"}}"#);
        assert_eq!(closed(r#"{"a":[{"b":1},{"c":"}"#), r#"{"a":[{"b":1},{}]}"#);
        assert_eq!(closed(r#"{"a":"\\\"","b":"\"#), r#"{"a":"\\\""}"#);
        assert_eq!(close("12", 2), None);
    }

    #[test]
    fn a_text_behind_the_whole_is_left_out() {
        assert_eq!(closed(r#"{"a":1} trailing"#), r#"{"a":1}"#);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!(r#"{{"a":1,"b":{}"#, "[".repeat(100_000));
        assert!(serde_json::from_str::<Value>(&closed(&deep)).is_ok());
    }

    proptest! {
        #[test]
        fn every_cut_of_a_document_closes_to_a_document(cut in 1usize..200) {
            let text = r#"{"a":{"b":[1,-2.5e3,"x\"y\\"],"ü":null,"t":true},"c":[[],{},[{"d":"e"}]],"f":"\u00e9"}"#;
            let end = (0..=cut.min(text.len())).rev().find(|&n| text.is_char_boundary(n)).unwrap();
            let whole = close(text, end);
            prop_assert!(serde_json::from_str::<Value>(&whole.unwrap()).is_ok());
        }
    }
}
