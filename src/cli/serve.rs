//! `rtcdiag serve`.

use std::net::SocketAddr;

use clap::Args;

/// Starts the embedded servers.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Listen at this loopback address; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = super::ice::seconds)]
    pub duration: Option<f64>,
}
