//! The signaling relay and plain HTTP.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rtcdiag::serve::{Counts, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use super::client::tls;
use super::{server, settles};

type Client = WebSocketStream<TcpStream>;

async fn open(server: &Server, url: &str) -> Client {
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    tokio_tungstenite::client_async(url, stream).await.unwrap().0
}

async fn next(client: &mut Client) -> Message {
    timeout(Duration::from_secs(5), client.next()).await.expect("a frame comes").unwrap().unwrap()
}

async fn members(server: &Server, members: usize) {
    settles(server, Counts { members, ..Counts::default() }).await;
}

/// What plain HTTP answers, until the end of the stream.
async fn http(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(Duration::from_secs(8), stream.read_to_string(&mut answer)).await.expect("it ends").unwrap();
    answer
}

#[tokio::test]
async fn frames_go_to_the_others_of_the_room_verbatim_and_in_order() {
    let server = server().await;
    let mut alice = open(&server, &server.ws_url("r")).await;
    let mut bob = open(&server, &server.ws_url("r")).await;
    let mut carol = open(&server, &server.ws_url("r")).await;
    let mut other = open(&server, &server.ws_url("s")).await;
    members(&server, 4).await;
    let frames = [
        Message::text("{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}"),
        Message::binary(vec![0, 255, 128]),
        Message::text(""),
        Message::text("\u{1F980}".repeat(10_000)),
    ];
    for frame in &frames {
        alice.send(frame.clone()).await.unwrap();
    }
    for frame in &frames {
        assert_eq!(&next(&mut bob).await, frame);
        assert_eq!(&next(&mut carol).await, frame);
    }
    bob.send(Message::text("answer")).await.unwrap();
    assert_eq!(next(&mut alice).await, Message::text("answer"), "the sender hears nothing of its own");
    other.send(Message::Ping(vec![7].into())).await.unwrap();
    assert_eq!(next(&mut other).await, Message::Pong(vec![7].into()), "another room hears nothing");
    drop(carol);
    members(&server, 3).await;
    alice.close(None).await.unwrap();
    members(&server, 2).await;
}

#[tokio::test]
async fn rooms_and_frames_are_bounded() {
    let server = server().await;
    let mut all = Vec::new();
    for _ in 0..16 {
        all.push(open(&server, &server.ws_url("full")).await);
    }
    members(&server, 16).await;
    let mut late = open(&server, &server.ws_url("full")).await;
    assert!(matches!(next(&mut late).await, Message::Close(Some(frame)) if frame.reason.contains("full")));
    all.truncate(1);
    members(&server, 1).await;
    let mut big = open(&server, &server.ws_url("full")).await;
    members(&server, 2).await;
    let edge = Message::binary(vec![7; 1024 * 1024]);
    big.send(edge.clone()).await.unwrap();
    assert_eq!(next(&mut all[0]).await, edge);
    // The server may end the stream before all is written.
    drop(big.send(Message::binary(vec![7; 1024 * 1024 + 1])).await);
    members(&server, 1).await;
}

#[tokio::test]
async fn who_does_not_read_is_put_out_and_the_others_go_on() {
    let server = server().await;
    let mut fast = open(&server, &server.ws_url("r")).await;
    let mut reader = open(&server, &server.ws_url("r")).await;
    let _stuck = open(&server, &server.ws_url("r")).await;
    members(&server, 3).await;
    for _ in 0..128 {
        fast.send(Message::binary(vec![7; 256 * 1024])).await.unwrap();
        next(&mut reader).await;
    }
    members(&server, 2).await;
}

#[tokio::test]
async fn a_socket_over_tls_is_the_same() {
    let server = server().await;
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    let stream = tls(&server, "localhost", stream).await.unwrap();
    let url = server.ws_url("r").replace("ws:", "wss:");
    let (mut secure, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
    let mut plain = open(&server, &server.ws_url("r")).await;
    members(&server, 2).await;
    secure.send(Message::text("hi")).await.unwrap();
    assert_eq!(next(&mut plain).await, Message::text("hi"));
}

#[tokio::test]
async fn plain_http_is_answered_and_ended() {
    let server = server().await;
    let host = format!("Host: {}\r\nConnection: close\r\n", server.addr());
    let upgrade = format!(
        "Host: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        server.addr()
    );
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\n{host}\r\n"), "200"),
        (format!("GET /nowhere HTTP/1.1\r\n{host}\r\n"), "404"),
        (format!("POST / HTTP/1.1\r\n{host}\r\n"), "405"),
        (format!("GET /ws?room=r HTTP/1.1\r\n{host}\r\n"), "426"),
        (format!("GET /ws?room=r HTTP/1.1\r\n{host}Upgrade: websocket\r\n\r\n"), "400"),
        (format!("GET /ws HTTP/1.1\r\n{upgrade}Connection: close\r\n\r\n"), "400"),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), "421"),
        ("NONSENSE\r\n\r\n".to_owned(), "400"),
        (format!("GET /{} HTTP/1.1\r\n", "x".repeat(20_000)), "431"),
    ] {
        let answer = http(&server, &request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request:.40} -> {answer:.40}");
    }
}

#[tokio::test]
async fn a_request_that_does_not_end_is_ended() {
    let server = server().await;
    let (slow, silent) = tokio::join!(http(&server, "GET / HTTP/1.1\r\nHost:"), http(&server, ""));
    assert_eq!((slow.as_str(), silent.as_str()), ("", ""));
}
