//! What every subcommand is given and what it may return.

use std::cell::RefCell;
use std::io::Read;

use serde_json::Value;

use crate::anonymize::Anonymizer;
use crate::cli::Global;
use crate::report::{Exit, Report};

/// What a subcommand is given besides its own options.
pub struct Context<'a> {
    /// Options of every subcommand.
    pub global: &'a Global,
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Start of the run: RFC 3339, UTC.
    pub started: String,
    /// Prints a line to stderr at once: hints, warnings, where servers come from.
    pub notice: &'a dyn Fn(&str),
    /// Writes an event at once, where somebody asked for events: its kind and its keys.
    pub event: &'a dyn Fn(&str, Value),
    /// Stand-ins for all that leaves the tool, where the user wants them; given by whoever calls the command, in what
    /// it prints, to what is returned.
    pub anonymizer: Option<&'a RefCell<Anonymizer>>,
}

impl Context<'_> {
    /// Tells the anonymiser, if there is one, what identifies something, before anything about it is shown.
    pub(super) fn learn(&self, tell: impl FnOnce(&mut Anonymizer)) {
        if let Some(anonymizer) = self.anonymizer {
            tell(&mut anonymizer.borrow_mut());
        }
    }

    /// `text` as it may be shown.
    pub(super) fn shown(&self, text: String) -> String {
        match self.anonymizer {
            Some(anonymizer) => anonymizer.borrow_mut().text(&text),
            None => text,
        }
    }
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("global", &self.global).finish_non_exhaustive()
    }
}

/// What a subcommand ends with.
#[derive(Debug)]
pub enum Outcome {
    /// A report, for the renderers.
    Report(Box<Report>),
    /// Text that is itself the result: a manual page, a script, a schema.
    Text(String),
    /// Text that is the result as well, of a run that found something to judge.
    Document(String, Exit),
    /// Everything was said while it ran; the exit code is what is left.
    Ended(Exit),
}

/// Why a subcommand could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Exit 2: wrong options, or an input in which nothing readable was found.
    #[error("{message}")]
    Usage {
        /// Reads well after "could not": operation, object, cause.
        message: String,
        /// What to do, if it is known.
        hint: Option<String>,
    },
    /// Exit 3: the test could not be done.
    #[error("{message}")]
    Untestable {
        /// What could not be done and why.
        message: String,
        /// What to do, if it is known.
        hint: Option<String>,
    },
}

impl Failure {
    /// Exit 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: None }
    }

    /// Exit 3.
    pub fn untestable(message: impl Into<String>) -> Self {
        Self::Untestable { message: message.into(), hint: None }
    }

    /// The same failure with a hint.
    #[must_use]
    pub fn hint(self, text: impl Into<String>) -> Self {
        let text = Some(text.into());
        match self {
            Self::Usage { message, .. } => Self::Usage { message, hint: text },
            Self::Untestable { message, .. } => Self::Untestable { message, hint: text },
        }
    }
}
