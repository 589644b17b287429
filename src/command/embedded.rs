//! The embedded server as the self-tests and `rtcdiag serve` start it: with the echo peer behind `/echo`.

use std::net::SocketAddr;

use super::Failure;
use crate::serve::echo::echo;
use crate::serve::{EchoHandler, ServeConfig, Server};

/// Starts the server at `listen`, a loopback address.
///
/// # Errors
/// When the address is not loopback (exit 2), or cannot be had (exit 3).
pub async fn start(listen: SocketAddr) -> Result<Server, Failure> {
    let handler = EchoHandler::new(move |socket| async move {
        // The client is told of a failure, and reports it.
        drop(echo(socket, listen.ip()).await);
    });
    let config = ServeConfig { listen, echo: Some(handler), ..ServeConfig::default() };
    Server::start(config).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidInput => Failure::usage(format!("listen at `{listen}`: {error}"))
            .hint("the embedded server is for loopback alone: `--listen 127.0.0.1:0`"),
        _ => Failure::untestable(format!("listen at `{listen}`: {error}")),
    })
}

/// Any free port of the loopback interface.
pub fn anywhere() -> SocketAddr {
    (std::net::Ipv4Addr::LOCALHOST, 0).into()
}
