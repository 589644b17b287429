//! Who means no good: strangers' pages and names, and clients who send too much, too slowly, or too often.

use std::time::Duration;

use rtcdiag::serve::{Allowed, Counts, ServeConfig, Server};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::caller::{Caller, ask, raw};
use super::dialects::Socket;
use super::{server, settles};

const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

#[tokio::test]
async fn strangers_are_turned_away_everywhere() {
    let server = server().await;
    let offer = Caller::new().await.offer;
    for path in
        ["/echo", "/ws?room=r", "/janus", "/peerjs?key=peerjs&id=a&token=t", "/socket.io/?EIO=4&transport=websocket"]
    {
        for (header, status) in [
            ("Host: rebound.example", 421),
            ("Host: 192.0.2.1", 421),
            ("Origin: https://evil.example", 403),
            ("Origin: null", 403),
        ] {
            let answer = ask(&server, "GET", path, &[UPGRADE, header], "").await;
            assert_eq!(answer.status, status, "{path} {header}");
        }
    }
    for path in ["/whip", "/whep", "/offer", "/faults/200/whip"] {
        let headers = ["Content-Type: application/sdp", "Origin: https://evil.example"];
        assert_eq!(ask(&server, "POST", path, &headers, &offer).await.status, 403, "{path}");
        let headers = ["Content-Type: application/sdp", "Host: rebound.example"];
        assert_eq!(ask(&server, "POST", path, &headers, &offer).await.status, 421, "{path}");
    }
    assert_eq!(ask(&server, "GET", "/", &["Host: rebound.example"], "").await.status, 421);
    settles(&server, Counts::default()).await;
}

#[tokio::test]
async fn names_and_pages_can_be_let_in() {
    let allowed = Allowed {
        names: vec!["dev.example".to_owned()],
        origins: vec!["https://app.example".to_owned(), "null".to_owned()],
        private: false,
    };
    let server = Server::start(ServeConfig { allowed, ..ServeConfig::default() }).await.unwrap();
    for header in
        ["Host: dev.example:99", "Origin: https://app.example", "Origin: null", "Origin: http://localhost:3000"]
    {
        let answer = ask(&server, "GET", "/", &[header], "").await;
        assert_eq!(answer.status, 200, "{header}");
        if let Some(origin) = header.strip_prefix("Origin: ") {
            assert_eq!(answer.header("access-control-allow-origin"), origin);
        }
    }
}

#[tokio::test]
async fn frames_too_long_or_too_many_end_their_socket() {
    let server = server().await;
    let mut socket = Socket::open(&server, "/echo").await;
    // The server may end the stream before all is written.
    drop(timeout(Duration::from_secs(5), socket.try_text(&"x".repeat((1 << 20) + 1))).await);
    assert!(matches!(socket.frame().await, tokio_tungstenite::tungstenite::Message::Close(_)));
    let mut socket = Socket::open(&server, "/echo").await;
    for _ in 0..2000 {
        if !socket.try_text("x").await {
            break;
        }
    }
    assert!(matches!(socket.frame().await, tokio_tungstenite::tungstenite::Message::Close(_)));
}

#[tokio::test]
async fn one_client_has_few_calls() {
    let server = server().await;
    let mut socket = Socket::open(&server, "/peerjs?key=peerjs&id=a&token=t").await;
    socket.hear().await;
    let offer = Caller::new().await.offer;
    for n in 0..6 {
        let payload =
            json!({ "sdp": { "type": "offer", "sdp": offer }, "type": "data", "connectionId": n.to_string() });
        socket.say(json!({ "type": "OFFER", "dst": "echo", "payload": payload })).await;
    }
    let mut refused = 0;
    while refused < 2 {
        refused += usize::from(socket.hear().await["type"] == "ERROR");
    }
    assert_eq!(server.counts().peers, 4);
    // Calls that never come about end, at the latest, with their time; here with their server.
}

/// It takes as long as the server has patience.
#[cfg(feature = "peers")]
#[tokio::test]
async fn heads_and_bodies_that_trickle_are_cut_off() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::caller::parse;

    let server = server().await;
    let host = server.addr();
    let slow = async |first: String, piece: &'static [u8]| {
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(first.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let feed = async {
            let (mut reader, mut writer) = stream.split();
            tokio::select! {
                () = async { while writer.write_all(piece).await.is_ok() { tokio::time::sleep(Duration::from_millis(200)).await; } std::future::pending::<()>().await } => {}
                read = reader.read_to_end(&mut answer) => drop(read),
            }
        };
        timeout(Duration::from_secs(14), feed).await.expect("it is cut off");
        String::from_utf8_lossy(&answer).into_owned()
    };
    let post = format!(
        "POST /whip HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sdp\r\nContent-Length: 100000\r\n\r\n"
    );
    let (head, body) = tokio::join!(slow("GET / HTTP/1.1\r\n".to_owned(), b"X-A: b\r\n"), slow(post, b"v"));
    assert_eq!(head, "");
    assert_eq!(parse(&body).status, 408);
}

#[tokio::test]
async fn thousands_of_connections_leave_the_server_answering() {
    let server = server().await;
    let mut held = Vec::new();
    for _ in 0..2000 {
        if let Ok(Ok(stream)) = timeout(Duration::from_millis(500), TcpStream::connect(server.addr())).await {
            held.push(stream);
        }
    }
    assert!(held.len() > 512, "{} connections", held.len());
    drop(held);
    // Places come back as those who took them go.
    let until = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        let request = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.addr());
        if raw(&server, &request).await.starts_with("HTTP/1.1 200") {
            break;
        }
        assert!(tokio::time::Instant::now() < until, "the server answers again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
