//! A data channel of a peer.

use std::sync::Arc;

use bytes::BytesMut;
use webrtc::data_channel::{DataChannel, DataChannelEvent};

use super::connection::{PeerError, refused};
use super::tap::Tap;

/// Something that happened on a data channel.
#[derive(Debug)]
pub enum ChannelEvent {
    /// It can be written to.
    Open,
    /// A message came.
    Message {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether the sender called it text.
        text: bool,
    },
    /// It is over.
    Closed,
}

/// A data channel.
pub struct Channel {
    inner: Arc<dyn DataChannel>,
    tap: Arc<Tap>,
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channel").field("id", &self.inner.id()).finish_non_exhaustive()
    }
}

impl Channel {
    pub(super) fn new(inner: Arc<dyn DataChannel>, tap: Arc<Tap>) -> Self {
        Self { inner, tap }
    }

    /// The next thing to happen.
    pub async fn next(&self) -> ChannelEvent {
        loop {
            match self.inner.poll().await {
                Some(DataChannelEvent::OnOpen) => return ChannelEvent::Open,
                Some(DataChannelEvent::OnMessage(message)) => {
                    return ChannelEvent::Message { bytes: message.data.to_vec(), text: message.is_string };
                }
                Some(DataChannelEvent::OnClose) | None => return ChannelEvent::Closed,
                Some(_) => {}
            }
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the channel is not open, or the stack refuses.
    pub async fn send(&self, bytes: &[u8], text: bool) -> Result<(), PeerError> {
        let sent = match std::str::from_utf8(bytes) {
            Ok(words) if text => self.inner.send_text(words).await,
            _ => self.inner.send(BytesMut::from(bytes)).await,
        };
        self.tap.nudge();
        sent.map_err(refused("send on the data channel"))
    }

    /// Closes the channel.
    ///
    /// # Errors
    /// When the stack refuses.
    pub async fn close(&self) -> Result<(), PeerError> {
        let closed = self.inner.close().await;
        self.tap.nudge();
        closed.map_err(refused("close the data channel"))
    }
}
