//! What is said on the data channel: a message that the other side sends back, and the other side's own.

use std::time::{Duration, Instant};

use rand::Rng;
use rand::distr::Alphanumeric;

use crate::facts::handshake::Throughput;
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
    back: Option<Instant>,
    returned: Option<Instant>,
    ended: bool,
    bulk: Bulk,
}

/// A measurement of how much the channel carries there and back.
#[derive(Debug, Default)]
struct Bulk {
    wanted: u64,
    sent: u64,
    back: u64,
    began: Option<Instant>,
    ended: Option<Instant>,
}

/// Bytes of one message of a measurement: what every stack takes whole.
const CHUNK: usize = 16 * 1024;
/// Bytes that may be under way at once.
const WINDOW: u64 = 256 * 1024;

impl Conversation {
    /// A conversation without a channel yet, which measures with `bytes` bytes each way, or not at all.
    pub(super) fn new(bytes: u64) -> Self {
        let mark: String = rand::rng().sample_iter(Alphanumeric).take(12).map(char::from).collect();
        Self {
            channel: None,
            offered: false,
            ping: format!("{PLEASE}{mark}"),
            back: None,
            returned: None,
            ended: false,
            bulk: Bulk { wanted: bytes, ..Bulk::default() },
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
        if bytes.len() > self.ping.len() && bytes.starts_with(self.ping.as_bytes()) {
            self.bulk.back += bytes.len() as u64;
            self.push().await;
            return false;
        }
        if bytes.ends_with(self.ping.as_bytes()) {
            let first = self.back.is_none();
            self.back.get_or_insert_with(clock::now);
            if first && self.bulk.wanted > 0 {
                self.bulk.began = Some(clock::now());
                self.push().await;
            }
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

    /// Sends as much of the measurement as may be under way.
    async fn push(&mut self) {
        let Some(channel) = &self.channel else { return };
        let mut chunk = self.ping.clone().into_bytes();
        chunk.resize(CHUNK, b'.');
        let bulk = &mut self.bulk;
        while bulk.sent < bulk.wanted && bulk.sent - bulk.back.min(bulk.sent) < WINDOW {
            if channel.send(&chunk, false).await.is_err() {
                return;
            }
            bulk.sent += CHUNK as u64;
        }
        if bulk.back >= bulk.wanted {
            bulk.ended.get_or_insert_with(clock::now);
        }
    }

    /// Whether a measurement has begun and not ended.
    pub(super) fn is_measuring(&self) -> bool {
        self.bulk.began.is_some() && self.bulk.ended.is_none() && !self.ended
    }

    /// What the measurement gave, if there was one.
    pub(super) fn throughput(&self) -> Option<Throughput> {
        let began = self.bulk.began?;
        let took = self.bulk.ended.unwrap_or_else(clock::now).saturating_duration_since(began);
        Some(Throughput { bytes: self.bulk.back, took_ms: clock::ms(took), whole: self.bulk.ended.is_some() })
    }

    /// Our message is back.
    pub(super) fn is_done(&self) -> bool {
        self.back.is_some()
    }

    /// Nothing more is waited for.
    pub(super) fn is_over(&self) -> bool {
        let measured = self.bulk.wanted == 0 || self.bulk.ended.is_some();
        self.ended || (self.back.is_some() && !self.offered && measured)
    }

    /// Nothing more is waited for.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }
}
