//! `rtcdiag profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Profiles of signaling servers.
#[derive(Args, Clone, Debug)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What can be done with profiles.
#[derive(Clone, Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the built-in profiles
    List,
    /// Print a built-in profile, to begin one of your own with
    Show {
        /// Its name
        name: String,
    },
    /// Check a profile of your own: its words, its holes, and one conversation with itself
    Check {
        /// The TOML file; `-` is stdin
        file: PathBuf,
    },
}
