//! Help: three examples that work, flags that read alike, lines that fit.

use clap::{Arg, Command, CommandFactory, Parser};
use rtcdiag::cli::Cli;

use super::run::run;

/// How a flag's help begins.
const VERBS: &[&str] = &[
    "Ask",
    "Authenticate",
    "Fetch",
    "Follow",
    "Demand",
    "Do",
    "Expect",
    "Let",
    "Mint",
    "Speak",
    "Put",
    "Say",
    "Warn",
    "Colour",
    "Draw",
    "End",
    "Fail",
    "Gather",
    "Give",
    "Go",
    "Lay",
    "Leave",
    "Listen",
    "Print",
    "Read",
    "Replace",
    "Run",
    "Say",
    "Send",
    "Show",
    "Skip",
    "Start",
    "Trust",
    "Try",
    "Use",
    "Write",
];

#[test]
fn every_example_parses() {
    for command in commands(&Cli::command()) {
        let name = command.get_name().to_owned();
        let examples = examples(&command);
        assert_eq!(examples.len(), 3, "`{name}` has three examples");
        for example in examples {
            if let Err(error) = Cli::try_parse_from(words(&example)) {
                panic!("`{example}`: {error}");
            }
        }
    }
}

#[test]
fn every_flag_says_what_it_does() {
    let mut faults = Vec::new();
    for command in commands(&Cli::command()) {
        for flag in command.get_arguments().filter(|arg| !arg.is_positional()) {
            let name = format!("{} --{}", command.get_name(), flag.get_id());
            let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
            let verb = help.split(' ').next().unwrap_or_default();
            if !VERBS.contains(&verb) {
                faults.push(format!("{name}: `{verb}` is no verb of the list in this test"));
            }
            if help.ends_with('.') || help.contains('\n') {
                faults.push(format!("{name}: one line, no full stop"));
            }
            if flag.get_long().is_none() {
                faults.push(format!("{name}: has no long name"));
            }
            if flag.get_action().takes_values() && !shouting(flag) {
                faults.push(format!("{name}: its value name is in upper case"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn global_flags_with_a_value_have_a_variable() {
    for flag in Cli::command().get_arguments().filter(|arg| arg.get_action().takes_values()) {
        let variable = flag.get_env().map(|name| name.to_string_lossy().into_owned());
        let wanted = format!("RTCDIAG_{}", flag.get_id().as_str().to_uppercase());
        assert_eq!(variable, Some(wanted));
    }
}

#[test]
fn help_fits_on_the_page() {
    for args in [&["--help"][..], &["-h"], &["ice", "--help"], &["sdp", "explain", "--help"], &["explain", "-h"]] {
        let help = run(args).stdout;
        let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 100).collect();
        assert!(wide.is_empty(), "{args:?}: {wide:?}");
    }
}

/// The top and every command that does something.
fn commands(top: &Command) -> Vec<Command> {
    fn leaves(command: &Command, into: &mut Vec<Command>) {
        if command.has_subcommands() {
            command.get_subcommands().for_each(|child| leaves(child, into));
        } else {
            into.push(command.clone());
        }
    }
    let mut all = vec![top.clone()];
    leaves(top, &mut all);
    all
}

fn shouting(flag: &Arg) -> bool {
    let names = flag.get_value_names().unwrap_or_default();
    !names.is_empty() && names.iter().all(|name| name.trim_start_matches("env:").chars().all(|c| !c.is_lowercase()))
}

/// The calls of `rtcdiag` in the text below the help, without what the shell does around them.
fn examples(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.lines()
        .filter(|line| line.starts_with("  "))
        .map(|line| {
            let calls = line.split(" | ").map(str::trim);
            let call = calls.into_iter().find(|call| call.starts_with("rtcdiag")).unwrap_or_default();
            call.split([" > ", " < "].into_iter().find(|sign| call.contains(sign)).unwrap_or("\0"))
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

/// Words as a shell takes them apart; a quote inside a word does not occur.
fn words(call: &str) -> Vec<String> {
    // Every second part stands in quotes.
    let parts = call.split('\'').enumerate();
    let mut words = vec![String::new()];
    for (n, part) in parts {
        for (m, piece) in part.split(if n % 2 == 0 { ' ' } else { '\'' }).enumerate() {
            if m > 0 {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push_str(piece);
            }
        }
    }
    words
}
