//! The media sections of a description, owned and short: kind, mid, direction and codecs.

use std::collections::HashSet;

use crate::sdp::{self, Direction, Sdp};

/// One media section (RFC 8866 section 5.14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// `audio`, `video` or `application`.
    pub kind: String,
    /// `a=mid`.
    pub mid: Option<String>,
    /// Which way media may flow; `None` where the section carries data channels.
    pub direction: Option<Direction>,
    /// Whether it is refused.
    pub rejected: bool,
    /// The names of the codecs in order of preference, each once.
    pub codecs: Vec<Codec>,
}

/// A codec by its name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Codec {
    /// Its name.
    pub name: String,
    /// Whether it carries media of its own, and does not repair or mark the media of others.
    pub is_media: bool,
}

impl Section {
    /// The same section seen from the other end.
    pub(super) fn flipped(mut self) -> Self {
        self.direction = self.direction.map(|direction| match direction {
            Direction::SendOnly => Direction::RecvOnly,
            Direction::RecvOnly => Direction::SendOnly,
            same => same,
        });
        self
    }
}

/// The sections of `sdp`, in order.
pub(super) fn sections(sdp: &Sdp) -> Vec<Section> {
    let session = sdp.session().direction();
    sdp.sections().map(|part| section(part, session)).collect()
}

fn section(part: sdp::Section<'_>, session: Option<Direction>) -> Section {
    let media = part.media();
    let rejected = part.is_rejected();
    // a payload type is a formality in a section that is refused
    let codecs = if rejected { Vec::new() } else { sdp::codecs(part) };
    let mut seen = HashSet::new();
    Section {
        kind: media.kind.as_str().to_owned(),
        mid: part.mid().map(|mid| mid.as_str().to_owned()),
        direction: media.is_rtp().then(|| part.direction().or(session).unwrap_or_default()),
        rejected,
        codecs: codecs
            .iter()
            .filter(|codec| !codec.name.is_empty() && seen.insert(codec.name))
            .map(|codec| Codec { name: codec.name.to_owned(), is_media: codec.is_media() })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &[u8] = b"v=0\r\na=recvonly\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n\
        m=video 0 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:1\r\na=sendonly\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n\
        m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\na=bundle-only\r\n";

    #[test]
    fn sections_have_their_own_and_the_session_wide_values() {
        let found = sections(&Sdp::parse(SDP));
        let seen: Vec<_> = found.iter().map(|s| (s.kind.as_str(), s.direction, s.rejected, s.codecs.len())).collect();
        assert_eq!(
            seen,
            [
                ("audio", Some(Direction::RecvOnly), false, 2),
                ("video", Some(Direction::SendOnly), true, 0),
                ("application", None, false, 0),
            ]
        );
        assert_eq!(found.last().unwrap().mid.as_deref(), Some("2"));
    }

    #[test]
    fn the_other_end_sees_it_the_other_way_round() {
        let directions: Vec<_> =
            sections(&Sdp::parse(SDP)).into_iter().map(|section| section.flipped().direction).collect();
        assert_eq!(directions, [Some(Direction::SendOnly), Some(Direction::RecvOnly), None]);
    }
}
