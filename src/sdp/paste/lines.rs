//! Lines of a description among other text: prefixes of a log, marks of a quotation, words before and behind.

use super::kind::last_kind;
use super::search::Piece;
use super::stands::letter;

/// The descriptions that begin with a line that ends in `v=0`, each up to the next one. Line ends become CRLF.
pub(super) fn lines(text: &str) -> Vec<Piece> {
    let all: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let starts: Vec<(usize, &str, &str)> = all
        .iter()
        .enumerate()
        .filter_map(|(number, line)| {
            let (before, suffix) = opening(line)?;
            Some((number, before, suffix))
        })
        .collect();
    let mut pieces = Vec::new();
    for (n, (start, before, suffix)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(all.len(), |(next, ..)| *next);
        let block = all.get(start + 1..end).unwrap_or_default();
        let Some(prefix) = block.iter().find_map(|line| prefix(line, 'o')) else { continue };
        let above = all.get(..*start).unwrap_or_default().iter().rev().filter(|line| !line.trim().is_empty());
        let mut headings = above.take(HEADINGS).take_while(|line| line.len() < HEADING && letter(line).is_none());
        let kind = last_kind(before).or_else(|| headings.find_map(|line| last_kind(line)));
        let mut out = "v=0\r\n".to_owned();
        for line in body(block, prefix) {
            out.push_str(line.strip_suffix(suffix).unwrap_or(line));
            out.push_str("\r\n");
        }
        pieces.push(Piece::new(out, kind));
    }
    pieces
}

/// Lines that were joined by blanks, as chat programs and cells of tables do it, taken apart again.
pub(super) fn joined(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut before = "";
    let mut starts = text.match_indices("v=0").filter(|(at, _)| {
        let behind = text.get(at + 3..).unwrap_or_default();
        behind.starts_with([' ', '\t']) && behind.trim_ascii_start().starts_with("o=")
    });
    let mut next = starts.next();
    while let Some((at, _)) = next {
        next = starts.next();
        before = text.get(..at).unwrap_or(before);
        let whole = text.get(at..next.map_or(text.len(), |(end, _)| end)).unwrap_or_default();
        pieces.push(Piece::new(split(whole), last_kind(before)));
    }
    pieces
}

/// How many lines above a description may say what it is.
const HEADINGS: usize = 3;

/// A longer line is no heading.
const HEADING: usize = 200;

/// What stands before and behind `v=0` on a line that ends with it, or nearly.
fn opening(line: &str) -> Option<(&str, &str)> {
    const LONGEST_SUFFIX: usize = 8;
    let line = line.trim_end();
    let (before, suffix) = line.rsplit_once("v=0")?;
    let behind = suffix.len() <= LONGEST_SUFFIX && !suffix.contains(|c: char| c.is_ascii_alphanumeric() && c != 'M');
    (behind && !before.ends_with(|c: char| c.is_alphanumeric())).then_some((before, suffix))
}

/// What stands before the first line of SDP in `line` that begins with `wanted`.
fn prefix(line: &str, wanted: char) -> Option<&str> {
    let at = positions(line).find(|at| line.get(*at..).and_then(letter) == Some(wanted))?;
    line.get(..at)
}

/// Where in `line` a line of SDP may begin.
fn positions(line: &str) -> impl Iterator<Item = usize> {
    let apart = |at: &usize| {
        let before = line.get(..*at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    line.match_indices('=')
        .filter_map(|(at, _)| at.checked_sub(1))
        .filter(move |at| line.is_char_boundary(*at) && apart(at))
}

/// The lines of SDP in `block`. Where they have a prefix, others are of something else; where they have none, the
/// first that is no such line ends them, unless more follow at once.
fn body<'a>(block: &[&'a str], prefix: &str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let bare = prefix.is_empty();
    let mut blank = false;
    for (n, line) in block.iter().enumerate() {
        let found = behind(line, prefix);
        match found {
            Some(line) => {
                out.push(line);
                blank = false;
            }
            None if !bare => {}
            None if line.trim().is_empty() => blank = true,
            None => {
                let next = block.get(n + 1).copied().and_then(letter).filter(|letter| matches!(letter, 'a' | 'm'));
                if blank || next.is_none() {
                    break;
                }
                out.push(line);
            }
        }
    }
    out
}

/// The line of SDP behind a prefix of the same shape, or else behind any.
fn behind<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let same = line.get(..prefix.len()).filter(|start| alike(start, prefix)).and_then(|_| line.get(prefix.len()..));
    let at = || positions(line).find(|at| line.get(*at..).and_then(letter).is_some());
    match same.filter(|rest| letter(rest).is_some()) {
        Some(rest) => Some(rest),
        None if prefix.is_empty() => None,
        None => line.get(at()?..),
    }
}

/// Whether two prefixes differ in digits and blanks alone.
fn alike(one: &str, other: &str) -> bool {
    let blur = |c: char| if c.is_ascii_digit() { '0' } else { c };
    one.chars().map(blur).eq(other.chars().map(blur))
}

/// One line for each stretch that begins like a line of SDP in its place.
fn split(text: &str) -> String {
    let gap = text.get(3..).unwrap_or_default();
    let gap = gap.len() - gap.trim_ascii_start().len();
    let mut out = String::with_capacity(text.len() + 64);
    let (mut from, mut media) = (0, false);
    let mut end = |from: usize, to: usize| {
        let line = text.get(from..to).unwrap_or_default();
        let blanks = (line.len() - line.trim_ascii_end().len()).min(gap);
        out.push_str(line.get(..line.len() - blanks).unwrap_or_default());
        out.push_str("\r\n");
    };
    for at in positions(text).skip(1) {
        let rest = text.get(at..).unwrap_or_default();
        let apart = text.get(..at).is_some_and(|before| before.ends_with([' ', '\t', '\r', '\n']));
        if apart && begins(rest, media) {
            end(from, at);
            from = at;
            media |= rest.starts_with("m=");
        }
    }
    end(from, text.len());
    out
}

/// Whether a line of SDP begins here, and not a parameter that looks like one.
fn begins(text: &str, media: bool) -> bool {
    let value = text.get(2..).unwrap_or_default();
    let word = value.split([' ', '\t', ':', '\r', '\n']).next().unwrap_or_default();
    match letter(text) {
        Some('a') => word.len() >= 3 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)),
        Some('m') => ["audio", "video", "application", "text", "image", "message"].contains(&word),
        Some('c') => word == "IN",
        Some('b') => value.split_once(':').is_some_and(|(kind, _)| kind.len() == word.len() && !kind.is_empty()),
        Some('t' | 'r' | 'z') => !media && word.starts_with(|c: char| c.is_ascii_digit()),
        Some('o' | 's' | 'i' | 'u' | 'e' | 'p') => !media,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANT: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=audio 9 X 0\r\na=fmtp:0 b=1\r\n";

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        lines(text).into_iter().map(|piece| (String::from_utf8(piece.bytes).unwrap(), piece.kind)).collect()
    }

    #[test]
    fn lines_are_found_behind_any_prefix() {
        for prefix in ["> ", ">> ", "10:00:01.123 [sig] ", "  ", "+", "user@host$ | ", "Nov 24 10:00:01 app: "] {
            let text: String = WANT.lines().map(|line| format!("{prefix}{line}\n")).collect();
            assert_eq!(found(&text), [(WANT.to_owned(), None)], "{text}");
        }
        let numbered: String = WANT.lines().enumerate().map(|(n, line)| format!("{}: {line}\n", n + 8)).collect();
        assert_eq!(found(&numbered), [(WANT.to_owned(), None)]);
    }

    #[test]
    fn words_around_are_left_out_and_tell_the_kind() {
        let text = format!("Hello,\n\nmy offer:\n```\n{WANT}```\nWhat is wrong?\n\nThe answer\n{WANT}\n-- \nBob\n");
        let kinds: Vec<_> = found(&text).into_iter().map(|(text, kind)| (text == WANT, kind.unwrap())).collect();
        assert_eq!(kinds, [(true, "offer".to_owned()), (true, "answer".to_owned())]);
        let event = format!("10:00\tsetLocalDescription\ttype: offer, sdp: {WANT}\n10:01\tonicecandidate\tx=1");
        assert_eq!(found(&event), [(WANT.to_owned(), Some("offer".to_owned()))]);
    }

    #[test]
    fn what_each_line_ends_in_is_taken_off() {
        for suffix in [".", "^M$", "\\", " |"] {
            let text: String = WANT.lines().map(|line| format!("{line}{suffix}\n")).collect();
            assert_eq!(found(&text), [(WANT.to_owned(), None)], "{text}");
        }
    }

    #[test]
    fn joined_lines_are_taken_apart() {
        for gap in [" ", "  ", "\t"] {
            let text = format!("the offer is {}", WANT.replace("\r\n", gap));
            assert_eq!(joined(&text), [Piece::new(WANT, Some("offer".to_owned()))], "{text}");
        }
        assert_eq!(joined("v=0\r\no=- 1"), []);
    }
}
