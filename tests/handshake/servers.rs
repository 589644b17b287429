//! Small servers at free ports of loopback.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rtcdiag::facts::handshake::Handshake;
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::net::ws;
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::serve::echo::echo;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
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

/// A web server: `answer` gives the status with headers, and the body, for a method; an empty status is no answer. Also
/// gives the list of requests that came.
pub(crate) async fn http<F>(answer: F) -> (String, Arc<Mutex<Vec<String>>>)
where
    F: Fn(&str) -> (String, String) + Send + Sync + 'static,
{
    let (requests, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(answer));
    let seen = Arc::clone(&requests);
    let url = listen(move |stream| {
        let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
        async move {
            let mut stream = BufReader::new(stream);
            while let Some((method, path)) = request(&mut stream).await {
                seen.lock().unwrap().push(format!("{method} {path}"));
                let (head, body) = answer(&method);
                if head.is_empty() {
                    std::future::pending::<()>().await;
                }
                let text = format!("HTTP/1.1 {head}Content-Length: {}\r\n\r\n{body}", body.len());
                if stream.get_mut().write_all(text.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    })
    .await;
    let host = url.trim_start_matches("ws://").split('/').next().unwrap_or_default().to_owned();
    (format!("http://{host}/whip"), requests)
}

/// Reads a request to its end, and gives its method and path.
async fn request(stream: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let (mut first, mut length) = (String::new(), 0);
    stream.read_line(&mut first).await.ok().filter(|read| *read > 0)?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    stream.read_exact(&mut vec![0; length]).await.ok()?;
    let mut words = first.split(' ').map(str::to_owned);
    Some((words.next()?, words.next()?))
}

/// Runs a handshake with a deadline of `timeout_ms`, and never longer than 5 s.
pub(crate) async fn handshake(url: &str, timeout_ms: u64) -> Handshake {
    let options = Options::plain(SignalingUrl::parse(url).unwrap(), Duration::from_millis(timeout_ms));
    let run = run(&options, std::future::pending());
    tokio::time::timeout(Duration::from_secs(5), run).await.expect("a run ends by its deadline").unwrap()
}
