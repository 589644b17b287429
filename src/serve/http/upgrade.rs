//! From a request to a WebSocket (RFC 6455 section 4.2), and from there to whoever speaks over it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use hyper::body::Incoming;
use hyper::header::{HeaderValue, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::reply::{Reply, bare, with, words};

/// Bytes of the longest message, and of what may wait to be written.
const MESSAGE: usize = 1024 * 1024;
const WAITING: usize = 4 * MESSAGE;

/// A byte stream of any kind.
pub(in crate::serve) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A TCP or TLS stream.
pub(in crate::serve) type BoxedStream = Box<dyn Io>;

/// An accepted WebSocket.
pub(in crate::serve) type Socket = WebSocketStream<BoxedStream>;

type Speaking = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a connection goes on with once HTTP is over.
#[derive(Default)]
pub(super) struct Afterwards(Mutex<Option<Speaking>>);

impl Afterwards {
    /// What was left by [`upgrade`].
    pub(super) fn take(&self) -> Option<Speaking> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Whether a request asks for a WebSocket.
pub(super) fn is_asked(request: &Request<Incoming>) -> bool {
    request
        .headers()
        .get(UPGRADE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("websocket")))
}

/// Whether a request offers this subprotocol.
pub(super) fn offers(request: &Request<Incoming>, subprotocol: &str) -> bool {
    request
        .headers()
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|word| word.trim() == subprotocol)
}

/// Accepts a WebSocket, on which `speak` goes on after the answer is written.
pub(super) fn upgrade<F, S>(
    mut request: Request<Incoming>,
    subprotocol: Option<&'static str>,
    afterwards: &Afterwards,
    speak: F,
) -> Reply
where
    F: FnOnce(Socket) -> S + Send + 'static,
    S: Future<Output = ()> + Send,
{
    let mut head = Request::new(());
    *head.method_mut() = request.method().clone();
    *head.version_mut() = request.version();
    *head.headers_mut() = request.headers().clone();
    let Ok(accepted) = create_response(&head) else {
        return words(StatusCode::BAD_REQUEST, "not a WebSocket upgrade of version 13");
    };
    let upgraded = hyper::upgrade::on(&mut request);
    let speaking = async move {
        let Ok(stream) = upgraded.await else { return };
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE))
            .max_frame_size(Some(MESSAGE))
            .max_write_buffer_size(WAITING);
        let stream: BoxedStream = Box::new(TokioIo::new(stream));
        speak(WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await).await;
    };
    *afterwards.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::pin(speaking));
    let mut reply = bare(StatusCode::SWITCHING_PROTOCOLS);
    *reply.headers_mut() = accepted.headers().clone();
    match subprotocol {
        Some(name) => with(reply, SEC_WEBSOCKET_PROTOCOL, name),
        None => reply,
    }
}

/// What says with 426 which protocol is spoken here (RFC 9110 section 15.5.22).
pub(super) fn required() -> Reply {
    let mut reply = words(StatusCode::UPGRADE_REQUIRED, "this is a WebSocket");
    reply.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
    reply
}
