//! `rtcdiag profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::examples;

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
    #[command(after_help = examples::PROFILE)]
    List,
    /// Print a built-in profile, to begin one of your own with
    #[command(after_help = examples::PROFILE)]
    Show {
        /// Its name
        name: String,
    },
    /// Check a profile of your own: its words, its holes, and a dry run
    #[command(after_help = examples::PROFILE)]
    Check {
        /// The TOML file; `-` is stdin
        file: PathBuf,
    },
}
