//! What a line is about, so that a reader can ask for the lines of one subject.

use super::{Line, Media};

/// A subject that lines belong to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Topic {
    /// Candidates, credentials and options of ICE.
    Ice,
    /// DTLS role, fingerprints and keys.
    Dtls,
    /// Payload types, their parameters and their feedback.
    Codecs,
    /// RTP header extensions.
    Extensions,
    /// Simulcast, layers, streams and RTP sources.
    Layers,
    /// Data channels.
    Data,
    /// Sections, BUNDLE, rtcp-mux, addresses and limits.
    Transport,
}

/// The attributes of each subject.
const ATTRIBUTES: [(Topic, &[&str]); 7] = [
    (
        Topic::Ice,
        &[
            "candidate",
            "remote-candidates",
            "end-of-candidates",
            "ice-lite",
            "ice-mismatch",
            "ice-ufrag",
            "ice-pwd",
            "ice-pacing",
            "ice-options",
        ],
    ),
    (
        Topic::Dtls,
        &["fingerprint", "setup", "connection", "tls-id", "dtls-id", "crypto", "key-mgmt", "cryptex", "identity"],
    ),
    (Topic::Codecs, &["rtpmap", "fmtp", "rtcp-fb", "ptime", "maxptime", "imageattr", "framerate", "packetization"]),
    (Topic::Extensions, &["extmap", "extmap-allow-mixed"]),
    (Topic::Layers, &["rid", "simulcast", "ssrc", "ssrc-group", "msid", "msid-semantic", "depend", "x-google-flag"]),
    (Topic::Data, &["sctp-port", "max-message-size", "sctpmap", "sctp-init", "dcmap", "dcsa"]),
    (Topic::Transport, &["group", "mid", "bundle-only", "rtcp", "rtcp-mux", "rtcp-mux-only", "rtcp-rsize"]),
];

impl Topic {
    /// Whether `line` is about it.
    pub fn holds(self, line: Line<'_>) -> bool {
        match line.kind {
            Some('m') if Media::read(line.value).is_data() => matches!(self, Self::Data | Self::Transport),
            Some('m') => matches!(self, Self::Codecs | Self::Transport),
            Some('c' | 'b') => self == Self::Transport,
            Some('a') => line.attribute().is_some_and(|attribute| {
                let key = attribute.key.as_str();
                ATTRIBUTES.iter().any(|(topic, names)| *topic == self && names.contains(&key))
            }),
            _ => false,
        }
    }
}
