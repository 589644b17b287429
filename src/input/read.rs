//! Reads one input whole, inflating gzip (RFC 1952), and stops at a limit.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

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
    /// There was more than the limit.
    #[error("read `{name}`: it is larger than {limit_mib} MiB")]
    TooLarge {
        /// The path.
        name: String,
        /// The limit in MiB.
        limit_mib: u64,
    },
}

/// Reads `path` (`-` is `stdin`), at most `limit` bytes after inflating.
///
/// # Errors
/// When it cannot be opened or read, or is larger than `limit`. Damaged gzip is no error: what came before is kept.
pub fn read(path: &Path, stdin: &mut dyn Read, limit: u64) -> Result<Input, InputError> {
    if path.as_os_str() == "-" {
        return slurp("<stdin>", stdin, limit);
    }
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(|cause| InputError::Io { name: name.clone(), cause })?;
    slurp(&name, &mut file, limit)
}

/// First bytes of a gzip member (RFC 1952 section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

fn slurp(name: &str, from: &mut dyn Read, limit: u64) -> Result<Input, InputError> {
    let io = |cause| InputError::Io { name: name.to_owned(), cause };
    let mut head = Vec::new();
    from.take(GZIP.len() as u64).read_to_end(&mut head).map_err(io)?;
    let gzip = head == GZIP;
    let whole = head.chain(from);
    let mut bytes = Vec::new();
    let read = if gzip {
        MultiGzDecoder::new(BufReader::new(whole)).take(limit + 1).read_to_end(&mut bytes)
    } else {
        whole.take(limit + 1).read_to_end(&mut bytes)
    };
    if bytes.len() as u64 > limit {
        return Err(InputError::TooLarge { name: name.to_owned(), limit_mib: limit >> 20 });
    }
    let damaged_at = match read {
        Ok(_) => None,
        Err(cause) if gzip && is_damage(&cause) => Some(bytes.len() as u64),
        Err(cause) => return Err(io(cause)),
    };
    Ok(Input { name: name.to_owned(), bytes, gzip, damaged_at })
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
