//! `rtcdiag sdp negotiate`.

use std::path::PathBuf;

use clap::Args;

/// `rtcdiag sdp negotiate`.
#[derive(Args, Clone, Debug)]
pub struct NegotiateArgs {
    /// The offer and the answer, or what the other side can do: its own offer, or the JSON of its RTCRtpCapabilities; one
    /// file or stdin may hold both
    #[arg(value_name = "FILE", num_args = 0..=2)]
    pub files: Vec<PathBuf>,
    /// Read the second description as the answer, whatever it looks like
    #[arg(long)]
    pub answered: bool,
}
