//! The codecs of a section in the order of its `m=` line: what each payload type is, and what belongs to it.

use std::collections::HashMap;

use super::{Fmtp, Line, RtcpFb, RtpMap, Section};

/// One payload type of an `m=` line with all that the section says about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Codec<'a> {
    /// As the `m=` line writes it.
    pub payload: &'a str,
    /// The encoding's name; empty where nothing tells it.
    pub name: &'a str,
    /// Ticks of the RTP clock per second.
    pub clock: Option<u32>,
    /// Channels; 1 where none are written.
    pub channels: u8,
    /// The parameters of its first `fmtp` line.
    pub parameters: &'a str,
    /// Its feedback in order, with what `*` says for all.
    pub feedback: Vec<&'a str>,
    /// The payload type of the retransmissions that point here (RFC 4588 section 8.6).
    pub rtx: Option<&'a str>,
}

/// Static payload types that still occur (RFC 3551 section 6): number, name, clock, channels.
const STATIC: [(&str, &str, u32, u8); 16] = [
    ("0", "PCMU", 8000, 1),
    ("3", "GSM", 8000, 1),
    ("4", "G723", 8000, 1),
    ("5", "DVI4", 8000, 1),
    ("8", "PCMA", 8000, 1),
    ("9", "G722", 8000, 1),
    ("10", "L16", 44100, 2),
    ("11", "L16", 44100, 1),
    ("13", "CN", 8000, 1),
    ("14", "MPA", 90000, 1),
    ("18", "G729", 8000, 1),
    ("26", "JPEG", 90000, 1),
    ("31", "H261", 90000, 1),
    ("32", "MPV", 90000, 1),
    ("33", "MP2T", 90000, 1),
    ("34", "H263", 90000, 1),
];

impl<'a> Codec<'a> {
    /// A payload type about which nothing is known but its static meaning.
    fn bare(payload: &'a str) -> Self {
        let known = STATIC.iter().find(|row| row.0 == payload);
        let (name, clock, channels) = known.map_or(("", None, 1), |row| (row.1, Some(row.2), row.3));
        Self { payload, name, clock, channels, parameters: "", feedback: Vec::new(), rtx: None }
    }

    /// `name/clock[/channels]`, or a word for a payload type that nothing describes.
    pub fn encoding(&self) -> String {
        match (self.name, self.clock, self.channels) {
            ("", ..) => "unknown".to_owned(),
            (name, None, _) => name.to_owned(),
            (name, Some(clock), 1) => format!("{name}/{clock}"),
            (name, Some(clock), channels) => format!("{name}/{clock}/{channels}"),
        }
    }

    /// Whether its name is `name`; case does not matter (RFC 8866 section 6.6).
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it carries media of its own, and does not repair, fill or mark the media of others.
    pub fn is_media(&self) -> bool {
        const HELPERS: [&str; 7] = ["rtx", "red", "ulpfec", "flexfec-03", "flexfec", "CN", "telephone-event"];
        !HELPERS.iter().any(|name| self.is(name))
    }

    /// The value of one parameter.
    pub fn parameter(&self, key: &str) -> Option<&'a str> {
        let pairs = self.parameters.split(';').filter_map(|pair| pair.split_once('='));
        pairs.map(|(k, v)| (k.trim_ascii(), v.trim_ascii())).find(|(k, _)| *k == key).map(|(_, value)| value)
    }
}

/// The codecs of an RTP section in the order of its `m=` line; of any other section, none.
pub fn codecs(section: Section<'_>) -> Vec<Codec<'_>> {
    if !section.media().is_rtp() {
        return Vec::new();
    }
    let mut codecs: Vec<Codec<'_>> =
        section.media().formats.words().map(|payload| Codec::bare(payload.as_str())).collect();
    let places = Places::of(&codecs);
    let mut for_all = Vec::new();
    // most other lines are told apart by their first letter, before they are taken apart
    let begins = |line: &Line<'_>| matches!(line.value.as_str().as_bytes().first(), Some(b'r' | b'f'));
    for attribute in section.lines().filter(begins).filter_map(Line::attribute) {
        let key = attribute.key.as_str();
        if !matches!(key, "rtpmap" | "fmtp" | "rtcp-fb") {
            continue;
        }
        let value = attribute.trimmed();
        let payload = value.split_word().0.as_str();
        if key == "rtcp-fb" && payload == "*" {
            for_all.push(RtcpFb::read(value).feedback.as_str());
        }
        let Some(codec) = places.get(payload).and_then(|n| codecs.get_mut(n)) else { continue };
        match key {
            "rtpmap" => map(codec, RtpMap::read(value).encoding.as_str()),
            "fmtp" if codec.parameters.is_empty() => codec.parameters = Fmtp::read(value).parameters.as_str(),
            "fmtp" => {}
            _ => codec.feedback.push(RtcpFb::read(value).feedback.as_str()),
        }
    }
    let repairs: Vec<_> =
        codecs.iter().filter(|c| c.is("rtx")).filter_map(|c| Some((c.parameter("apt")?, c.payload))).collect();
    for (apt, rtx) in repairs {
        if let Some(codec) = places.get(apt).and_then(|n| codecs.get_mut(n)) {
            codec.rtx = codec.rtx.or(Some(rtx));
        }
    }
    codecs.iter_mut().filter(|codec| codec.is_media()).for_each(|codec| codec.feedback.extend(&for_all));
    codecs
}

/// Where each payload type first stands in the `m=` line. A list may be long in a hostile text, and is short in others.
enum Places<'a> {
    Few(Vec<&'a str>),
    Many(HashMap<&'a str, usize>),
}

impl<'a> Places<'a> {
    /// Up to this many are found faster by going through them.
    const FEW: usize = 64;

    fn of(codecs: &[Codec<'a>]) -> Self {
        if codecs.len() <= Self::FEW {
            Self::Few(codecs.iter().map(|codec| codec.payload).collect())
        } else {
            Self::Many(codecs.iter().enumerate().rev().map(|(n, codec)| (codec.payload, n)).collect())
        }
    }

    fn get(&self, payload: &str) -> Option<usize> {
        match self {
            Self::Few(list) => list.iter().position(|known| *known == payload),
            Self::Many(map) => map.get(payload).copied(),
        }
    }
}

fn map<'a>(codec: &mut Codec<'a>, encoding: &'a str) {
    let mut parts = encoding.split('/');
    codec.name = parts.next().unwrap_or_default();
    codec.clock = parts.next().and_then(|clock| clock.trim_ascii().parse().ok());
    codec.channels = parts.next().and_then(|channels| channels.trim_ascii().parse().ok()).unwrap_or(1);
}

#[cfg(test)]
mod tests {
    use super::super::Sdp;
    use super::*;

    #[test]
    fn codecs_stand_in_the_order_of_the_m_line_with_what_belongs_to_them() {
        let sdp = Sdp::parse(
            b"m=video 9 UDP/TLS/RTP/SAVPF 97 96 0 99\na=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\n\
              a=fmtp:97 apt=96\na=rtcp-fb:96 nack pli \na=rtcp-fb:* transport-cc\n",
        );
        let codecs = codecs(sdp.sections().next().unwrap());
        let encodings: Vec<_> = codecs.iter().map(Codec::encoding).collect();
        assert_eq!(encodings, ["rtx/90000", "VP8/90000", "PCMU/8000", "unknown"]);
        assert_eq!(codecs[1].rtx, Some("97"));
        assert_eq!(codecs[1].feedback, ["nack pli", "transport-cc"]);
        assert!(codecs[0].feedback.is_empty());
    }
}
