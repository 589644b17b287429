//! `rtcdiag dump`.

use std::path::PathBuf;

use clap::Args;

/// Reads a webrtc-internals dump.
#[derive(Args, Clone, Debug)]
pub struct DumpArgs {
    /// Files to read, plain or gzip; `-` or none reads stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Show every event of every connection
    #[arg(long)]
    pub timeline: bool,
    /// Show one connection alone, by the id that the table shows
    #[arg(long, value_name = "ID")]
    pub connection: Option<String>,
}
