//! The check list, rebuilt from the packets: the stack tells the selected pair alone.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use crate::candidate::priority::CandidateType;
use crate::facts::handshake::Pair;
use crate::facts::ice::Candidate;
use crate::net::clock::ms;
use crate::probe::message::{Decoded, decode};
use crate::proto::classify::{Class, Datagram, Stun, classify};
use crate::trace::{Direction, Packet};

/// What the checks showed.
#[derive(Debug, Default)]
pub(super) struct Checks {
    /// The pairs, the selected one first.
    pub(super) pairs: Vec<Pair>,
    /// Every check, in order.
    requests: Vec<Request>,
    /// How the peer of each pair saw us, by the addresses that packets went between.
    mapped: HashMap<(SocketAddr, SocketAddr), SocketAddr>,
    /// The address that a pair's packets went by, where its candidate has another one.
    bases: HashMap<(SocketAddr, SocketAddr), SocketAddr>,
}

/// One check.
#[derive(Clone, Copy, Debug)]
struct Request {
    local: SocketAddr,
    remote: SocketAddr,
    transaction: [u8; 12],
    at: Duration,
    ours: bool,
    nominates: bool,
    answered: Option<Duration>,
}

/// A check that was answered, and when the first one for the same purpose was sent: a later one that is answered in its
/// place was sent again by a timer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Check {
    /// When the first was sent.
    pub(super) first: Duration,
    /// When the one that was answered was sent.
    pub(super) sent: Duration,
    /// When its answer was there.
    pub(super) answered: Duration,
    /// Whether it was ours.
    pub(super) ours: bool,
}

impl Checks {
    /// When the first check was sent.
    pub(super) fn first_sent(&self) -> Option<Duration> {
        self.requests.iter().find(|request| request.ours).map(|request| request.at)
    }

    /// When the first check came in.
    pub(super) fn first_received(&self) -> Option<Duration> {
        self.requests.iter().find(|request| !request.ours).map(|request| request.at)
    }

    /// When the first answer to one of ours came.
    pub(super) fn first_success(&self) -> Option<Duration> {
        self.requests.iter().filter(|request| request.ours).filter_map(|request| request.answered).min()
    }

    /// When the nomination was answered.
    pub(super) fn nominated(&self) -> Option<Duration> {
        self.requests.iter().filter(|request| request.nominates).filter_map(|request| request.answered).min()
    }

    /// The check of ours on the selected pair that was answered first.
    pub(super) fn check(&self) -> Option<Check> {
        self.first_answered(|request| request.ours)
    }

    /// The check that nominated the selected pair.
    pub(super) fn nomination(&self) -> Option<Check> {
        self.first_answered(|request| request.nominates)
    }

    /// The address that the packets of `pair` went by.
    pub(super) fn base(&self, pair: &Pair) -> SocketAddr {
        self.bases.get(&(pair.local, pair.remote)).copied().unwrap_or(pair.local)
    }

    fn first_answered(&self, wanted: impl Fn(&Request) -> bool) -> Option<Check> {
        let selected = self.pairs.first().filter(|pair| pair.nominated)?;
        let base = self.base(selected);
        let on = |r: &&Request| r.local == base && r.remote == selected.remote;
        let mut alike = self.requests.iter().filter(on).filter(|request| wanted(request)).peekable();
        let first = alike.peek()?.at;
        let (request, answered) = alike.filter_map(|r| Some((r, r.answered?))).min_by_key(|(_, answered)| *answered)?;
        Some(Check { first, sent: request.at, answered, ours: request.ours })
    }

    /// Round trips, in milliseconds, of our checks on the path of `pair`.
    pub(super) fn round_trips(&self, pair: &Pair) -> impl Iterator<Item = f64> {
        let path = (self.base(pair).ip(), pair.remote.ip());
        let ours = self.requests.iter().filter(|r| r.ours).filter(move |r| (r.local.ip(), r.remote.ip()) == path);
        ours.filter_map(|request| Some(ms(request.answered?.saturating_sub(request.at))))
    }

    fn take(&mut self, packet: &Packet, stun: &Stun, signaled: &HashMap<SocketAddr, CandidateType>) {
        let out = packet.direction == Direction::Out;
        let pair = self.pair(packet, signaled);
        match stun.class {
            Class::Request => {
                let pair = self.pairs.get_mut(pair).expect("the pair was found or made above");
                *(if out { &mut pair.requests_sent } else { &mut pair.requests_received }) += 1;
                if !self.requests.iter().any(|known| known.transaction == stun.transaction) {
                    self.requests.push(Request {
                        local: packet.local,
                        remote: packet.remote,
                        transaction: stun.transaction,
                        at: packet.at,
                        ours: out,
                        nominates: stun.use_candidate,
                        answered: None,
                    });
                }
            }
            Class::Success => self.answer(packet, stun, pair, out),
            Class::Indication | Class::Error => {}
        }
    }

    /// Puts the candidate in the place of the socket that a pair's packets went by: the one at which the peer saw us (RFC
    /// 8445 section 7.2.5.3.1), which nobody signaled where it is peer-reflexive.
    fn name_locals(&mut self, local: &[Candidate]) {
        for pair in &mut self.pairs {
            let base = pair.local;
            let seen = self.mapped.get(&(base, pair.remote)).copied().filter(|mapped| !same(*mapped, base));
            let address = seen.unwrap_or(base);
            let candidate = local.iter().find(|candidate| candidate.address == address);
            pair.local = address;
            self.bases.insert((address, pair.remote), base);
            pair.local_type = match (candidate, seen) {
                (Some(candidate), _) => candidate.kind,
                (None, Some(_)) => CandidateType::Prflx,
                (None, None) => CandidateType::Host,
            };
            pair.local_related = seen.map(|_| base).or_else(|| candidate.and_then(|candidate| candidate.related));
        }
    }

    fn answer(&mut self, packet: &Packet, stun: &Stun, pair: usize, out: bool) {
        let pair = self.pairs.get_mut(pair).expect("the pair was found or made by the caller");
        *(if out { &mut pair.responses_sent } else { &mut pair.responses_received }) += 1;
        let request = self.requests.iter_mut().find(|known| known.transaction == stun.transaction && known.ours != out);
        let Some(request) = request else { return };
        request.answered.get_or_insert(packet.at);
        pair.nominated |= request.nominates;
        if !out {
            let rtt = ms(packet.at.saturating_sub(request.at));
            pair.rtt_ms = Some(pair.rtt_ms.map_or(rtt, |best| best.min(rtt)));
            if let Decoded::Response(response) = decode(&packet.head)
                && let Some(mapped) = response.mapped
            {
                self.mapped.insert((packet.local, packet.remote), mapped);
            }
        }
    }

    /// The index of the packet's pair.
    fn pair(&mut self, packet: &Packet, signaled: &HashMap<SocketAddr, CandidateType>) -> usize {
        let known = self.pairs.iter().position(|p| p.local == packet.local && p.remote == packet.remote);
        known.unwrap_or_else(|| {
            self.pairs.push(Pair {
                local: packet.local,
                remote: packet.remote,
                local_related: None,
                local_type: CandidateType::Host,
                remote_type: signaled.get(&packet.remote).copied().unwrap_or(CandidateType::Prflx),
                requests_sent: 0,
                responses_received: 0,
                requests_received: 0,
                responses_sent: 0,
                rtt_ms: None,
                nominated: false,
            });
            self.pairs.len() - 1
        })
    }
}

/// Reads the Binding transactions of `packets`; `signaled` are the peer's candidates, `local` ours.
pub(super) fn read(packets: &[Packet], signaled: &HashMap<SocketAddr, CandidateType>, local: &[Candidate]) -> Checks {
    let mut checks = Checks::default();
    for packet in packets {
        let Datagram::Stun(stun) = classify(&packet.head) else { continue };
        if stun.is_binding() {
            checks.take(packet, &stun, signaled);
        }
    }
    checks.name_locals(local);
    checks.pairs.sort_by_key(|pair| !pair.nominated);
    checks
}

/// Whether two addresses are the same, an IPv4 address in IPv6 clothes included.
fn same(a: SocketAddr, b: SocketAddr) -> bool {
    (a.ip().to_canonical(), a.port()) == (b.ip().to_canonical(), b.port())
}

/// The address and kind of a candidate line (RFC 8839 section 5.1), unless it has a host name.
pub(super) fn signaled_candidate(line: &str) -> Option<(SocketAddr, CandidateType)> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let [_, _, _, _, address, port, "typ", kind, ..] = words.as_slice() else { return None };
    let kind = [CandidateType::Host, CandidateType::Srflx, CandidateType::Prflx, CandidateType::Relay]
        .into_iter()
        .find(|known| known.word() == *kind)?;
    Some((SocketAddr::new(address.parse().ok()?, port.parse().ok()?), kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(at_ms: u64, direction: Direction, kind: u16, transaction: u8, nominates: bool) -> Packet {
        let mut head = kind.to_be_bytes().to_vec();
        head.extend([0, if nominates { 4 } else { 0 }, 0x21, 0x12, 0xa4, 0x42]);
        head.extend([transaction; 12]);
        if nominates {
            head.extend([0, 0x25, 0, 0]);
        }
        let (local, remote) = ("192.0.2.1:1000".parse().unwrap(), "192.0.2.2:2000".parse().unwrap());
        Packet {
            at: Duration::from_millis(at_ms),
            direction,
            transport: "udp",
            local,
            remote,
            length: head.len(),
            head,
        }
    }

    #[test]
    fn a_pair_is_rebuilt_from_its_packets() {
        const REQUEST: u16 = 0x0001;
        const SUCCESS: u16 = 0x0101;
        let packets = [
            packet(10, Direction::Out, REQUEST, 1, false),
            packet(12, Direction::In, REQUEST, 2, false),
            packet(13, Direction::Out, SUCCESS, 2, false),
            packet(60, Direction::Out, REQUEST, 3, true),
            packet(70, Direction::In, SUCCESS, 1, false),
            packet(85, Direction::In, SUCCESS, 3, false),
            packet(90, Direction::In, SUCCESS, 9, false),
        ];
        let checks = read(&packets, &HashMap::new(), &[]);
        let at = |ms| Some(Duration::from_millis(ms));
        assert_eq!((checks.first_sent(), checks.first_success(), checks.nominated()), (at(10), at(70), at(85)));
        assert_eq!(checks.first_received(), at(12));
        let check = |first, sent, answered| {
            let at = Duration::from_millis;
            Some(Check { first: at(first), sent: at(sent), answered: at(answered), ours: true })
        };
        assert_eq!((checks.check(), checks.nomination()), (check(10, 10, 70), check(60, 60, 85)));
        let [pair] = checks.pairs.as_slice() else { panic!("{:?}", checks.pairs) };
        assert_eq!((pair.requests_sent, pair.responses_received), (2, 3));
        assert_eq!((pair.requests_received, pair.responses_sent), (1, 1));
        assert_eq!((pair.rtt_ms, pair.nominated), (Some(25.0), true));
        assert_eq!(pair.remote_type, CandidateType::Prflx, "nobody signaled it");
    }

    #[test]
    fn a_candidate_line_gives_address_and_kind_unless_it_has_a_name() {
        let line = "candidate:1 1 udp 1677729535 203.0.113.7 5000 typ srflx raddr 0.0.0.0 rport 0";
        assert_eq!(signaled_candidate(line), Some(("203.0.113.7:5000".parse().unwrap(), CandidateType::Srflx)));
        assert_eq!(signaled_candidate("candidate:1 1 udp 1 f04ff41b.local 5000 typ host"), None);
        assert_eq!(signaled_candidate("candidate:1 1 udp"), None);
    }
}
