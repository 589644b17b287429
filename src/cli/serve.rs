//! `rtcdiag serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Starts the embedded servers.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Listen at this address; port 0 takes a free one. Beyond loopback others can use it: see what it prints
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Put faults under `/faults/<id>/…`; `GET /faults` lists them
    #[arg(long)]
    pub faults: bool,
    /// Let TURN beyond loopback relay to private addresses, if a participant is there
    #[arg(long)]
    pub allow_private: bool,
    /// Let clients use this host name besides `localhost` and addresses; repeatable
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Let pages of this origin call, such as `https://app.example.org`; repeatable
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// Write the certificate authority of turns: to this new file, for `rtcdiag ice --ca`; removed in the end
    #[arg(long, value_name = "FILE")]
    pub ca_out: Option<PathBuf>,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = super::ice::seconds)]
    pub duration: Option<f64>,
}
