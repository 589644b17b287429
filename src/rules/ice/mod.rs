//! Rules about `ice`.

use super::Row;

/// The rules of this subject.
pub(super) static RULES: &[Row] = &[];
