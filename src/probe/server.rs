//! Probes one server over one connection: Binding and Allocate at once, then the test of the relay, then release.
//!
//! For: the order of what is done to a server, and the facts that come of it. Not for: names, TCP and TLS (the driver
//! opens the connection and times it), nor for opinions.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::client::{Client, Credentials, Event, Seen};
use super::message::Request;
use super::relay::RelayTest;
use super::session::Session;
use super::stray::{SILENCE, Stray};
use super::transaction::INITIAL_RTO;
use super::{Channel, Input, Lost, Output, Probe};
use crate::facts::ice::{Failure, Outcome, Relay, Stage};
use crate::facts::{Known, Why};

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
    /// What is done with a relay.
    pub purpose: Purpose,
    /// When to give up asking.
    pub deadline: Instant,
    /// For transaction ids and tokens.
    pub seed: u64,
}

/// What is done with a relay.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// Data is sent through it and back, and then it is released.
    Prove,
    /// It is released at once.
    Allocate,
    /// It is kept for use, until the user stops us.
    Keep,
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
    /// Where 300 Try Alternate sends us.
    pub redirect: Option<SocketAddr>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Asking,
    Testing,
    Kept,
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
    test: Option<RelayTest>,
    session: Option<Session>,
    udp_heard: bool,
    stray: Stray,
    binding_silent: Option<u32>,
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
            state: State::Asking,
            began: now,
            client,
            test: None,
            session: None,
            udp_heard: false,
            stray: Stray::default(),
            binding_silent: None,
            queue: VecDeque::new(),
            result: Outcomes {
                outcome: Outcome::NotTested(Why::new("interrupted")),
                relay: None,
                mapped_at: None,
                relayed_at: None,
                settled_at: None,
                redirect: None,
            },
            setup,
        }
    }

    /// Some server answered over UDP in this run: UDP is not blocked here.
    pub fn udp_heard(&mut self) {
        self.udp_heard = true;
        if let Some(test) = &mut self.test {
            test.udp_heard();
        }
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

    /// Whether Binding was answered, for a server that was asked for a relay as well.
    pub fn binding(&self) -> Known<()> {
        match (self.setup.relays, self.client.seen().phases.binding_ms, &self.client.seen().binding_error) {
            (true, Some(_), Some((code, reason))) => Known::No(Why::new(format!("{code} {reason}"))),
            (true, Some(_), None) => Known::Yes(()),
            (true, None, _) => match self.binding_silent {
                Some(sent) => Known::No(Why::new(format!("no answer, sent {sent} times"))),
                None => Known::not_tested("it was not waited for"),
            },
            (false, ..) => Known::default(),
        }
    }

    /// The relay in use, while it is kept.
    pub fn session(&mut self) -> Option<&mut Session> {
        self.session.as_mut().filter(|_| self.state == State::Kept)
    }

    /// The result, once [`Output::Done`] was said.
    pub fn result(&self) -> &Outcomes {
        &self.result
    }

    fn event(&mut self, event: Event, now: Instant) {
        match (self.state, event) {
            (State::Asking, Event::Bound) => {
                self.note_mapped(now);
                if !self.setup.relays {
                    let outcome = self.bound();
                    self.end(outcome, now);
                }
            }
            (_, Event::Bound) => self.note_mapped(now),
            (State::Asking, Event::Allocated) => self.allocated(now),
            (State::Asking, Event::Redirected(to)) => {
                self.result.redirect = Some(to);
                self.state = State::Done;
            }
            (State::Asking, Event::Failed(failure)) => self.end(Outcome::Failed(failure), now),
            (State::Testing, Event::Permitted) => {
                if let Some(test) = &mut self.test {
                    test.permitted(&self.client, now);
                }
            }
            (State::Testing, Event::PermissionRefused { code, reason }) => {
                self.write_test();
                if let Some(relay) = &mut self.result.relay {
                    relay.permission_refused = Some((code, reason));
                }
                self.test = None;
            }
            (State::Testing, Event::Data { peer, payload }) => {
                if let Some(test) = &mut self.test {
                    test.at_relay(peer, &payload, now);
                }
            }
            // An Allocate that was on its way when the user stopped us.
            (State::Releasing(_), Event::Allocated) => self.client.release(now),
            (State::Releasing(_), Event::Failed(_)) => self.end_if_released(),
            (State::Releasing(_), Event::Released) => {
                if let Some(relay) = &mut self.result.relay {
                    relay.released = true;
                }
                self.end_if_released();
            }
            _ => {}
        }
    }

    fn bound(&self) -> Outcome {
        let seen = self.client.seen();
        match (seen.mapped, &seen.binding_error) {
            (Some(_), None) => Outcome::Ok,
            (_, Some((code, reason))) => Outcome::Failed(Failure::Refused {
                method: Request::Binding.name().to_owned(),
                code: *code,
                reason: reason.clone(),
                with_credentials: false,
            }),
            (None, None) => {
                let what = "a Binding success without a mapped address".to_owned();
                Outcome::Failed(Failure::Broken { what })
            }
        }
    }

    fn allocated(&mut self, now: Instant) {
        self.note_mapped(now);
        self.result.relayed_at = Some(now);
        self.result.outcome = Outcome::Ok;
        self.result.settled_at = Some(now);
        let Some(relayed) = self.client.seen().relayed else { return };
        self.result.relay = Some(unproven(relayed));
        if self.setup.purpose == Purpose::Keep {
            self.session = self.client.session(now);
            self.state = State::Kept;
            return;
        }
        self.state = State::Testing;
        if self.setup.purpose == Purpose::Prove {
            let test = RelayTest::new(&self.setup, relayed, self.udp_heard, now);
            self.queue.extend(test.channels());
            self.test = Some(test);
        }
    }

    /// A Binding request that is not answered beside an allocation is waited for as long as three tries take, so that
    /// one lost packet is not taken for silence.
    fn binding_settled(&self, now: Instant) -> bool {
        let patience = INITIAL_RTO * 4;
        self.client.binding_sent().is_none() || now.saturating_duration_since(self.began) >= patience
    }

    fn note_mapped(&mut self, now: Instant) {
        if self.client.seen().mapped.is_some() {
            self.result.mapped_at.get_or_insert(now);
        }
    }

    fn end(&mut self, outcome: Outcome, now: Instant) {
        self.result.outcome = outcome;
        self.result.settled_at = Some(now);
        self.state = State::Done;
    }

    fn write_test(&mut self) {
        if let (Some(relay), Some(test)) = (&mut self.result.relay, &self.test) {
            test.write(relay);
        }
    }

    fn clients(&mut self) -> impl Iterator<Item = &mut Client> {
        std::iter::once(&mut self.client).chain(self.test.as_mut().and_then(RelayTest::second))
    }

    fn release(&mut self, now: Instant) {
        let mut waiting = false;
        for client in self.clients() {
            if client.allocated() || client.asks_unsigned() {
                client.release(now);
            }
            waiting |= client.holds_allocation();
        }
        // What is hardly there is released, and not waited for.
        self.state = State::Releasing(if waiting { now + RELEASE_TIME } else { now });
    }

    fn end_if_released(&mut self) {
        if matches!(self.state, State::Releasing(_)) && !self.clients().any(|client| client.holds_allocation()) {
            self.state = State::Done;
        }
    }

    fn at_second(&mut self, bytes: &[u8], now: Instant) {
        let Some(test) = &mut self.test else { return };
        if self.state == State::Testing {
            return test.at_second(&mut self.client, bytes, now);
        }
        if let Some(second) = test.second()
            && second.handle(bytes, now) == Some(Event::Allocated)
        {
            second.release(now);
        }
        self.end_if_released();
    }

    fn lost(&mut self, channel: Channel, how: Lost, now: Instant) {
        match (channel, self.state) {
            (Channel::Server, State::Asking) => {
                let (stage, ..) = self.waiting_for(now);
                let failure = match how {
                    Lost::NoRoute(why) => Failure::NoRoute { why },
                    Lost::Refused if !self.setup.reliable => Failure::UdpClosed { after_ms: ms(now - self.began) },
                    how => Failure::Closed { stage, reset: how == Lost::Reset },
                };
                self.end(Outcome::Failed(failure), now);
            }
            (Channel::Server, _) => {
                self.write_test();
                self.state = State::Done;
            }
            (Channel::Peer, State::Testing) => {
                if let (Some(relay), Lost::NoRoute(why)) = (&mut self.result.relay, how) {
                    relay.proven_in = Known::not_tested(format!("no way to {}: {why}", relay.address));
                    relay.proven_out = relay.proven_in.clone();
                    self.release(now);
                }
            }
            (Channel::Second, _) => {
                if let Some(test) = &mut self.test {
                    test.second_lost();
                }
                self.end_if_released();
            }
            (Channel::Peer, _) => {}
        }
    }

    /// Only a datagram socket can be answered from the wrong address, and only before it was answered at all.
    fn watches_for_strays(&self) -> bool {
        self.state == State::Asking && !self.setup.reliable && !self.heard()
    }

    fn silent(&self, now: Instant) -> bool {
        self.watches_for_strays() && now >= self.began + SILENCE
    }

    fn at_stray(&mut self, from: SocketAddr, bytes: &[u8], now: Instant) {
        if self.watches_for_strays() && self.stray.answers(bytes) && from != self.setup.server {
            self.end(Outcome::Failed(Failure::WrongSource { from }), now);
        }
    }

    fn waiting_for(&self, now: Instant) -> (Stage, u32, Duration) {
        let nothing = || (Stage::Binding, 0, now.saturating_duration_since(self.began));
        self.client.waiting_for(now).unwrap_or_else(nothing)
    }

    fn stop(&mut self, now: Instant) {
        if matches!(self.state, State::Asking | State::Testing | State::Kept) {
            self.write_test();
            self.release(now);
        }
    }

    fn deadlines(&mut self, now: Instant) {
        match self.state {
            State::Asking if now >= self.setup.deadline => {
                let (stage, sent, waited) = self.waiting_for(now);
                let failure = Failure::NoAnswer { stage, sent, waited_ms: ms(waited) };
                self.end(Outcome::Failed(failure), now);
                // The server may have granted it all the same, and only the answer was lost.
                if self.client.holds_allocation() {
                    self.client.release(now);
                    self.state = State::Releasing(now + RELEASE_TIME);
                }
            }
            State::Asking if self.silent(now) && matches!(self.stray, Stray::Idle) => {
                self.stray = Stray::Opening;
                self.queue.push_back(Output::Open(Channel::Peer));
            }
            State::Testing if self.binding_settled(now) && self.test.as_ref().is_none_or(|test| test.over(now)) => {
                self.binding_silent = self.client.binding_sent();
                self.write_test();
                self.release(now);
            }
            State::Releasing(until) if now >= until => self.state = State::Done,
            _ => {}
        }
    }

    fn transmit(&mut self, now: Instant) -> Option<Output> {
        if let Some(output) = self.queue.pop_front() {
            return Some(output);
        }
        let mut from_test = None;
        if let (State::Testing, Some(test)) = (self.state, &mut self.test) {
            from_test = test.transmit(&mut self.client, now);
        }
        let server = |bytes| Output::Send { channel: Channel::Server, to: None, bytes };
        let second = |bytes| Output::Send { channel: Channel::Second, to: None, bytes };
        let from_anywhere = if self.state == State::Asking { self.stray.due(now) } else { None };
        let to = Some(self.setup.server);
        let from_anywhere = from_anywhere.map(|bytes| Output::Send { channel: Channel::Peer, to, bytes });
        from_test
            .or(from_anywhere)
            .or_else(|| self.client.transmit(now).map(server))
            .or_else(|| self.session()?.transmit(now).map(server))
            .or_else(|| self.test.as_mut()?.second()?.transmit(now).map(second))
    }

    fn wait_until(&mut self, now: Instant) -> Instant {
        let own = match (self.state, &self.test) {
            (State::Asking, _) => self.setup.deadline,
            (State::Testing, Some(test)) if !test.over(now) => test.next(),
            (State::Testing, _) => self.began + INITIAL_RTO * 4,
            (State::Kept, _) => self.session.as_ref().map_or(now, Session::next),
            (State::Releasing(until), _) => until,
            (State::Done, _) => now,
        };
        let stray = if self.watches_for_strays() { self.stray.next(self.began) } else { None };
        self.clients().filter_map(|client| client.next()).chain(stray).fold(own, Instant::min)
    }
}

impl Probe for ServerProbe {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Bytes { channel: Channel::Server, bytes, .. } => {
                if !self.session().is_some_and(|session| session.handle(bytes, now))
                    && let Some(event) = self.client.handle(bytes, now)
                {
                    self.event(event, now);
                }
            }
            Input::Bytes { channel: Channel::Second, bytes, .. } => self.at_second(bytes, now),
            Input::Bytes { channel: Channel::Peer, from, bytes } => match &mut self.test {
                Some(test) => test.at_outside(from, bytes, now),
                None => self.at_stray(from, bytes, now),
            },
            Input::Opened { channel, local } => match (&mut self.test, channel) {
                (Some(test), Channel::Peer) => test.outside_opened(&mut self.client, local, now),
                (Some(test), Channel::Second) if self.state == State::Testing => test.second_opened(now),
                (None, Channel::Peer) if self.state == State::Asking => self.stray.ask(self.setup.seed, now),
                _ => {}
            },
            Input::Lost { channel, how } => self.lost(channel, how, now),
            Input::Tick => {}
            Input::Stop => self.stop(now),
        }
    }

    fn poll(&mut self, now: Instant) -> Output {
        loop {
            if self.state == State::Done {
                return Output::Done;
            }
            if let Some(output) = self.transmit(now) {
                return output;
            }
            let before = self.state;
            self.deadlines(now);
            // A change of state has something to send.
            if self.state == before {
                return Output::WaitUntil(self.wait_until(now));
            }
        }
    }
}

fn unproven(address: SocketAddr) -> Relay {
    let untested = || Known::not_tested("nothing was sent through the relay");
    Relay {
        address,
        proven_in: untested(),
        proven_out: untested(),
        seen_from: None,
        in_after_out: Known::not_tested("not needed"),
        relayed_to_relay: Known::not_tested("not needed where UDP works"),
        loss: None,
        rtt_ms: None,
        peer: None,
        load: None,
        permission_refused: None,
        released: false,
    }
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
