//! Exit codes: the verdict as a number (DESIGN section 6).

use super::{Finding, Severity};

/// How a run ends for the shell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exit {
    /// 0 fine, 1 findings, 2 usage, 3 not testable, 130 or 143 interrupted.
    pub code: u8,
    /// One sentence.
    pub reason: String,
}

/// From which severity on a finding makes the exit code 1.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum FailOn {
    /// Fail on errors alone.
    #[default]
    Error,
    /// Fail on warnings and errors.
    Warning,
    /// Fail on any finding.
    Info,
    /// Never fail because of findings.
    Never,
}

impl FailOn {
    /// Whether a finding of `severity` fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

impl Exit {
    /// All is well.
    pub fn ok() -> Self {
        Self { code: 0, reason: "nothing at or above the failure threshold".to_owned() }
    }

    /// The code that `findings` make under `fail_on`; effects count as much as causes.
    pub fn from_findings(findings: &[Finding], fail_on: FailOn) -> Self {
        fn count(findings: &[Finding], fail_on: FailOn) -> usize {
            findings.iter().map(|f| usize::from(fail_on.fails(f.severity)) + count(&f.effects, fail_on)).sum()
        }
        match (count(findings, fail_on), findings.iter().find(|f| fail_on.fails(f.severity))) {
            (0, _) => Self::ok(),
            (n, first) => {
                let id = first.map_or("an effect", |f| f.rule.id);
                let more = if n > 1 { format!(" and {} more", n - 1) } else { String::new() };
                Self { code: 1, reason: format!("{id}{more}") }
            }
        }
    }

    /// The test could not be done.
    pub fn untestable(reason: impl Into<String>) -> Self {
        Self { code: 3, reason: reason.into() }
    }

    /// A signal ended the run after everything allocated was released.
    pub fn interrupted(code: u8) -> Self {
        let name = if code == 143 { "SIGTERM" } else { "SIGINT" };
        Self { code, reason: format!("interrupted by {name}") }
    }

    /// The graver of two: interrupted over 2 over 1 over 3 over 0.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        fn rank(code: u8) -> u8 {
            match code {
                0 => 0,
                3 => 1,
                1 => 2,
                2 => 3,
                _ => 4,
            }
        }
        if rank(other.code) > rank(self.code) { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graver_code_wins() {
        let exit = |code| Exit { code, reason: String::new() };
        for (a, b, want) in [(0, 3, 3), (3, 1, 1), (1, 2, 2), (2, 130, 130), (143, 1, 143), (0, 0, 0)] {
            assert_eq!(exit(a).worse(exit(b)).code, want);
            assert_eq!(exit(b).worse(exit(a)).code, want);
        }
    }
}
