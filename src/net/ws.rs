//! A WebSocket client that times each step of its way there: name, TCP, TLS, upgrade (RFC 6455 section 4).
//!
//! For: signaling. Not for: following redirects; browsers do not follow them on an upgrade either.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, accept_async_with_config, client_async_with_config};

use super::handshake::Clock;
use crate::facts::handshake::{Failure, PhaseId};
use crate::probe::signaling::WsUrl;

/// Largest frame and message.
const LIMIT: usize = 1 << 20;

/// What a WebSocket can run over.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connected WebSocket.
pub type Socket = WebSocketStream<Box<dyn Stream>>;

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
    // As for the client: a matter of speed alone.
    let _ = stream.set_nodelay(true);
    accept_async_with_config(stream, Some(limits())).await
}

/// The addresses of the URL's host, in the order in which the system prefers them; an address needs no name service.
///
/// # Errors
/// When the name has none.
pub async fn resolve(url: &WsUrl, clock: &mut Clock) -> Result<Vec<SocketAddr>, Failure> {
    if let Some(address) = url.address() {
        return Ok(vec![SocketAddr::new(address, url.port)]);
    }
    clock.begin(PhaseId::Dns);
    let found = tokio::net::lookup_host((url.host.as_str(), url.port)).await;
    let missing = |why: String| Failure::NameNotFound { name: url.host.clone(), why };
    let addresses: Vec<_> = found.map_err(|error| missing(error.to_string()))?.collect();
    if addresses.is_empty() {
        return Err(missing("no A or AAAA record".to_owned()));
    }
    let shown: Vec<_> = addresses.iter().map(|a| a.ip().to_string()).collect();
    clock.end(PhaseId::Dns, shown.join(", "));
    Ok(addresses)
}

/// Connects to the first of `addresses` that lets us, and upgrades.
///
/// # Errors
/// With the step that failed.
pub async fn connect(url: &WsUrl, addresses: &[SocketAddr], clock: &mut Clock) -> Result<Socket, Failure> {
    clock.begin(PhaseId::Tcp);
    let (stream, address) = tcp(url, addresses).await?;
    clock.end(PhaseId::Tcp, address.to_string());
    let stream: Box<dyn Stream> = if url.secure {
        clock.begin(PhaseId::Tls);
        let stream = tls(&url.host, stream).await.map_err(|why| Failure::Tls { why })?;
        let newest = stream.get_ref().1.protocol_version() == Some(rustls::ProtocolVersion::TLSv1_3);
        clock.end(PhaseId::Tls, if newest { "TLS 1.3" } else { "TLS 1.2" }.to_owned());
        Box::new(stream)
    } else {
        Box::new(stream)
    };
    clock.begin(PhaseId::WsUpgrade);
    let (socket, response) =
        client_async_with_config(url.expose(), stream, Some(limits())).await.map_err(upgrade_failure)?;
    clock.end(PhaseId::WsUpgrade, format!("HTTP {}", response.status().as_u16()));
    Ok(socket)
}

async fn tcp(url: &WsUrl, addresses: &[SocketAddr]) -> Result<(TcpStream, SocketAddr), Failure> {
    let mut failure = Failure::NameNotFound { name: url.host.clone(), why: "no A or AAAA record".to_owned() };
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Without it a small frame may wait for the acknowledgement of the one before. It is a matter of
                // speed alone, so a refusal is let be.
                let _ = stream.set_nodelay(true);
                return Ok((stream, *address));
            }
            Err(error) => {
                let refused = error.kind() == ErrorKind::ConnectionRefused;
                failure = Failure::Tcp { address: *address, why: error.to_string(), refused };
            }
        }
    }
    Err(failure)
}

async fn tls(host: &str, stream: TcpStream) -> Result<tokio_rustls::client::TlsStream<TcpStream>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| error.to_string())?
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| error.to_string())
}

fn upgrade_failure(error: Error) -> Failure {
    match error {
        Error::Http(response) => {
            let status = response.status();
            let reason = status.canonical_reason().unwrap_or("no such status");
            Failure::Upgrade { status: Some(status.as_u16()), why: format!("HTTP {} {reason}", status.as_u16()) }
        }
        Error::Io(error) => Failure::Upgrade { status: None, why: error.to_string() },
        error => Failure::Upgrade { status: None, why: error.to_string() },
    }
}
