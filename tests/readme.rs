//! Every command line in a code block of the README is one that rtcdiag understands.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

use clap::Parser;
use rtcdiag::cli::Cli;

#[test]
fn every_command_line_parses() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let lines = commands(&readme);
    assert!(lines.len() >= 2, "the README shows how to begin: {lines:?}");
    for line in lines {
        if let Err(error) = Cli::try_parse_from(words(&line)) {
            assert!(!error.use_stderr(), "`{line}`: {error}");
        }
    }
}

/// Lines in code blocks that call `rtcdiag`, without prompt, pipes and redirections.
fn commands(markdown: &str) -> Vec<String> {
    let blocks = markdown.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines).flat_map(|line| line.split(" | "));
    let lines = lines.map(|line| line.trim_start_matches("$ ").trim());
    lines.filter(|line| line.starts_with("rtcdiag ")).map(without_redirections).collect()
}

fn without_redirections(line: &str) -> String {
    let line = line.split(" # ").next().unwrap_or(line);
    line.split([" > ", " < ", " 2> "].iter().find(|sign| line.contains(**sign)).copied().unwrap_or("\0"))
        .next()
        .unwrap_or(line)
        .to_owned()
}

/// Words as a shell takes them apart, quotes removed.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => quote = Some(c),
            (' ', None) => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
