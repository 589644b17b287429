//! The embedded server over real sockets on loopback, as other hands' clients see it.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "a test may")]

mod caller;
mod client;
#[cfg(unix)]
mod command;
mod dialects;
mod faults;
mod hostile;
mod life;
#[cfg(feature = "peers")]
mod peers;
#[cfg(all(feature = "peers", target_os = "linux"))]
mod soak;
mod turn;
mod web;
mod whip;

use std::time::Duration;

use rtcdiag::serve::{Counts, ServeConfig, Server};

/// A server on a free port.
async fn server() -> Server {
    Server::start(ServeConfig::default()).await.unwrap()
}

/// Waits until the server holds what is wanted: the end of a stream is seen a little later than it is made.
async fn settles(server: &Server, wanted: Counts) {
    let until = tokio::time::Instant::now() + Duration::from_secs(5);
    while server.counts() != wanted {
        assert!(tokio::time::Instant::now() < until, "{:?} and not {wanted:?}", server.counts());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
