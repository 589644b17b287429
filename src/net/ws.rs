//! WebSockets over streams that were connected and timed (RFC 6455 section 4).
//!
//! For: signaling. Not for: following redirects; browsers do not follow them on an upgrade either.

use std::net::Ipv4Addr;

use hyper::HeaderMap;
use hyper::header::{HeaderValue, SEC_WEBSOCKET_PROTOCOL};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::{ProtocolError, SubProtocolError};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, accept_async_with_config, client_async_with_config};

use super::reach::Stream;
use crate::facts::handshake::Failure;
use crate::probe::signaling::SignalingUrl;

/// Largest frame and message.
const LIMIT: usize = 1 << 20;

/// A connected WebSocket.
pub type Socket = WebSocketStream<Stream>;

/// What comes from a socket: a message, an error, or its end.
pub type Incoming = Option<Result<Message, Error>>;

/// The limits of every WebSocket, ours and those that we serve.
fn limits() -> WebSocketConfig {
    WebSocketConfig::default().max_message_size(Some(LIMIT)).max_frame_size(Some(LIMIT))
}

/// A listener at a free port of the loopback interface.
///
/// # Errors
/// When the operating system refuses.
pub async fn listen() -> std::io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

/// The server's side of the upgrade.
///
/// # Errors
/// When the client does not speak WebSocket.
pub async fn accept(stream: TcpStream) -> Result<WebSocketStream<TcpStream>, Error> {
    // A matter of speed alone.
    let _ = stream.set_nodelay(true);
    accept_async_with_config(stream, Some(limits())).await
}

/// Upgrades `stream`, with `headers` and perhaps a subprotocol; also gives the status.
///
/// # Errors
/// When the server does not upgrade.
pub async fn upgrade(
    url: &SignalingUrl,
    stream: Stream,
    headers: &HeaderMap,
    subprotocol: Option<&str>,
) -> Result<(Socket, u16), Failure> {
    let mut request = url.expose().into_client_request().map_err(failure)?;
    if let Some(value) = subprotocol.and_then(|name| HeaderValue::from_str(name).ok()) {
        request.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, value);
    }
    for (name, value) in headers {
        request.headers_mut().insert(name, value.clone());
    }
    let (socket, response) = client_async_with_config(request, stream, Some(limits())).await.map_err(failure)?;
    Ok((socket, response.status().as_u16()))
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Http(response) => {
            let status = response.status();
            let reason = status.canonical_reason().unwrap_or("no such status");
            Failure::Upgrade { status: Some(status.as_u16()), why: format!("HTTP {} {reason}", status.as_u16()) }
        }
        Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(error)) => {
            let why = match error {
                SubProtocolError::NoSubProtocol => "it does not speak the subprotocol that was asked for",
                SubProtocolError::InvalidSubProtocol => "it speaks another subprotocol than the one that was asked for",
                SubProtocolError::ServerSentSubProtocolNoneRequested => {
                    "it speaks a subprotocol that was not asked for"
                }
            };
            Failure::Upgrade { status: Some(101), why: why.to_owned() }
        }
        Error::Io(error) => Failure::Upgrade { status: None, why: error.to_string() },
        error => Failure::Upgrade { status: None, why: error.to_string() },
    }
}
