//! The server of the self-test.

use crate::command::Failure;
use crate::net::ws;
use crate::probe::signaling::WsUrl;
use crate::serve::echo::echo;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Embedded {
    /// Where it is.
    pub url: WsUrl,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts the echo peer behind a WebSocket listener on loopback.
///
/// # Errors
/// When the operating system gives no port.
pub async fn embedded() -> Result<Embedded, Failure> {
    let refused = |error: std::io::Error| Failure::untestable(format!("start the embedded server: {error}"));
    let listener = ws::listen().await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let url = WsUrl { secure: false, host: address.ip().to_string(), port: address.port(), path: "/echo".to_owned() };
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                if let Ok(socket) = ws::accept(stream).await {
                    // The client is told of a failure, and reports it.
                    drop(echo(socket, address.ip()).await);
                }
            });
        }
    });
    Ok(Embedded { url, task })
}
