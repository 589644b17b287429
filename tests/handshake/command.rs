use rtcdiag::cli::{Cli, Command};
use rtcdiag::command::handshake::handshake;
use rtcdiag::command::{Context, Failure, Outcome};
use rtcdiag::report::{Block, Report, VerdictResult};
use rtcdiag::serve::{ServeConfig, Server};

use clap::Parser;

fn run(arguments: &[&str]) -> Result<Box<Report>, Failure> {
    let cli = Cli::parse_from([&["rtcdiag", "handshake"], arguments].concat());
    let Command::Handshake(args) = cli.command else { panic!("not a handshake") };
    let mut context = Context {
        global: &cli.global,
        stdin: &mut std::io::empty(),
        stdin_is_terminal: false,
        started: String::new(),
        notice: &|_| {},
        event: &|_, _| {},
        anonymizer: None,
    };
    match handshake(&args, &mut context)? {
        Outcome::Report(report) => Ok(report),
        other => panic!("a report was expected: {other:?}"),
    }
}

#[test]
fn the_self_test_says_what_it_is_and_gives_the_published_keys() {
    let report = run(&["--self-test"]).unwrap();
    assert_eq!((report.verdict.result, report.exit.code), (VerdictResult::Ok, 0), "{report:#?}");
    assert!(report.verdict.summary.starts_with("self-test: nothing of yours was tested"), "{}", report.verdict.summary);
    assert!(report.not_tested.is_empty(), "{:?}", report.not_tested);

    let keys: Vec<_> = report.facts.as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["embedded", "failed_phase", "phases", "pairs", "dtls", "trickle", "total_ms", "floor_ms", "own_ms"] {
        assert!(keys.contains(&key), "{key} is not in {keys:?}");
    }
    assert_eq!(report.facts["embedded"], true);
    assert_eq!(report.facts["failed_phase"], serde_json::Value::Null);
    assert_eq!(report.facts["dtls"]["match"], true);
    assert_eq!(report.facts["phases"][0]["id"], "tcp");

    let Some(Block::Waterfall(waterfall)) = report.body.first().map(|part| &part.block) else { panic!("no waterfall") };
    assert!(waterfall.bars.iter().all(|bar| bar.end_ms <= waterfall.total_ms), "{waterfall:#?}");
    assert!(waterfall.bars.iter().any(|bar| !bar.critical), "gathering is waited for by nobody");
}

#[test]
fn a_closed_port_is_a_finding_and_exit_1() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    drop(listener);
    let report = run(&[&url]).unwrap();
    assert_eq!((report.verdict.result, report.exit.code), (VerdictResult::Failed, 1));
    assert_eq!(report.findings.first().unwrap().rule.id, "signaling/unreachable");
    assert_eq!(report.facts["failed_phase"], "tcp");
    assert_eq!(report.facts["dtls"], serde_json::Value::Null);
}

#[test]
fn a_url_that_is_none_is_a_usage_error() {
    for url in ["", "ftp://example.org/", "ws://"] {
        assert!(matches!(run(&[url]), Err(Failure::Usage { hint: Some(_), .. })), "{url:?}");
    }
}

#[test]
fn a_pipeline_does_not_turn_green_without_a_url() {
    for demand in [["--expect", "connected"], ["--fail-on", "warning"]] {
        for self_test in [None, Some("--self-test")] {
            let arguments: Vec<_> = demand.into_iter().chain(self_test).collect();
            let Err(Failure::Usage { message, .. }) = run(&arguments) else { panic!("{arguments:?} was run") };
            assert!(message.ends_with("without a server: nothing of yours would be tested"), "{message}");
        }
    }
}

#[test]
fn relays_alone_need_a_relay() {
    let Err(Failure::Usage { message, hint, .. }) = run(&["ws://127.0.0.1:1/", "--policy", "relay"]) else {
        panic!("it was run")
    };
    assert!(message.contains("--policy relay") && hint.is_some(), "{message}");
}

#[test]
fn servers_that_cannot_be_used_are_findings_and_exit_2() {
    let report = run(&["ws://127.0.0.1:1/", "--ice-server", "turn://a.example"]).unwrap();
    assert_eq!((report.command, report.exit.code), ("handshake", 2), "{report:#?}");
    assert_eq!(report.findings.first().unwrap().rule.id, "config/uri-invalid");
    assert!(report.facts["servers"].as_array().unwrap().is_empty(), "the facts keep their shape");
}

#[test]
fn what_servers_did_is_told_and_no_secret_is() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (server, url) = runtime.block_on(async {
        (Server::start(ServeConfig::default()).await.unwrap(), crate::servers::echo_server().await)
    });
    let list = serde_json::json!([
        { "urls": server.turn_uris(), "username": server.username(), "credential": "canary-credential" },
        { "urls": server.stun_uri() },
    ]);
    let report = run(&[&url, "--ice-servers", &list.to_string()]).unwrap();
    assert_eq!((report.verdict.result, report.exit.code), (VerdictResult::Ok, 0), "{report:#?}");
    assert!(report.origin.as_ref().unwrap().contains("ICE servers from the command line"), "{:?}", report.origin);
    let results: Vec<_> = report.facts["servers"].as_array().unwrap().iter().map(|s| &s["result"]).collect();
    assert_eq!(results, ["failed", "failed", "failed", "ok"]);
    assert_eq!(report.facts["candidates"][0]["type"], "host");
    assert!(report.findings.iter().any(|finding| finding.rule.id == "turn/unauthorized"), "{:?}", report.findings);
    let evidence = format!("{:?}", report.findings);
    assert!(evidence.contains("servers[0]."), "a finding points at its server: {evidence}");
    assert!(!format!("{report:?}").contains("canary-credential"));
    drop(runtime);
}
