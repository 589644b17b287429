//! The clips, taken out of their containers: IVF and Ogg (RFC 3533, RFC 7845).

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

static PICTURE: &[u8] = include_bytes!("picture.ivf");
static TONE: &[u8] = include_bytes!("tone.ogg");

/// Time from one picture to the next.
const PICTURE_TIME: Duration = Duration::from_nanos(66_666_667);
/// Time of one audio frame.
const TONE_TIME: Duration = Duration::from_millis(20);

/// Audio or video.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// Opus.
    Audio,
    /// VP8.
    Video,
}

impl MediaKind {
    /// The word for it in SDP.
    pub fn word(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    /// The frames of its clip, each a second's part; the first picture is a key frame.
    pub(super) fn frames(self) -> Vec<Bytes> {
        match self {
            Self::Audio => ogg(TONE),
            Self::Video => ivf(PICTURE),
        }
    }

    /// How long a frame lasts.
    pub(super) fn frame_time(self) -> Duration {
        match self {
            Self::Audio => TONE_TIME,
            Self::Video => PICTURE_TIME,
        }
    }
}

/// Frames of an IVF file: a header of 32 bytes, then 12 bytes before each frame, of which the first four are its length.
fn ivf(file: &'static [u8]) -> Vec<Bytes> {
    let mut frames = Vec::new();
    let mut rest = file.get(32..).unwrap_or_default();
    while let Some((head, behind)) = rest.split_first_chunk::<12>() {
        let [a, b, c, d, ..] = *head;
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        let Some((frame, after)) = behind.split_at_checked(length) else { break };
        frames.push(Bytes::from_static(frame));
        rest = after;
    }
    frames
}

/// Packets of an Ogg file of one stream, without the two that are its headers. No packet of ours goes on in the next
/// page.
fn ogg(file: &'static [u8]) -> Vec<Bytes> {
    let mut packets = Vec::new();
    let mut rest = file;
    while let Some((head, behind)) = rest.split_first_chunk::<27>() {
        let Some((table, mut body)) = behind.split_at_checked(usize::from(head[26])) else { break };
        let mut length = 0;
        for lacing in table {
            length += usize::from(*lacing);
            if *lacing < 255 {
                let Some((packet, after)) = body.split_at_checked(length) else { return packets };
                packets.push(Bytes::from_static(packet));
                (body, length) = (after, 0);
            }
        }
        rest = body;
    }
    packets.drain(..packets.len().min(2));
    packets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_each_is_there() {
        let pictures = MediaKind::Video.frames();
        assert_eq!(pictures.len(), 15);
        // The lowest bit of a VP8 frame is 0 for a key frame (RFC 6386 section 9.1).
        assert_eq!(pictures[0][0] & 1, 0);
        assert!(pictures[1..].iter().all(|frame| frame[0] & 1 == 1));
        let tones = MediaKind::Audio.frames();
        assert!((50..=52).contains(&tones.len()), "{}", tones.len());
        assert!(tones.iter().all(|frame| frame.len() == 40), "constant bit rate");
    }
}
