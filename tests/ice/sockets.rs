//! Faulty servers on real sockets: each gives its finding, with the case in its message, and exit 1.

use super::listeners::{self, Listener, Then};
use super::run::{Run, ice};

/// Asks the TURN server at `listener` over `transport`.
fn ask(listener: &Listener, transport: &str) -> Run {
    let at = listener.address;
    let uri = match transport {
        "tls" => format!("turns:{at}"),
        _ => format!("turn:{at}?transport={transport}"),
    };
    let list = format!(r#"[{{"urls": "{uri}", "username": "alice", "credential": "secret"}}]"#);
    ice(&["--json", "--timeout", "0.6", "--ice-servers", &list])
}

/// The one finding is `rule`, an error, and its message holds `words` and the address.
fn found(run: &Run, listener: &Listener, rule: &str, words: &str) {
    let findings = run.findings();
    let [(found, severity, message)] = findings.as_slice() else { panic!("{run}") };
    assert_eq!((found.as_str(), severity.as_str(), run.code), (rule, "error", 1), "{run}");
    assert!(message.contains(words), "{words}: {message}");
    let at = listener.address.to_string();
    assert!(message.contains(&at) || run.json()["facts"]["servers"][0]["address"] == at, "{run}");
}

#[test]
fn a_closed_udp_port() {
    let listener = listeners::udp_closed();
    let run = ask(&listener, "udp");
    found(&run, &listener, "net/udp-closed", &format!("ICMP port unreachable for {}", listener.address));
    let run = ice(&["--json", &format!("stun:{}", listener.address)]);
    found(&run, &listener, "net/udp-closed", "ms after the first request");
    assert_eq!(run.json()["facts"]["servers"][0]["result"], "failed");
}

#[test]
fn a_closed_tcp_port() {
    let listener = listeners::tcp_closed();
    for transport in ["tcp", "tls"] {
        let run = ask(&listener, transport);
        found(&run, &listener, "net/tcp-closed", &format!("{} refused the TCP connection", listener.address));
    }
}

#[test]
fn silence_over_udp() {
    let listener = listeners::udp_silent();
    let run = ask(&listener, "udp");
    // at 0 and 250 ms; the next would be at 750
    found(&run, &listener, "net/no-answer", "to the first request, sent 2 times over UDP in 0.6 s");
    // Binding and Allocate
    assert_eq!(run.json()["facts"]["servers"][0]["retransmissions"], 2, "{run}");
}

#[test]
fn silence_over_streams() {
    let listener = listeners::tcp(Then::Nothing);
    let run = ask(&listener, "tcp");
    found(&run, &listener, "net/no-answer", "took the connection, and did not answer the first request over TCP in 0.");
    let run = ask(&listener, "tls");
    found(&run, &listener, "tls/no-answer", "the TLS ClientHello was not answered in 0.");
}

#[cfg(target_os = "linux")]
#[test]
fn silence_to_the_tcp_connect() {
    let listener = listeners::tcp_full();
    let run = ask(&listener, "tcp");
    found(&run, &listener, "net/no-answer", &format!("no answer to the TCP connect to {} in 0.6 s", listener.address));
}

#[test]
fn another_service_answers() {
    let http = listeners::tcp(Then::Answer(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
    found(&ask(&http, "tcp"), &http, "net/not-stun", "an HTTP server: `HTTP/1.1 400 Bad Request`");
    let ssh = listeners::tcp(Then::Answer(b"SSH-2.0-OpenSSH_9.2p1\r\n"));
    found(&ask(&ssh, "tcp"), &ssh, "net/not-stun", "an SSH server: `SSH-2.0-OpenSSH_9.2p1`");
    let echo = listeners::udp_answering(<[u8]>::to_vec);
    found(&ask(&echo, "udp"), &echo, "net/not-stun", "an echo service");
    let garbage = || b"\xff\x38\xb4\xe6 not what was asked for".to_vec();
    let noise = listeners::udp_answering(move |_| garbage());
    found(&ask(&noise, "udp"), &noise, "net/not-stun", "something that does not speak STUN: `ff38b4e6");
    let noise = listeners::tcp(Then::Answer(b"\xff\x38\xb4\xe6 not what was asked for"));
    found(&ask(&noise, "tcp"), &noise, "net/not-stun", "something that does not speak STUN: `ff38b4e6");
}

#[test]
fn plain_stun_on_a_tls_port() {
    let listener = listeners::tcp(Then::Answer(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    found(&ask(&listener, "tls"), &listener, "tls/failed", "what the server sent is no TLS");
}

#[test]
fn a_connection_that_is_ended() {
    let closing = listeners::tcp(Then::Close);
    found(&ask(&closing, "tcp"), &closing, "net/ended", "closed the connection after the first STUN request");
    found(&ask(&closing, "tls"), &closing, "net/ended", "closed the connection in the TLS handshake");
    let resetting = listeners::tcp(Then::Reset);
    found(&ask(&resetting, "tcp"), &resetting, "net/dpi", "reset the connection at the first STUN request");
    found(&ask(&resetting, "tls"), &resetting, "net/ended", "reset the connection in the TLS handshake");
}

#[test]
fn an_answer_that_breaks_the_protocol() {
    // a success response to the request's transaction whose one attribute is longer than the message
    let listener = listeners::udp_answering(|request| {
        let mut answer = request.get(..20).unwrap_or(&[0; 20]).to_vec();
        answer.splice(0..4, [1, 1, 0, 12]);
        answer.extend([0x00, 0x20, 0x0f, 0xa0, 0, 1, 2, 3, 4, 5, 6, 7]);
        answer
    });
    found(&ask(&listener, "udp"), &listener, "stun/malformed", "the answer is no sound STUN message: ");
}

#[test]
fn one_bad_server_does_not_hide_a_good_one() {
    let closed = listeners::udp_closed();
    let good = listeners::server();
    let run = ice(&["--json", &format!("stun:{}", closed.address), &format!("stun:{}", good.addr())]);
    found(&run, &closed, "net/udp-closed", "ICMP");
    let report = run.json();
    assert_eq!(report["facts"]["servers"][1]["result"], "ok", "{run}");
    assert_eq!(report["verdict"]["summary"].as_str().unwrap().split(':').next(), Some("1 of 2 servers failed"));
}
