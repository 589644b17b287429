//! One finding: a rule that fired, with the case in it.

use std::ops::Range;

use super::{Effect, Rule, Target};

/// What happens to the call. The order is from harmless to fatal.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Good to know.
    Info,
    /// May fail, or sound or look bad.
    Warning,
    /// Will fail.
    Error,
}

impl Severity {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure the tool is of a finding; apart from its severity.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Confidence {
    /// One of several explanations.
    Possible,
    /// The best explanation of what was seen.
    Likely,
    /// Follows from what was seen.
    #[default]
    Certain,
}

impl Confidence {
    /// The word used on screen and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// What a finding rests on. The first one of a finding is its main place.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// Bytes `range` of `Report::sources[source]`; `label` says what is wrong there.
    Span { source: usize, range: Range<usize>, label: String },
    /// A moment, in milliseconds since the start of the run or of the connection.
    Moment { at_ms: f64, text: String },
    /// A window of a statistics series, in milliseconds since its connection began.
    Window { series: String, from_ms: f64, to_ms: f64, value: f64 },
    /// A packet of the run's ledger, counted from 1.
    Packet { n: usize, text: String },
    /// A path into the report's `facts`, with the value that stands there.
    Fact { path: String, value: String },
}

/// A safe repair: bytes `range` of `Report::sources[source]` become `text`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// The text that it repairs.
    pub source: usize,
    /// What goes; empty where something is put in.
    pub range: Range<usize>,
    /// What comes in its place.
    pub text: String,
}

/// A rule that fired on this case.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that fired.
    pub rule: &'static Rule,
    /// The rule's severity, or what this case makes of it.
    pub severity: Severity,
    /// How sure the tool is.
    pub confidence: Confidence,
    /// What it is about: a server with transport, a file, a connection.
    pub subject: String,
    /// What was observed, with values and units.
    pub message: String,
    /// What it rests on; the first is the main place.
    pub evidence: Vec<Evidence>,
    /// Whom it concerns and what it does to them; empty where that is not told apart.
    pub breaks: Vec<(Target, Effect)>,
    /// What the reader can do now.
    pub help: String,
    /// Text to paste, if there is one.
    pub fix: Option<String>,
    /// What repairs it without a guess; empty where only a person can tell.
    pub edits: Vec<Edit>,
    /// Findings that follow from this one.
    pub effects: Vec<Self>,
}

impl Finding {
    /// What it does to `target`, by itself or by what follows from it.
    pub fn effect_on(&self, target: Target) -> Option<Effect> {
        let own = self.breaks.iter().filter(|(who, _)| *who == target).map(|(_, effect)| *effect).max();
        own.max(self.effects.iter().filter_map(|effect| effect.effect_on(target)).max())
    }

    /// Whether it concerns one of `targets`; what names nobody concerns everybody.
    pub fn concerns(&self, targets: &[Target]) -> bool {
        self.breaks.is_empty() || self.breaks.iter().any(|(who, _)| targets.contains(who))
    }
}
