//! Probes one server over one connection: Binding and Allocate at once, then the proof of the relay, then release.
//!
//! For: the order of what is done to a server, and the facts that come of it. Not for: names, TCP and TLS (the driver
//! opens the connection and times it), nor for opinions.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use super::client::{Client, Credentials, Event, Seen};
use super::message::{Decoded, Request, decode, encode};
use super::proof::{Action, Proof};
use super::transaction::Transaction;
use super::{Channel, Input, Lost, Output, Probe};
use crate::facts::ice::{Failure, Outcome, Relay, Stage};
use crate::facts::{Known, Why};

/// The whole proof of one relayed address, from the permission to the last packet.
const PROOF_TIME: Duration = Duration::from_secs(1);

/// How long a server may take to confirm that an allocation is released.
const RELEASE_TIME: Duration = Duration::from_secs(1);

/// What to probe, and how.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The server's address.
    pub server: SocketAddr,
    /// Whether the connection is a stream.
    pub reliable: bool,
    /// Whether a relay is wanted.
    pub relays: bool,
    /// Who we say we are.
    pub credentials: Option<Credentials>,
    /// Whether data may be sent through the relay.
    pub prove: bool,
    /// When to give up asking.
    pub deadline: Instant,
    /// For transaction ids and tokens.
    pub seed: u64,
}

/// What came of it, beside what the client has seen.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// How it ended.
    pub outcome: Outcome,
    /// The allocation.
    pub relay: Option<Relay>,
    /// When our mapped address was known.
    pub mapped_at: Option<Instant>,
    /// When the relayed address was known.
    pub relayed_at: Option<Instant>,
    /// When nothing more was to be gathered from this server.
    pub settled_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Asking,
    Proving,
    Releasing(Instant),
    Done,
}

/// The machine.
#[derive(Debug)]
pub struct ServerProbe {
    setup: Setup,
    state: State,
    began: Instant,
    client: Client,
    second: Option<Client>,
    udp_heard: bool,
    outside_binding: Option<Transaction>,
    permitted: bool,
    proof: Option<Proof>,
    proof_deadline: Instant,
    outside: Option<SocketAddr>,
    relays_talk: Known<()>,
    pair_sends: u32,
    pair_next: Instant,
    queue: VecDeque<Output>,
    result: Outcomes,
}

impl ServerProbe {
    /// Begins at once: the connection is open.
    pub fn new(setup: Setup, now: Instant) -> Self {
        let mut client = Client::new(setup.reliable, setup.credentials.clone(), setup.seed);
        if setup.relays {
            client.allocate(now);
        }
        client.bind(now);
        Self {
            udp_heard: false,
            state: State::Asking,
            began: now,
            client,
            second: None,
            outside_binding: None,
            permitted: false,
            proof: None,
            proof_deadline: now,
            outside: None,
            relays_talk: Known::not_tested("not needed where UDP works"),
            pair_sends: 0,
            pair_next: now,
            queue: VecDeque::new(),
            result: Outcomes {
                outcome: Outcome::NotTested(Why::new("interrupted")),
                relay: None,
                mapped_at: None,
                relayed_at: None,
                settled_at: None,
            },
            setup,
        }
    }

    /// Some server answered over UDP in this run: UDP is not blocked here.
    pub fn udp_heard(&mut self) {
        self.udp_heard = true;
    }

    /// Whether this server is done gathering; proof and release may still go on.
    pub fn settled(&self) -> bool {
        self.result.settled_at.is_some()
    }

    /// Whether anything came back from the server.
    pub fn heard(&self) -> bool {
        let seen = self.client.seen();
        seen.exchanges > 0 || seen.phases.binding_ms.is_some()
    }

    /// What the client has seen.
    pub fn seen(&self) -> &Seen {
        self.client.seen()
    }

    /// The result, once [`Output::Done`] was said.
    pub fn result(&self) -> &Outcomes {
        &self.result
    }

    fn event(&mut self, now: Instant, event: Event) {
        match (self.state, event) {
            (State::Asking, Event::Bound) => {
                self.note_mapped(now);
                if !self.setup.relays {
                    let outcome = match (self.client.seen().mapped, &self.client.seen().binding_error) {
                        (Some(_), _) => Outcome::Ok,
                        (None, Some((code, reason))) => Outcome::Failed(Failure::Refused {
                            method: Request::Binding.name().to_owned(),
                            code: *code,
                            reason: reason.clone(),
                            with_credentials: false,
                        }),
                        (None, None) => Outcome::Failed(Failure::Broken {
                            what: "a Binding success without a mapped address".to_owned(),
                        }),
                    };
                    self.settle(now, outcome);
                    self.state = State::Done;
                }
            }
            (State::Asking, Event::Allocated) => {
                self.note_mapped(now);
                self.result.relayed_at = Some(now);
                self.settle(now, Outcome::Ok);
                self.result.relay = self.client.seen().relayed.map(unproven);
                if self.setup.prove {
                    self.state = State::Proving;
                    self.proof_deadline = now + PROOF_TIME;
                    self.queue.push_back(Output::Open(Channel::Peer));
                    if self.setup.reliable && !self.udp_heard {
                        self.queue.push_back(Output::Open(Channel::Second));
                    }
                } else {
                    self.release(now);
                }
            }
            (State::Asking, Event::Failed(failure)) => {
                self.settle(now, Outcome::Failed(failure));
                self.state = State::Done;
            }
            (_, Event::Bound) => self.note_mapped(now),
            (State::Proving, Event::Permitted) => {
                if !self.permitted {
                    self.permitted = true;
                    self.begin_proof(now);
                }
            }
            (State::Proving, Event::PermissionRefused { code, reason }) => {
                if let Some(relay) = &mut self.result.relay {
                    relay.permission_refused = Some((code, reason));
                }
                self.release(now);
            }
            (State::Proving, Event::Data { peer, payload }) => {
                if let Some(proof) = &mut self.proof {
                    proof.at_relay(peer, &payload, now);
                }
            }
            // An Allocate that was on its way when the user stopped us.
            (State::Releasing(_), Event::Allocated) => self.client.release(now),
            (State::Releasing(_), Event::Released) => {
                if let Some(relay) = &mut self.result.relay {
                    relay.released = true;
                }
                self.end_if_released();
            }
            _ => {}
        }
    }

    /// An event of the second allocation, which stands for the outside where UDP is blocked.
    fn second_event(&mut self, now: Instant, event: Event) {
        let (Some(ours), Some(second)) = (self.client.seen().relayed, self.second.as_mut()) else { return };
        match (self.state, event) {
            (State::Proving, Event::Allocated) => second.permit(ours, now),
            (State::Proving, Event::Permitted) => {
                if let Some(theirs) = second.seen().relayed {
                    self.relays_talk = Known::No(Why::new("no packet arrived"));
                    self.client.permit(theirs, now);
                    self.pair_next = now;
                }
            }
            (State::Proving, Event::Data { payload, .. }) if payload == PAIR_PAYLOAD => {
                self.relays_talk = Known::Yes(());
                self.finish_if_proven(now);
            }
            (State::Releasing(_), Event::Allocated) => second.release(now),
            (State::Releasing(_), Event::Released) => self.end_if_released(),
            _ => {}
        }
    }

    fn note_mapped(&mut self, now: Instant) {
        if self.client.seen().mapped.is_some() {
            self.result.mapped_at.get_or_insert(now);
        }
    }

    fn settle(&mut self, now: Instant, outcome: Outcome) {
        self.result.outcome = outcome;
        self.result.settled_at = Some(now);
    }

    /// The outside socket is open: permit its address, and ask the server over UDP how the world sees it.
    fn outside_opened(&mut self, now: Instant, local: SocketAddr) {
        let seen = self.client.seen();
        let Some(relayed) = seen.relayed else { return };
        let ip: IpAddr = match seen.mapped {
            Some(mapped) if mapped.is_ipv4() == relayed.is_ipv4() => mapped.ip(),
            _ => local.ip(),
        };
        let outside = SocketAddr::new(ip, local.port());
        self.outside = Some(outside);
        self.client.permit(outside, now);
        if self.setup.server.is_ipv4() == local.is_ipv4() {
            let id = u128::from(self.setup.seed) | 1 << 80;
            self.outside_binding = encode(&Request::Binding, id, None).map(|b| Transaction::new(id, b, false, now));
        }
    }

    fn begin_proof(&mut self, now: Instant) {
        let seen = self.client.seen();
        let (Some(relayed), Some(outside)) = (seen.relayed, self.outside) else { return };
        let rtt = seen.rtt.unwrap_or(Duration::from_millis(100));
        self.proof = Some(Proof::new(relayed, outside, rtt, self.setup.seed, now, self.proof_deadline));
    }

    fn at_outside(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) {
        if let (Decoded::Response(response), Some(binding)) = (decode(bytes), &self.outside_binding) {
            if response.id == binding.id {
                self.outside_binding = None;
                self.udp_heard = true;
                if let (Some(mapped), Some(proof)) = (response.mapped, &mut self.proof) {
                    proof.outside_is(mapped);
                }
            }
        } else if let Some(proof) = &mut self.proof {
            self.udp_heard = true;
            proof.at_outside(from, bytes, now);
        }
    }

    /// The proof has ended, or its time has: what is left is to wait for the second allocation, or to release.
    fn finish_if_proven(&mut self, now: Instant) {
        let proof_over = self.proof.as_mut().is_some_and(|proof| matches!(proof.poll(now), Action::Done));
        let waiting_for_pair = self.second.is_some() && !self.udp_heard && self.relays_talk.yes().is_none();
        if now >= self.proof_deadline || proof_over && !waiting_for_pair {
            self.write_proof();
            self.release(now);
        }
    }

    fn write_proof(&mut self) {
        let (Some(relay), Some(proof)) = (&mut self.result.relay, &self.proof) else { return };
        let shown = proof.shown();
        let nothing = shown.inward.yes().is_none() && shown.inward_again.yes().is_none();
        if self.setup.reliable && !self.udp_heard && nothing && shown.outward.yes().is_none() {
            let why = "UDP is blocked here, so that nothing could be sent from outside";
            relay.proven_in = Known::not_tested(why);
            relay.proven_out = Known::not_tested(why);
            relay.in_after_out = Known::not_tested(why);
            relay.relayed_to_relay = self.relays_talk.clone();
            return;
        }
        relay.proven_in = shown.inward.clone();
        relay.proven_out = shown.outward.clone();
        relay.in_after_out = shown.inward_again.clone();
        relay.seen_from = shown.seen_from;
        relay.loss = shown.loss;
        relay.rtt_ms = shown.rtt.map(|rtt| rtt.as_secs_f64() * 1000.0);
    }

    fn release(&mut self, now: Instant) {
        let mut waiting = false;
        for client in std::iter::once(&mut self.client).chain(&mut self.second) {
            if client.allocated() {
                client.release(now);
            }
            waiting |= client.holds_allocation();
        }
        self.state = if waiting { State::Releasing(now + RELEASE_TIME) } else { State::Done };
    }

    fn end_if_released(&mut self) {
        let held = self.client.holds_allocation() || self.second.as_ref().is_some_and(Client::holds_allocation);
        if !held {
            self.state = State::Done;
        }
    }

    fn lost(&mut self, now: Instant, channel: Channel, how: Lost) {
        match (channel, self.state) {
            (Channel::Server, State::Asking) => {
                let (stage, ..) = self.client.waiting_for(now).unwrap_or((Stage::Binding, 0, Duration::ZERO));
                let failure = match how {
                    Lost::NoRoute(why) => Failure::NoRoute { why },
                    Lost::Refused if !self.setup.reliable => {
                        Failure::UdpClosed { after_ms: (now - self.began).as_secs_f64() * 1000.0 }
                    }
                    how => Failure::Closed { stage, reset: how == Lost::Reset },
                };
                self.settle(now, Outcome::Failed(failure));
                self.state = State::Done;
            }
            (Channel::Server, _) => {
                self.write_proof();
                self.state = State::Done;
            }
            (Channel::Peer, State::Proving) => {
                if let (Some(relay), Lost::NoRoute(why)) = (&mut self.result.relay, how) {
                    relay.proven_in = Known::not_tested(format!("no way to {}: {why}", relay.address));
                    relay.proven_out = relay.proven_in.clone();
                    self.release(now);
                }
            }
            (Channel::Second, _) => {
                self.second = None;
                self.end_if_released_while_releasing();
            }
            (Channel::Peer, _) => {}
        }
    }

    fn end_if_released_while_releasing(&mut self) {
        if matches!(self.state, State::Releasing(_)) {
            self.end_if_released();
        }
    }

    fn stop(&mut self, now: Instant) {
        match self.state {
            State::Asking | State::Proving => {
                self.write_proof();
                self.release(now);
            }
            State::Releasing(_) | State::Done => {}
        }
    }

    fn deadlines(&mut self, now: Instant) {
        match self.state {
            State::Asking if now >= self.setup.deadline => {
                let (stage, sent, waited) =
                    self.client.waiting_for(now).unwrap_or((Stage::Binding, 0, now - self.began));
                let waited_ms = waited.as_secs_f64() * 1000.0;
                self.settle(now, Outcome::Failed(Failure::NoAnswer { stage, sent, waited_ms }));
                // The server may have granted it all the same, and only the answer was lost.
                let may_hold = self.client.holds_allocation();
                if may_hold {
                    self.client.release(now);
                }
                self.state = if may_hold { State::Releasing(now + RELEASE_TIME) } else { State::Done };
            }
            State::Proving => self.finish_if_proven(now),
            State::Releasing(until) if now >= until => self.state = State::Done,
            _ => {}
        }
    }

    fn next_output(&mut self, now: Instant) -> Option<Output> {
        if let Some(output) = self.queue.pop_front() {
            return Some(output);
        }
        if let Some(bytes) = self.client.transmit(now) {
            return Some(Output::Send { channel: Channel::Server, to: None, bytes });
        }
        if let Some(bytes) = self.second.as_mut().and_then(|second| second.transmit(now)) {
            return Some(Output::Send { channel: Channel::Second, to: None, bytes });
        }
        if self.state != State::Proving {
            return None;
        }
        if let Some(bytes) = self.outside_binding.as_mut().and_then(|binding| binding.due(now)) {
            let bytes = bytes.to_vec();
            return Some(Output::Send { channel: Channel::Peer, to: Some(self.setup.server), bytes });
        }
        if self.pair_due(now) {
            return self.next_output(now);
        }
        match self.proof.as_mut()?.poll(now) {
            Action::FromOutside(bytes) => {
                Some(Output::Send { channel: Channel::Peer, to: self.client.seen().relayed, bytes })
            }
            Action::ThroughRelay(peer, bytes) => {
                self.client.send_to(peer, &bytes);
                self.next_output(now)
            }
            Action::WaitUntil(_) | Action::Done => None,
        }
    }

    /// Sends from our relay to the second one every 50 ms, ten times, until something arrives.
    fn pair_due(&mut self, now: Instant) -> bool {
        let ready = self.relays_talk.is_no() && self.pair_sends < 10 && now >= self.pair_next;
        let theirs = self.second.as_ref().and_then(|second| second.seen().relayed);
        if let (true, Some(theirs)) = (ready, theirs) {
            self.pair_sends += 1;
            self.pair_next = now + Duration::from_millis(50);
            self.client.send_to(theirs, PAIR_PAYLOAD);
            return true;
        }
        false
    }

    fn wait_until(&mut self, now: Instant) -> Instant {
        let own = match self.state {
            State::Asking => self.setup.deadline,
            State::Proving => self.proof_deadline,
            State::Releasing(until) => until,
            State::Done => now,
        };
        let proof = match (self.state, &mut self.proof) {
            (State::Proving, Some(proof)) => match proof.poll(now) {
                Action::WaitUntil(at) => Some(at),
                _ => None,
            },
            _ => None,
        };
        let binding = self.outside_binding.as_ref().and_then(Transaction::next);
        let pair = (self.relays_talk.is_no() && self.pair_sends < 10).then_some(self.pair_next);
        let proving = self.state == State::Proving;
        [
            self.client.next(),
            self.second.as_ref().and_then(Client::next),
            proof,
            binding.filter(|_| proving),
            pair.filter(|_| proving),
        ]
        .into_iter()
        .flatten()
        .fold(own, Instant::min)
    }
}

const PAIR_PAYLOAD: &[u8] = b"rtcdiag relay to relay";

fn unproven(address: SocketAddr) -> Relay {
    Relay {
        address,
        proven_in: Known::not_tested("nothing was sent through the relay"),
        proven_out: Known::not_tested("nothing was sent through the relay"),
        seen_from: None,
        in_after_out: Known::not_tested("not needed"),
        relayed_to_relay: Known::not_tested("not needed where UDP works"),
        loss: None,
        rtt_ms: None,
        permission_refused: None,
        released: false,
    }
}

impl Probe for ServerProbe {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Bytes { channel: Channel::Server, bytes, .. } => {
                if let Some(event) = self.client.handle(bytes, now) {
                    self.event(now, event);
                }
            }
            Input::Bytes { channel: Channel::Second, bytes, .. } => {
                if let Some(event) = self.second.as_mut().and_then(|second| second.handle(bytes, now)) {
                    self.second_event(now, event);
                }
            }
            Input::Bytes { channel: Channel::Peer, from, bytes } => self.at_outside(now, from, bytes),
            Input::Opened { channel: Channel::Peer, local } => self.outside_opened(now, local),
            Input::Opened { channel: Channel::Second, .. } => {
                let mut second = Client::new(true, self.setup.credentials.clone(), self.setup.seed ^ 1);
                second.allocate(now);
                self.second = Some(second);
            }
            Input::Opened { channel: Channel::Server, .. } | Input::Tick => {}
            Input::Lost { channel, how } => self.lost(now, channel, how),
            Input::Stop => self.stop(now),
        }
    }

    fn poll(&mut self, now: Instant) -> Output {
        if self.state == State::Done {
            return Output::Done;
        }
        self.deadlines(now);
        if self.state == State::Done {
            return Output::Done;
        }
        if let Some(output) = self.next_output(now) {
            return output;
        }
        self.deadlines(now);
        if self.state == State::Done {
            return Output::Done;
        }
        // A release may have queued its request just now.
        if let Some(output) = self.next_output(now) {
            return output;
        }
        Output::WaitUntil(self.wait_until(now))
    }
}
