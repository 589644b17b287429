//! Exit codes: 0 fine, 2 usage, and which of several wins.

use super::run::{run, run_with};

#[test]
fn help_and_results_are_fine() {
    for args in [&["--help"][..], &["--version"], &["ice", "-h"], &["explain"], &["schema"], &["man"]] {
        let run = run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}: {run}");
        assert!(!run.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn wrong_options_are_usage_errors() {
    for args in [
        &[][..],
        &["nonsense"],
        &["ice", "--nonsense"],
        &["explain", "--width", "19"],
        &["explain", "--fail-on", "sometimes"],
        &["explain", "--output", "pdf"],
        &["explain", "--output", "json="],
        &["explain", "no/such-rule"],
        &["ice", "--timeout", "0"],
    ] {
        let run = run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {run}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no/such/folder.json");
    let run = run(&["schema", "--output", &format!("json={}", path.display())]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    let message = run.stderr.replace(&path.display().to_string(), "FILE");
    assert!(message.starts_with("error: could not write `FILE`: "), "{run}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_not_success() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let run = super::run::finish(super::run::command(&["schema"]).stdout(full));
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.starts_with("error: could not write `stdout`: "), "{run}");
}

#[test]
fn a_handshake_with_nobody_is_no_success_of_a_pipeline() {
    let unasked = run_with(&["handshake"], "CI", "true");
    assert_eq!(unasked.code, 2, "{unasked}");
    assert!(unasked.stderr.contains("`--self-test`"), "{unasked}");
    let asked = run_with(&["handshake", "--self-test"], "CI", "true");
    assert_eq!(asked.code, 0, "{asked}");
}
