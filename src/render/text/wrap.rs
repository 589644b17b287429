//! Folds lines at spaces, counted in columns and not in characters (Unicode UAX #11).

use unicode_width::UnicodeWidthChar;

use crate::report::{Line, Tone};

/// How many columns `line` takes.
pub(super) fn width(line: &Line) -> usize {
    cells(line).map(|cell| cell.columns).sum()
}

/// `line` in rows: the first of at most `first` columns, the others of at most `rest`. A word that is longer than a
/// row is cut, behind a colon where it has one, so that the bytes of a fingerprint stay whole; nothing but spaces at a
/// fold is lost.
pub(super) fn wrap(line: &Line, first: usize, rest: usize) -> Vec<Line> {
    let cells: Vec<Cell> = cells(line).collect();
    let mut left = cells.as_slice();
    let mut rows = Vec::new();
    loop {
        let room = if rows.is_empty() { first } else { rest };
        let (row, after) = left.split_at(fold(left, room.max(1)));
        rows.push(row.iter().fold(Line::default(), Cell::append));
        left = after;
        if left.is_empty() {
            return rows;
        }
        let spaces = left.iter().take_while(|cell| cell.char == ' ').count();
        left = left.get(spaces..).unwrap_or_default();
        if left.is_empty() {
            return rows;
        }
    }
}

/// The first `columns` columns of `line`, with `mark` at the end where something was left out.
pub(super) fn cut(line: &Line, columns: usize, mark: &str) -> Line {
    if width(line) <= columns {
        return line.clone();
    }
    let mut room = columns.saturating_sub(mark.chars().count());
    cells(line)
        .take_while(|cell| {
            let fits = cell.columns <= room;
            room = room.saturating_sub(cell.columns);
            fits
        })
        .fold(Line::default(), |line, cell| cell.append_to(line))
        .with(mark, Tone::Dim)
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    char: char,
    tone: Tone,
    columns: usize,
}

impl Cell {
    fn append(line: Line, cell: &Self) -> Line {
        cell.append_to(line)
    }

    fn append_to(self, mut line: Line) -> Line {
        match line.0.last_mut() {
            Some(last) if last.tone == self.tone => {
                last.text.push(self.char);
                line
            }
            _ => line.with(self.char, self.tone),
        }
    }
}

fn cells(line: &Line) -> impl Iterator<Item = Cell> {
    line.0.iter().flat_map(|span| {
        span.text.chars().map(|char| Cell { char, tone: span.tone, columns: char.width().unwrap_or(0) })
    })
}

/// How many of `cells` go on a row of `room` columns; one at least, unless there is none.
fn fold(cells: &[Cell], room: usize) -> usize {
    let mut used = 0;
    let (mut last_space, mut last_colon) = (None, None);
    for (at, cell) in cells.iter().enumerate() {
        used += cell.columns;
        let space = cell.char == ' ';
        if used > room {
            return if space { at } else { last_space.or(last_colon).unwrap_or(at) }.max(1);
        }
        // a space before the first word is an indentation and no place to fold
        if space && cells.iter().take(at).any(|before| before.char != ' ') {
            last_space = Some(at);
        }
        // between the bytes of a fingerprint, in capitals; other colons are part of addresses and names
        let byte = |cells: &[Cell]| cells.len() == 2 && cells.iter().all(|c| matches!(c.char, '0'..='9' | 'A'..='F'));
        if cell.char == ':' && cells.get(at.saturating_sub(2)..at).is_some_and(byte) {
            last_colon = Some(at + 1);
        }
    }
    cells.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, first: usize, rest: usize) -> Vec<String> {
        wrap(&Line::plain(text), first, rest).iter().map(Line::text).collect()
    }

    #[test]
    fn lines_fold_at_spaces() {
        assert_eq!(rows("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(rows("one two three", 3, 20), ["one", "two three"]);
        assert_eq!(rows("  kept in front", 8, 8), ["  kept", "in front"]);
        assert_eq!(rows("", 8, 8), [""]);
    }

    #[test]
    fn a_long_word_is_cut_and_a_wide_character_counts_twice() {
        assert_eq!(rows("abcdefgh", 3, 3), ["abc", "def", "gh"]);
        assert_eq!(rows("AB:CD:EF:01", 7, 7), ["AB:CD:", "EF:01"]);
        assert_eq!(rows("日本語", 4, 4), ["日本", "語"]);
        assert_eq!(rows("日本", 1, 1), ["日", "本"]);
    }

    #[test]
    fn tones_survive_a_fold() {
        let line = Line::plain("ask ").with("turn.example.org", Tone::Name).with(" again", Tone::Plain);
        let rows = wrap(&line, 20, 20);
        assert_eq!(rows, [Line::plain("ask ").with("turn.example.org", Tone::Name), Line::plain("again"),]);
    }

    #[test]
    fn what_is_cut_off_is_marked() {
        assert_eq!(cut(&Line::plain("abcdef"), 4, "…").text(), "abc…");
        assert_eq!(cut(&Line::plain("abcd"), 4, "…").text(), "abcd");
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_is_lost(text in "[a-c日 ]{0,60}", room in 2usize..12) {
            let rows = rows(&text, room, room);
            prop_assert!(rows.iter().all(|row| width(&Line::plain(row.as_str())) <= room));
            prop_assert_eq!(rows.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
