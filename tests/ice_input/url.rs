//! `--ice-url`: what is sent, what is followed, and what is said of answers that are no list.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use rtcdiag::facts::ice::{Demands, Outcome};
use rtcdiag::net::dns::{Family, Resolver};
use rtcdiag::net::gather::{Plan, Target, gather};
use rtcdiag::net::proxy::Proxies;
use rtcdiag::net::tls::Trust;

use super::run::{Ice, Run};
use super::servers::{http, secure_web, web};

const LIST: &str = r#"{"iceServers": [{"urls": "stun:127.0.0.1:9"}]}"#;
const CANARY: &str = "cAnArY-2x7Rt4Vb";

fn ice_url(url: &str) -> Ice {
    Ice::new(&["--timeout", "1", "--ice-url", url])
}

fn clean(run: &Run) {
    assert!(!run.stdout.contains(CANARY) && !run.stderr.contains(CANARY), "{run}");
}

/// The server's one candidate failed, as nothing listens there: that is enough to know that the list was read.
fn read(run: &Run) {
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("stun:127.0.0.1:9"), "{run}");
    clean(run);
}

#[test]
fn the_list_is_fetched_with_the_users_headers() {
    let server = web(|_| http("200 OK", "Content-Type: application/json\r\n", LIST));
    let url = format!("http://{}/ice?key={CANARY}&v=1", server.address);
    let run = ice_url("env:WHERE")
        .env("WHERE", &url)
        .arg("-vH")
        .arg("Authorization: Bearer @token")
        .arg("-H")
        .arg("X-Room: a")
        .arg("-H")
        .arg("Cookie: env:COOKIE")
        .file("token", &format!("{CANARY}-token\n"))
        .env("COOKIE", &format!("{CANARY}-cookie"))
        .run();
    read(&run);
    let first = run.stdout.lines().next().unwrap();
    let shown = format!("servers from `http://{}/ice?…`, fetched in ", server.address);
    assert!(first.starts_with(&shown), "{run}");
    assert!(run.stdout.contains("fetching the servers") && run.stdout.contains("answer"), "{run}");
    assert!(!run.stderr.contains("warning"), "{run}");
    let heard = server.heard();
    assert_eq!(heard.len(), 1, "{heard:?}");
    for line in [
        format!("GET /ice?key={CANARY}&v=1 HTTP/1.1\r\n"),
        format!("host: {}\r\n", server.address),
        format!("authorization: Bearer {CANARY}-token\r\n"),
        format!("cookie: {CANARY}-cookie\r\n"),
        "x-room: a\r\n".to_owned(),
    ] {
        assert!(heard[0].contains(&line), "{line}: {heard:?}");
    }
}

#[test]
fn a_literal_secret_works_and_warns() {
    let server = web(|_| http("200 OK", "", LIST));
    let run = ice_url(&format!("http://{}/", server.address)).arg("-H").arg(&format!("X-Api-Key: {CANARY}")).run();
    read(&run);
    assert!(run.stderr.contains("warning: `-H 'x-api-key: …'` shows to every process"), "{run}");
    let run = ice_url(&format!("http://al:{CANARY}@{}/", server.address)).run();
    read(&run);
    assert!(run.stderr.contains("warning: the secret in `--ice-url`"), "{run}");
    assert!(server.heard()[1].contains("authorization: Basic "), "{:?}", server.heard());
    let run = ice_url("env:WHERE").env("WHERE", &format!("http://al:{CANARY}@{}/", server.address)).run();
    read(&run);
    assert!(!run.stderr.contains("warning"), "{run}");
}

#[test]
fn an_answer_that_is_no_list_is_told_with_its_status_and_first_words() {
    let long = format!("[{}]", "1,".repeat(600_000));
    let echo = format!("{{\"error\": \"key {CANARY} is not known\"}}");
    for (answer, why) in [
        (http("500 Oops", "", "down for  maintenance"), "it answered HTTP 500: `down for maintenance`"),
        (http("403 Forbidden", "", &echo), "it answered HTTP 403: `{\"error\": \"key [redacted] is not known\"}`"),
        (http("403 Forbidden", "", ""), "hint: give what the service asks for"),
        (http("405 No", "", ""), "does not take GET"),
        (
            http("200 OK", "", "\n<!doctype html><title>Log in"),
            "with a page and not with JSON: `<!doctype html><title>Log in`",
        ),
        (http("200 OK", "Content-Type: text/plain; x=y\r\n", "hello"), "with text/plain and not with JSON: `hello`"),
        (http("204 No Content", "", ""), "HTTP 204 with nothing"),
        (http("200 OK", "", &long), "longer than 1024 KiB"),
        (http("200 OK", "", "{\"iceServers\": ["), "not JSON at line 1, column 17: the `[` is not closed"),
        (http("302 Found", "Location: ftp://a/\r\n", ""), "to a place that is no URL"),
        (b"SSH-2.0-OpenSSH\r\n\r\n".to_vec(), "no HTTP server"),
    ] {
        let server = web(move |_| answer.clone());
        let run = ice_url(&format!("http://{}/?key={CANARY}", server.address)).run();
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{why}: {run}");
        assert!(run.stderr.contains(why), "{why}: {run}");
        clean(&run);
    }
    let server = web(|_| http("200 OK", "", "[]"));
    let run = ice_url(&format!("http://{}/", server.address)).arg("--json").run();
    assert_eq!((run.code, run.json()["findings"][0]["rule"].as_str()), (2, Some("config/servers-empty")), "{run}");
}

#[test]
fn what_does_not_answer_could_not_be_tested() {
    // the port is ours, and nobody listens there
    let held = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    held.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).unwrap();
    let closed = held.local_addr().unwrap().as_socket().unwrap();
    // it takes connections, and never says a word
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    for (address, why) in [(closed, "refused the TCP connection"), (silent.local_addr().unwrap(), "did not answer")] {
        let run = ice_url(&format!("http://{address}/?key={CANARY}")).run();
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run}");
        assert!(run.stderr.contains(why), "{run}");
        clean(&run);
    }
}

#[test]
fn headers_do_not_follow_to_another_origin() {
    let other = web(|_| http("200 OK", "", LIST));
    let there = format!("Location: http://{}/list?x={CANARY}\r\n", other.address);
    let first = web(move |head| match head.split(' ').nth(1).unwrap() {
        "/a" => http("307 There", "Location: /b\r\n", ""),
        _ => http("302 There", &there, ""),
    });
    let url = format!("http://al:{CANARY}@{}/a", first.address);
    let run = ice_url(&url).arg("-H").arg("X-Token: @t").file("t", CANARY).run();
    read(&run);
    let shown = format!(", redirected to `http://{}/b` and `http://{}/list?…`,", first.address, other.address);
    let unwrapped = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unwrapped.contains(&shown), "{run}");
    let (first, other) = (first.heard(), other.heard());
    assert_eq!((first.len(), other.len()), (2, 1));
    let secret = |head: &String| head.contains("x-token: ") && head.contains("authorization: ");
    assert!(first.iter().all(secret), "{first:?}");
    assert!(!other[0].contains("x-token") && !other[0].contains("authorization"), "{other:?}");
}

#[test]
fn redirects_end() {
    let server = web(|_| http("301 Moved", "Location: /again\r\n", ""));
    let run = ice_url(&format!("http://{}/", server.address)).run();
    assert_eq!((run.code, server.heard().len()), (2, 4), "{run}");
    assert!(run.stderr.contains("redirects more than 3 times"), "{run}");
}

#[test]
fn tls_is_verified_and_not_left() {
    let plain = web(|_| http("200 OK", "", LIST));
    let away = format!("Location: http://{}/\r\n", plain.address);
    let (server, authority) = secure_web(move |head| match head.starts_with("GET /away") {
        true => http("302 There", &away, ""),
        false => http("200 OK", "", LIST),
    });
    let port = server.address.port();
    let url = |path: &str| ice_url(&format!("https://localhost:{port}{path}")).arg("-4").file("ca.pem", &authority);
    let run = url("/").run();
    assert!(run.code == 3 && run.stderr.contains("which is not trusted"), "{run}");
    read(&url("/").arg("-v").arg("--ca").arg("ca.pem").run());
    let run = url("/away").arg("--ca").arg("ca.pem").run();
    assert!(run.code == 2 && run.stderr.contains("which has no TLS"), "{run}");
    assert!(plain.heard().is_empty());
}

#[test]
fn wrong_options_are_refused_before_anything_is_sent() {
    let server = web(|_| http("200 OK", "", LIST));
    let url = format!("http://{}/", server.address);
    for (header, why) in [
        (CANARY, "it is not `NAME: VALUE`"),
        ("a b: c", "the name is no header's"),
        ("a: @none", "read `none`"),
        ("a: env:NONE", "`NONE`: it is not set"),
    ] {
        let run = ice_url(&url).arg("-H").arg(header).run();
        assert!(run.code == 2 && run.stderr.contains(why), "{run}");
        clean(&run);
    }
    for url in ["ftp://a.example/", "", CANARY] {
        let run = ice_url(url).run();
        assert!(run.code == 2 && run.stderr.contains("use the URL of `--ice-url`: it does not begin"), "{run}");
        clean(&run);
    }
    assert!(server.heard().is_empty());
}

#[test]
fn a_public_service_does_not_send_us_to_private_addresses() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = |allow_private: bool| {
        let uri = "stun:127.0.0.1:9".parse().unwrap();
        let plan = Plan {
            targets: vec![Target { uri, credentials: None, examination: None, from_public: true }],
            embedded: false,
            relay_only: false,
            family: Family::Any,
            interface: None,
            timeout: Duration::from_secs(1),
            demands: Demands::default(),
            allow_private,
            prove: false,
            trust: Trust::new(Vec::new(), false),
            resolver: Resolver::default(),
            proxies: Proxies::default(),
        };
        let (_sender, stop) = tokio::sync::watch::channel(None);
        let run = runtime.block_on(gather(&plan, stop, None, |_| {})).unwrap();
        run.servers[0].outcome.clone()
    };
    let Outcome::NotTested(why) = outcome(false) else { panic!("it was asked") };
    assert!(why.to_string().contains("`--allow-private`"), "{why}");
    assert!(matches!(outcome(true), Outcome::Failed(_)));
}
