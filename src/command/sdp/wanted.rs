//! Which lines of a description the user wants explained.

use crate::cli::{ExplainSdpArgs, SdpSubject};
use crate::sdp::{Line, Topic};

/// The lines that are wanted: none, all, one, or those of some subjects.
#[derive(Debug)]
pub(super) struct Wanted {
    all: bool,
    number: Option<u64>,
    topics: Vec<Topic>,
}

impl Wanted {
    pub(super) fn new(args: &ExplainSdpArgs) -> Self {
        Self { all: args.lines, number: args.line, topics: args.only.iter().copied().map(topic).collect() }
    }

    /// No line at all.
    pub(super) fn none() -> Self {
        Self { all: false, number: None, topics: Vec::new() }
    }

    /// Whether any are.
    pub(super) fn any(&self) -> bool {
        self.all || self.alone()
    }

    /// Whether some are, and nothing else.
    pub(super) fn alone(&self) -> bool {
        self.number.is_some() || !self.topics.is_empty()
    }

    /// Whether `line` is.
    pub(super) fn holds(&self, line: Line<'_>) -> bool {
        let numbered = self.number.is_none_or(|number| line.number as u64 == number);
        numbered && (self.topics.is_empty() || self.topics.iter().any(|topic| topic.holds(line)))
    }
}

fn topic(subject: SdpSubject) -> Topic {
    match subject {
        SdpSubject::Ice => Topic::Ice,
        SdpSubject::Dtls => Topic::Dtls,
        SdpSubject::Codecs => Topic::Codecs,
        SdpSubject::Extensions => Topic::Extensions,
        SdpSubject::Layers => Topic::Layers,
        SdpSubject::Data => Topic::Data,
        SdpSubject::Transport => Topic::Transport,
    }
}
