//! Rewrites a page as it streams by: about:webrtc. Tags and the texts between them are taken one by one.

use std::io::{self, Write};

use super::Anonymizer;

/// A part longer than this is taken in two.
const LONGEST: usize = 16 << 20;

/// The rewriter of one page.
pub(super) struct Html<'a> {
    names: &'a mut Anonymizer,
    rest: Vec<u8>,
}

impl<'a> Html<'a> {
    pub(super) fn new(names: &'a mut Anonymizer) -> Self {
        Self { names, rest: Vec::new() }
    }

    /// Takes the next bytes, and writes what is whole of them.
    pub(super) fn take(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        self.rest.extend_from_slice(bytes);
        let last = self.rest.iter().rposition(|byte| *byte == b'<').unwrap_or(0);
        let whole = if self.rest.len() - last > LONGEST { self.rest.len() } else { last };
        let ready: Vec<u8> = self.rest.drain(..whole).collect();
        self.write(&ready, out)
    }

    /// Writes what is left.
    pub(super) fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        self.write(&rest, out)
    }

    fn write(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split_inclusive('>') {
            let (words, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
            out.write_all(self.names.text(words).as_bytes())?;
            out.write_all(self.names.text(tag).as_bytes())?;
        }
        Ok(())
    }
}
