//! A window that slides over a reader.

use std::io::{self, ErrorKind, Read};

/// Read at a time.
const BLOCK: usize = 256 << 10;

/// A value longer than this is given up: the longest of a genuine dump has a few hundred kB.
pub(super) const LONGEST: usize = 64 << 20;

/// What has been read and not yet used, and where it stands.
pub(in crate::dump) struct Source<'a> {
    reader: &'a mut dyn Read,
    buffer: Vec<u8>,
    /// Where the unused part begins.
    start: usize,
    /// How much of the buffer has been read into.
    filled: usize,
    /// Where the buffer begins in the document.
    before: u64,
    ended: bool,
    failure: Option<io::Error>,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("at", &self.at()).field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl<'a> Source<'a> {
    /// A window at the beginning of `reader`.
    pub(in crate::dump) fn new(reader: &'a mut dyn Read) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, filled: 0, before: 0, ended: false, failure: None }
    }

    /// The byte of the document at which the unused part begins.
    pub(in crate::dump) fn at(&self) -> u64 {
        self.before + self.start as u64
    }

    /// What is in memory and not used.
    pub(in crate::dump) fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.filled).unwrap_or_default()
    }

    /// Reads more; false at the end. What was unused keeps its distance from the beginning of [`Source::rest`].
    pub(in crate::dump) fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.start >= BLOCK || self.start == self.filled {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.before += self.start as u64;
            self.filled -= self.start;
            self.start = 0;
        }
        // a reader may give little at a time: room is made, and set to zero, only where there is none left
        if self.buffer.len() - self.filled < BLOCK / 4 {
            self.buffer.resize(self.filled + BLOCK, 0);
        }
        let read = loop {
            match self.reader.read(self.buffer.get_mut(self.filled..).unwrap_or_default()) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error);
                    break 0;
                }
                Ok(read) => break read,
            }
        };
        self.filled = (self.filled + read).min(self.buffer.len());
        self.ended = read == 0;
        !self.ended
    }

    /// Makes sure that at least `count` bytes are in memory, if there are as many.
    pub(in crate::dump) fn ensure(&mut self, count: usize) {
        while self.rest().len() < count && self.fill() {}
    }

    /// Marks `count` bytes as used.
    pub(in crate::dump) fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.filled);
    }

    /// Why reading ended before the end.
    pub(in crate::dump) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The next byte that is no space, without using it.
    pub(in crate::dump) fn peek(&mut self) -> Option<u8> {
        loop {
            let spaces = self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.consume(spaces);
            if let Some(byte) = self.rest().first() {
                return Some(*byte);
            }
            if !self.fill() {
                return None;
            }
        }
    }
}
