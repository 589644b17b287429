//! `rtcdiag ice`.

use clap::{Args, ValueEnum};

use super::servers::{SecretText, ServerArgs, secret_text};

/// Gathers candidates.
#[derive(Args, Clone, Debug)]
pub struct IceArgs {
    /// Server URIs.
    #[arg(
        value_name = "SERVER",
        help = "Server URIs: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]"
    )]
    pub servers: Vec<String>,
    /// Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there
    #[arg(short = 'H', long, value_name = "'NAME: @FILE'", requires = "ice_url", value_parser = secret_text)]
    pub header: Vec<SecretText>,
    /// The servers, and how they are reached.
    #[command(flatten)]
    pub from: ServerArgs,
    /// Expect gathering to end within this many milliseconds, short for --expect 'gather<=N ms'
    #[arg(long, value_name = "MS")]
    pub max_gather_ms: Option<f64>,
    /// Expect each relay to lose at most this percentage, short for --expect 'loss<=N%'
    #[arg(long, value_name = "PERCENT")]
    pub max_loss: Option<f64>,
    /// Say how this browser would have shown each failure, without its waits
    #[arg(long = "as", value_name = "BROWSER")]
    pub browser: Option<BrowserArg>,
    /// Fail if any server or transport does not work, whatever the network blocks
    #[arg(long)]
    pub require_all: bool,
    /// Give each server this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds)]
    pub timeout: f64,
    /// Send nothing through the relay; leaves it unproven
    #[arg(long)]
    pub no_data: bool,
    /// Ask two public STUN servers too, for comparison: stun.l.google.com and stun.cloudflare.com
    #[arg(long)]
    pub public: bool,
    /// Follow redirects from public servers to private addresses
    #[arg(long)]
    pub allow_private: bool,
    /// Run against the embedded server even where CI=true
    #[arg(long)]
    pub self_test: bool,
}

impl IceArgs {
    /// The expectations that short options stand for.
    pub fn expectations(&self) -> Vec<String> {
        let gather = self.max_gather_ms.map(|ms| format!("gather<={ms}ms"));
        let loss = self.max_loss.map(|percent| format!("loss<={percent}%"));
        let all = self.require_all.then(|| "each:servers.result==ok".to_owned());
        gather.into_iter().chain(loss).chain(all).collect()
    }
}

/// A `--as` value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum BrowserArg {
    /// Chrome, Edge and what else is built on libwebrtc.
    Chrome,
}

/// A positive number of seconds, an hour at most.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 3600.0 => Ok(seconds),
        Ok(_) => Err("must be above 0 and at most 3600".to_owned()),
        Err(_) => Err("not a number of seconds".to_owned()),
    }
}
