//! How a row is written.

use super::super::super::{Check, Row};
use crate::report::{Rule, Severity};

/// A row of a table.
pub(super) const fn row(
    id: &'static str,
    severity: Severity,
    meaning: &'static str,
    manual: &'static str,
    checks: &'static [Check],
) -> Row {
    Row { rule: Rule { id, severity, meaning, manual }, checks }
}
