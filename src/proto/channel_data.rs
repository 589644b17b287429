//! ChannelData framing and the messages of a TURN stream (RFC 8656 sections 12.4 and 12.5).
//!
//! For: reading and writing ChannelData, and cutting a TCP or TLS stream into the messages that UDP would have
//! brought as datagrams. Not for: STUN attributes (that is `stun-types`) or what a channel is bound to.

use std::ops::RangeInclusive;

/// Channel numbers that a client of today binds (RFC 8656 section 12).
pub const CHANNELS: RangeInclusive<u16> = 0x4000..=0x4FFF;

/// Channel numbers that clients of RFC 5766 (section 11.2) bind, among them coturn's; what is read goes by these.
pub const ALL_CHANNELS: RangeInclusive<u16> = 0x4000..=0x7FFE;

/// Bytes before the data: channel number and length, two each.
pub const HEADER: usize = 4;

/// Bytes of the longest message of a stream: a header and 65535 bytes, padded; a STUN message is not longer.
pub const LONGEST: usize = 20 + 0xFFFF + 1;

/// Bytes of a STUN header, and its magic cookie (RFC 8489 section 5).
const STUN_HEADER: usize = 20;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];

/// One ChannelData message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ChannelData<'a> {
    /// The channel number.
    pub channel: u16,
    /// The application data, without padding.
    pub data: &'a [u8],
}

/// What carries a message, as far as framing can tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Carrier {
    /// UDP: each datagram is one message, padding is not needed.
    Datagram,
    /// TCP or TLS: messages are padded to a multiple of four bytes, which the length does not count.
    Stream,
}

/// Why bytes are no ChannelData message.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Malformed {
    /// The number is none that a channel can have.
    #[error("0x{0:04x} is no channel number (0x4000 to 0x7ffe)")]
    Channel(u16),
    /// The header announces more bytes than there are.
    #[error("{announced} bytes announced, {present} present")]
    Truncated {
        /// Bytes of data that the header announces.
        announced: usize,
        /// Bytes of data that are there.
        present: usize,
    },
    /// Not even a header.
    #[error("{0} bytes are too few for a header of {HEADER}")]
    Short(usize),
}

impl<'a> ChannelData<'a> {
    /// Reads one message. Bytes after the data are padding and are passed over, as a datagram may carry some too.
    pub fn decode(message: &'a [u8]) -> Result<Self, Malformed> {
        let Some(([c0, c1, l0, l1], rest)) = message.split_first_chunk() else {
            return Err(Malformed::Short(message.len()));
        };
        let channel = u16::from_be_bytes([*c0, *c1]);
        if !ALL_CHANNELS.contains(&channel) {
            return Err(Malformed::Channel(channel));
        }
        let announced = usize::from(u16::from_be_bytes([*l0, *l1]));
        let data = rest.get(..announced).ok_or(Malformed::Truncated { announced, present: rest.len() })?;
        Ok(Self { channel, data })
    }

    /// Writes the message as `carrier` wants it; `None` where the data is longer than 65535 bytes.
    pub fn encode(&self, carrier: Carrier) -> Option<Vec<u8>> {
        let length = u16::try_from(self.data.len()).ok()?;
        let mut message = Vec::with_capacity(HEADER + padded(self.data.len()));
        message.extend(self.channel.to_be_bytes());
        message.extend(length.to_be_bytes());
        message.extend(self.data);
        if carrier == Carrier::Stream {
            message.resize(padded(message.len()), 0);
        }
        Some(message)
    }
}

/// Bytes of a stream that begin neither a STUN message nor ChannelData. The stream cannot be read on.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("neither a STUN message nor ChannelData")]
pub struct Garbage {
    /// The first bytes, 16 at most.
    pub head: Vec<u8>,
}

/// Cuts a stream into messages. Holds less than one message of `LONGEST` bytes once it is drained.
///
/// The first message must be STUN, since no channel is bound before: so text in ASCII, whose letters could be channel
/// numbers, is garbage from its first byte on.
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    buffer: Vec<u8>,
    begun: bool,
}

impl Splitter {
    /// Adds bytes as they came.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole message, as a datagram would have brought it: without the padding of a stream.
    pub fn next_message(&mut self) -> Result<Option<Vec<u8>>, Garbage> {
        let Some(Extent { message, padded }) = self.extent()? else { return Ok(None) };
        if self.buffer.len() < padded {
            return Ok(None);
        }
        let mut whole: Vec<u8> = self.buffer.drain(..padded).collect();
        whole.truncate(message);
        self.begun = true;
        Ok(Some(whole))
    }

    /// Bytes that the first message announces and those that came of it, where its header is whole and it is not.
    pub fn cut_off(&self) -> Option<(usize, usize)> {
        let extent = self.extent().ok().flatten()?;
        let came = self.buffer.len();
        (came >= STUN_HEADER && came < extent.padded).then_some((extent.padded, came))
    }

    /// Bytes that wait for the rest of their message.
    pub fn pending(&self) -> usize {
        self.buffer.len()
    }

    /// How far the first message reaches, once its header is there.
    fn extent(&self) -> Result<Option<Extent>, Garbage> {
        let garbage = || Garbage { head: self.buffer.iter().copied().take(16).collect() };
        let cookie = self.buffer.get(4..self.buffer.len().min(8)).unwrap_or_default();
        match self.buffer.first() {
            None => Ok(None),
            // RFC 8656 section 12: the first two bits are 00 for STUN and 01 for ChannelData.
            Some(0x00..=0x3F) if !MAGIC_COOKIE.starts_with(cookie) => Err(garbage()),
            Some(0x00..=0x3F) => match self.length() {
                Some(length) if length % 4 != 0 => Err(garbage()),
                Some(length) => Ok(Some(Extent { message: STUN_HEADER + length, padded: STUN_HEADER + length })),
                None => Ok(None),
            },
            Some(0x40..=0x7F) if self.begun => {
                Ok(self.length().map(|length| Extent { message: HEADER + length, padded: HEADER + padded(length) }))
            }
            Some(_) => Err(garbage()),
        }
    }

    /// Bytes two and three: the length of both kinds of message.
    fn length(&self) -> Option<usize> {
        match self.buffer.as_slice() {
            [_, _, l0, l1, ..] => Some(usize::from(u16::from_be_bytes([*l0, *l1]))),
            _ => None,
        }
    }
}

struct Extent {
    message: usize,
    padded: usize,
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stun(attributes: &[u8]) -> Vec<u8> {
        let mut message = vec![0x00, 0x01];
        message.extend(u16::try_from(attributes.len()).unwrap().to_be_bytes());
        message.extend(MAGIC_COOKIE);
        message.extend([7; 12]);
        message.extend(attributes);
        message
    }

    #[test]
    fn a_stream_pads_and_a_datagram_does_not() {
        let message = ChannelData { channel: 0x4001, data: b"hello" };
        assert_eq!(message.encode(Carrier::Datagram).unwrap(), b"\x40\x01\x00\x05hello");
        assert_eq!(message.encode(Carrier::Stream).unwrap(), b"\x40\x01\x00\x05hello\0\0\0");
    }

    #[test]
    fn padding_is_passed_over() {
        let decoded = ChannelData::decode(b"\x40\x01\x00\x02hi\xff\xff").unwrap();
        assert_eq!(decoded, ChannelData { channel: 0x4001, data: b"hi" });
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(ChannelData::decode(b"\x40\x01\x00"), Err(Malformed::Short(3)));
        assert_eq!(ChannelData::decode(b"\x80\x00\x00\x00"), Err(Malformed::Channel(0x8000)));
        let truncated = Malformed::Truncated { announced: 5, present: 1 };
        assert_eq!(ChannelData::decode(b"\x40\x00\x00\x05x"), Err(truncated));
    }

    #[test]
    fn garbage_is_reported_with_its_first_bytes() {
        let mut splitter = Splitter::default();
        splitter.push(b"HTTP/1.1 400 Bad Request\r\n");
        assert_eq!(splitter.next_message(), Err(Garbage { head: b"HTTP/1.1 400 Bad".to_vec() }));
        let mut splitter = Splitter::default();
        splitter.push(&stun(&[]));
        splitter.push(&[0x80]);
        assert_eq!(splitter.next_message(), Ok(Some(stun(&[]))));
        assert_eq!(splitter.next_message(), Err(Garbage { head: vec![0x80] }));
        let mut splitter = Splitter::default();
        splitter.push(&[0, 1, 0, 0, 0x21, 0x13]);
        assert!(splitter.next_message().is_err(), "a wrong cookie shows at its first wrong byte");
        let mut splitter = Splitter::default();
        splitter.push(&stun(&[0; 3]));
        assert!(splitter.next_message().is_err(), "the length of a STUN message is a multiple of four");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(channel in ALL_CHANNELS, data in prop::collection::vec(any::<u8>(), 0..2000)) {
            let message = ChannelData { channel, data: &data };
            for carrier in [Carrier::Datagram, Carrier::Stream] {
                let bytes = message.encode(carrier).unwrap();
                prop_assert_eq!(ChannelData::decode(&bytes), Ok(message));
            }
            prop_assert_eq!(message.encode(Carrier::Stream).unwrap().len() % 4, 0);
        }

        #[test]
        fn a_stream_comes_apart_where_it_was_put_together(
            parts in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..64)), 1..8),
            cut in 1usize..40,
        ) {
            let mut stream = stun(&[]);
            let mut wanted = vec![stun(&[])];
            for (is_stun, mut data) in parts {
                if is_stun {
                    data.truncate(data.len() / 4 * 4);
                    stream.extend(stun(&data));
                    wanted.push(stun(&data));
                } else {
                    let message = ChannelData { channel: 0x4123, data: &data };
                    stream.extend(message.encode(Carrier::Stream).unwrap());
                    wanted.push(message.encode(Carrier::Datagram).unwrap());
                }
            }
            let mut splitter = Splitter::default();
            let mut seen = Vec::new();
            for piece in stream.chunks(cut) {
                splitter.push(piece);
                while let Some(message) = splitter.next_message().unwrap() {
                    seen.push(message);
                }
            }
            prop_assert_eq!(seen, wanted);
            prop_assert_eq!(splitter.pending(), 0);
        }

        #[test]
        fn any_bytes_end_and_leave_less_than_one_message(
            begun in any::<bool>(),
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1500), 0..48),
        ) {
            let mut splitter = Splitter { begun, ..Splitter::default() };
            'stream: for piece in pieces {
                splitter.push(&piece);
                loop {
                    match splitter.next_message() {
                        Ok(Some(_)) => {}
                        Ok(None) => break,
                        Err(garbage) => {
                            prop_assert!(garbage.head.len() <= 16);
                            break 'stream;
                        }
                    }
                }
                prop_assert!(splitter.pending() < LONGEST);
            }
        }
    }
}
