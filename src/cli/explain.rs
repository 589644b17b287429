//! `rtcdiag explain` and `rtcdiag completions`.

use clap::Args;
use clap_complete::Shell;

/// Prints manual pages.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    /// A rule (`turn/unauthorized`), a subject (`turn`) or an error code (`401`); without one, all are listed
    ///
    /// The subjects are config, data, dns, dtls, dump, ice, media, negotiation, net, relay, sctp, sdp, security,
    /// signaling, stun, tls and turn.
    #[arg(value_name = "RULE|SUBJECT|CODE")]
    pub topic: Option<String>,
}

/// Prints a completion script.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}
