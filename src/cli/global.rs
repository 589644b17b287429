//! Options that every subcommand takes.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{ArgAction, Args, ValueEnum, ValueHint};

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
    /// Write one self-contained HTML page to FILE, short for --output html=FILE
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, env = "RTCDIAG_HTML")]
    pub html: Option<PathBuf>,
    /// Fail (exit 1) on findings of this severity and above
    #[arg(long, global = true, value_name = "SEVERITY", env = "RTCDIAG_FAIL_ON")]
    pub fail_on: Option<FailOnArg>,
    /// Demand something of the result, as in `relay/tls`, `gather<=800ms` or `!turn/no-auth`; may be repeated
    #[arg(long, global = true, value_name = "EXPR", env = "RTCDIAG_EXPECT", value_delimiter = ';')]
    pub expect: Vec<String>,
    /// Replace addresses, host names, URLs, labels, user and file names and keys by stand-ins in all output
    #[arg(long, global = true, env = "RTCDIAG_ANONYMIZE", value_parser = clap::builder::FalseyValueParser::new())]
    pub anonymize: bool,
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

    /// How much detail the outputs show together: what `-v` asks for, or everything where a page is written.
    pub fn detail(&self) -> u8 {
        let page = self.outputs().iter().any(|output| output.format == Format::Html);
        if page { u8::MAX } else { self.verbose }
    }

    /// Where each format goes, each place once. Text goes to stdout where no other format does.
    pub fn outputs(&self) -> Vec<Output> {
        let json = self.json.then_some(Output { format: Format::Json, file: None });
        let html = self.html.iter().map(|file| Output { format: Format::Html, file: to_file(file) });
        let mut outputs: Vec<Output> = Vec::new();
        for output in self.output.iter().cloned().chain(json).chain(html) {
            if !outputs.contains(&output) {
                outputs.push(output);
            }
        }
        if outputs.iter().all(|output| output.file.is_some()) {
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

impl When {
    /// What the user fixed, or `None` to let the terminal decide.
    pub fn fixed(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
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
    /// The tables, timelines and charts alone.
    Csv,
    /// One event a line, as it happens.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// HAR 1.2: what was exchanged over HTTP and WebSocket.
    Har,
    /// One page for a browser, with everything in it.
    Html,
}

impl Format {
    const ALL: [Self; 8] =
        [Self::Text, Self::Json, Self::Jsonl, Self::Csv, Self::Sarif, Self::Github, Self::Har, Self::Html];

    /// The word that chooses it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Har => "har",
            Self::Html => "html",
        }
    }
}

/// One `--output`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file, or stdout.
    pub file: Option<PathBuf>,
}

/// The file that `path` names; `-` is stdout.
fn to_file(path: &Path) -> Option<PathBuf> {
    (path.as_os_str() != "-").then(|| path.to_owned())
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("the file name after `=` is empty".to_owned()),
            Some((name, file)) => (name, to_file(Path::new(file))),
            None => (text, None),
        };
        let format = Format::ALL.into_iter().find(|format| format.word() == name).ok_or_else(|| {
            let words: Vec<&str> = Format::ALL.into_iter().map(Format::word).collect();
            format!("`{name}` is no format; the formats are {}", words.join(", "))
        })?;
        Ok(Self { format, file })
    }
}
