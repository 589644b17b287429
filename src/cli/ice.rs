//! `rtcdiag ice`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Gathers candidates.
#[derive(Args, Clone, Debug)]
pub struct IceArgs {
    /// Server URIs.
    #[arg(
        value_name = "SERVER",
        help = "Server URIs: stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp], turns:HOST[:PORT]"
    )]
    pub servers: Vec<String>,
    /// Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself
    #[arg(long, value_name = "FILE|-|JSON")]
    pub ice_servers: Option<String>,
    /// Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
    /// Read the TURN credential from this file; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "credential")]
    pub credential_file: Option<PathBuf>,
    /// Give the TURN credential as `env:NAME`; a literal works, but other processes can see it
    #[arg(long, value_name = "env:NAME", value_parser = secret_text)]
    pub credential: Option<SecretText>,
    /// Try only these transports; may be repeated
    #[arg(long, value_name = "TRANSPORT", value_delimiter = ',')]
    pub transport: Vec<TransportArg>,
    /// Gather all candidates or relayed ones alone, as `iceTransportPolicy` does
    #[arg(long, value_name = "POLICY", default_value = "all")]
    pub policy: Policy,
    /// Use only this network interface
    #[arg(long, value_name = "NAME")]
    pub interface: Option<String>,
    /// Use IPv4 alone
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,
    /// Use IPv6 alone
    #[arg(short = '6', long)]
    pub ipv6: bool,
    /// Give each server this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds)]
    pub timeout: f64,
    /// Trust the certificates in this PEM file as roots, beside the system's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Go on where a certificate is bad; it is reported all the same
    #[arg(long)]
    pub insecure: bool,
    /// Send nothing through the relay; leaves it unproven
    #[arg(long)]
    pub no_data: bool,
    /// Use this address for a name, as curl does: HOST:PORT:ADDRESS
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    pub resolve: Vec<String>,
    /// The configuration file.
    #[arg(
        short = 'c',
        long,
        value_name = "FILE",
        help = "Read the [ice] table of this file instead of ./rtcdiag.toml"
    )]
    pub config: Option<PathBuf>,
    /// Run against the embedded server even where CI=true
    #[arg(long)]
    pub self_test: bool,
}

/// A `--transport` value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum TransportArg {
    /// Datagrams.
    Udp,
    /// A TCP stream.
    Tcp,
    /// A TLS stream.
    Tls,
}

/// A `--policy` value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Policy {
    /// Every candidate.
    All,
    /// Relayed candidates alone.
    Relay,
}

/// Text that must not be shown again.
#[derive(Clone)]
pub struct SecretText(pub String);

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

#[expect(clippy::unnecessary_wraps, reason = "clap wants a Result of a value parser")]
fn secret_text(text: &str) -> Result<SecretText, String> {
    Ok(SecretText(text.to_owned()))
}

/// A positive number of seconds, an hour at most.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 3600.0 => Ok(seconds),
        Ok(_) => Err("must be above 0 and at most 3600".to_owned()),
        Err(_) => Err("not a number of seconds".to_owned()),
    }
}
