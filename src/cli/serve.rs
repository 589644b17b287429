//! `rtcdiag serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Starts the embedded servers.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Listen at this loopback address; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Write the certificate authority of turns: to this new file, for `rtcdiag ice --ca`; removed in the end
    #[arg(long, value_name = "FILE")]
    pub ca_out: Option<PathBuf>,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = super::ice::seconds)]
    pub duration: Option<f64>,
}
