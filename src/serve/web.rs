//! HTTP on the server's port: the WebSocket upgrades of `/ws?room=R` and `/echo`, and short answers to all else.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::machine::TryParse;
use tokio_tungstenite::tungstenite::handshake::server::{Request, create_response, write_response};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::driver::Shared;
use super::stream::OPENING;

/// Bytes of the longest HTTP head, and of the longest WebSocket message.
const HEAD: usize = 8 * 1024;
const MESSAGE: usize = 1024 * 1024;

/// A byte stream of any kind.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A TCP or TLS stream.
pub type BoxedStream = Box<dyn Io>;

/// An accepted WebSocket.
pub type Socket = WebSocketStream<BoxedStream>;

/// What serves the WebSockets that come to `/echo`.
#[derive(Clone)]
pub struct EchoHandler(Arc<dyn Fn(Socket) -> Handling + Send + Sync>);

type Handling = Pin<Box<dyn Future<Output = ()> + Send>>;

impl EchoHandler {
    /// A handler that serves one socket until its future ends; the future is dropped when the server ends.
    pub fn new<F, Serving>(serve: F) -> Self
    where
        F: Fn(Socket) -> Serving + Send + Sync + 'static,
        Serving: Future<Output = ()> + Send + 'static,
    {
        Self(Arc::new(move |socket| Box::pin(serve(socket))))
    }
}

impl fmt::Debug for EchoHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EchoHandler")
    }
}

/// Where a request goes.
#[derive(Debug, Eq, PartialEq)]
enum Route {
    Room(String),
    Echo,
    Plain(u16, &'static str, &'static str),
}

/// Serves one request on `stream`, of which `head` was read already.
pub(super) async fn serve(shared: &Arc<Shared>, mut stream: BoxedStream, head: Vec<u8>) {
    let (request, rest) = match timeout(OPENING, read_head(&mut stream, head)).await {
        Ok(Some(read)) => read,
        Ok(None) => return answer(&mut stream, 400, "Bad Request", "not a GET request of HTTP/1.1\n").await,
        Err(_) => return answer(&mut stream, 408, "Request Timeout", "the request did not end\n").await,
    };
    match (route(&request), &shared.echo) {
        (Route::Plain(code, reason, text), _) => answer(&mut stream, code, reason, text).await,
        (Route::Room(room), _) => {
            if let Some(socket) = upgrade(stream, &request, rest).await {
                shared.rooms.serve(&room, socket).await;
            }
        }
        (Route::Echo, Some(EchoHandler(handle))) => {
            if let Some(socket) = upgrade(stream, &request, rest).await {
                handle(socket).await;
            }
        }
        (Route::Echo, None) => answer(&mut stream, 404, "Not Found", "there is no echo peer here\n").await,
    }
}

fn route(request: &Request) -> Route {
    let upgrades = request.headers().contains_key("Upgrade");
    match request.uri().path() {
        "/" => Route::Plain(200, "OK", "rtcdiag: STUN, TURN, signaling at /ws?room=NAME, echo peer at /echo\n"),
        "/ws" | "/echo" if !upgrades => Route::Plain(426, "Upgrade Required", "this is a WebSocket\n"),
        "/ws" => match room(request.uri().query().unwrap_or_default()) {
            Some(room) => Route::Room(room.to_owned()),
            None => Route::Plain(400, "Bad Request", "the room is missing: /ws?room=NAME\n"),
        },
        "/echo" => Route::Echo,
        _ => Route::Plain(404, "Not Found", "there is / and /ws?room=NAME and /echo\n"),
    }
}

fn room(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("room=")).filter(|room| !room.is_empty())
}

/// The request's head, and the bytes that came after it.
async fn read_head(stream: &mut BoxedStream, mut head: Vec<u8>) -> Option<(Request, Vec<u8>)> {
    loop {
        match Request::try_parse(&head) {
            Ok(Some((length, request))) => return Some((request, head.split_off(length.min(head.len())))),
            Ok(None) if head.len() < HEAD => {}
            Ok(None) | Err(_) => return None,
        }
        if !matches!(stream.read_buf(&mut head).await, Ok(length) if length > 0) {
            return None;
        }
    }
}

async fn upgrade(mut stream: BoxedStream, request: &Request, rest: Vec<u8>) -> Option<Socket> {
    let Ok(response) = create_response(request) else {
        answer(&mut stream, 400, "Bad Request", "not a WebSocket upgrade of version 13\n").await;
        return None;
    };
    let mut head = Vec::new();
    write_response(&mut head, &response).ok()?;
    stream.write_all(&head).await.ok()?;
    stream.flush().await.ok()?;
    let config = WebSocketConfig::default().max_message_size(Some(MESSAGE)).max_frame_size(Some(MESSAGE));
    Some(WebSocketStream::from_partially_read(stream, rest, Role::Server, Some(config)).await)
}

/// Answers and closes; what the client does with it is its own affair. `Upgrade` says what else is spoken here, as
/// RFC 9110 section 15.5.22 wants with 426.
async fn answer(stream: &mut BoxedStream, code: u16, reason: &str, text: &str) {
    let length = text.len();
    let response = format!(
        "HTTP/1.1 {code} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\
         Upgrade: websocket\r\nConnection: close, upgrade\r\n\r\n{text}"
    );
    drop(
        timeout(OPENING, async {
            stream.write_all(response.as_bytes()).await?;
            stream.shutdown().await
        })
        .await,
    );
}
