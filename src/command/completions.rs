//! `rtcdiag completions`: the same scripts as under `completions/`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;

/// The completion script for `shell`.
pub(super) fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rtcdiag", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
