//! Counts what comes on a track of the other side's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use rtc::rtp_transceiver::rtp_sender::RtpCodecKind;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};

use super::MediaKind;

/// What has come of one track.
#[derive(Debug, Default)]
pub struct Received {
    packets: AtomicU32,
    frames: AtomicU32,
    bytes: AtomicU64,
}

impl Received {
    /// RTP packets that could be decrypted.
    pub fn packets(&self) -> u32 {
        self.packets.load(Ordering::Relaxed)
    }

    /// Frames: packets with the marker bit of video, packets of audio.
    pub fn frames(&self) -> u32 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Bytes of payload.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// A track of the other side's. Its packets are counted as long as the connection lives.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Audio or video.
    pub kind: MediaKind,
    /// The codec, as `audio/opus`, once it is known.
    pub codec: Option<String>,
    /// What has come.
    pub received: Arc<Received>,
}

impl Incoming {
    /// Begins to count.
    pub(in crate::net::peer) async fn watch(track: Arc<dyn TrackRemote>) -> Option<Self> {
        let kind = match track.kind().await {
            RtpCodecKind::Audio => MediaKind::Audio,
            RtpCodecKind::Video => MediaKind::Video,
            _ => return None,
        };
        let mut codec = None;
        for ssrc in track.ssrcs().await {
            codec = codec.or(track.codec(ssrc).await.map(|codec| codec.mime_type)).filter(|name| !name.is_empty());
        }
        let received = Arc::<Received>::default();
        let counting = Arc::clone(&received);
        tokio::spawn(async move {
            // The track ends with its connection.
            while let Some(event) = track.poll().await {
                let TrackRemoteEvent::OnRtpPacket(packet) = event else { continue };
                counting.packets.fetch_add(1, Ordering::Relaxed);
                counting.bytes.fetch_add(packet.payload.len() as u64, Ordering::Relaxed);
                if packet.header.marker || kind == MediaKind::Audio {
                    counting.frames.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        Some(Self { kind, codec, received })
    }
}
