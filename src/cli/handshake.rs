//! `rtcdiag handshake`.

use clap::Args;

use super::servers::{SecretText, ServerArgs, secret_text};

/// Runs a handshake.
#[derive(Args, Clone, Debug)]
pub struct HandshakeArgs {
    /// Signaling URL (ws: or wss:); without one the embedded server is started and tested
    #[arg(value_name = "URL")]
    pub url: Option<String>,
    /// Run against the embedded server even where CI=true
    #[arg(long)]
    pub self_test: bool,
    /// Gather from this STUN or TURN server too: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]
    #[arg(long, value_name = "URI")]
    pub ice_server: Vec<String>,
    /// Send this header to the origin of --ice-url; `@file` or `env:NAME` in place of the value reads it there
    #[arg(long, value_name = "'NAME: @FILE'", requires = "ice_url", value_parser = secret_text)]
    pub ice_header: Vec<SecretText>,
    /// The ICE servers, and how they are reached.
    #[command(flatten)]
    pub from: ServerArgs,
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 15.0, value_parser = super::ice::seconds)]
    pub timeout: f64,
}
