//! Server lists as people have them, and what is said about those that are wrong.

use serde_json::json;

use super::run::{Ice, Run, ice};

const CANARY: &str = "cAnArY-5d1Kq8Ln";

/// The URIs that a run was about.
fn uris(run: &Run) -> Vec<String> {
    let report = run.json();
    let servers = report["facts"]["servers"].as_array().unwrap();
    servers.iter().map(|server| server["uri"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn source_code_is_read_from_stdin_and_from_a_file() {
    let code = "// ours\nconst config = {\n  iceServers: [\n    { urls: ['stun:127.0.0.1:9', 'stun:127.0.0.2:9',] },\n  ],\n};\n";
    let fast = ["--json", "--timeout", "0.5", "--ice-servers"];
    let from_file = Ice::new(&fast).arg("config.js").file("config.js", code).run();
    let from_stdin = Ice::new(&fast).arg("-").run_with(code.as_bytes());
    let from_argument = Ice::new(&fast).arg(code).run();
    for run in [from_file, from_stdin, from_argument] {
        assert_eq!(uris(&run), ["stun:127.0.0.1:9", "stun:127.0.0.2:9"], "{run}");
    }
}

#[test]
fn each_service_has_its_shape() {
    for answer in [
        json!({"uris": ["turn:127.0.0.1:9"], "username": "1:u", "password": CANARY, "ttl": 86400}),
        json!({"account_sid": "x", "ice_servers": [{"url": "turn:127.0.0.1:9", "urls": "turn:127.0.0.1:9", "username": "u", "credential": CANARY}], "password": CANARY}),
        json!({"iceServers": {"urls": ["turn:127.0.0.1:9"], "username": "u", "credential": CANARY}}),
        json!([{"urls": "turn:127.0.0.1:9", "username": "u", "credential": CANARY}]),
        json!({"ocs": {"data": {"stunservers": [], "turnservers": [{"urls": ["turn:127.0.0.1:9"], "username": "u", "credential": CANARY}]}}}),
    ] {
        let run = ice(&["--json", "--timeout", "0.5", "--ice-servers", &answer.to_string()]);
        assert_eq!(uris(&run), ["turn:127.0.0.1:9?transport=udp"], "{answer}: {run}");
        assert!(!run.to_string().contains(CANARY), "{run}");
    }
}

#[test]
fn each_fault_is_a_finding_with_the_corrected_entry() {
    for (list, rule, subject, fix) in [
        (
            json!({"iceServers": [{"urls": "stun:a.example"}, {"urls": "turn:a.example", "username": "u", "password": CANARY}]}),
            "config/unknown-member",
            "$.iceServers[1]",
            r#"{ "urls": "turn:a.example", "username": "u", "credential": "…" }"#,
        ),
        (json!([{"uri": "stun:a.example"}]), "config/unknown-member", "$[0]", r#"{ "urls": "stun:a.example" }"#),
        (
            json!([{"urls": ["turn:a.example", "turns:a.example"], "credential": CANARY}]),
            "config/credential-missing",
            "$[0]",
            r#"{ "urls": ["turn:a.example", "turns:a.example"], "username": "NAME", "credential": "…" }"#,
        ),
    ] {
        let run = ice(&["--json", "--ice-servers", &list.to_string()]);
        let report = run.json();
        let finding = &report["findings"][0];
        assert_eq!((run.code, report["findings"].as_array().unwrap().len()), (2, 1), "{run}");
        assert_eq!(
            (&finding["rule"], &finding["subject"], &finding["fix"]),
            (&json!(rule), &json!(subject), &json!(fix))
        );
        assert_eq!(report["facts"]["servers"], json!([]), "nothing was sent: {run}");
        let text = ice(&["--ice-servers", &list.to_string()]);
        assert!(text.code == 2 && text.stdout.contains(rule), "{text}");
        assert!(![run, text].iter().any(|run| run.to_string().contains(CANARY)));
    }
}

#[test]
fn options_complete_an_entry_that_has_neither() {
    let list = r#"[{"urls": "turn:127.0.0.1:9"}]"#;
    let options = ["--json", "--timeout", "0.5", "--username", "u", "--credential-file", "p", "--ice-servers", list];
    let run = Ice::new(&options).file("p", CANARY).run();
    assert_eq!((run.code, uris(&run)), (1, vec!["turn:127.0.0.1:9?transport=udp".to_owned()]), "{run}");
}

#[test]
fn several_faults_are_told_together() {
    let list = r#"[{"urls": "turn://a.example"}, {"urls": "turn:a.example", "user": "u", "pass": "p"}, {"urls": 7}]"#;
    let run = ice(&["--json", "--ice-servers", list]);
    let mut rules: Vec<String> = run.findings().into_iter().map(|(rule, ..)| rule).collect();
    rules.sort();
    assert_eq!(rules, ["config/unknown-member", "config/unknown-member", "config/uri-invalid"], "{run}");
    assert_eq!(run.json()["verdict"]["summary"], "the server list has 4 faults, nothing was sent");
    assert!(run.stderr.contains("`$[2].urls`: a URI is wanted, not a number"), "{run}");
}

#[test]
fn what_is_no_list_is_refused_with_its_place() {
    for (list, why) in [
        ("[{urls: 'stun:a.example'", "not JSON at line 1, column 25: the `{` is not closed"),
        ("[{urls: \n host}]", "not JSON at line 2, column 2: a value without quotes stands there"),
        ("{\"a\": 1}", "`$`: no server list is in it"),
    ] {
        let run = ice(&["--ice-servers", list]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        assert!(run.stderr.contains(why), "{list}: {run}");
    }
}
