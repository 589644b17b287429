//! `rtcdiag sdp`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::examples;

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
