//! `rtcdiag replay`.

use std::path::PathBuf;

use clap::Args;

/// Reports on a recording.
#[derive(Args, Clone, Debug)]
pub struct ReplayArgs {
    /// What `rtcdiag handshake --record` wrote; `-` is stdin
    pub file: PathBuf,
    /// Show every frame and HTTP exchange, with descriptions folded
    #[arg(long)]
    pub trace_signaling: bool,
    /// Fail when a phase took longer, as in `ice<200ms,total<1s`
    #[arg(long, value_name = "LIMITS")]
    pub budget: Option<String>,
    /// Write this line in place of the report: `%{dtls} %{total}\n`, with phase ids, paths of the facts, or `%{json}`
    #[arg(short = 'w', long, value_name = "TEMPLATE")]
    pub write_out: Option<String>,
}
