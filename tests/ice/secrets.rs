//! A password never shows, wherever it came from and wherever the run ends.

use super::listeners;
use super::run::{Ice, Run};

const CANARY: &str = "cAnArY-7f3Q9zXw";

fn clean(run: &Run) {
    assert!(!run.stdout.contains(CANARY) && !run.stderr.contains(CANARY), "{run}");
}

/// Each way to give the password, for a TURN server at `uri`.
fn ways(uri: &str) -> Vec<(&'static str, Ice)> {
    let list = format!(r#"[{{"urls": "{uri}", "username": "alice", "credential": "{CANARY}"}}]"#);
    let toml = format!("[ice]\nservers = [{{ urls = '{uri}', username = 'alice', credential = '{CANARY}' }}]\n");
    let as_alice = || Ice::new(&["--timeout", "0.5", "--username", "alice", uri]);
    let bare = || Ice::new(&["--timeout", "0.5"]);
    vec![
        ("a literal", as_alice().arg("--credential").arg(CANARY)),
        ("a variable", as_alice().arg("--credential").arg("env:PASSWORD").env("PASSWORD", CANARY)),
        ("a file", as_alice().arg("--credential-file").arg("p").file("p", &format!("{CANARY}\n"))),
        ("JSON", bare().arg("--ice-servers").arg(&list)),
        ("a JSON file", bare().arg("--ice-servers").arg("l.json").file("l.json", &list)),
        ("RTCDIAG_ICE_SERVERS", bare().env("RTCDIAG_ICE_SERVERS", &list)),
        ("rtcdiag.toml", bare().file("rtcdiag.toml", &toml)),
    ]
}

#[test]
fn no_format_shows_the_password() {
    // it challenges and then refuses everybody, so that the password is used
    let server = listeners::refusing_turn();
    for format in [&[][..], &["-vv"], &["--json"]] {
        for (way, mut ice) in ways(&format!("turn:{server}")) {
            ice.command.args(format);
            let run = ice.run();
            assert_eq!(run.code, 1, "{way}: {run}");
            assert!(run.stdout.contains("turn/unauthorized"), "{way}: {run}");
            clean(&run);
        }
    }
}

#[test]
fn no_error_shows_the_password() {
    for uri in ["turn:alice@127.0.0.1:9", "turn:127.0.0.1:nine", "turn"] {
        for (way, ice) in ways(uri) {
            let run = ice.run();
            assert_eq!(run.code, 2, "{way}: {run}");
            clean(&run);
        }
    }
    for list in [
        format!(r#"[{{"urls": "turn:127.0.0.1:9", "username": "a", "credential": "{CANARY}""#),
        format!(r#"[{{"urls": "turn:127.0.0.1:9", "username": "a", "credential": ["{CANARY}"]}}]"#),
        format!(r#"[{{"urls": "turn:127.0.0.1:9", "credential": "{CANARY}"}}]"#),
        format!(r#"["{CANARY}"]"#),
    ] {
        let run = Ice::new(&["--ice-servers", &list]).run();
        assert_eq!(run.code, 2, "{run}");
        clean(&run);
    }
    let toml = format!("[ice]\nservers = [{{ urls = 'turn:127.0.0.1:9', credential = '{CANARY}' }}\n");
    let run = Ice::new(&[]).file("rtcdiag.toml", &toml).run();
    assert_eq!(run.code, 2, "{run}");
    clean(&run);
}

#[test]
fn a_literal_credential_works_and_warns() {
    let server = listeners::refusing_turn();
    for (way, ice) in ways(&format!("turn:{server}")) {
        let run = ice.run();
        assert_eq!(run.stderr.contains("warning: `--credential`"), way == "a literal", "{way}: {run}");
    }
}

#[test]
fn user_info_of_a_malformed_uri_is_not_repeated() {
    for uri in [
        format!("turn:alice:{CANARY}@127.0.0.1:9"),
        format!("turn://alice:{CANARY}@127.0.0.1:9?transport=udp"),
        format!("turns:alice:{CANARY}@127.0.0.1:9:9"),
        format!("http://alice:{CANARY}@127.0.0.1"),
        format!("turn: alice:{CANARY}@127.0.0.1"),
        format!("turn:alice:x@{CANARY}@127.0.0.1"),
    ] {
        for format in [&[][..], &["-vv"], &["--json"]] {
            let mut ice = Ice::new(&[&uri]);
            ice.command.args(format);
            let run = ice.run();
            assert_eq!(run.code, 2, "{run}");
            clean(&run);
        }
    }
}
