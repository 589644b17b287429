//! Whether two codecs are one to browsers, and if not, in what they differ.
//!
//! As libwebrtc and Firefox compare the codecs of an offer and an answer: by name and clock (RFC 3264 section 6.1), and
//! by the parameters that their payload formats call part of the codec (RFC 6184 section 8.2.2, RFC 9628 section 6,
//! RFC 7798 section 7.1).

use super::Codec;
use super::format::h264_profile;

/// The first thing in which two codecs differ.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Difference {
    /// The encoding's name, or the number of a static payload type.
    Name,
    /// The clock rate; of audio alone.
    Clock,
    /// The number of channels.
    Channels,
    /// The profile: of `profile-level-id` without its level, `profile-id`, or `profile` and `tier`.
    Profile,
    /// `packetization-mode` of H264.
    PacketizationMode,
}

impl Codec<'_> {
    /// In what this codec differs from `other` of the same kind of media, if they are not the same.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let named =
            if self.is_dynamic() && other.is_dynamic() { self.is(other.name) } else { self.payload == other.payload };
        if !named || self.name.is_empty() {
            return Some(Difference::Name);
        }
        // libwebrtc and Firefox look at the clock of audio alone; all video has 90 kHz.
        if self.clock != other.clock && !(self.is_video() && other.is_video()) {
            return Some(Difference::Clock);
        }
        if self.channels != other.channels {
            return Some(Difference::Channels);
        }
        if self.is("H264") && self.mode() != other.mode() && self.profile() == other.profile() {
            return Some(Difference::PacketizationMode);
        }
        (self.profile() != other.profile() || self.profile().is_none()).then_some(Difference::Profile)
    }

    /// What of its parameters makes it another codec, with the defaults of its payload format; `None` where it cannot
    /// be read, and then it is the same as no other.
    fn profile(&self) -> Option<(&str, &str)> {
        let or = |key, default| self.parameter(key).unwrap_or(default);
        match self.name.to_ascii_lowercase().as_str() {
            // Without one, libwebrtc and Firefox take Constrained Baseline, and not the Baseline of RFC 6184.
            "h264" => h264_profile(or("profile-level-id", "42e01f")).map(|(profile, _)| (profile, "")),
            "vp9" => Some((or("profile-id", "0"), "")),
            "av1" => Some((or("profile", "0"), or("tier", "0"))),
            "h265" => Some((or("profile-id", "1"), or("tier-flag", "0"))),
            _ => Some(("", "")),
        }
    }

    fn mode(&self) -> &str {
        self.parameter("packetization-mode").unwrap_or("0")
    }

    fn is_video(&self) -> bool {
        ["VP8", "VP9", "H264", "H265", "AV1"].iter().any(|name| self.is(name))
    }

    /// Whether its number is free for any codec (RFC 3551 section 3, RFC 5761 section 4).
    fn is_dynamic(&self) -> bool {
        self.payload.parse().is_ok_and(|number: u8| matches!(number, 35..=65 | 96..=127))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sdp, codecs};
    use super::*;

    fn difference(one: (&str, &str), other: (&str, &str)) -> Option<Difference> {
        let text = format!(
            "m=video 9 RTP/AVP 96 97\na=rtpmap:96 {}\na=fmtp:96 {}\na=rtpmap:97 {}\na=fmtp:97 {}\n",
            one.0, one.1, other.0, other.1
        );
        let sdp = Sdp::parse(text.as_bytes());
        let codecs = codecs(sdp.sections().next().unwrap());
        assert_eq!(codecs[0].difference(&codecs[1]), codecs[1].difference(&codecs[0]));
        codecs[0].difference(&codecs[1])
    }

    #[test]
    fn codecs_are_compared_as_browsers_do() {
        use Difference::{Channels, Clock, Name, PacketizationMode, Profile};
        let h264 = |parameters| ("H264/90000", parameters);
        for (one, other, want) in [
            (("VP8/90000", ""), ("vp8/48000", "max-fs=1"), None),
            (("VP8/90000", ""), ("VP9/90000", ""), Some(Name)),
            (("opus/48000/2", ""), ("opus/48000", ""), Some(Channels)),
            (("opus/48000/2", ""), ("opus/16000/2", ""), Some(Clock)),
            (h264("profile-level-id=42e01f"), h264(""), None),
            (h264("profile-level-id=42e01f"), h264("profile-level-id=42c034"), None),
            (h264("profile-level-id=42e01f"), h264("profile-level-id=42001f"), Some(Profile)),
            (h264("profile-level-id=xyz"), h264("profile-level-id=xyz"), Some(Profile)),
            (h264("packetization-mode=1"), h264(""), Some(PacketizationMode)),
            (("VP9/90000", "profile-id=0"), ("VP9/90000", ""), None),
            (("VP9/90000", "profile-id=2"), ("VP9/90000", ""), Some(Profile)),
            (("AV1/90000", "level-idx=5"), ("AV1/90000", "profile=0;tier=0"), None),
        ] {
            assert_eq!(difference(one, other), want, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_static_number_is_its_codec() {
        let sdp = Sdp::parse(b"m=audio 9 RTP/AVP 0 96\na=rtpmap:0 PCMU/8000\na=rtpmap:96 PCMU/8000\n");
        let codecs = codecs(sdp.sections().next().unwrap());
        assert_eq!(codecs[0].difference(&codecs[0]), None);
        assert_eq!(codecs[0].difference(&codecs[1]), Some(Difference::Name));
    }
}
