//! Rules of scope `whip`.

use super::super::super::Row;

/// The rules of this scope.
pub(crate) static WHIP: &[Row] = &[];
