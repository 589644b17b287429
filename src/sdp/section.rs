//! One section: the session part, or an `m=` line with all that follows it.

use super::{Attribute, Direction, Line, Media, Sdp, Text};

/// A run of lines of one description.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    sdp: &'a Sdp,
    /// Which `m=` section it is, from 0; `None` for the session part.
    pub index: Option<usize>,
    start: usize,
    end: usize,
}

impl<'a> Section<'a> {
    /// Lines `start..end`, counted from 0.
    pub(super) fn new(sdp: &'a Sdp, index: Option<usize>, start: usize, end: usize) -> Self {
        Self { sdp, index, start, end }
    }

    /// Its lines.
    pub fn lines(self) -> impl DoubleEndedIterator<Item = Line<'a>> + ExactSizeIterator {
        self.sdp.lines_between(self.start, self.end)
    }

    /// Its attributes.
    pub fn attributes(self) -> impl DoubleEndedIterator<Item = Attribute<'a>> {
        self.lines().filter_map(Line::attribute)
    }

    /// The first attribute of this name.
    pub fn attribute(self, key: &str) -> Option<Attribute<'a>> {
        // most lines are told apart by their first letters, before they are taken apart
        let begins = |line: &Line<'_>| line.kind == Some('a') && line.value.as_str().starts_with(key);
        self.lines().filter(begins).filter_map(Line::attribute).find(|attribute| attribute.key.as_str() == key)
    }

    /// The trimmed value of the first attribute of this name.
    pub fn value(self, key: &str) -> Option<Text<'a>> {
        self.attribute(key).map(Attribute::trimmed)
    }

    /// Whether there is an attribute of this name.
    pub fn has(self, key: &str) -> bool {
        self.attribute(key).is_some()
    }

    /// The `m=` line.
    pub fn media_line(self) -> Option<Line<'a>> {
        self.lines().next().filter(|_| self.index.is_some())
    }

    /// The fields of the `m=` line; of the session part, empty ones.
    pub fn media(self) -> Media<'a> {
        Media::read(self.media_line().map_or_else(|| Text::new("", 0), |line| line.value))
    }

    /// Its identification (RFC 5888 section 4).
    pub fn mid(self) -> Option<Text<'a>> {
        self.value("mid").map(|mid| mid.split_word().0).filter(|mid| !mid.is_empty())
    }

    /// Which way media may flow, if this part says so: the last attribute counts, as it does in browsers.
    pub fn direction(self) -> Option<Direction> {
        self.attributes().rev().find_map(|attribute| Direction::read(attribute.key.as_str()))
    }

    /// Whether port 0 switches it off (RFC 3264 section 6) and is not only the sign of `bundle-only`
    /// (RFC 9143 section 6).
    pub fn is_rejected(self) -> bool {
        self.media().port_number() == Some(0) && !self.has("bundle-only")
    }

    /// A name for messages: the `m=` kind with the mid, or with the section's number where it has none.
    pub fn name(self) -> String {
        self.name_with(self.mid())
    }

    /// The same, where the mid has been looked up before.
    pub fn name_with(self, mid: Option<Text<'_>>) -> String {
        let media = self.media();
        let kind = if media.is_data() { "data" } else { media.kind.head() };
        match (self.index, mid) {
            (None, _) => "session part".to_owned(),
            (Some(_), Some(mid)) => format!("{kind} section `{}`", mid.head()),
            (Some(index), None) => format!("{kind} section number {}", index + 1),
        }
    }
}
