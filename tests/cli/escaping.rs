//! Bytes that a terminal would obey never reach it, whichever way they came in.

use super::run::{finish, run};

const EVIL: &str = "\x1b]0;owned\x07\u{9b}31m\u{202e}\r\x08";

#[test]
fn arguments_come_back_harmless() {
    for args in [
        &["explain", EVIL][..],
        &[EVIL],
        &["ice", EVIL, EVIL, "--policy", EVIL],
        &["explain", "--output", EVIL],
        &["sdp", "explain", EVIL],
        &["schema", "--output", &format!("json=/no/such/folder/{EVIL}")],
    ] {
        for color in ["never", "always"] {
            let run = run(&[args, &["--color", color]].concat());
            assert_ne!(run.code, 0, "{args:?}");
            let text = without_colors(&format!("{}{}", run.stdout, run.stderr));
            let left: Vec<char> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
            assert!(left.is_empty() && !text.contains('\u{202e}'), "{args:?}: {text:?}");
        }
    }
}

#[test]
fn a_hostile_description_comes_back_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("offer.sdp");
    let lines = ["v=0", "o=EVIL 1 1 IN IP4 EVIL", "s=EVIL", "t=0 0", "m=EVIL 9 UDP/TLS/RTP/SAVPF 96", "a=mid:EVIL"];
    let more =
        ["a=rtpmap:96 EVIL/90000", "a=rtpmap:97 EVIL/90000", "a=candidate:EVIL", "a=ice-ufrag:EVIL", "a=EVIL:EVIL"];
    let evil = EVIL.replace('\r', "");
    std::fs::write(&path, [&lines[..], &more[..]].concat().join("\n").replace("EVIL", &evil)).unwrap();
    for args in
        [&["sdp", "explain", "--color", "always"][..], &["sdp", "explain", "--lines"], &["sdp", "explain", "--json"]]
    {
        let run = run(&[args, &[path.to_str().unwrap()]].concat());
        assert_eq!(run.code, 1, "{run}");
        let text = without_colors(&format!("{}{}", run.stdout, run.stderr));
        let left: Vec<char> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(left.is_empty() && !text.contains('\u{202e}'), "{args:?}: {left:?} in {text:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_unicode_is_no_crash() {
    use std::os::unix::ffi::OsStrExt;

    let mut command = super::run::command(&["explain"]);
    let run = finish(command.arg(std::ffi::OsStr::from_bytes(b"\xff\xfe\x1b[31m")));
    assert_eq!(run.code, 2, "{run}");
    assert!(!run.stderr.contains('\x1b'), "{run}");
}

/// `text` without the colours that are the program's own.
fn without_colors(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        out.push_str(before);
        let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        rest = digits.strip_prefix('m').unwrap_or(after);
        if !digits.starts_with('m') {
            out.push('\x1b');
        }
    }
    out + rest
}
