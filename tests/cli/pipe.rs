//! A reader that goes away early is no fault of the run.

use super::run::{command, finish};

#[test]
fn a_broken_pipe_is_quiet_and_keeps_the_code() {
    for args in [&["schema"][..], &["explain"], &["man"], &["completions", "bash"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = finish(command(args).stdout(writer));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}: {run}");
    }
}
