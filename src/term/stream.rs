//! The ways out: stdout, stderr and files, each keeping or stripping colour by its own reader.

use std::fs::File;
use std::io::{IsTerminal, Stderr, Stdout};

use anstream::{AutoStream, ColorChoice};

/// Stdout. `color` is what the user fixed; else `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and the terminal decide.
pub fn stdout(color: Option<bool>) -> AutoStream<Stdout> {
    let stream = std::io::stdout();
    let choice = color.map_or_else(|| AutoStream::choice(&stream), choice);
    AutoStream::new(stream, choice)
}

/// Stderr, by the same rules as [`stdout`].
pub fn stderr(color: Option<bool>) -> AutoStream<Stderr> {
    let stream = std::io::stderr();
    let choice = color.map_or_else(|| AutoStream::choice(&stream), choice);
    AutoStream::new(stream, choice)
}

/// A file: no colour unless the user insists.
pub fn file(file: File, color: Option<bool>) -> AutoStream<File> {
    AutoStream::new(file, choice(color.unwrap_or(false)))
}

/// Whether a person would have to type what is read from stdin.
pub fn stdin_is_terminal() -> bool {
    std::io::stdin().is_terminal()
}

fn choice(color: bool) -> ColorChoice {
    if color { ColorChoice::AlwaysAnsi } else { ColorChoice::Never }
}
