//! Wrong use ends with exit 2 before anything is sent, and which servers are meant is decided and said.

use serde_json::Value;

use super::run::{Ice, Run, ice};

/// A port on which nothing is: these tests are about what is decided before anything is sent.
const NOWHERE: &str = "stun:127.0.0.1:9";

/// Exit 2, nothing on stdout, and `message` on stderr.
fn refused(run: &Run, message: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    assert!(run.stderr.starts_with("error: could not ") && run.stderr.contains(message), "{message}: {run}");
}

/// Exit 2, and a report with one finding, under `rule`.
fn found(run: &Run, rule: &str) -> Value {
    let report = run.json();
    assert_eq!(run.code, 2, "{run}");
    assert_eq!(run.findings().iter().map(|(rule, ..)| rule.as_str()).collect::<Vec<_>>(), [rule]);
    report["findings"][0].clone()
}

/// Exit 2, and a report whose one finding is `config/uri-invalid`.
fn invalid(run: &Run) -> Value {
    found(run, "config/uri-invalid")
}

#[test]
fn an_empty_server_argument_is_no_self_test() {
    let finding = invalid(&ice(&["--json", ""]));
    assert_eq!(finding["message"], "`` is no ICE server URI: it is empty");
}

#[test]
fn an_empty_list_is_no_self_test() {
    for list in ["[]", r#"{"iceServers": []}"#] {
        found(&ice(&["--json", "--ice-servers", list]), "config/servers-empty");
    }
    refused(&ice(&["--ice-servers", ""]), "the argument is empty");
    refused(&Ice::new(&["--ice-servers", "-"]).run_with(b""), "not JSON");
    let file = Ice::new(&["--json", "-c", "x.toml"]).file("x.toml", "[ice]\nservers = []\n");
    found(&file.run(), "config/servers-empty");
}

#[test]
fn a_variable_that_is_set_but_empty_is_no_self_test() {
    for value in ["", " "] {
        let run = Ice::new(&[]).env("RTCDIAG_ICE_SERVERS", value).run();
        refused(&run, "`RTCDIAG_ICE_SERVERS`: it is set, but empty");
    }
    found(&Ice::new(&["--json"]).env("RTCDIAG_ICE_SERVERS", "[]").run(), "config/servers-empty");
}

#[test]
fn a_pipeline_does_not_turn_green_without_a_server() {
    let run = Ice::new(&[]).env("CI", "true").run();
    refused(&run, "`CI=true`");
    assert!(run.stderr.contains("`--self-test`"), "{run}");
    let run = Ice::new(&["--self-test"]).env("CI", "true").run();
    assert_eq!(run.code, 0, "{run}");
    refused(&ice(&["--fail-on", "warning"]), "`--fail-on` without a server");
    refused(&Ice::new(&[]).env("RTCDIAG_FAIL_ON", "error").run(), "`--fail-on` without a server");
}

#[test]
fn a_malformed_uri_is_a_finding_with_the_correction() {
    for (uri, fix) in [
        ("turn://a.example", "turn:a.example"),
        ("turn:a.example?transport=tls", "turns:a.example?transport=tcp"),
        ("stun:a.example?transport=udp", "stun:a.example"),
        ("turn:a.example:70000", "turn:a.example"),
        ("https://a.example/", "stun:a.example"),
    ] {
        let run = ice(&["--json", uri]);
        assert_eq!(invalid(&run)["fix"], fix, "{run}");
        assert!(run.stderr.contains(uri), "{run}");
        let text = ice(&[uri]);
        assert!(text.code == 2 && text.stdout.contains(&format!("fix       {fix}")), "{text}");
    }
    let list = r#"[{"urls": ["stun:127.0.0.1:9", "turn//x"]}]"#;
    let run = ice(&["--json", "--ice-servers", list]);
    assert_eq!(run.json()["facts"]["servers"], serde_json::json!([]), "nothing was sent: {run}");
    assert!(invalid(&run)["message"].as_str().unwrap().contains("`turn//x`"), "{run}");
}

#[test]
fn turn_without_credentials_is_refused() {
    let finding = found(&ice(&["--json", "turn:127.0.0.1:9"]), "config/credential-missing");
    assert_eq!(finding["fix"], r#"{ "urls": "turn:127.0.0.1:9", "username": "NAME", "credential": "…" }"#);
    assert!(finding["help"].as_str().unwrap().starts_with("give `--username NAME --credential-file FILE`"));
    refused(&ice(&["--username", "u", "turn:127.0.0.1:9"]), "`--username` without a credential");
    refused(&ice(&["--credential", "env:HOME", "turn:127.0.0.1:9"]), "it is not set");
    let list = r#"[{"urls": "turn:127.0.0.1:9", "username": "u"}]"#;
    let finding = found(&ice(&["--json", "--ice-servers", list]), "config/credential-missing");
    assert_eq!(finding["fix"], r#"{ "urls": "turn:127.0.0.1:9", "username": "u", "credential": "…" }"#);
    let run = Ice::new(&["--username", "u", "--credential-file", "empty", "turn:127.0.0.1:9"]).file("empty", "\n");
    refused(&run.run(), "the user name or the credential is empty");
}

#[test]
fn options_that_name_nothing_are_refused() {
    let run = ice(&["--interface", "nosuch0", NOWHERE]);
    refused(&run, "interface `nosuch0`");
    assert!(run.stderr.contains("hint: there are: "), "{run}");
    let present = rtcdiag::net::interfaces::list().unwrap();
    assert!(present.iter().all(|interface| run.stderr.contains(&interface.name)), "{run}");
    let run = Ice::new(&["--ca", "ca.pem", NOWHERE]).file("ca.pem", "no certificate\n").run();
    refused(&run, "`ca.pem`: it holds no PEM certificate");
    refused(&ice(&["--ca", "none.pem", NOWHERE]), "read `none.pem`");
    refused(&ice(&["--resolve", "a.example:1", NOWHERE]), "it is not HOST:PORT:ADDRESS");
    refused(&ice(&["--transport", "tls", NOWHERE]), "no server is left");
    refused(&ice(&["--ice-servers", "none.json"]), "read `none.json`");
}

#[test]
fn a_file_with_a_wrong_key_is_refused_with_the_key() {
    let file = "[ice]\nserver = ['stun:127.0.0.1:9']\n";
    refused(&Ice::new(&[]).file("rtcdiag.toml", file).run(), "`ice.server` is no key");
    refused(&Ice::new(&["-c", "x.toml"]).file("x.toml", "[ice\n").run(), "line 1");
    refused(&ice(&["-c", "none.toml"]), "read `none.toml`");
}

#[test]
fn the_first_line_says_where_the_servers_are_from() {
    let toml = "[ice]\nservers = ['stun:127.0.0.1:9']\n";
    let json = r#"[{"urls": "stun:127.0.0.1:9"}]"#;
    // each with everything that it wins over
    let file = || Ice::new(&[]).file("rtcdiag.toml", toml);
    let named = || file().file("x.toml", toml).arg("-c").arg("x.toml");
    let variable = || named().env("RTCDIAG_ICE_SERVERS", json);
    for (ice, from) in [
        (variable().arg(NOWHERE), "servers from the command line"),
        (variable().arg("--ice-servers").arg(json), "servers from the command line"),
        (variable(), "servers from `RTCDIAG_ICE_SERVERS`"),
        (named(), "servers from `x.toml`"),
        (file(), "servers from `rtcdiag.toml`"),
        (Ice::new(&[]), "servers: none given, so the embedded one was started"),
    ] {
        let run = ice.run();
        assert_eq!(run.stdout.lines().next(), Some(from), "{run}");
    }
}

#[test]
fn lists_come_from_the_argument_a_file_and_stdin() {
    let json = r#"{"iceServers": [{"urls": ["stun:127.0.0.1:9", "stun:127.0.0.2:9"]}]}"#;
    for run in [
        ice(&["--json", "--ice-servers", json]),
        Ice::new(&["--json", "--ice-servers", "list.json"]).file("list.json", json).run(),
        Ice::new(&["--json", "--ice-servers", "-"]).run_with(json.as_bytes()),
    ] {
        let report = run.json();
        let uris: Vec<&Value> = report["facts"]["servers"].as_array().unwrap().iter().map(|s| &s["uri"]).collect();
        assert_eq!(uris, ["stun:127.0.0.1:9", "stun:127.0.0.2:9"], "{run}");
    }
}
