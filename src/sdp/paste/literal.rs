//! String literals of programs and consoles: quoted, escaped, put together from lines.

use super::encoded::unescape;
use super::kind::{last_kind, member_kind};
use super::search::Piece;
use super::stands::letter;

/// The literals that begin with a description, each with those that are joined to it.
pub(super) fn literals(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let begin = if text.contains(BEGIN) { BEGIN } else { FRAGMENT };
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(begin)).map(|found| at + found) {
        at = start + begin.len();
        let before = text.get(..start).unwrap_or_default().trim_end();
        let Some(quote) = before.chars().next_back().filter(|c| QUOTES.contains(c)) else { continue };
        let triple = quote.to_string().repeat(3);
        let quote = if before.ends_with(&triple) { triple } else { quote.to_string() };
        let outside = before.strip_suffix(quote.as_str()).unwrap_or(before);
        // inside of another string: that one has to be opened first
        if outside.ends_with('\\') {
            continue;
        }
        let from = text.get(before.len()..).unwrap_or_default();
        let (content, rest) = joined(from, &quote);
        if content.trim_ascii().len() > begin.len() {
            let kind = last_kind(outside).or_else(|| member_kind(rest));
            pieces.push(Piece::new(content, kind));
            at = text.len() - rest.len();
        }
    }
    pieces
}

const BEGIN: &str = "v=0";

/// How a fragment begins (RFC 8840 section 9).
const FRAGMENT: &str = "a=ice-ufrag:";

const QUOTES: [char; 5] = ['"', '\'', '`', '“', '‘'];

/// The farthest that the next literal of a sum may stand, in bytes.
const FARTHEST: usize = 120;

/// What the literal at the beginning of `text` holds with all that are joined to it, and the text behind them.
fn joined<'a>(text: &'a str, quote: &str) -> (String, &'a str) {
    let (first, mut rest) = literal(text, quote);
    let mut content = unescape(first);
    while let Some((gap, quote, from)) = next(rest) {
        let (more, behind) = literal(from, quote);
        let line = letter(more.trim_ascii_start()).filter(|letter| *letter != 'v').is_some();
        match join(gap) {
            Some(Join::Sum) if !more.starts_with(BEGIN) => {}
            Some(Join::List) if line => {
                if !content.ends_with('\n') {
                    content.push_str("\r\n");
                }
            }
            _ => break,
        }
        content.push_str(&unescape(more));
        rest = behind;
    }
    (content, rest)
}

enum Join {
    /// `'a' + 'b'`, `"a" "b"`, `'a' . 'b'`, `"a" << "b"`.
    Sum,
    /// `['a', 'b']`, `sdp += 'b'`, `lines.push('b')`.
    List,
}

fn join(gap: &str) -> Option<Join> {
    let gap = gap.trim_ascii();
    let only = |allowed: &str| gap.chars().all(|c| c.is_ascii_whitespace() || allowed.contains(c));
    match () {
        () if only("+.\\&<()_") => Some(Join::Sum),
        () if only(",") => Some(Join::List),
        () if gap.starts_with([';', ')']) && (gap.ends_with("=") || gap.ends_with('(')) => Some(Join::List),
        () => None,
    }
}

/// The inside of a literal up to its quote that is not escaped, or to the end where it was cut.
fn literal<'a>(text: &'a str, quote: &str) -> (&'a str, &'a str) {
    let closing = match quote {
        "“" => "”",
        "‘" => "’",
        same => same,
    };
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['\\', closing.chars().next().unwrap_or('"')])) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with(closing) {
            return (text.get(..at).unwrap_or_default(), rest.get(closing.len()..).unwrap_or_default());
        }
        let mut chars = rest.chars();
        // a backslash takes the next character with it
        let skipped = if chars.next() == Some('\\') { 1 + chars.next().map_or(0, char::len_utf8) } else { 1 };
        at += skipped;
    }
    (text, "")
}

/// The next quote not too far away: what stands before it, the quote, and the text behind it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (at, quote) = text.char_indices().take(FARTHEST).find(|(_, c)| QUOTES.contains(c))?;
    let end = at + quote.len_utf8();
    Some((text.get(..at)?, text.get(at..end)?, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        literals(text).into_iter().map(|piece| (String::from_utf8(piece.bytes).unwrap(), piece.kind)).collect()
    }

    #[test]
    fn literals_of_many_languages_are_put_together() {
        let want = "v=0\r\ns=it's\r\nm=audio 9 X 0\r\n";
        for text in [
            r#"const sdp = 'v=0\r\n' + 's=it\'s\r\n' + 'm=audio 9 X 0\r\n';"#,
            r#"char *sdp = "v=0\r\n" "s=it's\r\n" "m=audio 9 X 0\r\n";"#,
            r#"$sdp = "v=0\r\n" . "s=it's\r\n" . "m=audio 9 X 0\r\n";"#,
            r#"s << "v=0\r\n" << "s=it's\r\n" << "m=audio 9 X 0\r\n""#,
            r#"sdp = "v=0\r\n"; sdp += "s=it's\r\n"; sdp += "m=audio 9 X 0\r\n";"#,
            r#"x.push("v=0\r\n"); x.push("s=it's\r\n"); x.push("m=audio 9 X 0\r\n");"#,
            r#"["v=0", "s=it's", "m=audio 9 X 0\r\n"].join("\r\n")"#,
            "let sdp = `v=0\r\ns=it's\r\nm=audio 9 X 0\r\n`;",
            "sdp = \"\"\"v=0\r\ns=it's\r\nm=audio 9 X 0\r\n\"\"\"",
        ] {
            assert_eq!(found(text).into_iter().map(|(text, _)| text).collect::<Vec<_>>(), [want], "{text}");
        }
    }

    #[test]
    fn the_kind_is_told_by_what_stands_beside() {
        let offer = Some("offer".to_owned());
        for text in [
            r#"{type: "offer", sdp: "v=0\r\ns=-\r\n"}"#,
            r"{'sdp': 'v=0\r\ns=-\r\n', 'type': 'offer'}",
            "RTCSessionDescription { type: 'offer', sdp: 'v=0\\r\\n' +\n 's=-\\r\\n' }",
        ] {
            assert_eq!(found(text), [("v=0\r\ns=-\r\n".to_owned(), offer.clone())], "{text}");
        }
    }

    #[test]
    fn what_is_cut_or_no_literal_is_taken_as_it_is() {
        assert_eq!(found("\"v=0\\r\\ns=-"), [("v=0\r\ns=-".to_owned(), None)]);
        for text in ["v=0\r\ns='v=0'", "\\\"v=0\\\\r\\\\n\\\"", "\"v=0\"", ""] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
