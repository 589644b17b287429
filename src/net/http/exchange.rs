//! One request and its answer over an open stream.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Incoming};
use hyper::{Request, Response};
use tokio::io::ReadBuf;

use super::FetchError;
use crate::net::link;

/// Largest body.
const LIMIT: usize = 1 << 20;

/// Sends the request and reads the whole answer.
pub(super) async fn exchange(
    io: Pin<Box<dyn link::Io>>,
    request: Request<String>,
) -> Result<(Response<()>, Vec<u8>), FetchError> {
    let odd = |error: hyper::Error| FetchError::Unusable(format!("what answers there is no HTTP server: {error}"));
    let (mut sender, connection) = hyper::client::conn::http1::handshake(Adapter(io)).await.map_err(odd)?;
    let mut connection = pin!(connection);
    let mut ended = false;
    let mut talk = pin!(async {
        let response = sender.send_request(request).await.map_err(odd)?;
        let (parts, body) = response.into_parts();
        Ok((Response::from_parts(parts, ()), whole(body).await?))
    });
    loop {
        tokio::select! {
            biased;
            answer = &mut talk => return answer,
            _ = &mut connection, if !ended => ended = true,
        }
    }
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

/// A tokio stream as hyper wants one.
struct Adapter(Pin<Box<dyn link::Io>>);

/// Bytes that are read at once.
const CHUNK: usize = 8 * 1024;

impl hyper::rt::Read for Adapter {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut into: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut chunk = [0; CHUNK];
        let room = chunk.len().min(into.remaining());
        let mut buffer = ReadBuf::new(chunk.get_mut(..room).unwrap_or_default());
        ready!(self.0.as_mut().poll_read(context, &mut buffer))?;
        into.put_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl hyper::rt::Write for Adapter {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(context)
    }
}
