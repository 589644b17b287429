//! What a browser makes of a description, from what is known to be wrong with it.

use crate::report::{Effect, Finding, Target};

/// A prediction for one browser.
#[derive(Clone, Copy, Debug)]
pub struct Prediction<'a> {
    /// The worst that happens; nothing bad where it is only notes.
    pub effect: Effect,
    /// The finding that makes it happen; none where it works.
    pub cause: Option<&'a Finding>,
}

impl Prediction<'_> {
    /// The word for it: `works`, or that of the effect.
    pub fn word(&self) -> &'static str {
        if self.effect == Effect::Notes { "works" } else { self.effect.word() }
    }
}

/// What `target` does with what `findings` were found in: the worst of them decides, and of equals the first.
pub fn predict(findings: &[Finding], target: Target) -> Prediction<'_> {
    let weighed = findings.iter().filter_map(|finding| Some((finding.effect_on(target)?, finding)));
    let none = Prediction { effect: Effect::Notes, cause: None };
    weighed.fold(
        none,
        |worst, (effect, finding)| {
            if effect > worst.effect { Prediction { effect, cause: Some(finding) } } else { worst }
        },
    )
}
