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
    /// Make a profile from what a browser's developer tools recorded of a call
    #[command(after_help = examples::PROFILE)]
    Infer {
        /// The HAR file, with content, or what `--output har` wrote; `-` is stdin
        file: PathBuf,
        /// Use this name for the profile
        #[arg(long, value_name = "NAME", default_value = "inferred")]
        name: String,
    },
}
