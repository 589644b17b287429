//! Options that every subcommand takes.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgAction, Args, ValueEnum};

use crate::report::FailOn;

/// Options of every subcommand.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Write the result as FORMAT, to FILE if one is given; may be repeated
    #[arg(long, global = true, value_name = "FORMAT[=FILE]", env = "RTCDIAG_OUTPUT", value_delimiter = ',')]
    pub output: Vec<Output>,
    /// Write JSON to stdout, short for --output json
    #[arg(long, global = true)]
    pub json: bool,
    /// Fail (exit 1) on findings of this severity and above
    #[arg(long, global = true, value_name = "SEVERITY", env = "RTCDIAG_FAIL_ON")]
    pub fail_on: Option<FailOnArg>,
    /// Show more: -v each step and packet, -vv everything
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Show less: -q verdict and findings, -qq nothing but the exit code
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub quiet: u8,
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", env = "RTCDIAG_COLOR", default_value = "auto")]
    pub color: When,
    /// Draw with Unicode characters
    #[arg(long, global = true, value_name = "WHEN", env = "RTCDIAG_UNICODE", default_value = "auto")]
    pub unicode: When,
    /// Lay text out for this many columns
    #[arg(long, global = true, value_name = "COLUMNS", env = "RTCDIAG_WIDTH", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,
}

impl Global {
    /// The chosen threshold; `error` when none was chosen.
    pub fn fail_on(&self) -> FailOn {
        self.fail_on.map_or(FailOn::Error, |FailOnArg(fail_on)| fail_on)
    }

    /// Where each format goes; text to stdout when nothing was asked for.
    pub fn outputs(&self) -> Vec<Output> {
        let mut outputs = self.output.clone();
        if self.json {
            outputs.push(Output { format: Format::Json, file: None });
        }
        if outputs.is_empty() {
            outputs.push(Output { format: Format::Text, file: None });
        }
        outputs
    }
}

/// Whether to do something that depends on the terminal.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum When {
    /// If the terminal can.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A `--fail-on` value.
#[derive(Clone, Copy, Debug)]
pub struct FailOnArg(pub FailOn);

impl ValueEnum for FailOnArg {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(FailOn::Error), Self(FailOn::Warning), Self(FailOn::Info), Self(FailOn::Never)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(match self.0 {
            FailOn::Error => "error".into(),
            FailOn::Warning => "warning".into(),
            FailOn::Info => "info".into(),
            FailOn::Never => "never".into(),
        })
    }
}

/// A format that a report can be written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// For people.
    Text,
    /// `rtcdiag/report/v1`.
    Json,
}

impl Format {
    const ALL: [(&'static str, Self); 2] = [("text", Self::Text), ("json", Self::Json)];
}

/// One `--output`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file, or stdout.
    pub file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) if !file.is_empty() && file != "-" => (name, Some(PathBuf::from(file))),
            Some((_, "")) => return Err("the file name after `=` is empty".to_owned()),
            Some((name, _)) => (name, None),
            None => (text, None),
        };
        let format = Format::ALL
            .iter()
            .find(|(word, _)| *word == name)
            .map(|(_, format)| *format)
            .ok_or_else(|| format!("`{name}` is no format; the formats are text and json"))?;
        Ok(Self { format, file })
    }
}
