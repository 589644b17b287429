//! Text fits the width that it is given, with and without Unicode.

use unicode_width::UnicodeWidthStr;

use super::run::{run, run_with};

#[test]
fn text_fits() {
    for width in [20_usize, 40, 60, 80, 120] {
        for args in [&["explain"][..], &["explain", "701"], &["explain", "400"]] {
            for unicode in ["always", "never"] {
                let columns = width.to_string();
                let run = run(&[args, &["--width", &columns, "--unicode", unicode]].concat());
                assert_eq!(run.code, 0, "{run}");
                for line in run.stdout.lines() {
                    assert!(line.width() <= width, "{args:?} at {width}: {line:?}");
                    assert!(unicode == "always" || line.is_ascii(), "{args:?}: {line:?}");
                }
            }
        }
    }
}

#[test]
fn columns_and_the_variable_set_the_width() {
    let widest = |text: String| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let args = ["explain", "400"];
    assert!(widest(run(&args).stdout) > 80, "a pipe gets 100 columns");
    assert!(widest(run_with(&args, "COLUMNS", "60").stdout) <= 60);
    assert!(widest(run_with(&args, "RTCDIAG_WIDTH", "50").stdout) <= 50);
}
