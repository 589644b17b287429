//! Runs the program in an environment that is the same everywhere.

use std::fmt;
use std::process::{Command, Stdio};

/// The program with `args`, with nothing of this machine's environment but what makes text plain.
pub(super) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rtcdiag"));
    command.args(args).env_clear().env("LANG", "C.UTF-8").env("TERM", "xterm").stdin(Stdio::null());
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command
}

/// What became of a run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// Runs the program with `args`.
pub(super) fn run(args: &[&str]) -> Run {
    finish(&mut command(args))
}

/// Runs the program with `args` and one more variable.
pub(super) fn run_with(args: &[&str], name: &str, value: &str) -> Run {
    finish(command(args).env(name, value))
}

/// Runs `command` to its end.
pub(super) fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
