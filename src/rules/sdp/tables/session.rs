//! Rules of scope `session`.

use super::super::super::Row;

/// The rules of this scope.
pub(crate) static SESSION: &[Row] = &[];
