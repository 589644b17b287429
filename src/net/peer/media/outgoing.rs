//! Sends a clip over and over, at its pace.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rtc::media::Sample;
use rtc::media_stream::MediaStreamTrack;
use rtc::rtp_transceiver::rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use webrtc::media_stream::track_local::static_sample::TrackLocalStaticSample;
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, RtpSender};

use super::MediaKind;
use crate::net::clock;
use crate::net::peer::connection::{Peer, PeerError, refused};

/// Which ways a section goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// Both.
    Both,
    /// From us.
    Send,
    /// To us.
    Receive,
}

/// What has been sent of one kind.
#[derive(Debug, Default)]
pub struct Sent {
    frames: AtomicU32,
    failed: AtomicU32,
}

impl Sent {
    /// Frames that were handed to the stack.
    pub fn frames(&self) -> u32 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Frames that it refused.
    pub fn failed(&self) -> u32 {
        self.failed.load(Ordering::Relaxed)
    }
}

/// Media that can be sent once the connection stands. Dropping it ends it.
pub struct Outgoing {
    kind: MediaKind,
    track: Arc<TrackLocalStaticSample>,
    sender: Arc<dyn RtpSender>,
    ssrc: u32,
    sent: Arc<Sent>,
    task: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("kind", &self.kind).field("sent", &self.sent).finish_non_exhaustive()
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Outgoing {
    /// Audio or video.
    pub fn kind(&self) -> MediaKind {
        self.kind
    }

    /// What has been sent.
    pub fn sent(&self) -> &Sent {
        &self.sent
    }

    /// Begins to send. A section that the other side rejected or that has no codec of ours sends nothing.
    pub fn start(&mut self) {
        if self.task.is_none() {
            let (kind, track, sender) = (self.kind, Arc::clone(&self.track), Arc::clone(&self.sender));
            let (ssrc, sent) = (self.ssrc, Arc::clone(&self.sent));
            self.task = Some(tokio::spawn(send(kind, track, sender, ssrc, sent)));
        }
    }
}

async fn send(
    kind: MediaKind,
    track: Arc<TrackLocalStaticSample>,
    sender: Arc<dyn RtpSender>,
    ssrc: u32,
    sent: Arc<Sent>,
) {
    let Some(payload_type) = payload_type(kind, &sender).await else { return };
    let frames = kind.frames();
    let mut ticks = tokio::time::interval(kind.frame_time());
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for frame in frames.iter().cycle() {
        ticks.tick().await;
        let sample = Sample { data: frame.clone(), duration: kind.frame_time(), ..Sample::new(clock::now()) };
        let written = track.sample_writer(ssrc, payload_type).write_sample(&sample).await;
        let count = if written.is_ok() { &sent.frames } else { &sent.failed };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// The payload type that was agreed on for the clip's codec.
async fn payload_type(kind: MediaKind, sender: &Arc<dyn RtpSender>) -> Option<u8> {
    let parameters = sender.get_parameters().await.ok()?;
    let wanted = codec(kind).mime_type;
    let agreed = &parameters.rtp_parameters.codecs;
    agreed.iter().find(|codec| codec.rtp_codec.mime_type.eq_ignore_ascii_case(&wanted)).map(|codec| codec.payload_type)
}

impl Peer {
    /// Puts a section of this kind into the description to come, or a track into the section of an offer that has come;
    /// what can be sent on it comes back.
    ///
    /// # Errors
    /// When the stack refuses.
    pub async fn add_media(&self, kind: MediaKind, direction: Direction) -> Result<Option<Outgoing>, PeerError> {
        let failed = refused("add media");
        let stack_kind = match kind {
            MediaKind::Audio => RtpCodecKind::Audio,
            MediaKind::Video => RtpCodecKind::Video,
        };
        let init = |direction| {
            Some(RTCRtpTransceiverInit { direction, streams: vec!["rtcdiag".to_owned()], send_encodings: Vec::new() })
        };
        if direction == Direction::Receive {
            let receive = init(RTCRtpTransceiverDirection::Recvonly);
            self.stack().add_transceiver_from_kind(stack_kind, receive).await.map_err(&failed)?;
            return Ok(None);
        }
        let ssrc: u32 = rand::random::<u32>().max(1);
        let encoding = RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters { ssrc: Some(ssrc), ..RTCRtpCodingParameters::default() },
            codec: codec(kind),
            ..RTCRtpEncodingParameters::default()
        };
        let name = kind.word().to_owned();
        let track = MediaStreamTrack::new("rtcdiag".to_owned(), name.clone(), name, stack_kind, vec![encoding]);
        let track = Arc::new(TrackLocalStaticSample::new(clock::now(), track).map_err(&failed)?);
        let stack = self.stack();
        let sender = match direction {
            Direction::Send => {
                let send = init(RTCRtpTransceiverDirection::Sendonly);
                let transceiver =
                    stack.add_transceiver_from_track(Arc::clone(&track) as _, send).await.map_err(&failed)?;
                transceiver.sender().await.map_err(&failed)?
            }
            // A track, other than a transceiver, goes to the section of an offer that has come (RFC 9429 section 5.10).
            Direction::Both | Direction::Receive => {
                Some(stack.add_track(Arc::clone(&track) as _).await.map_err(&failed)?)
            }
        };
        Ok(sender.map(|sender| Outgoing { kind, track, sender, ssrc, sent: Arc::default(), task: None }))
    }
}

fn codec(kind: MediaKind) -> RTCRtpCodec {
    let (mime_type, clock_rate, channels, parameters) = match kind {
        MediaKind::Audio => ("audio/opus", 48_000, 2, "minptime=10;useinbandfec=1"),
        MediaKind::Video => ("video/VP8", 90_000, 0, ""),
    };
    RTCRtpCodec {
        mime_type: mime_type.to_owned(),
        clock_rate,
        channels,
        sdp_fmtp_line: parameters.to_owned(),
        rtcp_feedback: Vec::new(),
    }
}
