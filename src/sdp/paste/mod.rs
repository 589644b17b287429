//! What people paste, taken apart until descriptions are left: JSON, escapes, base64, gzip, logs, source code and more.
//!
//! For: a small set of general layers, tried in order on the text and on what each of them takes out, until a text
//! stands as a description. Not for: mending. A text that stands is handed back byte for byte, whatever is wrong with
//! it; where line ends got lost they are put back as CRLF (RFC 8866 section 5).

mod base64;
mod bytes;
mod candidates;
mod encoded;
mod json;
mod kind;
mod lines;
mod literal;
mod looks;
mod message;
mod search;
mod stands;
mod tree;

pub use looks::looks_like;
pub use search::{Paste, unwrap};
