//! What a datagram on an ICE socket is, told from its first bytes (RFC 7983 section 7, RFC 5761 section 4).
//!
//! For: ledgers, waterfalls and the tap on a peer's sockets. Not for: verifying anything; a datagram that looks like
//! STUN is called STUN.

use std::fmt;

/// STUN's fixed value in every header (RFC 8489 section 5).
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
/// USERNAME (RFC 8489 section 14.3).
const USERNAME: u16 = 0x0006;
/// ERROR-CODE (RFC 8489 section 14.8).
const ERROR_CODE: u16 = 0x0009;
/// USE-CANDIDATE (RFC 8445 section 16.1).
const USE_CANDIDATE: u16 = 0x0025;

/// A datagram by kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Datagram {
    /// STUN or TURN.
    Stun(Stun),
    /// DTLS records; `dtls::records` walks them.
    Dtls,
    /// TURN channel data (RFC 8656 section 12).
    ChannelData {
        /// The channel number.
        channel: u16,
    },
    /// RTP.
    Rtp {
        /// Payload type, 0 to 127.
        payload_type: u8,
        /// Synchronisation source.
        ssrc: u32,
    },
    /// RTCP.
    Rtcp {
        /// Packet type, 192 to 223.
        packet_type: u8,
    },
    /// Anything else, with its first byte if there is one.
    Unknown(Option<u8>),
}

/// The header of a STUN message (RFC 8489 section 5).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stun {
    /// What it is to its transaction.
    pub class: Class,
    /// The method: 1 is Binding.
    pub method: u16,
    /// The transaction id.
    pub transaction: [u8; 12],
    /// Whether it nominates its pair (RFC 8445 section 8.1).
    pub use_candidate: bool,
}

/// The class of a STUN message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    /// Wants an answer.
    Request,
    /// Wants none.
    Indication,
    /// Answers well.
    Success,
    /// Answers badly.
    Error,
}

impl Stun {
    /// Whether this is a Binding message, as every connectivity check is.
    pub fn is_binding(&self) -> bool {
        self.method == 1
    }

    fn method_name(&self) -> Option<&'static str> {
        Some(match self.method {
            1 => "Binding",
            3 => "Allocate",
            4 => "Refresh",
            6 => "Send",
            7 => "Data",
            8 => "CreatePermission",
            9 => "ChannelBind",
            10 => "Connect",
            11 => "ConnectionBind",
            12 => "ConnectionAttempt",
            _ => return None,
        })
    }
}

impl fmt::Display for Stun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method_name() {
            Some(name) => f.write_str(name)?,
            None => write!(f, "method 0x{:03x}", self.method)?,
        }
        f.write_str(match self.class {
            Class::Request => " request",
            Class::Indication => " indication",
            Class::Success => " success",
            Class::Error => " error",
        })?;
        if self.use_candidate { f.write_str(" (nominates)") } else { Ok(()) }
    }
}

/// Tells what `bytes` are, by the ranges of RFC 7983 section 7.
pub fn classify(bytes: &[u8]) -> Datagram {
    let unknown = Datagram::Unknown(bytes.first().copied());
    match bytes {
        [0..=3, ..] => stun(bytes).map_or(unknown, Datagram::Stun),
        [20..=63, ..] => Datagram::Dtls,
        [high @ 64..=79, low, ..] => Datagram::ChannelData { channel: u16::from_be_bytes([*high, *low]) },
        // RFC 5761 section 4: RTCP's packet types stand where RTP has the marker bit and the payload type.
        [128..=191, kind @ 192..=223, ..] => Datagram::Rtcp { packet_type: *kind },
        [128..=191, kind, _, _, _, _, _, _, a, b, c, d, ..] => {
            Datagram::Rtp { payload_type: kind & 0x7f, ssrc: u32::from_be_bytes([*a, *b, *c, *d]) }
        }
        _ => unknown,
    }
}

fn stun(bytes: &[u8]) -> Option<Stun> {
    let (header, attributes) = bytes.split_at_checked(20)?;
    if header.get(4..8) != Some(&MAGIC_COOKIE[..]) {
        return None;
    }
    let [high, low, ..] = header else { return None };
    let kind = u16::from_be_bytes([*high, *low]);
    // RFC 8489 section 5: the class bits stand between the method bits, at 0x0010 and 0x0100.
    let method = (kind & 0x000f) | ((kind >> 1) & 0x0070) | ((kind >> 2) & 0x0f80);
    let class = match (kind & 0x0100 != 0, kind & 0x0010 != 0) {
        (false, false) => Class::Request,
        (false, true) => Class::Indication,
        (true, false) => Class::Success,
        (true, true) => Class::Error,
    };
    let transaction = header.get(8..20)?.try_into().ok()?;
    Some(Stun { class, method, transaction, use_candidate: has_attribute(attributes, USE_CANDIDATE) })
}

/// Whether an attribute of type `wanted` is among `attributes`.
fn has_attribute(attributes: &[u8], wanted: u16) -> bool {
    attribute(attributes, wanted).is_some()
}

/// The USERNAME of a STUN message (RFC 8489 section 14.3), if it has one that is text.
pub fn username(message: &[u8]) -> Option<&str> {
    std::str::from_utf8(attribute(message.get(20..)?, USERNAME)?).ok()
}

/// The ERROR-CODE of a STUN message (RFC 8489 section 14.8).
pub fn error_code(message: &[u8]) -> Option<u16> {
    let [_, _, class, number, ..] = attribute(message.get(20..)?, ERROR_CODE)? else { return None };
    Some(u16::from(class & 7) * 100 + u16::from(*number))
}

/// The value of the first attribute of type `wanted` (RFC 8489 section 14: type, length, padded to 4), if it is whole.
fn attribute(mut attributes: &[u8], wanted: u16) -> Option<&[u8]> {
    while let [a, b, c, d, rest @ ..] = attributes {
        let length = usize::from(u16::from_be_bytes([*c, *d]));
        if u16::from_be_bytes([*a, *b]) == wanted {
            return rest.get(..length);
        }
        attributes = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(kind: u16, attributes: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_be_bytes().to_vec();
        bytes.extend(u16::try_from(attributes.len()).unwrap().to_be_bytes());
        bytes.extend(MAGIC_COOKIE);
        bytes.extend([7; 12]);
        bytes.extend(attributes);
        bytes
    }

    fn text(bytes: &[u8]) -> String {
        match classify(bytes) {
            Datagram::Stun(stun) => stun.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn stun_is_named_by_method_and_class() {
        for (kind, name) in [
            (0x0001, "Binding request"),
            (0x0101, "Binding success"),
            (0x0111, "Binding error"),
            (0x0016, "Send indication"),
            (0x0113, "Allocate error"),
            (0x02ef, "method 0x0ff request"),
        ] {
            assert_eq!(text(&message(kind, &[])), name);
        }
    }

    #[test]
    fn a_nomination_is_seen_behind_a_padded_attribute() {
        let attributes = [0x00, 0x06, 0x00, 0x05, 1, 2, 3, 4, 5, 0, 0, 0, 0x00, 0x25, 0x00, 0x00];
        assert_eq!(text(&message(0x0001, &attributes)), "Binding request (nominates)");
    }

    #[test]
    fn stun_without_the_cookie_is_unknown() {
        assert_eq!(classify(&[0; 20]), Datagram::Unknown(Some(0)));
    }

    #[test]
    fn the_ranges_of_rfc_7983_hold() {
        let of = |first: u8, second: u8| classify(&[first, second, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
        assert_eq!(of(19, 0), Datagram::Unknown(Some(19)));
        assert_eq!(of(20, 0), Datagram::Dtls);
        assert_eq!(of(63, 0), Datagram::Dtls);
        assert_eq!(of(64, 1), Datagram::ChannelData { channel: 0x4001 });
        assert_eq!(of(80, 0), Datagram::Unknown(Some(80)));
        assert_eq!(of(128, 0x80 | 111), Datagram::Rtp { payload_type: 111, ssrc: 9 });
        assert_eq!(of(128, 200), Datagram::Rtcp { packet_type: 200 });
        assert_eq!(of(192, 0), Datagram::Unknown(Some(192)));
        assert_eq!(classify(&[]), Datagram::Unknown(None));
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_class(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let datagram = classify(&bytes);
            if let Some(first @ 20..=63) = bytes.first() {
                prop_assert_eq!(datagram, Datagram::Dtls, "first byte {}", first);
            }
        }

        #[test]
        fn any_attributes_can_be_walked(attributes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(matches!(classify(&message(0x0001, &attributes)), Datagram::Stun(_)));
        }
    }

    #[test]
    fn user_names_and_codes_are_read_where_they_are_whole() {
        let named = message(1, &[0x80, 0x22, 0, 1, b'x', 0, 0, 0, 0, 6, 0, 3, b'a', b':', b'b', 0]);
        assert_eq!(username(&named), Some("a:b"));
        assert_eq!(error_code(&message(0x0111, &[0, 9, 0, 4, 0, 0, 4, 87])), Some(487));
        for cut in 0..named.len() - 1 {
            assert_eq!(username(&named[..cut]), None, "{cut}");
            assert_eq!(error_code(&named[..cut]), None, "{cut}");
        }
    }
}
