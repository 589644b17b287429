//! Stdout is the result and nothing else.

use super::run::run;

#[test]
fn errors_go_to_stderr_alone() {
    insta::assert_snapshot!(run(&["explain", "999"]), @"
    exit 2
    --- stdout
    --- stderr
    error: could not explain `999`: no such rule or error code

    hint: `rtcdiag explain` lists all
    ");
}

#[test]
fn a_failure_leaves_stdout_empty_in_json_too() {
    let run = run(&["explain", "999", "--json"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
}

#[test]
fn two_formats_do_not_share_stdout() {
    insta::assert_snapshot!(run(&["schema", "--json", "--output", "text"]), @"
    exit 2
    --- stdout
    --- stderr
    error: could not write both text and json to stdout

    hint: give one of them a file: `--output json=report.json`
    ");
}

#[test]
fn the_same_output_twice_is_once() {
    let run = run(&["schema", "--json", "--output", "json"]);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn doubly_quiet_prints_nothing_and_keeps_the_code() {
    for (args, code) in [(&["schema", "-qq"][..], 0), (&["explain", "999", "-qq"], 2)] {
        let run = run(args);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (code, "", ""), "{args:?}");
    }
}

#[test]
fn a_result_that_is_no_report_goes_to_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema.json");
    let run = run(&["schema", "--output", &format!("json={}", path.display())]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), run.stdout);
}
