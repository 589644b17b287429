use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use rtcdiag::facts::handshake::{End, Failure, PhaseId};
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::net::ws;
use rtcdiag::probe::signaling::SignalingUrl;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::servers::{connect, echo_server, handshake, listen, upgrade, url};

#[tokio::test]
async fn a_closed_port_is_a_fact() {
    let listener = ws::listen().await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let facts = handshake(&url(address), 2000).await;
    assert!(matches!(facts.end, End::Failed(Failure::Tcp { refused: true, .. })), "{:?}", facts.end);
}

#[tokio::test]
async fn a_name_without_address_is_a_fact() {
    let facts = handshake("ws://does-not-exist.invalid/", 4000).await;
    let End::Failed(failure) = &facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(failure.phase(), "dns", "{failure:?}");
}

#[tokio::test]
async fn a_server_that_does_not_upgrade_is_named_by_its_status() {
    let server = listen(|mut stream| async move {
        let mut request = [0; 1024];
        let _ = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").await.unwrap();
    })
    .await;
    let facts = handshake(&server, 2000).await;
    let End::Failed(Failure::Upgrade { status, .. }) = facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(status, Some(403));
}

#[tokio::test]
async fn tls_with_a_server_that_speaks_none_fails_in_tls() {
    let server = listen(|mut stream| async move {
        let mut hello = [0; 4096];
        let _ = stream.read(&mut hello).await.unwrap();
        stream.write_all(b"SSH-2.0-not-tls\r\n").await.unwrap();
    })
    .await;
    let facts = handshake(&server.replace("ws://", "wss://"), 2000).await;
    assert!(matches!(facts.end, End::Failed(Failure::Tls { .. })), "{:?}", facts.end);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_fails_in_tls() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let server = listen(move |stream| {
        let acceptor = acceptor.clone();
        async move { drop(acceptor.accept(stream).await) }
    })
    .await;
    let facts = handshake(&server.replace("ws://", "wss://"), 3000).await;
    let End::Failed(Failure::Tls { why, .. }) = &facts.end else { panic!("{:?}", facts.end) };
    assert!(why.to_lowercase().contains("certificate"), "{why}");
}

#[tokio::test]
async fn the_echo_peer_says_why_it_cannot_answer() {
    let url = echo_server().await;
    let (mut socket, _) = client_async(&url, connect(&url).await).await.unwrap();
    socket.send(Message::text(r#"{"type":"offer","sdp":"nonsense"}"#)).await.unwrap();
    let frame = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap();
    let frame: serde_json::Value = serde_json::from_str(frame.to_text().unwrap()).unwrap();
    assert_eq!(frame["type"], "error");
    assert!(frame["message"].as_str().unwrap().starts_with("could not set the remote description"), "{frame}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_left_at_the_deadline() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let started = Instant::now();
    let facts = handshake(&server, 300).await;
    let took = started.elapsed();
    let End::Failed(Failure::Stalled { phase, waited_ms }) = facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(phase, PhaseId::Answer);
    assert!(waited_ms > 100.0 && waited_ms < 1000.0, "{waited_ms}");
    assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test]
async fn a_server_that_takes_the_connection_and_says_nothing_is_left_at_the_deadline() {
    let server = listen(|mut stream| async move {
        let mut bytes = [0; 1024];
        while let Ok(1..) = stream.read(&mut bytes).await {}
    })
    .await;
    let facts = handshake(&server, 200).await;
    let End::Failed(failure) = &facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(failure.phase(), "ws_upgrade", "{failure:?}");
}

#[tokio::test]
async fn a_server_that_closes_tells_its_code_and_reason() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        let _ = socket.next().await;
        let close = CloseFrame { code: 1008.into(), reason: "room is full".into() };
        socket.close(Some(close)).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let facts = handshake(&server, 2000).await;
    let want = Failure::Closed { code: Some(1008), reason: "room is full".to_owned() };
    assert_eq!(facts.end, End::Failed(want));
}

#[tokio::test]
async fn garbage_frames_are_counted_and_passed_over() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        let garbage = ["", "{", "[[[[", r#"{"type":7}"#, r#"{"type":"candidate","candidate":{"candidate":"\u0000"}}"#];
        for text in garbage {
            socket.send(Message::text(text)).await.unwrap();
        }
        socket.send(Message::binary(vec![0xff; 100])).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let facts = handshake(&server, 400).await;
    assert!(matches!(facts.end, End::Failed(Failure::Stalled { phase: PhaseId::Answer, .. })), "{:?}", facts.end);
    assert_eq!(facts.signaling.unknown_frames, 4);
}

#[tokio::test]
async fn a_flood_is_bounded_and_the_deadline_is_kept() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        let frames =
            [r#"{"type":"ready"}"#, "{}", r#"{"candidate":{"candidate":"candidate:1 1 udp 1 127.0.0.1 9 typ host"}}"#];
        for text in frames.iter().cycle() {
            if socket.send(Message::text(*text)).await.is_err() {
                return;
            }
        }
    })
    .await;
    let started = Instant::now();
    let facts = handshake(&server, 400).await;
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(facts.signaling.unknown_frames > 500 && facts.moments.len() <= 500, "{} moments", facts.moments.len());
}

#[tokio::test]
async fn bytes_that_are_no_frames_and_frames_beyond_the_limit_end_the_exchange() {
    let garbage = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        socket.get_mut().write_all(&[0xff; 64]).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let huge = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        let _ = socket.send(Message::text("x".repeat((1 << 20) + 1))).await;
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    for server in [garbage, huge] {
        let facts = handshake(&server, 2000).await;
        assert!(matches!(facts.end, End::Failed(Failure::Closed { code: None, .. })), "{:?}", facts.end);
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_fails_in_sdp() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        let _ = socket.next().await;
        socket.send(Message::text(r#"{"type":"answer","sdp":"v=0\r\nnonsense"}"#)).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let facts = handshake(&server, 2000).await;
    let End::Failed(failure) = &facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(failure.phase(), "sdp", "{failure:?}");
}

#[tokio::test]
async fn an_error_from_the_server_is_passed_on() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        socket.send(Message::text(r#"{"type":"error","message":"no such room"}"#)).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let facts = handshake(&server, 2000).await;
    assert_eq!(facts.end, End::Failed(Failure::Refused { message: "no such room".to_owned() }));
}

#[tokio::test]
async fn a_cancelled_run_ends_at_once_with_what_was_seen() {
    let server = listen(|stream| async {
        let mut socket = upgrade(stream).await;
        while let Some(Ok(_)) = socket.next().await {}
    })
    .await;
    let options = Options::plain(SignalingUrl::parse(&server).unwrap(), Duration::from_secs(60));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let run = tokio::spawn(async move { run(&options, async { drop(stopped.await) }).await.unwrap() });
    tokio::task::yield_now().await;
    stop.send(()).unwrap();
    let facts = tokio::time::timeout(Duration::from_secs(5), run).await.unwrap().unwrap();
    assert_eq!(facts.end, End::Interrupted);
    assert_eq!(facts.phases.first().unwrap().id, PhaseId::Tcp);
}
