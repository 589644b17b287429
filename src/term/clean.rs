//! Makes text from outside harmless: what a terminal would obey, or would not show, is written out instead.
//!
//! Not for: other formats; each renderer escapes for its own. Follows the Unicode classes Cc (controls, C0, DEL and
//! C1) and Cf (formatting: bidirectional, zero-width), and fillers that look like nothing
//! (<https://trojansource.codes>).

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with every control, bidirectional mark and invisible character written as an escape: `\n`, `\x1b`,
/// `\u{202e}`. Works one character at a time, so the cleaning of a whole is the joined cleaning of its parts.
pub fn clean(text: &str) -> Cow<'_, str> {
    rewrite(text, |c| !is_harmful(c), escape)
}

/// `text` in ASCII: typographic signs become their typewriter forms, anything else is escaped.
pub fn ascii(text: &str) -> Cow<'_, str> {
    rewrite(
        text,
        |c| c.is_ascii(),
        |c, out| match TYPEWRITER.iter().find(|(sign, _)| *sign == c) {
            Some((_, plain)) => out.push_str(plain),
            None => escape(c, out),
        },
    )
}

/// Whether a terminal would obey `c`, or show nothing for it.
pub fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Signs that our own texts use, with what stands for them on a terminal without Unicode.
const TYPEWRITER: &[(char, &str)] = &[
    ('\u{a0}', " "),
    ('×', "x"),
    ('·', "-"),
    ('µ', "u"),
    ('–', "-"),
    ('—', "-"),
    ('‘', "'"),
    ('’', "'"),
    ('“', "\""),
    ('”', "\""),
    ('•', "*"),
    ('…', "..."),
    ('←', "<-"),
    ('→', "->"),
    ('↔', "<->"),
    ('≈', "~"),
    ('≠', "!="),
    ('≤', "<="),
    ('≥', ">="),
];

fn rewrite(text: &str, keep: impl Fn(char) -> bool, replace: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(|c| !keep(c)) else { return Cow::Borrowed(text) };
    let (head, tail) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(head);
    for c in tail.chars() {
        if keep(c) { out.push(c) } else { replace(c, &mut out) }
    }
    Cow::Owned(out)
}

fn escape(c: char, out: &mut String) {
    let code = u32::from(c);
    let written = match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        _ if code < 0x100 => write!(out, "\\x{code:02x}"),
        _ => write!(out, "\\u{{{code:x}}}"),
    };
    debug_assert!(written.is_ok(), "a String takes every write");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        for (text, want) in [
            ("plain, with ü and 日本", "plain, with ü and 日本"),
            ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
            ("\u{9b}31m\u{7f}", "\\x9b31m\\x7f"),
            ("a\u{202e}b\u{200b}c\u{feff}", "a\\u{202e}b\\u{200b}c\\u{feff}"),
            ("a\tb\r\nc", "a\\tb\\r\\nc"),
        ] {
            assert_eq!(clean(text), want);
        }
    }

    #[test]
    fn ascii_keeps_the_meaning_of_signs() {
        assert_eq!(ascii("a → b — 3 × 4 … é"), "a -> b - 3 x 4 ... \\xe9");
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left_and_parts_join(a: String, b: String) {
            let both = format!("{a}{b}");
            prop_assert!(!clean(&both).chars().any(is_harmful));
            prop_assert_eq!(clean(&both), format!("{}{}", clean(&a), clean(&b)));
            prop_assert!(ascii(&both).is_ascii());
        }
    }
}
