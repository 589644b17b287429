//! Expectations: what a user demands of a run, `["!"] PATH [OP VALUE]`, decided on the published facts.
//!
//! For: `--expect` and its short forms, on every command. Not for: the catalogue's own opinions. A path that the
//! command's facts do not have is an error before anything is sent; a value that was not measured decides nothing.

mod alias;
mod decide;
mod of_dump;
mod parse;
mod value;

pub use decide::decide;
pub use parse::{Expect, ExpectError, has_path, parse};
