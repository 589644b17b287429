//! `rtcdiag sdp diff`.

use std::path::PathBuf;

use clap::Args;

/// `rtcdiag sdp diff`.
#[derive(Args, Clone, Debug)]
pub struct DiffArgs {
    /// The description before and the one after; one file or stdin may hold both
    #[arg(value_name = "FILE", num_args = 0..=2)]
    pub files: Vec<PathBuf>,
    /// Show what does not matter, too
    #[arg(long)]
    pub noise: bool,
}
