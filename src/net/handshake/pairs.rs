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
    /// When the first check was sent.
    pub(super) first_sent: Option<Duration>,
    /// When the first answer to one of ours came.
    pub(super) first_success: Option<Duration>,
    /// When the nomination was answered.
    pub(super) nominated: Option<Duration>,
    /// How the peer of each pair saw us, by the addresses that packets went between.
    mapped: HashMap<(SocketAddr, SocketAddr), SocketAddr>,
}

struct Request {
    at: Duration,
    direction: Direction,
    nominates: bool,
}

/// Reads the Binding transactions of `packets`; `signaled` are the peer's candidates, `local` ours.
pub(super) fn read(packets: &[Packet], signaled: &HashMap<SocketAddr, CandidateType>, local: &[Candidate]) -> Checks {
    let mut checks = Checks::default();
    let mut requests: HashMap<[u8; 12], Request> = HashMap::new();
    for packet in packets {
        let Datagram::Stun(stun) = classify(&packet.head) else { continue };
        if stun.is_binding() {
            checks.take(packet, &stun, &mut requests, signaled);
        }
    }
    checks.name_locals(local);
    checks.pairs.sort_by_key(|pair| !pair.nominated);
    checks
}

impl Checks {
    fn take(
        &mut self,
        packet: &Packet,
        stun: &Stun,
        requests: &mut HashMap<[u8; 12], Request>,
        signaled: &HashMap<SocketAddr, CandidateType>,
    ) {
        let out = packet.direction == Direction::Out;
        let pair = self.pair(packet, signaled);
        match stun.class {
            Class::Request => {
                *(if out { &mut pair.requests_sent } else { &mut pair.requests_received }) += 1;
                let request = Request { at: packet.at, direction: packet.direction, nominates: stun.use_candidate };
                requests.entry(stun.transaction).or_insert(request);
                if out {
                    self.first_sent.get_or_insert(packet.at);
                }
            }
            Class::Success => {
                *(if out { &mut pair.responses_sent } else { &mut pair.responses_received }) += 1;
                let Some(request) = requests.get(&stun.transaction) else { return };
                if request.direction == packet.direction {
                    return;
                }
                let rtt = ms(packet.at.saturating_sub(request.at));
                pair.nominated |= request.nominates;
                if !out {
                    pair.rtt_ms = Some(pair.rtt_ms.map_or(rtt, |best| best.min(rtt)));
                    self.first_success.get_or_insert(packet.at);
                    if let Decoded::Response(response) = decode(&packet.head)
                        && let Some(mapped) = response.mapped
                    {
                        self.mapped.insert((packet.local, packet.remote), mapped);
                    }
                }
                if request.nominates {
                    self.nominated.get_or_insert(packet.at);
                }
            }
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
            pair.local_type = match (candidate, seen) {
                (Some(candidate), _) => candidate.kind,
                (None, Some(_)) => CandidateType::Prflx,
                (None, None) => CandidateType::Host,
            };
            pair.local_related = seen.map(|_| base).or_else(|| candidate.and_then(|candidate| candidate.related));
        }
    }

    fn pair(&mut self, packet: &Packet, signaled: &HashMap<SocketAddr, CandidateType>) -> &mut Pair {
        let known = self.pairs.iter().position(|p| p.local == packet.local && p.remote == packet.remote);
        let index = known.unwrap_or_else(|| {
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
        });
        self.pairs.get_mut(index).expect("the pair was found or made above")
    }
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
        assert_eq!((checks.first_sent, checks.first_success, checks.nominated), (at(10), at(70), at(85)));
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
