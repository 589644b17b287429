//! Requests and answers over one open stream.

use std::future::poll_fn;
use std::pin::pin;

use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::task::JoinHandle;

use super::FetchError;
use crate::net::reach::Stream;

/// Largest body.
const LIMIT: usize = 1 << 20;

/// An HTTP/1.1 connection. Dropping it closes the stream.
#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<String>,
    driver: JoinHandle<()>,
}

impl Connection {
    /// Speaks HTTP over `stream`.
    ///
    /// # Errors
    /// When the stream is gone.
    pub async fn new(stream: Stream) -> Result<Self, FetchError> {
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(odd)?;
        let driver = tokio::spawn(async move {
            // How it ends is told to whoever waits for an answer.
            drop(connection.await);
        });
        Ok(Self { sender, driver })
    }

    /// Whether another request may be sent.
    pub fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Sends the request and reads the whole answer.
    ///
    /// # Errors
    /// When what answers is no HTTP, breaks off, or is longer than 1 MiB.
    pub async fn send(&mut self, request: Request<String>) -> Result<(Response<()>, Vec<u8>), FetchError> {
        self.sender.ready().await.map_err(odd)?;
        let response = self.sender.send_request(request).await.map_err(odd)?;
        let (parts, body) = response.into_parts();
        Ok((Response::from_parts(parts, ()), whole(body).await?))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

fn odd(error: hyper::Error) -> FetchError {
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        return FetchError::Unreachable(format!("the connection broke off: {error}"));
    }
    FetchError::Unusable(format!("what answers there is no HTTP server: {error}"))
}

async fn whole(body: Incoming) -> Result<Vec<u8>, FetchError> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|error| FetchError::Unreachable(format!("the answer broke off: {error}")))?;
        if let Ok(data) = frame.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > LIMIT {
            return Err(FetchError::Unusable(format!("the answer is longer than {} KiB", LIMIT >> 10)));
        }
    }
    Ok(bytes)
}
