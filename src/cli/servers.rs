//! ICE servers as every command takes them: where they are named, with whose credentials, and how they are reached.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::candidate::rest::Hash;

/// Where ICE servers come from, and how they are reached.
#[derive(Args, Clone, Debug)]
pub struct ServerArgs {
    /// Read servers as iceServers JSON from a file, from stdin (`-`), or from the argument itself
    #[arg(long, value_name = "FILE|-|JSON")]
    pub ice_servers: Option<String>,
    /// Fetch the servers from this URL, in any shape that --ice-servers takes; `@file` or `env:NAME` reads the URL there
    #[arg(long, value_name = "URL", value_parser = secret_text)]
    pub ice_url: Option<SecretText>,
    /// Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`
    #[arg(
        long,
        value_name = "PROXY",
        value_parser = secret_text,
        long_help = "Use this HTTP proxy for web servers and for TURN over TCP and TLS: a URL, `env` or `none`\n\n\
                     `env` reads HTTPS_PROXY, https_proxy, http_proxy, ALL_PROXY and NO_PROXY. Without the option \
                     --ice-url goes by the environment, and everything else by no proxy."
    )]
    pub proxy: Option<SecretText>,
    /// Authenticate to the TURN servers given by URI as this user; `env:NAME` reads a variable
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
    /// Read the TURN credential from this file; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "credential")]
    pub credential_file: Option<PathBuf>,
    /// Give the TURN credential as `env:NAME`; a literal works, but other processes can see it
    #[arg(long, value_name = "env:NAME", value_parser = secret_text)]
    pub credential: Option<SecretText>,
    /// Read the TURN shared secret from this file, to mint a time-limited credential or to check the one given
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// Mint the credential for this user
    #[arg(long, value_name = "NAME", default_value = "rtcdiag")]
    pub rest_user: String,
    /// Let the minted credential live this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 86_400)]
    pub ttl: u64,
    /// Put this between the minted user name's timestamp and name
    #[arg(long, value_name = "TEXT", default_value = ":")]
    pub separator: String,
    /// Mint with this hash
    #[arg(long, value_name = "HASH", default_value = "sha1")]
    pub hash: HashArg,
    /// Use this realm in place of the one that the server names
    #[arg(long, value_name = "REALM")]
    pub realm: Option<String>,
    /// Warn of a credential that ends within this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub min_cred_ttl: u64,
    /// Warn of a certificate that ends within this many days
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    pub min_cert_days: u64,
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
    /// Trust the certificates in this PEM file as roots, beside the system's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Go on where a certificate is bad; it is reported all the same
    #[arg(long)]
    pub insecure: bool,
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
}

/// A `--hash` value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum HashArg {
    /// HMAC-SHA1: what coturn and most services take.
    Sha1,
    /// HMAC-SHA256.
    Sha256,
}

impl From<HashArg> for Hash {
    fn from(hash: HashArg) -> Self {
        match hash {
            HashArg::Sha1 => Self::Sha1,
            HashArg::Sha256 => Self::Sha256,
        }
    }
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
pub(super) fn secret_text(text: &str) -> Result<SecretText, String> {
    Ok(SecretText(text.to_owned()))
}
