//! A finding before its rule is attached: what a check returns.

use std::ops::Range;

use crate::report::{Confidence, Edit, Effect, Evidence, Finding, Rule, Severity, Target};

/// The offer's place among the texts of a pair; of a single text, its own.
const OFFER: usize = 0;

/// The answer's place among the texts of a pair.
const ANSWER: usize = 1;

/// At how many like places a finding points.
const PLACES: usize = 8;

/// What a check has to say about one case. Built from the observed fact outwards.
#[derive(Clone, Debug)]
pub struct Draft {
    subject: String,
    message: String,
    severity: Option<Severity>,
    confidence: Confidence,
    evidence: Vec<Evidence>,
    breaks: Vec<(Target, Effect)>,
    help: String,
    fix: Option<String>,
    edits: Vec<Edit>,
}

impl Draft {
    /// `subject` is what it is about; `message` says what was observed, with values and units.
    pub fn new(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            message: message.into(),
            severity: None,
            confidence: Confidence::default(),
            evidence: Vec::new(),
            breaks: Vec::new(),
            help: String::new(),
            fix: None,
            edits: Vec::new(),
        }
    }

    /// What the reader can do now.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Text to paste.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Less than certain.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Another severity than the rule's own, for this case.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// No more than `most`, where the rule's own severity is `own`.
    #[must_use]
    pub(super) fn at_most(mut self, own: Severity, most: Severity) -> Self {
        self.severity = Some(self.severity.unwrap_or(own).min(most));
        self
    }

    /// One more piece of evidence; the first is the main place.
    #[must_use]
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// A published fact that this rests on; the path begins at the server that is being judged.
    #[must_use]
    pub fn fact(self, path: impl Into<String>, value: impl Into<String>) -> Self {
        self.evidence(Evidence::Fact { path: path.into(), value: value.into() })
    }

    /// Takes the paths of its facts from the server's own to the run's; where it named none, the result is the fact.
    pub(super) fn of_server(self, index: usize, result: &str) -> Self {
        let mut draft = if self.evidence.is_empty() { self.fact("result", result) } else { self };
        for evidence in &mut draft.evidence {
            if let Evidence::Fact { path, .. } = evidence {
                *path = format!("servers[{index}].{path}");
            }
        }
        draft
    }

    /// A span of the text that is being judged, of a pair the offer; the command sets the number of the source.
    #[must_use]
    pub fn span(self, range: Range<usize>, label: impl Into<String>) -> Self {
        self.evidence(Evidence::Span { source: OFFER, range, label: label.into() })
    }

    /// A span of the answer of a pair.
    #[must_use]
    pub fn answer_span(self, range: Range<usize>, label: impl Into<String>) -> Self {
        self.evidence(Evidence::Span { source: ANSWER, range, label: label.into() })
    }

    /// Points at `places` with one label, at most at eight of them.
    #[must_use]
    pub fn spans(self, places: impl IntoIterator<Item = Range<usize>>, label: &str) -> Self {
        places.into_iter().take(PLACES).fold(self, |draft, place| draft.span(place, label))
    }

    /// Points at `places` of the answer of a pair with one label, at most at eight of them.
    #[must_use]
    pub fn answer_spans(self, places: impl IntoIterator<Item = Range<usize>>, label: &str) -> Self {
        places.into_iter().take(PLACES).fold(self, |draft, place| draft.answer_span(place, label))
    }

    /// A safe repair: `text` in place of `range` of the text that is being judged.
    #[must_use]
    pub fn edit(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push(Edit { source: OFFER, range, text: text.into() });
        self
    }

    /// Whom it concerns, and what it does to them.
    #[must_use]
    pub fn breaks(mut self, target: Target, effect: Effect) -> Self {
        self.breaks.push((target, effect));
        self
    }

    /// The same, in place of what was said before.
    #[must_use]
    pub fn instead(mut self, target: Target, effect: Effect) -> Self {
        self.breaks.retain(|(known, _)| *known != target);
        self.breaks(target, effect)
    }

    /// What it does to Chrome and to Firefox alike.
    #[must_use]
    pub fn breaks_browsers(self, effect: Effect) -> Self {
        self.breaks(Target::Chrome, effect).breaks(Target::Firefox, effect)
    }

    /// Takes the numbers of its texts from those of one subject to those of the report.
    pub(super) fn in_sources(mut self, sources: &[usize]) -> Self {
        for evidence in &mut self.evidence {
            if let Evidence::Span { source, .. } = evidence {
                *source = sources.get(*source).copied().unwrap_or_default();
            }
        }
        self.edits.iter_mut().for_each(|edit| edit.source = sources.get(edit.source).copied().unwrap_or_default());
        self
    }

    /// The finding that this is under `rule`.
    pub fn into_finding(self, rule: &'static Rule) -> Finding {
        Finding {
            rule,
            severity: self.severity.unwrap_or(rule.severity),
            confidence: self.confidence,
            subject: self.subject,
            message: self.message,
            evidence: self.evidence,
            breaks: self.breaks,
            help: self.help,
            fix: self.fix,
            edits: self.edits,
            effects: Vec::new(),
        }
    }
}
