//! Rules of scope `pair`.

use super::super::super::Row;

/// The rules of this scope.
pub(crate) static PAIR: &[Row] = &[];
