//! Rules about the text itself: line ends, blanks, stray bytes.

use super::super::super::{Check, Row};
use super::super::text;
use super::row;
use crate::report::Severity::Error;

/// The rules of this scope.
pub(crate) static TEXT: &[Row] = &[row(
    "sdp/no-final-newline",
    Error,
    "Chrome refuses the whole description because its last line has no line end",
    include_str!("../no-final-newline.md"),
    &[Check::Sdp(text::no_final_newline)],
)];
