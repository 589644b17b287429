//! Who decides on colour: the option, then `NO_COLOR` and `CLICOLOR_FORCE`, then the terminal; each stream for itself.

use super::run::{Run, command, finish, run, run_with};

const OUT: &[&str] = &["explain", "437"];
const ERR: &[&str] = &["explain", "no/such-rule"];

fn colored(run: &Run) -> bool {
    format!("{}{}", run.stdout, run.stderr).contains('\x1b')
}

#[test]
fn a_pipe_gets_no_colour_unless_forced() {
    for args in [OUT, ERR] {
        assert!(!colored(&run(args)), "{args:?}");
        assert!(colored(&run_with(args, "CLICOLOR_FORCE", "1")), "{args:?}");
        assert!(!colored(&run_with(args, "NO_COLOR", "1")), "{args:?}");
    }
}

#[test]
fn the_option_wins() {
    for args in [OUT, ERR] {
        let always = [args, &["--color", "always"]].concat();
        let never = [args, &["--color", "never"]].concat();
        assert!(colored(&run_with(&always, "NO_COLOR", "1")), "{args:?}");
        assert!(!colored(&run_with(&never, "CLICOLOR_FORCE", "1")), "{args:?}");
        assert!(colored(&run_with(args, "RTCDIAG_COLOR", "always")), "{args:?}");
    }
}

#[test]
fn no_color_wins_over_force_and_counts_when_it_is_not_empty() {
    for (no_color, want) in [("1", false), ("", true)] {
        let run = finish(command(OUT).env("CLICOLOR_FORCE", "1").env("NO_COLOR", no_color));
        assert_eq!(colored(&run), want, "NO_COLOR={no_color:?}");
    }
}

#[test]
fn no_word_depends_on_colour() {
    let plain = run(OUT).stdout;
    let painted = run(&[OUT, &["--color", "always"]].concat()).stdout;
    assert_eq!(rtcdiag::term::strip(&painted), plain);
}
