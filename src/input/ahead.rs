//! Reads on a thread of its own, a few blocks ahead of whoever needs them.
//!
//! For: inflating, which takes about as long as all that is done with what comes out. Not for: readers that are not
//! ours to send to a thread, such as stdin of a test.

use std::io::{self, ErrorKind, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Bytes of a block.
const BLOCK: usize = 256 << 10;

/// Blocks that wait at most: memory does not grow where the reader is the faster end.
const AHEAD: usize = 4;

/// The blocks in their order; the thread ends when this is dropped.
pub(super) struct Ahead {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    used: usize,
}

impl Ahead {
    /// Begins to read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn new(reader: impl Read + Send + 'static) -> io::Result<Self> {
        let (sender, blocks) = sync_channel(AHEAD);
        thread::Builder::new().name("inflate".to_owned()).spawn(move || pump(reader, &sender))?;
        Ok(Self { blocks, block: Vec::new(), used: 0 })
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.used == self.block.len() {
            match self.blocks.recv() {
                Ok(block) => (self.block, self.used) = (block?, 0),
                // the thread has said all that it had to say
                Err(_) => return Ok(0),
            }
        }
        let read = self.block.get(self.used..).unwrap_or_default().read(into)?;
        self.used += read;
        Ok(read)
    }
}

/// Sends block after block, and what ended them unless it is the end.
fn pump(mut reader: impl Read, blocks: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK];
        let (filled, end) = fill(&mut reader, &mut block);
        block.truncate(filled);
        if filled > 0 && blocks.send(Ok(block)).is_err() {
            return;
        }
        match end {
            Ok(false) => {}
            Ok(true) => return,
            Err(error) => {
                // nobody is left who would want to know
                drop(blocks.send(Err(error)));
                return;
            }
        }
    }
}

/// Reads until `block` is full; how much came, and whether it was the end.
fn fill(reader: &mut impl Read, block: &mut [u8]) -> (usize, io::Result<bool>) {
    let mut filled = 0;
    while filled < block.len() {
        match reader.read(block.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => return (filled, Ok(true)),
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return (filled, Err(error)),
        }
    }
    (filled, Ok(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_in_its_order() {
        let bytes: Vec<u8> = (0..3 * BLOCK as u32 + 7).map(|n| (n % 251) as u8).collect();
        let mut all = Vec::new();
        Ahead::new(io::Cursor::new(bytes.clone())).unwrap().read_to_end(&mut all).unwrap();
        assert_eq!(all, bytes);
    }

    #[test]
    fn what_came_before_an_error_is_kept() {
        struct Breaks(usize);
        impl Read for Breaks {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    1 => io::Cursor::new(b"abc").read(into),
                    2 => Err(ErrorKind::Interrupted.into()),
                    _ => Err(io::Error::other("unplugged")),
                }
            }
        }
        let mut all = Vec::new();
        let error = Ahead::new(Breaks(0)).unwrap().read_to_end(&mut all).unwrap_err();
        assert_eq!((all.as_slice(), error.to_string().as_str()), (&b"abc"[..], "unplugged"));
    }

    #[test]
    fn a_reader_without_end_is_let_go() {
        let mut some = [0; 10];
        let mut ahead = Ahead::new(io::repeat(7)).unwrap();
        ahead.read_exact(&mut some).unwrap();
        assert_eq!(some, [7; 10]);
    }
}
