//! `rtcdiag handshake`.

use clap::Args;

/// Runs a handshake.
#[derive(Args, Clone, Debug)]
pub struct HandshakeArgs {
    /// Signaling URL (ws: or wss:); without one the embedded server is started and tested
    #[arg(value_name = "URL")]
    pub url: Option<String>,
    /// Run against the embedded server even where CI=true
    #[arg(long)]
    pub self_test: bool,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 15.0, value_parser = super::ice::seconds)]
    pub timeout: f64,
}
