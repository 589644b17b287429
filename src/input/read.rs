//! Reads one input whole, inflating gzip (RFC 1952), and stops at a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

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

fn slurp(name: &str, from: &mut dyn Read, limit: u64) -> Result<Input, InputError> {
    let io = |cause| InputError::Io { name: name.to_owned(), cause };
    let too_large = || InputError::TooLarge { name: name.to_owned(), limit_mib: limit >> 20 };
    let mut raw = Vec::new();
    from.take(limit + 1).read_to_end(&mut raw).map_err(io)?;
    if raw.len() as u64 > limit {
        return Err(too_large());
    }
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return Ok(Input { name: name.to_owned(), bytes: raw, gzip: false, damaged_at: None });
    }
    let mut bytes = Vec::new();
    let inflated = MultiGzDecoder::new(raw.as_slice()).take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    let damaged_at = inflated.err().map(|_| bytes.len() as u64);
    Ok(Input { name: name.to_owned(), bytes, gzip: true, damaged_at })
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
    fn a_bomb_stops_at_the_limit() {
        let error = read(Path::new("-"), &mut gzip(&vec![0; 4 << 20]).as_slice(), 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "read `<stdin>`: it is larger than 1 MiB");
    }
}
