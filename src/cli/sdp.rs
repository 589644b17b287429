//! `rtcdiag sdp`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};

use super::{DiffArgs, NegotiateArgs, examples};
use crate::report::Target;

/// Reads session descriptions.
#[derive(Args, Clone, Debug)]
pub struct SdpArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: SdpCommand,
}

/// What to do with a description.
#[derive(Clone, Debug, Subcommand)]
pub enum SdpCommand {
    /// Say what a description means, and the worst that is wrong with it
    #[command(after_help = examples::SDP_EXPLAIN)]
    Explain(ExplainSdpArgs),
    /// Say what is wrong with a description, or with an offer and its answer, and which browser minds
    #[command(after_help = examples::SDP_LINT)]
    Lint(LintSdpArgs),
    /// Say what an offer and an answer agree on, and which codec each side really sends
    #[command(after_help = examples::SDP_NEGOTIATE)]
    Negotiate(NegotiateArgs),
    /// Say what changed between two descriptions, by meaning, and what did it
    #[command(after_help = examples::SDP_DIFF)]
    Diff(DiffArgs),
}

/// `rtcdiag sdp explain`.
#[derive(Args, Clone, Debug)]
pub struct ExplainSdpArgs {
    /// Files to read; `-` or none reads stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Say what every line means
    #[arg(long)]
    pub lines: bool,
    /// Say what line N means
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub line: Option<u64>,
    /// Show these subjects alone
    #[arg(long, value_name = "SUBJECT", value_delimiter = ',')]
    pub only: Vec<SdpSubject>,
    /// Use description N of an input that holds several, such as a dump
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub pick: Option<u64>,
}

/// What an explanation can be limited to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum SdpSubject {
    /// Candidates, credentials and options of ICE.
    Ice,
    /// DTLS role, fingerprints and keys.
    Dtls,
    /// Payload types, their parameters and their feedback.
    Codecs,
    /// Header extensions.
    Extensions,
    /// Simulcast, layers and RTP sources.
    Layers,
    /// Data channels.
    Data,
    /// BUNDLE, rtcp-mux and where sections go.
    Transport,
}

/// `rtcdiag sdp lint`.
#[derive(Args, Clone, Debug)]
pub struct LintSdpArgs {
    /// Files to read, an offer before its answer; `-` or none reads stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Say what concerns these readers alone
    #[arg(long = "for", value_name = "READER", value_delimiter = ',', default_value = "chrome,firefox")]
    #[arg(value_parser = targets())]
    pub targets: Vec<Target>,
    /// Write the description with all that can be repaired without a guess
    #[arg(long)]
    pub fix: bool,
    /// Show what `--fix` changes in place of the result
    #[arg(long, requires = "fix")]
    pub diff: bool,
    /// Use description N of an input that holds several, such as a dump
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub pick: Option<u64>,
}

fn targets() -> impl TypedValueParser<Value = Target> {
    PossibleValuesParser::new(Target::ALL.map(Target::word)).map(|word| {
        let known = Target::ALL.into_iter().find(|target| target.word() == word);
        known.expect("the parser lets no other word through")
    })
}
