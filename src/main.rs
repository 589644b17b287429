//! The program: parse, run, exit.

use std::process::ExitCode;

use clap::Parser;
use rtcdiag::cli::Cli;
use rtcdiag::command;

fn main() -> ExitCode {
    ExitCode::from(match Cli::try_parse() {
        Ok(cli) => command::run(&cli),
        Err(error) => command::refuse(&error),
    })
}
