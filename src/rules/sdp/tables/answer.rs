//! Rules of scope `answer`.

use super::super::super::Row;

/// The rules of this scope.
pub(crate) static ANSWER: &[Row] = &[];
