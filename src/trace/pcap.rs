//! Packets as a pcapng file (draft-ietf-opsawg-pcapng), readable by tcpdump and Wireshark.
//!
//! What is known of a packet is its UDP payload; the IP and UDP headers are made anew with its real addresses and
//! ports. Timestamps are the wall clock's, in nanoseconds.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{Direction, Packet};

/// The packets of a run.
#[derive(Clone, Debug, Default)]
pub struct Capture {
    /// The wall clock, since 1970, at the zero of the packets' times.
    pub zero: Duration,
    /// The packets in the order in which they passed.
    pub packets: Vec<Packet>,
}

/// Link type RAW: packets begin with their IP header.
const LINKTYPE_RAW: u16 = 101;
/// Longest packet.
const SNAPLEN: u32 = 65_535;
/// Lengths of headers.
const UDP: usize = 8;
const IPV4: usize = 20;
/// UDP's number (RFC 768).
const PROTOCOL_UDP: u8 = 17;
/// A hop limit that says nothing, as the real one is not known.
const HOPS: u8 = 64;

/// A pcapng file with the packets of all `captures`. Packets over TCP and TLS, of which there is no datagram, are left
/// out.
pub fn pcapng(captures: &[Capture]) -> Vec<u8> {
    let mut out = Vec::new();
    // Section Header Block: byte order, version 1.0, length not given (section 4.1).
    let section = [&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat();
    block(&mut out, 0x0a0d_0d0a, &section);
    // Interface Description Block with if_tsresol = 9, nanoseconds (section 4.2).
    let interface =
        [&LINKTYPE_RAW.to_le_bytes()[..], &[0, 0], &SNAPLEN.to_le_bytes(), &[9, 0, 1, 0, 9, 0, 0, 0], &[0, 0, 0, 0]]
            .concat();
    block(&mut out, 1, &interface);
    for capture in captures {
        for packet in capture.packets.iter().filter(|packet| packet.transport == "udp") {
            enhanced(&mut out, capture.zero + packet.at, packet);
        }
    }
    out
}

/// Enhanced Packet Block (section 4.3).
fn enhanced(out: &mut Vec<u8>, at: Duration, packet: &Packet) {
    let nanos = u64::try_from(at.as_nanos()).unwrap_or(u64::MAX);
    let bytes = datagram(packet);
    let captured = u32::try_from(bytes.len()).unwrap_or(SNAPLEN);
    let cut = u32::try_from(packet.length.saturating_sub(packet.head.len())).unwrap_or(0);
    let mut body = Vec::with_capacity(bytes.len() + 24);
    // interface 0; the two halves of the timestamp, the higher one first
    for word in [0, (nanos >> 32) as u32, (nanos & 0xffff_ffff) as u32, captured, captured.saturating_add(cut)] {
        body.extend(word.to_le_bytes());
    }
    body.extend(&bytes);
    body.resize(body.len().next_multiple_of(4), 0);
    block(out, 6, &body);
}

fn block(out: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let length = u32::try_from(body.len() + 12).unwrap_or(u32::MAX);
    for part in [&kind.to_le_bytes()[..], &length.to_le_bytes(), body, &length.to_le_bytes()] {
        out.extend(part);
    }
}

/// The packet with an IP and a UDP header.
fn datagram(packet: &Packet) -> Vec<u8> {
    let (from, to) = match packet.direction {
        Direction::Out => (packet.local, packet.remote),
        Direction::In => (packet.remote, packet.local),
    };
    let length = u16::try_from(packet.length + UDP).unwrap_or(u16::MAX);
    let mut udp = Vec::with_capacity(UDP + packet.head.len());
    for word in [from.port(), to.port(), length, 0] {
        udp.extend(word.to_be_bytes());
    }
    udp.extend(&packet.head);
    let sum = checksum(pseudo(from, to, length).chunks(2).chain(udp.chunks(2)));
    // A sum of zero is sent as its complement; zero itself means that there is none (RFC 768).
    let sum = if sum == 0 { 0xffff } else { sum };
    if packet.head.len() == packet.length
        && let Some(place) = udp.get_mut(6..8)
    {
        place.copy_from_slice(&sum.to_be_bytes());
    }
    [header(from.ip(), to.ip(), length), udp].concat()
}

fn header(from: IpAddr, to: IpAddr, length: u16) -> Vec<u8> {
    match (from.to_canonical(), to.to_canonical()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let total = length.saturating_add(IPV4 as u16);
            let mut head = vec![0x45, 0];
            head.extend(total.to_be_bytes());
            // no identification; don't fragment
            head.extend([0, 0, 0x40, 0, HOPS, PROTOCOL_UDP, 0, 0]);
            head.extend(from.octets());
            head.extend(to.octets());
            let sum = checksum(head.chunks(2)).to_be_bytes();
            if let Some(place) = head.get_mut(10..12) {
                place.copy_from_slice(&sum);
            }
            head
        }
        (from, to) => {
            let mut head = vec![0x60, 0, 0, 0];
            head.extend(length.to_be_bytes());
            head.extend([PROTOCOL_UDP, HOPS]);
            head.extend(sixteen(from));
            head.extend(sixteen(to));
            head
        }
    }
}

fn sixteen(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

/// What the checksum covers beyond the datagram (RFC 768, RFC 8200 section 8.1): the order of its parts does not matter.
fn pseudo(from: SocketAddr, to: SocketAddr, length: u16) -> Vec<u8> {
    let addresses = match (from.ip().to_canonical(), to.ip().to_canonical()) {
        (IpAddr::V4(from), IpAddr::V4(to)) => [from.octets(), to.octets()].concat(),
        (from, to) => [sixteen(from), sixteen(to)].concat(),
    };
    [addresses, vec![0, PROTOCOL_UDP], length.to_be_bytes().to_vec()].concat()
}

/// The Internet checksum (RFC 1071).
fn checksum<'a>(words: impl Iterator<Item = &'a [u8]>) -> u16 {
    let mut sum = 0_u32;
    for word in words {
        let value = match word {
            [high, low] => u16::from_be_bytes([*high, *low]),
            [high] => u16::from_be_bytes([*high, 0]),
            _ => 0,
        };
        sum += u32::from(value);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !((sum & 0xffff) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(local: &str, remote: &str) -> Packet {
        Packet {
            at: Duration::from_millis(5),
            direction: Direction::Out,
            transport: "udp",
            local: local.parse().unwrap(),
            remote: remote.parse().unwrap(),
            length: 3,
            head: b"abc".to_vec(),
        }
    }

    #[test]
    fn blocks_have_their_lengths_and_the_packet_its_addresses() {
        let capture = Capture { zero: Duration::from_secs(1), packets: vec![packet("192.0.2.1:7", "192.0.2.2:9")] };
        let bytes = pcapng(&[capture]);
        assert_eq!(bytes.len() % 4, 0);
        let mut rest = bytes.as_slice();
        let mut kinds = Vec::new();
        while let Some((head, _)) = rest.split_at_checked(8) {
            let length = u32::from_le_bytes(head[4..8].try_into().unwrap()) as usize;
            kinds.push(u32::from_le_bytes(head[..4].try_into().unwrap()));
            assert_eq!(rest[length - 4..length], head[4..8], "the length stands at both ends");
            rest = &rest[length..];
        }
        assert_eq!(kinds, [0x0a0d_0d0a, 1, 6]);
        assert!(bytes.windows(8).any(|window| window == [192, 0, 2, 1, 192, 0, 2, 2]));
    }

    #[test]
    fn checksums_are_right_as_a_receiver_would_find_them() {
        for (local, remote) in [("192.0.2.1:7", "192.0.2.2:9"), ("[2001:db8::1]:7", "[2001:db8::2]:9")] {
            let packet = packet(local, remote);
            let bytes = datagram(&packet);
            let udp = &bytes[bytes.len() - 11..];
            let sum = checksum(pseudo(packet.local, packet.remote, 11).chunks(2).chain(udp.chunks(2)));
            assert_eq!(sum, 0, "{local}");
        }
        let bytes = datagram(&packet("192.0.2.1:7", "192.0.2.2:9"));
        assert_eq!(checksum(bytes[..20].chunks(2)), 0);
    }
}
