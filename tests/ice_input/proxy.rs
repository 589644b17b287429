//! `--proxy`: TURN over TCP and TLS through CONNECT, and what is said where the proxy does not lead there.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use serde_json::Value;

use super::run::{Ice, Run};
use super::servers::{http, proxy, turn, web};

const OPEN: &str = "HTTP/1.1 200 Connection established\r\n\r\n";
const CANARY: &str = "cAnArY-8w3Zm6Hs";

/// A run against the sound server, whose name the proxy alone knows.
fn through(proxy: &str, uris: &[&str]) -> Ice {
    let server = turn();
    let mut ice = Ice::new(&["--json", "--timeout", "2", "--ca", "ca.pem", "--credential-file", "p", "--proxy", proxy]);
    ice.command.args(["--username", server.username()]).args(uris);
    ice.file("p", server.credential().expose()).file("ca.pem", server.ca_pem())
}

/// The only error of a run, with what was seen.
fn error(run: &Run) -> (String, String) {
    let findings = run.findings();
    let mut errors = findings.iter().filter(|(_, severity, _)| severity == "error");
    let found = errors.next().map(|(rule, _, message)| (rule.clone(), message.clone()));
    assert!(errors.next().is_none() && run.code == 1, "{run}");
    assert!(!run.to_string().contains(CANARY), "{run}");
    found.unwrap()
}

fn servers(run: &Run) -> Vec<Value> {
    run.json()["facts"]["servers"].as_array().unwrap().clone()
}

#[test]
fn tcp_and_tls_go_through_the_proxy_and_datagrams_do_not() {
    let address = turn().addr();
    let listener = proxy(address, |_| OPEN.to_owned());
    let port = address.port();
    let (tcp, tls) = ("turn:turn.test:1?transport=tcp", format!("turns:127.0.0.1:{port}"));
    let udp = format!("turn:127.0.0.1:{port}");
    let run = through(&format!("http://al:{CANARY}@{}", listener.address), &[tcp, &tls, &udp]).run();
    assert_eq!(run.code, 0, "{run}");
    assert!(!run.to_string().contains(CANARY), "{run}");
    assert!(run.stderr.contains("warning: the password in `--proxy` shows to every process"), "{run}");
    let found = servers(&run);
    let proxied = Value::from(listener.address.to_string());
    for (server, known) in found.iter().zip([Value::Null, Value::from(address.to_string())]) {
        assert_eq!(
            (&server["result"], &server["proxy"], &server["address"]),
            (&"ok".into(), &proxied, &known),
            "{run}"
        );
        assert!(server["phases"]["proxy_ms"].is_number() && server["relay"]["address"].is_string(), "{run}");
    }
    assert_eq!((&found[2]["proxy"], &found[2]["phases"]["proxy_ms"]), (&Value::Null, &Value::Null), "{run}");
    // TCP, CONNECT, the challenge and the allocation; TLS 1.3 is one more
    assert_eq!((&found[0]["round_trips"], &found[1]["round_trips"]), (&Value::from(4), &Value::from(5)), "{run}");
    let heard = listener.heard();
    let asked =
        |to: &str| heard.iter().any(|head| head.starts_with(&format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n")));
    assert!(asked("turn.test:1") && asked(&format!("127.0.0.1:{port}")), "{heard:?}");
    assert!(heard.iter().all(|head| head.contains("Proxy-Authorization: Basic ")), "{heard:?}");
}

#[test]
fn each_refusal_has_its_words_and_its_advice() {
    for (answer, login, said, help) in [
        ("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n", "", "with 407 Who", "give the proxy a user name"),
        (
            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n",
            "al:cAnArY-8w3Zm6Hs@",
            "407 Who",
            "correct the user name",
        ),
        ("HTTP/1.1 407 Who\r\nProxy-Authenticate: NTLM\r\n\r\n", "", "407 Who", "NTLM alone"),
        ("HTTP/1.0 403 Forbidden\r\n\r\n", "", "with 403 Forbidden", "allow CONNECT to port 1"),
        ("HTTP/1.1 502\r\n\r\n", "", "with 502", "it tried, and failed"),
    ] {
        let listener = proxy(turn().addr(), move |_| answer.to_owned());
        let run = through(&format!("http://{login}{}", listener.address), &["turn:turn.test:1?transport=tcp"]).run();
        let (rule, message) = error(&run);
        assert_eq!(rule, "net/proxy-refused", "{run}");
        assert!(message.contains(said), "{run}");
        assert!(run.json()["findings"][0]["help"].as_str().unwrap().contains(help), "{run}");
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_told_from_one_that_refuses() {
    let held = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    held.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).unwrap();
    let closed = held.local_addr().unwrap().as_socket().unwrap();
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let other = proxy(turn().addr(), |_| "SSH-2.0-x\r\n".to_owned());
    let ended = proxy(turn().addr(), |_| String::new());
    for (address, said) in [
        (closed, "it refused the TCP connection after"),
        (silent.local_addr().unwrap(), "it did not answer CONNECT in "),
        (other.address, "with what is no HTTP: `SSH-2.0-x`"),
        (ended.address, "it ended the connection at CONNECT"),
    ] {
        let run = through(&format!("http://{address}"), &["turns:turn.test:443"]).run();
        let (rule, message) = error(&run);
        assert!(rule == "net/proxy-unreachable" && message.contains(said), "{said}: {run}");
    }
}

#[test]
fn the_environment_is_for_the_url_and_on_request_for_turn() {
    let server = turn();
    let uri = format!("turn:127.0.0.1:{}?transport=tcp", server.addr().port());
    let list =
        serde_json::json!([{"urls": uri, "username": server.username(), "credential": server.credential().expose()}]);
    let service = web(move |_| http("200 OK", "", &list.to_string()));
    let lead = service.address;
    let run = |option: &[&str], variables: &[(&str, &str)]| {
        let to_service = proxy(lead, |_| OPEN.to_owned());
        let to_turn = proxy(turn().addr(), |_| OPEN.to_owned());
        let url = format!("http://{lead}/");
        let mut ice = Ice::new(&["--json", "--timeout", "2", "--ice-url", &url]);
        ice.command.args(option);
        for (name, value) in [("http_proxy", &to_service), ("HTTPS_PROXY", &to_turn)] {
            ice = ice.env(name, &format!("http://{}", value.address));
        }
        for (name, value) in variables {
            ice = ice.env(name, value);
        }
        let run = ice.run();
        assert_eq!(run.code, 0, "{run}");
        (to_service.heard().len(), !to_turn.heard().is_empty())
    };
    assert_eq!(run(&[], &[]), (1, false));
    assert_eq!(run(&["--proxy", "env"], &[]), (1, true));
    assert_eq!(run(&["--proxy", "env"], &[("NO_PROXY", "127.0.0.0/8")]), (0, false));
    assert_eq!(run(&["--proxy", "none"], &[]), (0, false));
}

#[test]
fn a_proxy_of_another_kind_is_refused() {
    for option in ["socks5://127.0.0.1:1", "https://127.0.0.1:1", "http://"] {
        let run = Ice::new(&["--proxy", option, "stun:127.0.0.1:9"]).run();
        assert!(run.code == 2 && run.stderr.contains("could not use the proxy of `--proxy`"), "{run}");
        assert!(run.stderr.contains("hint: an HTTP proxy is"), "{run}");
    }
}
