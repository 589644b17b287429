//! A piece of a description that knows where it stands, so that whatever is cut out of it keeps its span.

use std::ops::Range;
use std::str::FromStr;

/// A slice of the text together with its byte offset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Text<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Text<'a> {
    /// `text` stands at byte `at` of the description.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// The text itself.
    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// Its first 40 characters, for names in messages.
    pub fn head(self) -> &'a str {
        self.text.char_indices().nth(40).and_then(|(end, _)| self.text.get(..end)).unwrap_or(self.text)
    }

    /// Its bytes in the text of the description.
    pub fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    /// Without blanks at either end.
    #[must_use]
    pub fn trim(self) -> Self {
        self.part(self.text.trim_ascii())
    }

    /// What stands before and behind the first `separator`.
    pub fn split_once(self, separator: char) -> Option<(Self, Self)> {
        self.text.split_once(separator).map(|(before, after)| (self.part(before), self.part(after)))
    }

    /// What stands before and from byte `at` on; all of it before, where that is no boundary.
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        (Self { text: before, at: self.at }, Self { text: after, at: self.at + before.len() })
    }

    /// The first word and all that follows it, without blanks around either.
    pub fn split_word(self) -> (Self, Self) {
        let trimmed = self.trim();
        let end = trimmed.text.bytes().position(|byte| matches!(byte, b' ' | b'\t'));
        let (word, rest) = trimmed.split_at(end.unwrap_or(trimmed.text.len()));
        (word, rest.trim())
    }

    /// The pieces between blanks.
    pub fn words(self) -> impl Iterator<Item = Self> + 'a {
        self.text.split_ascii_whitespace().map(move |word| self.part(word))
    }

    /// Read as a value of another type. A plus sign is of no number in SDP.
    pub fn parse<T: FromStr>(self) -> Option<T> {
        if self.text.starts_with('+') { None } else { self.text.parse().ok() }
    }

    /// The same place for a slice of this text.
    fn part(self, part: &'a str) -> Self {
        Self { text: part, at: self.at + part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_cut_out_keeps_its_place() {
        let whole = "  96 VP8/90000; x";
        let text = Text::new(whole, 100);
        let (word, rest) = text.split_word();
        for part in [word, rest, text.trim()].into_iter().chain(text.words()) {
            let range = part.range();
            assert_eq!(whole.get(range.start - 100..range.end - 100), Some(part.as_str()));
        }
        assert_eq!((word.range(), rest.as_str()), (102..104, "VP8/90000; x"));
    }
}
