//! `rtcdiag explain` and `rtcdiag completions`.

use clap::Args;
use clap_complete::Shell;

/// Prints manual pages.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    /// A rule (`turn/unauthorized`) or an error code (`401`); without one, all are listed
    #[arg(value_name = "RULE|CODE")]
    pub topic: Option<String>,
}

/// Prints a completion script.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}
