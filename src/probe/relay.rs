//! Tests one allocation: the outside socket with its permission, the proof, and where UDP is blocked a second
//! allocation in the outside's place.
//!
//! For: what `server` does between the allocation and its release. Not for: the steps of the proof itself (`proof`).

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use super::client::{Client, Credentials, Event};
use super::message::{Decoded, Request, decode, encode};
use super::proof::{Action, Proof};
use super::server::Setup;
use super::transaction::Transaction;
use super::{Channel, Output};
use crate::facts::ice::Relay;
use crate::facts::{Known, Why};

/// The whole test of one relayed address, from the permission to the last packet.
const TEST_TIME: Duration = Duration::from_secs(1);

/// Sent from our relay to the second one.
const PAIR_PAYLOAD: &[u8] = b"rtcdiag relay to relay";

/// Packets from relay to relay, and the time between two of them.
const PAIR_SENDS: u32 = 10;
const PAIR_GAP: Duration = Duration::from_millis(50);

/// The machine. It works through the client of the allocation that it tests.
#[derive(Debug)]
pub struct RelayTest {
    server: SocketAddr,
    relayed: SocketAddr,
    reliable: bool,
    credentials: Option<Credentials>,
    seed: u64,
    deadline: Instant,
    udp_heard: bool,
    outside: Option<SocketAddr>,
    outside_binding: Option<Transaction>,
    proof: Option<Proof>,
    second: Option<Client>,
    pair: Pair,
}

/// How far the relay-to-relay test has come.
#[derive(Debug)]
struct Pair {
    wanted: bool,
    talk: Known<()>,
    sent: u32,
    next: Instant,
}

impl RelayTest {
    /// A test of `relayed`. Where the server is reached over a stream and nothing came in over UDP yet (`udp_heard`), a
    /// second allocation is made ready.
    pub fn new(setup: &Setup, relayed: SocketAddr, udp_heard: bool, now: Instant) -> Self {
        let talk = Known::not_tested("not needed where UDP works");
        let reliable = setup.reliable;
        Self {
            server: setup.server,
            relayed,
            reliable,
            credentials: setup.credentials.clone(),
            seed: setup.seed,
            deadline: now + TEST_TIME,
            udp_heard,
            outside: None,
            outside_binding: None,
            proof: None,
            second: None,
            pair: Pair { wanted: reliable && !udp_heard, talk, sent: 0, next: now },
        }
    }

    /// The channels that it needs.
    pub fn channels(&self) -> impl Iterator<Item = Output> + use<> {
        let second = self.pair.wanted.then_some(Output::Open(Channel::Second));
        std::iter::once(Output::Open(Channel::Peer)).chain(second)
    }

    /// UDP is not blocked here.
    pub fn udp_heard(&mut self) {
        self.udp_heard = true;
    }

    /// The outside socket is open: permit its address, and ask the server over UDP how the world sees it.
    pub fn outside_opened(&mut self, client: &mut Client, local: SocketAddr, now: Instant) {
        let ip: IpAddr = match client.seen().mapped {
            Some(mapped) if mapped.is_ipv4() == self.relayed.is_ipv4() => mapped.ip(),
            _ => local.ip(),
        };
        let outside = SocketAddr::new(ip, local.port());
        self.outside = Some(outside);
        client.permit(outside, now);
        if self.server.is_ipv4() == local.is_ipv4() {
            let id = u128::from(self.seed) | 1 << 80;
            self.outside_binding = encode(&Request::Binding, id, None).map(|b| Transaction::new(id, b, false, now));
        }
    }

    /// The permission is there: begin, if we have not.
    pub fn permitted(&mut self, client: &Client, now: Instant) {
        if let (None, Some(outside)) = (&self.proof, self.outside) {
            let rtt = client.seen().rtt.unwrap_or(Duration::from_millis(100));
            self.proof = Some(Proof::new(self.relayed, outside, rtt, self.seed, now, self.deadline));
        }
    }

    /// The second connection is open.
    pub fn second_opened(&mut self, now: Instant) {
        let mut second = Client::new(true, self.credentials.clone(), self.seed ^ 1);
        second.allocate(now);
        self.second = Some(second);
    }

    /// The second connection could not be opened, or has ended.
    pub fn second_lost(&mut self) {
        self.pair.wanted = false;
        self.second = None;
    }

    /// The second allocation's client, to release it.
    pub fn second(&mut self) -> Option<&mut Client> {
        self.second.as_mut()
    }

    /// Bytes came in over the second connection, during the test.
    pub fn at_second(&mut self, client: &mut Client, bytes: &[u8], now: Instant) {
        let Some(second) = &mut self.second else { return };
        match second.handle(bytes, now) {
            Some(Event::Allocated) => second.permit(self.relayed, now),
            Some(Event::Permitted) => {
                if let Some(theirs) = second.seen().relayed {
                    client.permit(theirs, now);
                    self.pair.talk = Known::No(Why::new("no packet arrived"));
                    self.pair.next = now;
                }
            }
            Some(Event::Data { payload, .. }) if payload == PAIR_PAYLOAD => self.pair.talk = Known::Yes(()),
            _ => {}
        }
    }

    /// A datagram came in at the outside socket.
    pub fn at_outside(&mut self, from: SocketAddr, bytes: &[u8], now: Instant) {
        match (decode(bytes), &self.outside_binding) {
            (Decoded::Response(response), Some(binding)) if response.id == binding.id => {
                self.outside_binding = None;
                self.udp_heard = true;
                if let (Some(mapped), Some(proof)) = (response.mapped, &mut self.proof) {
                    proof.outside_is(mapped);
                }
            }
            (Decoded::Response(_), _) => {}
            _ => {
                if let Some(proof) = &mut self.proof {
                    self.udp_heard = true;
                    proof.at_outside(from, bytes, now);
                }
            }
        }
    }

    /// Data came in through the relay.
    pub fn at_relay(&mut self, peer: SocketAddr, payload: &[u8], now: Instant) {
        if let Some(proof) = &mut self.proof {
            proof.at_relay(peer, payload, now);
        }
    }

    /// The next thing to send; what goes through the relay is handed to the client.
    pub fn transmit(&mut self, client: &mut Client, now: Instant) -> Option<Output> {
        if let Some(bytes) = self.outside_binding.as_mut().and_then(|binding| binding.due(now)) {
            let bytes = bytes.to_vec();
            return Some(Output::Send { channel: Channel::Peer, to: Some(self.server), bytes });
        }
        let theirs = self.second.as_ref().and_then(|second| second.seen().relayed);
        if let (true, Some(theirs)) = (self.pair_sends() && now >= self.pair.next, theirs) {
            self.pair.sent += 1;
            self.pair.next = now + PAIR_GAP;
            client.send_to(theirs, PAIR_PAYLOAD);
        }
        while let Some(proof) = &mut self.proof {
            match proof.poll(now) {
                Action::FromOutside(bytes) => {
                    return Some(Output::Send { channel: Channel::Peer, to: Some(self.relayed), bytes });
                }
                Action::ThroughRelay(peer, bytes) => client.send_to(peer, &bytes),
                Action::WaitUntil(_) | Action::Done => break,
            }
        }
        None
    }

    /// When there is something to do next, if nothing arrives before.
    pub fn next(&self) -> Instant {
        let binding = self.outside_binding.as_ref().and_then(Transaction::next);
        let pair = self.pair_sends().then_some(self.pair.next);
        let proof = self.proof.as_ref().filter(|proof| !proof.over()).map(Proof::next);
        let deadline = self.proof.as_ref().map_or(self.deadline, |proof| proof.deadline().max(self.deadline));
        [binding, pair, proof].into_iter().flatten().fold(deadline, Instant::min)
    }

    /// Whether there is nothing more to learn.
    pub fn over(&self, now: Instant) -> bool {
        let proven = self.proof.as_ref().is_some_and(Proof::over);
        let pair_open = self.pair.wanted && !self.udp_heard && self.pair.talk.yes().is_none();
        let deadline = self.proof.as_ref().map_or(self.deadline, |proof| proof.deadline().max(self.deadline));
        now >= deadline || proven && !pair_open
    }

    /// Writes down what was learned.
    pub fn write(&self, relay: &mut Relay) {
        relay.peer = self.outside;
        let Some(proof) = &self.proof else { return };
        let shown = proof.shown();
        let nothing_came = [&shown.inward, &shown.inward_again, &shown.outward].iter().all(|fact| fact.yes().is_none());
        if self.reliable && !self.udp_heard && nothing_came {
            let why = "UDP is blocked here, so that nothing could be sent from outside";
            relay.proven_in = Known::not_tested(why);
            relay.proven_out = Known::not_tested(why);
            relay.in_after_out = Known::not_tested(why);
            relay.relayed_to_relay = self.pair.talk.clone();
            return;
        }
        relay.proven_in = shown.inward.clone();
        relay.proven_out = shown.outward.clone();
        relay.in_after_out = shown.inward_again.clone();
        relay.seen_from = shown.seen_from;
        relay.loss = shown.loss;
        relay.load.clone_from(&shown.load);
        relay.rtt_ms = shown.rtt.map(|rtt| rtt.as_secs_f64() * 1000.0);
    }

    fn pair_sends(&self) -> bool {
        self.pair.talk.is_no() && self.pair.sent < PAIR_SENDS
    }
}
