//! What carries the frames of a conversation.

use std::future::Future;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// How long a frame, or the end of a socket, may take to be written.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way to one client.
pub(in crate::serve) trait Wire: Send {
    /// The next frame; `None` when the client is gone. May be dropped before it is done.
    fn receive(&mut self) -> impl Future<Output = Option<String>> + Send;

    /// Sends a frame; false when the client is gone or does not read.
    fn send(&mut self, frame: Message) -> impl Future<Output = bool> + Send;

    /// Ends it, with a reason for who can read one.
    fn end(self, farewell: Option<CloseFrame>) -> impl Future<Output = ()> + Send;
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Wire for WebSocketStream<S> {
    async fn receive(&mut self) -> Option<String> {
        loop {
            match self.next().await? {
                Ok(Message::Text(text)) => return Some(text.to_string()),
                // Pings are answered by the codec; bytes are no frame of any dialect.
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_)) => {}
                Ok(Message::Close(_)) | Err(_) => return None,
            }
        }
    }

    async fn send(&mut self, frame: Message) -> bool {
        matches!(timeout(PATIENCE, SinkExt::send(self, frame)).await, Ok(Ok(())))
    }

    async fn end(self, farewell: Option<CloseFrame>) {
        part(self, farewell).await;
    }
}

/// Returns when the server ends.
pub(in crate::serve) async fn ended(ending: &mut watch::Receiver<bool>) {
    if ending.wait_for(|ending| *ending).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Ends a socket by the closing handshake of RFC 6455 section 7, so that the other side can read why.
pub(in crate::serve) async fn part<S: AsyncRead + AsyncWrite + Unpin>(
    mut socket: WebSocketStream<S>,
    farewell: Option<CloseFrame>,
) {
    let handshake = async {
        if socket.close(farewell).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    };
    drop(timeout(PATIENCE, handshake).await);
}
