//! The signs of a page, with and without Unicode. Each is one column wide, and none carries meaning by colour alone.

use crate::report::{Severity, Status, Tone, VerdictResult};

/// The signs that one page uses.
#[derive(Debug)]
pub(super) struct Signs {
    pub(super) good: &'static str,
    pub(super) bad: &'static str,
    pub(super) warning: &'static str,
    pub(super) info: &'static str,
    pub(super) unknown: &'static str,
    pub(super) bullet: &'static str,
    pub(super) dash: &'static str,
    pub(super) effect: &'static str,
    pub(super) gap: &'static str,
    pub(super) critical: &'static str,
    pub(super) beside: &'static str,
    pub(super) moment: &'static str,
}

static UNICODE: Signs = Signs {
    good: "✔",
    bad: "✘",
    warning: "▲",
    info: "●",
    unknown: "?",
    bullet: "•",
    dash: "—",
    effect: "└",
    gap: "┊",
    critical: "█",
    beside: "▒",
    moment: "◆",
};

static ASCII: Signs = Signs {
    good: "+",
    bad: "x",
    warning: "!",
    info: "i",
    unknown: "?",
    bullet: "*",
    dash: "-",
    effect: "-",
    gap: ":",
    critical: "#",
    beside: "=",
    moment: "|",
};

impl Signs {
    pub(super) fn of(unicode: bool) -> &'static Self {
        if unicode { &UNICODE } else { &ASCII }
    }

    pub(super) fn verdict(&self, result: VerdictResult) -> (&'static str, Tone) {
        match result {
            VerdictResult::Ok => (self.good, Tone::Good),
            VerdictResult::Failed => (self.bad, Tone::Bad),
            VerdictResult::Inconclusive => (self.unknown, Tone::Warn),
        }
    }

    pub(super) fn severity(&self, severity: Severity) -> (&'static str, Tone) {
        match severity {
            Severity::Error => (self.bad, Tone::Bad),
            Severity::Warning => (self.warning, Tone::Warn),
            Severity::Info => (self.info, Tone::Strong),
        }
    }

    pub(super) fn status(&self, status: Status) -> (&'static str, Tone) {
        match status {
            Status::Met => (self.good, Tone::Good),
            Status::Failed => (self.bad, Tone::Bad),
            Status::Inconclusive => (self.unknown, Tone::Warn),
        }
    }
}
