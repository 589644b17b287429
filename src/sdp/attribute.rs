//! Lines taken apart: the fields of `o=`, `m=`, `b=` and of the attributes of WebRTC, each with its span.
//!
//! Each reader takes what is there and leaves out what is not; whether that is a fault is for rules to say.

use super::{Line, Text};

/// An `a=` line: `key` or `key:value` (RFC 8866 section 5.13).
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The line that it stands on.
    pub line: Line<'a>,
    /// Its name.
    pub key: Text<'a>,
    /// What follows the colon.
    pub value: Option<Text<'a>>,
}

impl<'a> Attribute<'a> {
    /// The attribute on this `a=` line. A blank ends the name as well as a colon does: libwebrtc reads it so.
    pub(super) fn new(line: Line<'a>) -> Self {
        let text = line.value;
        let end = text.as_str().bytes().position(|byte| matches!(byte, b':' | b' '));
        let (key, rest) = text.split_at(end.unwrap_or(usize::MAX));
        let behind_colon = || text.split_once(':').map_or((text, None), |(key, value)| (key, Some(value)));
        let (key, value) = match rest.as_str().as_bytes().first() {
            None => (key, None),
            Some(b' ') if !key.is_empty() => (key, None),
            Some(_) => behind_colon(),
        };
        Self { line, key, value }
    }

    /// The value without blanks around it; empty where there is none.
    pub fn trimmed(self) -> Text<'a> {
        self.value.map_or_else(|| Text::new("", self.key.range().end), Text::trim)
    }
}

/// `o=user session version IN IP4 address` (RFC 8866 section 5.2).
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Who; `-` in most WebRTC descriptions.
    pub username: Text<'a>,
    /// The session's number.
    pub session: Text<'a>,
    /// Goes up with every change.
    pub version: Text<'a>,
    /// The machine, which WebRTC does not tell.
    pub address: Text<'a>,
}

impl<'a> Origin<'a> {
    /// The fields of an `o=` value with all its six.
    pub fn read(value: Text<'a>) -> Option<Self> {
        let mut words = value.words();
        let (username, session, version) = (words.next()?, words.next()?, words.next()?);
        Some(Self { username, session, version, address: words.nth(2)? })
    }
}

/// `m=kind port protocol formats` (RFC 8866 section 5.14).
#[derive(Clone, Copy, Debug)]
pub struct Media<'a> {
    /// `audio`, `video`, `application`, …
    pub kind: Text<'a>,
    /// The port, perhaps with `/number`.
    pub port: Text<'a>,
    /// The profile.
    pub protocol: Text<'a>,
    /// Payload types, or what else the protocol names here.
    pub formats: Text<'a>,
}

impl<'a> Media<'a> {
    /// The fields of an `m=` value.
    pub fn read(value: Text<'a>) -> Self {
        let (kind, rest) = value.split_word();
        let (port, rest) = rest.split_word();
        let (protocol, formats) = rest.split_word();
        Self { kind, port, protocol, formats }
    }

    /// The port as a number.
    pub fn port_number(self) -> Option<u32> {
        self.port.split_once('/').map_or(self.port, |(port, _)| port).parse()
    }

    /// Whether the formats are RTP payload types.
    pub fn is_rtp(self) -> bool {
        self.runs("RTP")
    }

    /// Whether it is a data channel: SCTP, over DTLS in all WebRTC (RFC 8841 section 4).
    pub fn is_data(self) -> bool {
        self.runs("SCTP")
    }

    /// Whether the profile asks for DTLS by name (RFC 5764 section 8, RFC 8841 section 4).
    pub fn is_dtls(self) -> bool {
        self.runs("TLS") || self.runs("DTLS")
    }

    /// Whether the profile has this protocol between its slashes.
    fn runs(self, protocol: &str) -> bool {
        self.protocol.as_str().split('/').any(|part| part.eq_ignore_ascii_case(protocol))
    }
}

/// `b=type:value` (RFC 8866 section 5.8): `AS` and `CT` in kbit/s, `TIAS` in bit/s (RFC 3890).
#[derive(Clone, Copy, Debug)]
pub struct Bandwidth<'a> {
    /// The modifier.
    pub kind: Text<'a>,
    /// The number.
    pub value: Text<'a>,
}

impl<'a> Bandwidth<'a> {
    /// The fields of a `b=` value.
    pub fn read(value: Text<'a>) -> Option<Self> {
        value.split_once(':').map(|(kind, value)| Self { kind: kind.trim(), value: value.trim() })
    }
}

/// Which way media may flow, seen from who wrote it (RFC 8866 section 6.7).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Direction {
    /// Both ways; also what silence means.
    #[default]
    SendRecv,
    /// From the writer alone.
    SendOnly,
    /// To the writer alone.
    RecvOnly,
    /// Neither way.
    Inactive,
}

impl Direction {
    /// The direction that this attribute names.
    pub fn read(key: &str) -> Option<Self> {
        [Self::SendRecv, Self::SendOnly, Self::RecvOnly, Self::Inactive].into_iter().find(|d| d.word() == key)
    }

    /// The attribute's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }
}

/// Readers of attribute values that are words in a row: each names its fields in order, the last one takes the rest.
macro_rules! values {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident),+ ; $(#[$rest_doc:meta])* $rest:ident })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            $($(#[$field_doc])* pub $field: Text<'a>,)+
            $(#[$rest_doc])* pub $rest: Text<'a>,
        }

        impl<'a> $name<'a> {
            /// The fields of the value; those that are missing are empty.
            pub fn read(value: Text<'a>) -> Self {
                let rest = value;
                $(let ($field, rest) = rest.split_word();)+
                Self { $($field,)+ $rest: rest }
            }
        }
    )+};
}

values! {
    /// `rtpmap:payload name/clock[/channels]` (RFC 8866 section 6.6).
    RtpMap {
        /// The payload type.
        payload;
        /// `name/clock[/channels]`.
        encoding
    }
    /// `fmtp:payload parameters` (RFC 8866 section 6.15).
    Fmtp {
        /// The payload type.
        payload;
        /// `key=value;…` for most codecs.
        parameters
    }
    /// `rtcp-fb:payload kind parameter` (RFC 4585 section 4.2).
    RtcpFb {
        /// The payload type, or `*` for all.
        payload;
        /// What feedback.
        feedback
    }
    /// `extmap:id[/direction] uri attributes` (RFC 8285 section 5).
    ExtMap {
        /// The id, perhaps with a direction.
        id,
        /// What it is.
        uri;
        /// Settings of the extension.
        attributes
    }
    /// `fingerprint:hash digest` (RFC 8122 section 5).
    Fingerprint {
        /// The hash function.
        hash;
        /// Hexadecimal pairs.
        digest
    }
    /// `group:semantics mids` (RFC 5888 section 5).
    Group {
        /// `BUNDLE`, `LS`, …
        semantics;
        /// The mids.
        mids
    }
    /// `msid:stream track` (RFC 8830 section 2).
    Msid {
        /// The stream, `-` for none.
        stream;
        /// The track.
        track
    }
    /// `ssrc:id attribute[:value]` (RFC 5576 section 4.1).
    Ssrc {
        /// The synchronization source.
        id;
        /// What is said of it.
        attribute
    }
    /// `ssrc-group:semantics ids` (RFC 5576 section 4.2).
    SsrcGroup {
        /// `FID`, `FEC-FR`, `SIM`, …
        semantics;
        /// The synchronization sources.
        ids
    }
    /// `rid:id direction restrictions` (RFC 8851 section 4).
    Rid {
        /// The layer's name.
        id,
        /// `send` or `recv`.
        direction;
        /// `pt=…;max-width=…`.
        restrictions
    }
}
