//! `rtcdiag sdp`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DiffArgs, NegotiateArgs, examples};

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
}
