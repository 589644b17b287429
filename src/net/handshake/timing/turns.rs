//! Whose turn it was: between two packets of a conversation, the one that is to send the next has to act.

use std::collections::HashSet;
use std::time::Duration;

use crate::net::clock::ms;
use crate::net::handshake::dtls::carries_data;
use crate::proto::classify::{Datagram, classify};
use crate::proto::dtls::{Kind, Step, steps};
use crate::trace::{Direction, Packet};

/// What is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Talk {
    /// DTLS handshake messages.
    Dtls,
    /// What DTLS carries: SCTP.
    Data,
}

/// A time in which one side had to act. Milliseconds since the start of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    pub(super) start_ms: f64,
    pub(super) end_ms: f64,
    pub(super) ours: bool,
    /// It ended with something sent again, that was first sent then.
    pub(super) again_since_ms: Option<f64>,
}

/// The turns from `start_ms` to `end_ms`; what is open at the end is the other side's.
pub(super) fn turns(packets: &[Packet], talk: Talk, start_ms: f64, end_ms: f64) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut since = start_ms;
    let mut repeats = Repeats::default();
    for packet in packets.iter().filter(|packet| belongs(packet, talk)) {
        let at = ms(packet.at);
        let again_since_ms = repeats.take(packet, talk, at);
        if at <= start_ms || at > end_ms {
            continue;
        }
        let ours = packet.direction == Direction::Out;
        match turns.last_mut() {
            // One side's flight, and its parts.
            Some(turn) if turn.ours == ours && turn.again_since_ms.is_none() && again_since_ms.is_none() => {
                turn.end_ms = at;
            }
            _ => turns.push(Turn { start_ms: since, end_ms: at, ours, again_since_ms }),
        }
        since = at;
    }
    if since < end_ms {
        turns.push(Turn { start_ms: since, end_ms, ours: false, again_since_ms: None });
    }
    turns
}

fn belongs(packet: &Packet, talk: Talk) -> bool {
    match talk {
        Talk::Dtls => classify(&packet.head) == Datagram::Dtls && !carries_data(packet),
        Talk::Data => carries_data(packet),
    }
}

/// A silence of SCTP's retransmission timer, 1 s (RFC 9260 section 16) or 3 s (RFC 4960), or of its doubles: what is
/// sent again is encrypted, and the silence is all that shows.
pub(super) const SCTP_TIMERS_MS: [f64; 4] = [1000.0, 2000.0, 3000.0, 6000.0];
/// How late a timer may be.
const LATE_MS: f64 = 150.0;

/// Whether a silence is as long as `timer_ms`.
pub(super) fn is_timer(silence_ms: f64, timer_ms: f64) -> bool {
    (timer_ms * 0.97..timer_ms + LATE_MS).contains(&silence_ms)
}

/// Knows what was sent before.
#[derive(Default)]
struct Repeats {
    seen: HashSet<(bool, u8)>,
    cookie: bool,
    hellos: u32,
    last: Option<(bool, f64)>,
    last_of: [Option<f64>; 2],
}

impl Repeats {
    /// When what `packet` repeats was last sent.
    fn take(&mut self, packet: &Packet, talk: Talk, at: f64) -> Option<f64> {
        let out = packet.direction == Direction::Out;
        let before = self.last_of.get(usize::from(out)).copied().flatten();
        let again = match talk {
            Talk::Dtls => self.handshake(packet, out),
            Talk::Data => {
                // Nothing was heard since this side last spoke, and it speaks again.
                self.last.is_some_and(|(same, then)| {
                    same == out && SCTP_TIMERS_MS.iter().any(|timer| is_timer(at - then, *timer))
                })
            }
        };
        self.last = Some((out, at));
        if let Some(last) = self.last_of.get_mut(usize::from(out)) {
            *last = Some(at);
        }
        before.filter(|_| again)
    }

    fn handshake(&mut self, packet: &Packet, out: bool) -> bool {
        let mut again = false;
        for step in steps(&packet.head) {
            match step {
                Step::Handshake(Kind::CLIENT_HELLO) => {
                    self.hellos += 1;
                    again |= self.hellos > 1 + u32::from(self.cookie);
                }
                Step::Handshake(Kind::HELLO_VERIFY_REQUEST) => self.cookie = true,
                Step::Handshake(kind) => again |= !self.seen.insert((out, kind.0)),
                _ => {}
            }
        }
        again
    }
}

/// The round trips in these turns: waits for the other side that began when we had spoken, each with `peer_ms` at most.
pub(super) fn round_trips(turns: &[Turn], peer_ms: f64) -> f64 {
    turns.iter().filter(|turn| !turn.ours).map(|turn| (turn.end_ms - turn.start_ms).min(peer_ms)).sum()
}

/// Times in which exactly one round trip passed, whatever the other side did: Karn's rule leaves out what was repeated.
pub(super) fn exact_trips(packets: &[Packet]) -> Vec<f64> {
    let mut trips = Vec::new();
    let mut asked: Option<Duration> = None;
    let mut repeats = Repeats::default();
    for packet in packets.iter().filter(|packet| belongs(packet, Talk::Dtls)) {
        if repeats.take(packet, Talk::Dtls, ms(packet.at)).is_some() {
            return Vec::new();
        }
        if packet.direction == Direction::Out {
            asked = Some(packet.at);
        } else if let Some(asked) = asked.take() {
            // In DTLS each flight answers the one before (RFC 6347 section 4.2.4).
            trips.push(ms(packet.at.saturating_sub(asked)));
        }
    }
    trips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(at_ms: u64, direction: Direction) -> Packet {
        let head = [&[23, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1][..], &[0]].concat();
        let (local, remote) = ("192.0.2.1:1000".parse().unwrap(), "192.0.2.2:2000".parse().unwrap());
        let at = Duration::from_millis(at_ms);
        Packet { at, direction, transport: "udp", local, remote, length: head.len(), head }
    }

    #[test]
    fn the_next_packet_tells_whose_turn_it_was() {
        let packets = [
            data(10, Direction::Out),
            data(60, Direction::In),
            data(61, Direction::Out),
            data(62, Direction::Out),
            data(112, Direction::In),
        ];
        let turns = turns(&packets, Talk::Data, 10.0, 120.0);
        let seen: Vec<_> = turns.iter().map(|t| (t.start_ms, t.end_ms, t.ours)).collect();
        assert_eq!(seen, [(10.0, 60.0, false), (60.0, 62.0, true), (62.0, 112.0, false), (112.0, 120.0, false)]);
        assert_eq!(round_trips(&turns, 50.0), 108.0);
    }

    #[test]
    fn a_silence_of_a_timers_length_before_the_same_side_speaks_is_its_timer() {
        let packets = [data(0, Direction::Out), data(1010, Direction::Out), data(1060, Direction::In)];
        let turns = turns(&packets, Talk::Data, 0.0, 1060.0);
        assert_eq!(turns.first().unwrap().again_since_ms, Some(0.0));
        assert_eq!(round_trips(&turns, 50.0), 50.0, "the silence is no round trip");
    }
}
