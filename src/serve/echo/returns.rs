//! What a channel brings goes back.

use std::time::Duration;

use crate::net::peer::{Channel, ChannelEvent};
use crate::serve::faults::{Mischief, PeerFault};

/// How late a slow echo is.
const LATE: Duration = Duration::from_secs(1);
/// Messages of a flood.
const FLOOD: usize = 1000;

/// Sends each message back until the channel is over.
pub(super) async fn send_back(channel: Channel, mischief: Mischief) {
    match mischief.peer() {
        // Dropping our end would leave it open.
        Some(PeerFault::ClosesChannel) => return drop(channel.close().await),
        Some(PeerFault::Flood) => {
            for _ in 0..FLOOD {
                if channel.send(b"flood", true).await.is_err() {
                    break;
                }
            }
        }
        _ => {}
    }
    loop {
        match channel.next().await {
            ChannelEvent::Message { mut bytes, text } => {
                match mischief.peer() {
                    Some(PeerFault::NoEcho) => continue,
                    Some(PeerFault::SlowEcho) => tokio::time::sleep(LATE).await,
                    Some(PeerFault::WrongEcho) => bytes.reverse(),
                    _ => {}
                }
                if channel.send(&bytes, text).await.is_err() {
                    return;
                }
            }
            ChannelEvent::Open => {}
            ChannelEvent::Closed => return,
        }
    }
}
