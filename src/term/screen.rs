//! How wide the screen is and whether it shows Unicode.

use std::borrow::Cow;
use std::io::IsTerminal;

use super::{ascii, clean};

/// What text is laid out for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Screen {
    /// Columns, 20 at least.
    pub width: usize,
    /// Whether characters beyond ASCII are shown.
    pub unicode: bool,
}

impl Screen {
    /// The screen behind stdout, as far as the user has not fixed it.
    pub fn detect(width: Option<u16>, unicode: Option<bool>) -> Self {
        let terminal = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        Self::from_environment(width, unicode, terminal.map(|(columns, _)| columns.0), |name| std::env::var(name).ok())
    }

    /// Paragraphs stay readable: they never get wider than this, however wide the screen is.
    pub fn text_width(self) -> usize {
        self.width.min(LONGEST_LINE)
    }

    /// `text` from outside, made harmless and put into characters that this screen can show.
    pub fn clean(self, text: &str) -> Cow<'_, str> {
        match clean(text) {
            cleaned if self.unicode => cleaned,
            Cow::Borrowed(same) => ascii(same),
            Cow::Owned(cleaned) => Cow::Owned(ascii(&cleaned).into_owned()),
        }
    }

    fn from_environment(
        width: Option<u16>,
        unicode: Option<bool>,
        terminal: Option<u16>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let columns = || set("COLUMNS").and_then(|columns| columns.parse().ok());
        let width = width.or_else(columns).or(terminal).map_or(LONGEST_LINE, usize::from);
        // POSIX: the first of these that is set decides
        let locale = || ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(name));
        let unicode = unicode.unwrap_or_else(|| match locale() {
            Some(locale) => ["utf-8", "utf8"].iter().any(|word| locale.to_ascii_lowercase().contains(word)),
            None => cfg!(windows),
        });
        Self { width: width.max(NARROWEST), unicode }
    }
}

/// The width of a page where nobody says otherwise: a pipe, a file.
const LONGEST_LINE: usize = 100;

/// Below this nothing can be laid out.
const NARROWEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(width: Option<u16>, terminal: Option<u16>, variables: &[(&str, &str)]) -> (usize, bool) {
        let screen = Screen::from_environment(width, None, terminal, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        });
        (screen.width, screen.unicode)
    }

    #[test]
    fn the_option_wins_over_columns_over_the_terminal() {
        assert_eq!(screen(Some(70), Some(80), &[("COLUMNS", "90")]).0, 70);
        assert_eq!(screen(None, Some(80), &[("COLUMNS", "90")]).0, 90);
        assert_eq!(screen(None, Some(80), &[("COLUMNS", "wide")]).0, 80);
        assert_eq!(screen(None, None, &[]).0, 100);
        assert_eq!(screen(None, Some(3), &[]).0, 20);
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        assert!(screen(None, None, &[("LANG", "C.UTF-8")]).1);
        assert!(screen(None, None, &[("LC_ALL", ""), ("LC_CTYPE", "de_DE.utf8"), ("LANG", "C")]).1);
        assert!(!screen(None, None, &[("LC_ALL", "C"), ("LANG", "C.UTF-8")]).1);
    }

    #[test]
    fn a_page_is_cleaned_for_its_characters() {
        let screen = |unicode| Screen { width: 80, unicode };
        assert_eq!(screen(true).clean("é\x1b"), "é\\x1b");
        assert_eq!(screen(false).clean("é\x1b"), "\\xe9\\x1b");
    }
}
