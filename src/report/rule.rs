//! A rule's identity: the part of it that a report carries.

use super::Severity;

/// One entry of the catalogue. Its check lives in `rules`; every renderer and `rtcdiag explain` read this part.
#[derive(Debug)]
pub struct Rule {
    /// `subject/kebab-name`. Names the fault, never the check, and never changes.
    pub id: &'static str,
    /// What happens to the call: error = will fail, warning = may fail or sound bad, info = good to know.
    pub severity: Severity,
    /// One sentence that says what the fault means, shown under "meaning".
    pub meaning: &'static str,
    /// The manual page in Markdown, as `rtcdiag explain` prints it.
    pub manual: &'static str,
}

impl Rule {
    /// The part of the id before the slash.
    pub fn subject(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(subject, _)| subject)
    }

    /// The part of the id after the slash.
    pub fn name(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(_, name)| name)
    }
}
