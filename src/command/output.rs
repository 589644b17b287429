//! Where a result goes: stdout, and every file that `--output` names.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use serde_json::Value;

use super::Failure;
use crate::cli::{Format, Global};
use crate::render::{self, View};
use crate::report::Report;
use crate::term::{self, Screen};

/// The outputs of one run, its files open.
pub(super) struct Outputs {
    stdout: Format,
    files: Vec<(Format, PathBuf, File)>,
}

impl Outputs {
    /// Opens every file, so that one that cannot be written is known before anything is sent.
    ///
    /// # Errors
    /// When a file cannot be opened, or two formats want stdout.
    pub(super) fn open(global: &Global) -> Result<Self, Failure> {
        let mut stdout = None;
        let mut files = Vec::new();
        for output in global.outputs() {
            let format = output.format;
            match (output.file, stdout) {
                // kept as it is until there is something to replace it with
                (Some(path), _) => match OpenOptions::new().write(true).create(true).truncate(false).open(&path) {
                    Ok(file) => {
                        if format == Format::Jsonl {
                            // events are added one by one
                            drop(file.set_len(0));
                        }
                        files.push((format, path, file));
                    }
                    Err(cause) => return Err(cannot_write(&path.display().to_string(), &cause)),
                },
                (None, None) => stdout = Some(format),
                (None, Some(first)) => {
                    let both = format!("write both {} and {} to stdout", first.word(), format.word());
                    return Err(Failure::usage(both).hint("give one of them a file: `--output json=report.json`"));
                }
            }
        }
        Ok(Self { stdout: stdout.unwrap_or(Format::Text), files })
    }

    /// Whether stdout shows text, in whose place the user may want a line of his own.
    pub(super) fn shows_text(&self) -> bool {
        self.stdout == Format::Text
    }

    /// Writes `report` everywhere, to each place in its format, and `line` in place of the text on stdout; a reader that has
    /// gone away is no error.
    ///
    /// # Errors
    /// When something cannot be written; the rest is written all the same.
    pub(super) fn report(self, report: &Report, line: Option<&str>, global: &Global) -> Result<(), Failure> {
        self.write(global, line, |format, screen| match format {
            Format::Text => Ok(render::text(report, View { screen, detail: global.verbose, quiet: global.quiet > 0 })),
            Format::Json => Ok(render::json(report)?),
            Format::Csv => Ok(render::csv(report)),
            Format::Jsonl => {
                let rest = render::jsonl::rest(report)?;
                Ok(rest.iter().map(render::jsonl::line).collect::<Result<String, _>>()?)
            }
            Format::Sarif => Ok(render::sarif(report)?),
            Format::Github => Ok(render::github(report)),
            Format::Har => Ok(render::har(report)?),
            Format::Html => Ok(render::html(report)?),
        })
    }

    /// Writes one event to every place that wants events, at once.
    pub(super) fn event(&self, event: &Value, global: &Global) {
        let wanted = |format: &Format| *format == Format::Jsonl;
        let Ok(line) = render::jsonl::line(event) else { return };
        for (_, _, file) in self.files.iter().filter(|(format, ..)| wanted(format)) {
            // what cannot be written is told when the report is
            drop((&*file).write_all(line.as_bytes()));
        }
        if wanted(&self.stdout) {
            drop(deliver(&line, global));
        }
    }

    /// Writes `text`, which is itself the result, everywhere.
    ///
    /// # Errors
    /// When something cannot be written; the rest is written all the same.
    pub(super) fn text(self, text: &str, global: &Global) -> Result<(), Failure> {
        self.write(global, None, |format, _| match format {
            Format::Html => render::html_of_text(text),
            _ => Ok(text.to_owned()),
        })
    }

    fn write(
        self,
        global: &Global,
        line: Option<&str>,
        encode: impl Fn(Format, Screen) -> io::Result<String>,
    ) -> Result<(), Failure> {
        let mut result = Ok(());
        for (format, path, file) in self.files {
            if format != Format::Jsonl {
                // a pipe has no length to set
                drop(file.set_len(0));
            }
            let screen = Screen { width: global.width.map_or(FILE_WIDTH, usize::from), unicode: true };
            let written = encode(format, screen)
                .and_then(|text| term::file(file, global.color.fixed()).write_all(text.as_bytes()));
            if let Err(cause) = written {
                result = Err(cannot_write(&path.display().to_string(), &cause));
            }
        }
        let text = match line {
            Some(line) => line.to_owned(),
            None => encode(self.stdout, screen(global)).map_err(|cause| cannot_write("stdout", &cause))?,
        };
        let delivered = deliver(&text, global);
        result.and(delivered)
    }
}

/// Writes `text` to stdout, unless the user wants nothing but the exit code.
///
/// # Errors
/// When it cannot be written; a reader that has gone away is no error.
pub(super) fn deliver(text: &str, global: &Global) -> Result<(), Failure> {
    if global.quiet > 1 {
        return Ok(());
    }
    let mut stdout = term::stdout(global.color.fixed());
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => Err(cannot_write("stdout", &cause)),
        _ => Ok(()),
    }
}

/// What stdout is laid out for.
pub(super) fn screen(global: &Global) -> Screen {
    Screen::detect(global.width, global.unicode.fixed())
}

/// A file has no width of its own.
const FILE_WIDTH: usize = 100;

fn cannot_write(path: &str, cause: &io::Error) -> Failure {
    Failure::usage(format!("write `{path}`: {cause}"))
}
