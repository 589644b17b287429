//! Holds the map of the house (`src/lib.rs`): who may name whom, and what only one room may do.
//!
//! Reads the sources as text, so it sees no further than names do; it prints `file:line` for each fault.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may name besides itself.
const MAP: &[(&str, &[&str])] = &[
    ("anonymize", &["report", "sdp"]),
    ("candidate", &[]),
    ("cli", &["candidate", "report"]),
    ("command", &["*"]),
    ("config", &["candidate"]),
    ("dump", &["candidate", "facts", "input", "sdp"]),
    ("facts", &["candidate"]),
    ("input", &[]),
    ("net", &["candidate", "facts", "probe", "proto", "trace"]),
    ("probe", &["candidate", "facts", "proto"]),
    ("proto", &[]),
    ("render", &["report", "term"]),
    ("report", &[]),
    ("rules", &["candidate", "dump", "facts", "report", "sdp"]),
    ("sdp", &["candidate"]),
    ("serve", &["candidate", "net", "probe", "proto"]),
    ("term", &[]),
    ("trace", &[]),
];

/// Words that belong in one place alone, and whether unit tests may say them elsewhere: a test of a machine that is
/// given its time has to begin at some time.
const RESERVED: &[(&[&str], &str, bool)] = &[
    (&["UdpSocket", "TcpStream", "TcpListener", "UnixStream"], "src/net/", false),
    (&["Instant::now", "SystemTime::now", "now_utc", "now_local"], "src/net/clock.rs", true),
    (&["process::exit"], "src/main.rs", false),
    (&[".is_terminal()", "terminal_size::"], "src/term/", false),
    (
        &[".red()", ".green()", ".yellow()", ".blue()", ".cyan()", ".magenta()", ".dimmed()", ".bold()"],
        "src/term/",
        false,
    ),
];

/// Files that may be longer than [`LONGEST`], and why.
const LONG_TABLES: &[(&str, &str)] = &[];

/// The longest that a file may be, in lines.
const LONGEST: usize = 500;

/// The longest that `main.rs` may be, in lines.
const LONGEST_MAIN: usize = 60;

#[test]
fn the_map_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 20, "the sources are here");
    let faults: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let path = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            faults(&path, &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(faults.is_empty(), "the house is not as its map says:\n{}", faults.join("\n"));
}

#[test]
fn every_room_is_on_the_map() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let rooms: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(rooms, MAP.iter().map(|(room, _)| *room).collect::<Vec<_>>());
}

#[test]
fn planted_faults_are_found() {
    let long = "//\n".repeat(LONGEST + 1);
    for (path, text, want) in [
        ("src/probe/x.rs", "\nuse crate::net::clock;", "src/probe/x.rs:2: `probe` may not name `net`"),
        (
            "src/sdp/x.rs",
            "use crate::{\n    candidate::line,\n    rules,\n};",
            "src/sdp/x.rs:3: `sdp` may not name `rules`",
        ),
        ("src/sdp/deep/x.rs", "use super::super::super::rules;", "src/sdp/deep/x.rs:1: `use super` leaves `sdp`"),
        (
            "src/serve/x.rs",
            "let s = tokio::net::UdpSocket::bind(a);",
            "src/serve/x.rs:1: `UdpSocket` belongs in src/net/",
        ),
        ("src/net/x.rs", "Instant::now()", "src/net/x.rs:1: `Instant::now` belongs in src/net/clock.rs"),
        ("src/render/x.rs", "text.red()", "src/render/x.rs:1: `.red()` belongs in src/term/"),
        (
            "src/render/mod.rs",
            "mod a;\npub(crate) fn x() {}",
            "src/render/mod.rs:2: a `mod.rs` declares and does nothing",
        ),
        ("src/sdp/long.rs", long.as_str(), "src/sdp/long.rs:501: longer than 500 lines"),
        ("src/garage/x.rs", "", "src/garage/x.rs:1: `garage` is not on the map"),
    ] {
        assert_eq!(faults(path, text), [want]);
    }
    for (path, text) in [
        ("src/probe/x.rs", "// crate::net does that\nuse crate::proto::stun;\nuse super::y;"),
        ("src/command/x.rs", "use crate::{net, render};"),
        ("src/net/clock.rs", "Instant::now()"),
        ("src/main.rs", "std::process::exit(1)"),
        ("src/probe/x.rs", "fn x() {}\n#[cfg(test)]\nmod tests {\n    fn y() { Instant::now() }\n}"),
        ("src/probe/mod.rs", "trait Probe {\n    fn poll(&mut self) -> Output;\n}"),
    ] {
        assert!(faults(path, text).is_empty(), "{path}: {:?}", faults(path, text));
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn faults(path: &str, text: &str) -> Vec<String> {
    let code = without_comments(text);
    let at = |offset: usize| code.get(..offset).unwrap_or_default().matches('\n').count() + 1;
    let mut faults = Vec::new();
    if let Some(room) = path.strip_prefix("src/").and_then(|path| path.split_once('/')).map(|(room, _)| room) {
        match MAP.iter().find(|(name, _)| *name == room) {
            None => faults.push(format!("{path}:1: `{room}` is not on the map")),
            Some((_, allowed)) => {
                for (offset, name) in rooms_named(&code) {
                    if name != room && !allowed.contains(&name) && *allowed != ["*"] {
                        faults.push(format!("{path}:{}: `{room}` may not name `{name}`", at(offset)));
                    }
                }
            }
        }
        let depth = path.matches('/').count() - usize::from(path.ends_with("/mod.rs"));
        let leaves = "use ".to_owned() + &"super::".repeat(depth);
        for (n, _) in code.lines().enumerate().filter(|(_, line)| line.starts_with(&leaves)) {
            faults.push(format!("{path}:{}: `use super` leaves `{room}`", n + 1));
        }
    }
    // a file of tests alone is declared under `cfg(test)` by its parent
    let tests_alone = path.ends_with("/tests.rs") || path.contains("/tests/");
    let tests_from = if tests_alone { 0 } else { code.find("#[cfg(test)]\nmod ").unwrap_or(code.len()) };
    for (words, place, tests_may) in RESERVED {
        for (offset, word) in words.iter().flat_map(|word| code.match_indices(word)) {
            if !(path.starts_with(place) || *tests_may && offset >= tests_from) {
                faults.push(format!("{path}:{}: `{word}` belongs in {place}", at(offset)));
            }
        }
    }
    if path.ends_with("/mod.rs") {
        for (n, _) in code.lines().enumerate().filter(|(_, line)| defines_function(line)) {
            faults.push(format!("{path}:{}: a `mod.rs` declares and does nothing", n + 1));
        }
    }
    let longest = if path == "src/main.rs" { LONGEST_MAIN } else { LONGEST };
    if text.lines().count() > longest && !LONG_TABLES.iter().any(|(table, _)| *table == path) {
        faults.push(format!("{path}:{}: longer than {longest} lines", longest + 1));
    }
    faults
}

/// `text` with every comment line emptied; line numbers stay.
fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// The names behind each `crate::`, one by one where they are grouped, with their offsets.
fn rooms_named(code: &str) -> Vec<(usize, &str)> {
    let mut named = Vec::new();
    for (start, path) in code.match_indices("crate::") {
        let from = start + path.len();
        let rest = code.get(from..).unwrap_or_default();
        if !rest.starts_with('{') {
            named.extend(identifier(rest).map(|name| (from, name)));
            continue;
        }
        let mut depth = 0;
        for (offset, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && matches!(c, '{' | ',') {
                let item = rest.get(offset + 1..).unwrap_or_default();
                let blank = item.len() - item.trim_start().len();
                named.extend(identifier(item.trim_start()).map(|name| (from + offset + 1 + blank, name)));
            }
        }
    }
    named
}

fn identifier(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.get(..end).filter(|name| !name.is_empty())
}

/// Whether a function with a name and a body begins on this line; a function type has no name, a trait's no body.
fn defines_function(line: &str) -> bool {
    let head = line.split('(').next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = words.iter().position(|word| *word == "fn").and_then(|at| words.get(at + 1));
    !line.ends_with(';')
        && named.and_then(|name| identifier(name)).is_some()
        && (head.contains("fn ") || line.contains(") fn "))
}
