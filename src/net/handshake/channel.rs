//! What is said on the data channel: a message that the other side sends back, and the other side's own.

use std::time::Duration;

use rand::Rng;
use rand::distr::Alphanumeric;

use crate::net::clock;
use crate::net::peer::{Channel, ChannelEvent, PeerError};

/// How every message that wants to come back begins.
const PLEASE: &str = "rtcdiag: please echo ";
/// How long the other side's message is waited for once ours is back.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long the caller has, once it was served, to hang up first: what was sent last would be lost with the channel.
const LINGER: Duration = Duration::from_millis(300);

/// The data channel of a run.
#[derive(Debug)]
pub(super) struct Conversation {
    channel: Option<Channel>,
    /// Whether the other side opened it.
    offered: bool,
    ping: String,
    back: Option<std::time::Instant>,
    returned: Option<std::time::Instant>,
    ended: bool,
}

impl Conversation {
    /// A conversation without a channel yet.
    pub(super) fn new() -> Self {
        let mark: String = rand::rng().sample_iter(Alphanumeric).take(12).map(char::from).collect();
        Self {
            channel: None,
            offered: false,
            ping: format!("{PLEASE}{mark}"),
            back: None,
            returned: None,
            ended: false,
        }
    }

    /// The channel is ours.
    pub(super) fn own(&mut self, channel: Channel) {
        (self.channel, self.offered) = (Some(channel), false);
    }

    /// The other side opened a channel: it counts where we have none.
    pub(super) fn offered(&mut self, channel: Channel) {
        if self.channel.is_none() {
            (self.channel, self.offered) = (Some(channel), true);
        }
    }

    /// Forgets the channel: its peer is given up.
    pub(super) fn forget(&mut self) {
        self.channel = None;
    }

    /// The next thing to happen on the channel, if there is one. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> ChannelEvent {
        let Some(channel) = &self.channel else { return std::future::pending().await };
        let until = match (self.offered, self.back, self.returned) {
            (true, Some(_), Some(returned)) => returned + LINGER,
            (true, Some(back), None) => back + PATIENCE,
            _ => return channel.next().await,
        };
        let waited = tokio::time::timeout_at(until.into(), channel.next()).await;
        waited.unwrap_or(ChannelEvent::Closed)
    }

    /// Sends our message.
    pub(super) async fn ping(&self) -> Result<(), PeerError> {
        match &self.channel {
            Some(channel) => channel.send(self.ping.as_bytes(), true).await,
            None => Ok(()),
        }
    }

    /// Takes a message in; true when it is ours, back.
    pub(super) async fn message(&mut self, bytes: &[u8], text: bool) -> bool {
        // Some echo with words of their own before it.
        if bytes.ends_with(self.ping.as_bytes()) {
            let first = self.back.is_none();
            self.back.get_or_insert_with(clock::now);
            return first;
        }
        // Whoever opened the channel is the one to be served; who answers a call serves the caller.
        if (self.offered || bytes.starts_with(PLEASE.as_bytes()))
            && let Some(channel) = &self.channel
        {
            // A channel that is gone tells so itself.
            if channel.send(bytes, text).await.is_ok() {
                self.returned = Some(clock::now());
            }
        }
        false
    }

    /// Our message is back.
    pub(super) fn is_done(&self) -> bool {
        self.back.is_some()
    }

    /// Nothing more is waited for.
    pub(super) fn is_over(&self) -> bool {
        self.ended || (self.back.is_some() && !self.offered)
    }

    /// Nothing more is waited for.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }
}
