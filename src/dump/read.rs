//! From bytes to a dump: sniff, and hand over to the dialect.

use std::io::{ErrorKind, Read};

use super::scan::Source;
use super::{Dump, Reading, about_webrtc, internals, rtcstats, sniff};

/// Why bytes are no dump. Reads well after "could not".
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// It is something else.
    #[error("read `{name}` as a dump: it looks like {looks_like}")]
    NoDump {
        /// The file.
        name: String,
        /// What it looks like.
        looks_like: String,
    },
    /// The operating system refused, or the input is too large.
    #[error("read `{name}`: {cause}")]
    Io {
        /// The file.
        name: String,
        /// Its word for it.
        cause: std::io::Error,
    },
}

/// Reads the bytes of a dump, already inflated. `name` is for messages.
///
/// # Errors
/// When there is nothing of a dump in them. Damage is no error: what can be read is returned, with a warning for each
/// place.
pub fn read(name: &str, mut bytes: &[u8]) -> Result<Dump, DumpError> {
    read_from(name, &mut bytes, Reading::Used)
}

/// Reads a dump in blocks, already inflated.
///
/// # Errors
/// As [`read`], and when the reader fails. Where an inflating reader says that its input is damaged, what came before
/// is kept, with a warning.
pub fn read_from(name: &str, reader: &mut dyn Read, reading: Reading) -> Result<Dump, DumpError> {
    let mut source = Source::new(reader);
    source.ensure(sniff::HEAD);
    if source.rest().starts_with(BYTE_ORDER_MARK) {
        source.consume(BYTE_ORDER_MARK.len());
    }
    let dump = match sniff::dialect(source.rest()) {
        Ok(sniff::Layout::Object) => internals::read(name, &mut source, reading),
        Ok(sniff::Layout::Lines) => rtcstats::read(name, &mut source, reading),
        Ok(sniff::Layout::Page) => about_webrtc::read(name, &mut source),
        Err(looks_like) => Err(DumpError::NoDump { name: name.to_owned(), looks_like }),
    };
    match source.failure() {
        Some(cause) if is_damage(&cause) => {
            let mut dump = dump?;
            let at = source.at() + source.rest().len() as u64;
            dump.warnings.insert(0, format!("byte {at}: the gzip stream is cut or damaged from here"));
            Ok(dump)
        }
        Some(cause) => Err(DumpError::Io { name: name.to_owned(), cause }),
        None => dump,
    }
}

/// U+FEFF in UTF-8, as some editors put it in front.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Whether an inflating reader says that the stream is wrong, as opposed to the system saying that it cannot be read.
fn is_damage(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof)
}
