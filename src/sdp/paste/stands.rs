//! Whether a text stands as it is: as one description, or as pieces of one, with nothing around it.

/// The letters that begin a line of SDP (RFC 8866 section 5).
const LETTERS: &[u8] = b"vosiuepcbtrzkam";

/// Whether `text` is one description, faults and all.
pub(super) fn stands(text: &str) -> bool {
    let mut lines = filled(text).peekable();
    let Some(first) = lines.peek().copied() else { return false };
    match letter(first) {
        Some('v') => {
            let value = first.get(2..).unwrap_or_default().trim_ascii();
            value.len() < 10 && value.bytes().all(|b| b.is_ascii_alphanumeric()) && !more(text) && !prose_behind(text)
        }
        // Without its beginning, or a fragment of RFC 8840: where line ends are written out there is more to take off.
        Some(_) => {
            let parts = || filled(text).filter_map(letter);
            parts().any(|letter| matches!(letter, 'm' | 'a'))
                && !parts().any(|letter| letter == 'v')
                && !text.contains("\\n")
                && !filled(text).any(|line| line.starts_with("candidate:"))
        }
        None => false,
    }
}

/// The letter of a line of SDP, which begins the line.
pub(super) fn letter(line: &str) -> Option<char> {
    match line.as_bytes() {
        [letter, b'=', ..] if LETTERS.contains(letter) => Some(char::from(*letter)),
        _ => None,
    }
}

/// Lines that are not blank, without the blanks and the byte order mark before them.
fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
        .map(|line| line.trim_start_matches(['\u{feff}', ' ', '\t']))
        .filter(|line| !line.is_empty())
}

/// Whether a second description begins in it.
fn more(text: &str) -> bool {
    // A beginning that was written twice is a fault of one description.
    let lines = || filled(text).skip_while(|line| letter(line) == Some('v'));
    lines().zip(lines().skip(1)).any(|(line, next)| letter(line) == Some('v') && letter(next) == Some('o'))
}

/// Whether something ends behind it that began before, or words follow behind a blank line and no line of SDP does.
fn prose_behind(text: &str) -> bool {
    if filled(text).last().is_some_and(|line| line.starts_with(['<', '`', '"', '\'', '}', ']', ')'])) {
        return true;
    }
    let mut words = false;
    for line in text.lines().rev() {
        match line.trim_ascii() {
            "" if words => return true,
            "" => {}
            line if line.as_bytes().get(1) == Some(&b'=') => return false,
            _ => words = true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_stands_with_all_its_faults() {
        for text in [
            "v=0\r\ns=-\r\n",
            "\u{feff}v=0\r\n",
            "v=0\r\nv=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\n",
            "\n v=0\n  o=-\n",
            "o=- 1 1\nm=audio 9 X 0\n",
            "v=0\rm=audio 9 X 0",
            "v=0\nm=audio 9 X 0\ngarbage\na=mid:0\n",
            "v=0\n\nm=audio 9 X 0\nxyz",
            "a=candidate:1 1 udp 1 192.0.2.1 1 typ host",
            "m=",
        ] {
            assert!(stands(text), "{text:?}");
        }
    }

    #[test]
    fn what_has_more_around_it_does_not_stand() {
        for text in [
            "",
            "\n",
            "v=0\\r\\no=-",
            "v=0 o=- 1 1 s=-",
            "v=0.\no=-.\n",
            "Hello\nv=0\n",
            "> v=0\n> o=-\n",
            "v=0\no=-\nv=0\no=-\n",
            "v=0\nm=audio 9 X 0\n\nWhat is wrong with it?\n",
            "v=0\nm=audio 9 X 0\n```\n",
            "a=1\\r\\na=2",
            "s=1",
            "candidate:1 1 udp",
        ] {
            assert!(!stands(text), "{text:?}");
        }
    }
}
