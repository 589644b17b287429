//! With no server named the program tests itself, says so, and everything works.

use std::net::IpAddr;
use std::sync::OnceLock;

use rtcdiag::net::interfaces;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::run::{Ice, assert_valid, ice};

/// One run's JSON is enough for most tests.
fn report() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| {
        let run = ice(&["--json"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
        run.json()
    })
}

fn list<'a>(report: &'a Value, pointer: &str) -> &'a [Value] {
    report.pointer(pointer).unwrap().as_array().unwrap()
}

fn kinds(report: &Value) -> Vec<&str> {
    list(report, "/facts/candidates").iter().map(|c| c["type"].as_str().unwrap()).collect()
}

fn transports(report: &Value) -> Vec<&str> {
    list(report, "/facts/servers").iter().map(|s| s["transport"].as_str().unwrap()).collect()
}

#[test]
fn it_says_that_nothing_of_the_users_was_tested() {
    let report = report();
    let summary = report["verdict"]["summary"].as_str().unwrap();
    assert!(summary.starts_with("self-test: nothing of yours was tested; "), "{summary}");
    assert!(summary.ends_with("relay proven over udp, tcp and tls"), "{summary}");
    assert_eq!((&report["verdict"]["result"], &report["facts"]["embedded"]), (&"ok".into(), &true.into()));
    assert_eq!((list(report, "/findings"), list(report, "/not_tested")), (&[][..], &[][..]));
}

#[test]
fn each_address_of_each_interface_gives_a_host_candidate() {
    let mut wanted: Vec<(String, IpAddr)> =
        interfaces::list().unwrap().into_iter().filter(|i| !i.loopback).map(|i| (i.name, i.address)).collect();
    let hosts = list(report(), "/facts/candidates").iter().filter(|c| c["type"] == "host");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<(String, IpAddr)> =
        hosts.map(|c| (text(&c["interface"]), text(&c["address"]).parse().unwrap())).collect();
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
}

#[test]
fn reflexive_candidates_on_loopback_are_redundant() {
    let reflexive: Vec<&Value> = list(report(), "/facts/candidates").iter().filter(|c| c["type"] == "srflx").collect();
    assert_eq!(reflexive.len(), 2, "the STUN server's and the one over UDP of the TURN server");
    for candidate in reflexive {
        assert_eq!(candidate["redundant"], true, "{candidate}");
        assert_eq!(candidate["address"], candidate["related_address"]);
        assert_eq!(candidate["port"], candidate["related_port"]);
    }
}

#[test]
fn candidates_are_preferred_as_the_standard_says() {
    let of = |key: &'static str, word: &'static str| {
        let all = list(report(), "/facts/candidates").iter().filter(move |c| c[key] == word);
        all.map(|c| c["priority"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert!(of("type", "host").iter().min() > of("type", "srflx").iter().max());
    assert!(of("type", "srflx").iter().min() > of("type", "relay").iter().max());
    let relay = |over| of("relay_protocol", over);
    assert!(relay("udp") > relay("tcp") && relay("tcp") > relay("tls"));
}

#[test]
fn relays_are_proven_over_each_transport() {
    let servers = list(report(), "/facts/servers");
    assert_eq!(transports(report()), ["udp", "udp", "tcp", "tls"]);
    for server in servers.get(1..).unwrap() {
        let relay = &server["relay"];
        assert_eq!((&relay["proven_in"], &relay["proven_out"]), (&true.into(), &true.into()), "{server}");
        assert_eq!(relay["loss"], 0.0, "{server}");
        assert!(relay["rtt_ms"].as_f64().unwrap() < 1000.0);
        assert_eq!(relay["relayed_to_relay"], Value::Null, "UDP works here");
        assert_eq!(server["lifetime_s"], 600);
    }
    assert_eq!(servers.first().unwrap()["relay"], Value::Null);
}

#[test]
fn the_way_to_each_relay_is_counted_and_timed() {
    let expected: [(u64, &[&str]); 4] = [
        (1, &["binding_ms"]),
        (2, &["binding_ms", "challenge_ms", "allocate_ms"]),
        (3, &["tcp_ms", "binding_ms", "challenge_ms", "allocate_ms"]),
        (4, &["tcp_ms", "tls_ms", "binding_ms", "challenge_ms", "allocate_ms"]),
    ];
    for (server, (trips, phases)) in list(report(), "/facts/servers").iter().zip(expected) {
        assert_eq!((server["round_trips"].as_u64(), server["retransmissions"].as_u64()), (Some(trips), Some(0)));
        assert_eq!(server["result"], "ok");
        let timed: Vec<&str> = server["phases"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, ms)| !ms.is_null())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(timed, phases, "{server}");
        let total: f64 = server["phases"].as_object().unwrap().values().filter_map(Value::as_f64).sum();
        assert!(total > 0.0 && total < 5000.0, "{server}");
        assert!(server["rtt_ms"].as_f64().unwrap() <= total, "{server}");
    }
    let tls = &list(report(), "/facts/servers").last().unwrap()["tls"];
    assert_eq!(tls["version"], "1.3");
    assert!(matches!(tls["days_left"].as_i64(), Some(29 | 30)), "30 days from the second before: {tls}");
}

#[test]
fn verbose_shows_the_wire() {
    let run = ice(&["-v", "--width", "120"]);
    assert_eq!(run.code, 0, "{run}");
    for wanted in [
        "on the wire",
        "Binding request",
        "Allocate error 401",
        "Allocate request as rtcdiag-",
        "Allocate success, mapped 127.0.0.1:",
        "CreatePermission success",
        "Data indication from 127.0.0.1:",
        "Refresh request as",
        "lifetime 0 s",
        "Refresh success",
    ] {
        assert!(run.stdout.contains(wanted), "{wanted}: {run}");
    }
    assert!(!ice(&[]).stdout.contains("on the wire"));
}

#[test]
fn without_data_the_relay_is_unproven_and_that_is_said() {
    let run = ice(&["--json", "--no-data"]);
    let report = run.json();
    assert_eq!(run.code, 0, "{run}");
    for server in list(&report, "/facts/servers").get(1..).unwrap() {
        assert!(server["relay"]["address"].is_string());
        for fact in ["proven_in", "proven_out", "loss", "rtt_ms"] {
            assert_eq!(server["relay"][fact], Value::Null, "{fact}: {server}");
        }
    }
    let untested = list(&report, "/not_tested");
    assert_eq!(untested.len(), 3, "{run}");
    assert!(untested.iter().all(|n| n["why"] == "`--no-data` was given"), "{run}");
    let summary = report["verdict"]["summary"].as_str().unwrap();
    assert!(summary.ends_with("; relay allocated, not proven"), "{summary}");
}

#[test]
fn options_choose_what_is_tried() {
    let report = ice(&["--json", "--transport", "tcp"]).json();
    assert_eq!(transports(&report), ["tcp"]);
    assert!(!kinds(&report).contains(&"srflx"));

    let report = ice(&["--json", "--policy", "relay"]).json();
    assert_eq!(kinds(&report), ["relay"; 3]);
    let untested = list(&report, "/not_tested");
    assert_eq!((untested.len(), &untested[0]["why"]), (1, &"the policy takes relayed candidates alone".into()));

    let loopback = interfaces::list().unwrap().into_iter().find(|i| i.loopback).unwrap().name;
    let report = ice(&["--json", "--interface", &loopback, "-4"]).json();
    let hosts: Vec<&Value> = list(&report, "/facts/candidates").iter().filter(|c| c["type"] == "host").collect();
    assert_eq!(hosts.len(), 1, "{report}");
    assert_eq!((&hosts[0]["interface"], &hosts[0]["address"]), (&loopback.into(), &"127.0.0.1".into()));
}

#[test]
fn ipv6_alone_reaches_servers_over_ipv6() {
    let run = ice(&["--json", "-6"]);
    let report = run.json();
    if std::net::UdpSocket::bind("[::1]:0").is_err() {
        assert_eq!(run.code, 3, "a machine without IPv6: {run}");
        return;
    }
    assert_eq!((run.code, transports(&report)), (0, vec!["udp", "udp", "tcp", "tls"]), "{run}");
    // a relayed address is IPv4 where no family is asked for (RFC 8656 section 7.2)
    for candidate in list(&report, "/facts/candidates").iter().filter(|c| c["type"] != "relay") {
        assert!(candidate["address"].as_str().unwrap().contains(':'), "{candidate}");
    }
    for server in list(&report, "/facts/servers").get(1..).unwrap() {
        let relay = &server["relay"];
        assert_eq!((&relay["proven_in"], &relay["proven_out"]), (&true.into(), &true.into()), "{server}");
    }
}

#[test]
fn text_fits_its_width() {
    for width in ["60", "80", "120"] {
        for unicode in ["always", "never"] {
            let run = ice(&["-v", "--width", width, "--unicode", unicode]);
            assert_eq!(run.code, 0, "{run}");
            for line in run.stdout.lines() {
                assert!(line.width() <= width.parse().unwrap(), "{} > {width}: {line}", line.width());
                assert!(unicode == "always" || line.is_ascii(), "{line}");
            }
        }
    }
}

#[test]
fn json_goes_to_a_file_with_text_on_stdout() {
    let ice = Ice::new(&["--output", "json=report.json"]);
    let path = ice.folder.path().join("report.json");
    let Ice { folder, command } = ice;
    let output = assert_cmd::Command::from_std(command).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("servers: none given, so the embedded one was started\n"), "{stdout}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_valid(&report);
    assert_eq!(report["command"], "ice");
    drop(folder);
}
