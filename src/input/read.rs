//! Reads one input whole, inflating gzip (RFC 1952), and stops at a limit.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::ahead::Ahead;

/// What was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path as given, or `<stdin>`.
    pub name: String,
    /// The bytes, inflated.
    pub bytes: Vec<u8>,
    /// Whether they were gzip.
    pub gzip: bool,
    /// Set where the gzip stream was damaged or cut: how many inflated bytes came before that.
    pub damaged_at: Option<u64>,
}

/// Why an input could not be read. Reads well after "could not".
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The operating system refused.
    #[error("read `{name}`: {cause}")]
    Io {
        /// The path.
        name: String,
        /// Its word for it.
        cause: io::Error,
    },
}

/// An input that is read in blocks and inflated on the way.
pub struct Stream<'a> {
    /// The path as given, or `<stdin>`.
    pub name: String,
    /// Whether it is gzip.
    pub gzip: bool,
    reader: Box<dyn Read + 'a>,
    left: u64,
    limit: u64,
}

impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("name", &self.name).field("gzip", &self.gzip).finish_non_exhaustive()
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).saturating_add(1).min(into.len());
        let read = self.reader.read(into.get_mut(..room).unwrap_or_default())?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other(TooLarge(self.limit >> 20))),
        }
        Ok(read)
    }
}

/// The input went on past its limit, in MiB.
#[derive(Debug, thiserror::Error)]
#[error("it is larger than {0} MiB")]
struct TooLarge(u64);

/// Opens `path` (`-` is `stdin`); reading fails after `limit` bytes, counted after inflating.
///
/// # Errors
/// When it cannot be opened, or its first bytes cannot be read.
pub fn open<'a>(path: &Path, stdin: &'a mut dyn Read, limit: u64) -> Result<Stream<'a>, InputError> {
    if path.as_os_str() == "-" {
        let inflated = |whole| -> io::Result<Box<dyn Read + 'a>> { Ok(Box::new(inflate(whole))) };
        return stream("<stdin>".to_owned(), stdin, limit, inflated);
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|cause| InputError::Io { name: name.clone(), cause })?;
    stream(name, file, limit, |whole| Ok(Box::new(Ahead::new(inflate(whole))?)))
}

/// Reads `path` (`-` is `stdin`) whole, at most `limit` bytes after inflating.
///
/// # Errors
/// When it cannot be opened or read, or is larger than `limit`. Damaged gzip is no error: what came before is kept.
pub fn read(path: &Path, stdin: &mut dyn Read, limit: u64) -> Result<Input, InputError> {
    let mut stream = open(path, stdin, limit)?;
    let mut bytes = Vec::new();
    let damaged_at = match stream.read_to_end(&mut bytes) {
        Ok(_) => None,
        Err(cause) if stream.gzip && is_damage(&cause) => Some(bytes.len() as u64),
        Err(cause) => return Err(InputError::Io { name: stream.name, cause }),
    };
    Ok(Input { name: stream.name, bytes, gzip: stream.gzip, damaged_at })
}

/// First bytes of a gzip member (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Inflated at a time.
const PACKED_BLOCK: usize = 64 << 10;

/// The bytes that were looked at, and those behind them.
type Whole<R> = io::Chain<io::Cursor<Vec<u8>>, R>;

fn stream<'a, R: Read + 'a>(
    name: String,
    mut from: R,
    limit: u64,
    inflated: impl FnOnce(Whole<R>) -> io::Result<Box<dyn Read + 'a>>,
) -> Result<Stream<'a>, InputError> {
    let failed = |cause| InputError::Io { name: name.clone(), cause };
    let mut head = Vec::new();
    from.by_ref().take(GZIP.len() as u64).read_to_end(&mut head).map_err(failed)?;
    let gzip = head == GZIP;
    let whole = io::Cursor::new(head).chain(from);
    let reader = if gzip { inflated(whole).map_err(failed)? } else { Box::new(whole) };
    Ok(Stream { name, gzip, reader, left: limit, limit })
}

fn inflate<R: Read>(packed: R) -> MultiGzDecoder<BufReader<R>> {
    MultiGzDecoder::new(BufReader::with_capacity(PACKED_BLOCK, packed))
}

/// Whether the decoder says that the stream is wrong, as opposed to the system saying that it cannot be read.
fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_inflated_and_plain_is_kept() {
        let plain = read(Path::new("-"), &mut &b"v=0\r\n"[..], 100).unwrap();
        assert_eq!((plain.bytes.as_slice(), plain.gzip), (&b"v=0\r\n"[..], false));
        let packed = read(Path::new("-"), &mut gzip(b"v=0\r\n").as_slice(), 100).unwrap();
        assert_eq!((packed.bytes.as_slice(), packed.gzip), (&b"v=0\r\n"[..], true));
    }

    #[test]
    fn a_cut_gzip_gives_what_came_before() {
        let text: Vec<u8> = (0u32..100_000).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let packed = gzip(&text);
        let cut = read(Path::new("-"), &mut &packed[..packed.len() / 2], 1 << 20).unwrap();
        assert!(!cut.bytes.is_empty() && text.starts_with(&cut.bytes));
        assert_eq!(cut.damaged_at, Some(cut.bytes.len() as u64));
    }

    #[test]
    fn short_and_empty_inputs_are_inputs() {
        for bytes in [&b""[..], b"\x1f", b"v"] {
            assert_eq!(read(Path::new("-"), &mut { bytes }, 100).unwrap().bytes, bytes);
        }
        let cut = read(Path::new("-"), &mut &GZIP[..], 100).unwrap();
        assert_eq!((cut.bytes.len(), cut.damaged_at), (0, Some(0)));
    }

    #[test]
    fn a_system_error_is_no_damage() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("unplugged"))
            }
        }
        let mut stream = (&GZIP[..]).chain(Broken);
        let error = read(Path::new("-"), &mut stream, 100).unwrap_err();
        assert_eq!(error.to_string(), "read `<stdin>`: unplugged");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let error = read(Path::new("-"), &mut gzip(&vec![0; 4 << 20]).as_slice(), 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "read `<stdin>`: it is larger than 1 MiB");
    }
}
