//! The scripts under `completions/` are those that `rtcdiag completions` prints.
//! `UPDATE=1 cargo test --test completions` refreshes them.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

use std::fs;
use std::path::Path;
use std::process::Command;

const SCRIPTS: &[(&str, &str)] = &[
    ("bash", "rtcdiag.bash"),
    ("zsh", "_rtcdiag"),
    ("fish", "rtcdiag.fish"),
    ("elvish", "rtcdiag.elv"),
    ("powershell", "_rtcdiag.ps1"),
];

#[test]
fn scripts_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let update = std::env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    for (shell, name) in SCRIPTS {
        let output = Command::new(env!("CARGO_BIN_EXE_rtcdiag")).args(["completions", shell]).output().unwrap();
        assert!(output.status.success(), "{shell}: {output:?}");
        assert!(!output.stdout.is_empty(), "{shell}");
        let file = folder.join(name);
        if update {
            fs::write(&file, &output.stdout).unwrap();
        } else if fs::read(&file).ok().as_deref() != Some(&output.stdout) {
            stale.push(*name);
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; refresh with `UPDATE=1 cargo test --test completions`");
}
