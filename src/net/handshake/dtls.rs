//! What the DTLS flights on the wire showed.

use std::collections::HashSet;
use std::time::Duration;

use crate::facts::handshake::Dtls;
use crate::proto::classify::{Datagram, classify};
use crate::proto::dtls::{self, Kind, Step};
use crate::trace::{Direction, Packet};

/// The DTLS part of a run.
#[derive(Debug)]
pub(super) struct Flights {
    /// When the first ClientHello passed.
    pub(super) began: Duration,
    /// When the last Finished passed, once both sides had sent theirs.
    pub(super) finished: Option<Duration>,
    /// The facts, but for the fingerprints.
    pub(super) facts: Dtls,
    /// The certificate that the peer presented, in DER.
    pub(super) certificate: Option<Vec<u8>>,
}

/// Reads the flights of `packets`; none before a ClientHello was seen.
pub(super) fn read(packets: &[Packet]) -> Option<Flights> {
    let packets: Vec<&Packet> = packets.iter().filter(|p| classify(&p.head) == Datagram::Dtls).collect();
    let from = |direction| packets.iter().filter(move |p| p.direction == direction).map(|p| p.head.as_slice());
    let hello = packets.iter().find(|p| dtls::steps(&p.head).contains(&Step::Handshake(Kind::CLIENT_HELLO)))?;
    let client = hello.direction == Direction::Out;
    let server = if client { Direction::In } else { Direction::Out };
    let choice = dtls::message(from(server), Kind::SERVER_HELLO).and_then(|body| dtls::server_hello(&body));
    let certificate = dtls::message(from(Direction::In), Kind::CERTIFICATE);
    let mut tally = Tally::default();
    packets.iter().for_each(|packet| tally.take(packet));
    Some(Flights {
        began: hello.at,
        finished: tally.finished_out.max(tally.finished_in).filter(|_| tally.both()),
        certificate: certificate.as_deref().and_then(dtls::first_certificate).map(<[u8]>::to_vec),
        facts: Dtls {
            client,
            version: choice.map(|hello| dtls::version_name(hello.version)),
            cipher: choice.map(|hello| dtls::cipher_name(hello.cipher)),
            cookie: tally.cookie,
            retransmissions: tally.repeated(),
            local_fingerprint: None,
            remote_fingerprint: None,
            presented_fingerprint: None,
            matches: None,
            alert: tally.alert,
        },
    })
}

#[derive(Default)]
struct Tally {
    finished_in: Option<Duration>,
    finished_out: Option<Duration>,
    cookie: bool,
    hellos: u32,
    messages: HashSet<(bool, u8)>,
    again: u32,
    alert: Option<String>,
}

impl Tally {
    fn both(&self) -> bool {
        self.finished_in.is_some() && self.finished_out.is_some()
    }

    /// A second ClientHello is no repetition where the first was answered with a cookie (RFC 6347 section 4.2.1).
    fn repeated(&self) -> u32 {
        self.again + self.hellos.saturating_sub(1 + u32::from(self.cookie))
    }

    fn take(&mut self, packet: &Packet) {
        let out = packet.direction == Direction::Out;
        for step in dtls::steps(&packet.head) {
            match step {
                Step::Handshake(Kind::CLIENT_HELLO) => self.hellos += 1,
                // No timer repeats it: there is one for each ClientHello, or for each of its fragments.
                Step::Handshake(Kind::HELLO_VERIFY_REQUEST) => self.cookie = true,
                Step::Handshake(kind) => {
                    self.again += u32::from(!self.messages.insert((out, kind.0)));
                }
                Step::Finished if !self.both() => {
                    let finished = if out { &mut self.finished_out } else { &mut self.finished_in };
                    finished.get_or_insert(packet.at);
                }
                Step::Alert { level: 2, .. } => {
                    let sender = if out { "ours" } else { "the peer's" };
                    self.alert.get_or_insert_with(|| format!("{}, {sender}", step.name()));
                }
                _ => {}
            }
        }
    }
}

/// Whether a packet carries application data: SCTP, here.
pub(super) fn carries_data(packet: &Packet) -> bool {
    classify(&packet.head) == Datagram::Dtls && dtls::steps(&packet.head).contains(&Step::ApplicationData)
}
