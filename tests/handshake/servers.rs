//! Small servers at free ports of loopback.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rtcdiag::facts::handshake::Handshake;
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::net::ws;
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::serve::echo::echo;
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// Runs `serve` for each connection; the returned URL has the path `/ws?room=test`.
pub(crate) async fn listen<F, R>(serve: F) -> String
where
    F: Fn(TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = ws::listen().await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    url(address)
}

pub(crate) fn url(address: SocketAddr) -> String {
    format!("ws://{address}/ws?room=test")
}

pub(crate) async fn upgrade(stream: TcpStream) -> WebSocketStream<TcpStream> {
    ws::accept(stream).await.unwrap()
}

/// A TCP connection to the host and port of `url`.
pub(crate) async fn connect(url: &str) -> TcpStream {
    let url = SignalingUrl::parse(url).unwrap();
    TcpStream::connect((url.host.as_str(), url.port)).await.unwrap()
}

/// The echo peer for every connection.
pub(crate) async fn echo_server() -> String {
    listen(|stream| async {
        let address = stream.local_addr().unwrap().ip();
        echo(upgrade(stream).await, address).await;
    })
    .await
}

/// One room: what one connection sends, all others get.
pub(crate) async fn relay_server() -> String {
    let (room, _) = broadcast::channel::<(SocketAddr, String)>(64);
    let room = Arc::new(room);
    listen(move |stream| {
        let (room, mut others) = (Arc::clone(&room), room.subscribe());
        async move {
            let me = stream.peer_addr().unwrap();
            let mut socket = upgrade(stream).await;
            loop {
                tokio::select! {
                    frame = socket.next() => match frame {
                        Some(Ok(Message::Text(text))) => drop(room.send((me, text.to_string()))),
                        Some(Ok(_)) => {}
                        Some(Err(_)) | None => return,
                    },
                    Ok((from, text)) = others.recv() => {
                        if from != me && socket.send(Message::text(text)).await.is_err() {
                            return;
                        }
                    }
                }
            }
        }
    })
    .await
}

/// Runs a handshake with a deadline of `timeout_ms`, and never longer than 5 s.
pub(crate) async fn handshake(url: &str, timeout_ms: u64) -> Handshake {
    let options = Options::plain(SignalingUrl::parse(url).unwrap(), Duration::from_millis(timeout_ms));
    let run = run(&options, std::future::pending());
    tokio::time::timeout(Duration::from_secs(5), run).await.expect("a run ends by its deadline").unwrap()
}
