//! The colours: what each means, in one place. Every word must make sense without them.

use colored::{ColoredString, Colorize};

/// Paints text. Always paints; the stream that it is written to strips what its reader cannot show.
#[derive(Clone, Copy, Debug)]
pub struct Theme(());

impl Theme {
    /// The theme. `colored` would decide by itself, once, from stdout alone; each of our streams decides for itself.
    pub fn new() -> Self {
        colored::control::set_override(true);
        Self(())
    }

    /// Something that works.
    pub fn good(self, text: &str) -> ColoredString {
        text.green()
    }

    /// Something that fails.
    pub fn bad(self, text: &str) -> ColoredString {
        text.red().bold()
    }

    /// Something to look at.
    pub fn warn(self, text: &str) -> ColoredString {
        text.yellow()
    }

    /// A name, path, host or literal.
    pub fn name(self, text: &str) -> ColoredString {
        text.cyan()
    }

    /// Less important than the rest.
    pub fn dim(self, text: &str) -> ColoredString {
        text.dimmed()
    }

    /// A heading or the main word.
    pub fn strong(self, text: &str) -> ColoredString {
        text.bold()
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::new()
    }
}

/// `text` without any colour.
pub fn strip(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
