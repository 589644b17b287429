//! Proves one relayed address: outside-in, inside-out, outside-in again, then twenty small packets for loss and round
//! trip, and twenty larger ones that a bandwidth cap would drop.
//!
//! The order matters: a stateful firewall in front of the relay lets a stranger in once the relay has sent to it, so
//! the first packet must come from outside to a port that has sent nothing. Only the permission stands before it.
//!
//! For: what to send through which end, and what arrived. Not for: permissions and allocations (`server` has them).

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::facts::ice::{Load, Round};
use crate::facts::{Known, Why};

/// Packets of the last step.
pub const BURST: u16 = 20;

/// Between two packets of the burst: 20 packets in 100 ms, as dense as audio of four speakers.
const BURST_GAP: Duration = Duration::from_millis(5);

/// The larger packets: 500 bytes each 4 ms are 1 Mbit/s, as much as a video call of one person.
const LOAD_SIZE: usize = 500;
const LOAD_GAP: Duration = Duration::from_millis(4);

/// A cap counts by the second (coturn `max-bps`).
const CAP_PERIOD: Duration = Duration::from_millis(1100);

/// Tries of each step; three, so that one lost packet in five still leaves a proof (0.2^3 = 0.8 % missed).
const TRIES: u32 = 3;

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Action {
    /// Send this from the outside socket to the relayed address.
    FromOutside(Vec<u8>),
    /// Send this through the relay to the outside socket.
    ThroughRelay(SocketAddr, Vec<u8>),
    /// Wait for a packet until this moment.
    WaitUntil(Instant),
    /// The proof has ended.
    Done,
}

/// What was shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// A stranger's packet came in.
    pub inward: Known<()>,
    /// A packet went out and came from the relayed address.
    pub outward: Known<()>,
    /// Where it came from, if it was another address.
    pub seen_from: Option<SocketAddr>,
    /// A packet came in after one had gone out.
    pub inward_again: Known<()>,
    /// Share of the burst that did not come back, 0 to 1.
    pub loss: Option<f64>,
    /// Median round trip of the burst.
    pub rtt: Option<Duration>,
    /// What the rounds of packets showed, the largest size that was tried.
    pub load: Option<Load>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    In,
    Out,
    InAgain,
    Burst,
    Load,
    /// The second that a cap per second takes to open again.
    Pause,
    /// The round that seemed capped, once more.
    Again,
    End,
}

impl Step {
    /// Whether its packets go out through the relay and come back through it.
    fn round_trip(self) -> bool {
        matches!(self, Self::Burst | Self::Load | Self::Again)
    }

    fn tag(self) -> u8 {
        match self {
            Self::In => 1,
            Self::Out => 2,
            Self::InAgain => 3,
            Self::Burst => 4,
            Self::Load => 5,
            Self::Again => 6,
            Self::Pause | Self::End => 7,
        }
    }
}

/// The machine.
#[derive(Debug)]
pub struct Proof {
    relayed: SocketAddr,
    /// The outside socket as the relay sees it; a guess until a packet came in.
    outside: SocketAddr,
    token: u64,
    rtt: Duration,
    deadline: Instant,
    step: Step,
    next_send: Instant,
    step_ends: Instant,
    tries: u32,
    burst: Vec<(Instant, Option<Duration>)>,
    echoes: VecDeque<Vec<u8>>,
    large: bool,
    shown: Shown,
}

impl Proof {
    /// A proof of `relayed` that ends by `deadline`. `outside` is where the relay would send to; `rtt` is the round
    /// trip to the server; `token` tells our packets from all others.
    pub fn new(
        relayed: SocketAddr,
        outside: SocketAddr,
        rtt: Duration,
        token: u64,
        now: Instant,
        deadline: Instant,
    ) -> Self {
        let untested = || Known::not_tested("the time for the proof was over");
        let mut proof = Self {
            relayed,
            outside,
            token,
            rtt,
            deadline,
            step: Step::In,
            next_send: now,
            step_ends: now,
            tries: 0,
            burst: Vec::new(),
            echoes: VecDeque::new(),
            large: false,
            shown: Shown {
                inward: untested(),
                outward: untested(),
                seen_from: None,
                inward_again: untested(),
                loss: None,
                rtt: None,
                load: None,
            },
        };
        proof.enter(Step::In, now);
        proof
    }

    /// The outside socket's address as a server saw it: better than a guess.
    pub fn outside_is(&mut self, address: SocketAddr) {
        if self.shown.inward.yes().is_none() {
            self.outside = address;
        }
    }

    /// A datagram came in at the outside socket.
    pub fn at_outside(&mut self, from: SocketAddr, payload: &[u8], now: Instant) {
        match self.tag(payload) {
            Some(tag) if tag == Step::Out.tag() => {
                if from == self.relayed {
                    self.shown.outward = Known::Yes(());
                } else {
                    self.shown.seen_from = Some(from);
                    self.shown.outward =
                        Known::No(Why::new(format!("it came from {from} and not from {}", self.relayed)));
                }
                self.advance_from(Step::Out, now);
            }
            Some(tag) if self.step.round_trip() && tag == self.step.tag() => self.echoes.push_back(payload.to_vec()),
            _ => {}
        }
    }

    /// Data came in through the relay.
    pub fn at_relay(&mut self, peer: SocketAddr, payload: &[u8], now: Instant) {
        match self.tag(payload) {
            Some(tag) if tag == Step::In.tag() => {
                self.shown.inward = Known::Yes(());
                self.outside = peer;
                self.advance_from(Step::In, now);
            }
            Some(tag) if tag == Step::InAgain.tag() => {
                self.shown.inward_again = Known::Yes(());
                self.outside = peer;
                self.advance_from(Step::InAgain, now);
            }
            Some(tag) if self.step.round_trip() && tag == self.step.tag() => {
                let number = payload.get(16..18).and_then(|b| b.try_into().ok()).map_or(u16::MAX, u16::from_be_bytes);
                if let Some((sent, back)) = self.burst.get_mut(usize::from(number)) {
                    back.get_or_insert(now.saturating_duration_since(*sent));
                }
                if self.burst.len() == usize::from(BURST) && self.burst.iter().all(|(_, back)| back.is_some()) {
                    self.advance_from(self.step, now);
                }
            }
            _ => {}
        }
    }

    /// What to do next.
    pub fn poll(&mut self, now: Instant) -> Action {
        loop {
            if self.step == Step::End {
                return Action::Done;
            }
            if let Some(echo) = self.echoes.pop_front() {
                return Action::FromOutside(echo);
            }
            if now >= self.deadline {
                self.close_step();
                self.step = Step::End;
                continue;
            }
            if let Some(action) = self.send(now) {
                return action;
            }
            if now >= self.step_ends {
                self.close_step();
                self.advance_from(self.step, now);
                continue;
            }
            return Action::WaitUntil(self.next());
        }
    }

    /// Whether it has ended.
    pub fn over(&self) -> bool {
        self.step == Step::End
    }

    /// When [`Proof::poll`] is to be called next, if nothing arrives before.
    pub fn next(&self) -> Instant {
        let sends = if self.may_send() { self.next_send } else { self.step_ends };
        sends.min(self.step_ends).min(self.deadline)
    }

    /// What was shown so far.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    fn may_send(&self) -> bool {
        match self.step {
            Step::Burst | Step::Load | Step::Again => self.burst.len() < usize::from(BURST),
            Step::Pause | Step::End => false,
            Step::In | Step::Out | Step::InAgain => self.tries < TRIES,
        }
    }

    fn send(&mut self, now: Instant) -> Option<Action> {
        if !self.may_send() || now < self.next_send {
            return None;
        }
        let mut payload = self.payload(self.step, u16::try_from(self.burst.len()).unwrap_or(u16::MAX));
        match self.step {
            Step::In | Step::InAgain => {
                self.tries += 1;
                self.next_send = now + self.window() / TRIES;
                Some(Action::FromOutside(payload))
            }
            Step::Out => {
                self.tries += 1;
                self.next_send = now + self.window() / TRIES;
                Some(Action::ThroughRelay(self.outside, payload))
            }
            Step::Burst | Step::Load | Step::Again => {
                let (size, gap) = self.round();
                payload.resize(size.max(payload.len()), 0);
                self.burst.push((now, None));
                self.next_send = now + gap;
                self.step_ends = now + self.rtt * 2 + Duration::from_millis(60);
                Some(Action::ThroughRelay(self.outside, payload))
            }
            Step::Pause | Step::End => None,
        }
    }

    /// Size and gap of the packets of this round.
    fn round(&self) -> (usize, Duration) {
        if self.large { (LOAD_SIZE, LOAD_GAP) } else { (0, BURST_GAP) }
    }

    /// How long a step waits for its packet: one round trip and a half, and never less than 120 ms.
    fn window(&self) -> Duration {
        (self.rtt * 3 / 2 + Duration::from_millis(60)).max(Duration::from_millis(120))
    }

    fn enter(&mut self, step: Step, now: Instant) {
        self.step = step;
        self.tries = 0;
        self.burst.clear();
        self.echoes.clear();
        self.next_send = now;
        self.step_ends = now + self.window();
    }

    /// Goes on from `step`, if that is the step we are in.
    fn advance_from(&mut self, step: Step, now: Instant) {
        if self.step != step {
            return;
        }
        let inward = self.shown.inward.yes().is_some() || self.shown.inward_again.yes().is_some();
        let next = match step {
            Step::In => Step::Out,
            Step::Out if !inward => Step::InAgain,
            // A burst needs both ways, and the time for it.
            Step::Out | Step::InAgain if inward && self.has_time(now, BURST_GAP) => Step::Burst,
            Step::Burst | Step::Load | Step::Again => {
                self.close_step();
                let capped = self.capped();
                match step {
                    Step::Burst | Step::Load if capped.is_some() => Step::Pause,
                    Step::Burst if self.shown.loss == Some(0.0) && self.has_time(now, LOAD_GAP) => Step::Load,
                    _ => Step::End,
                }
            }
            Step::Pause => Step::Again,
            Step::Out | Step::InAgain | Step::End => Step::End,
        };
        self.large |= next == Step::Load;
        let began = self.burst.first().map(|(sent, _)| *sent);
        self.enter(next, now);
        if next == Step::Pause {
            // The only thing that is worth more time than a proof has.
            self.step_ends = began.unwrap_or(now) + CAP_PERIOD;
            self.deadline = self.step_ends + self.rtt * 2 + Duration::from_millis(300);
        }
    }

    /// How many packets of a round came back, if it is the pattern of a cap: some pass, then none.
    fn capped(&self) -> Option<u32> {
        let passed = self.burst.iter().take_while(|(_, back)| back.is_some()).count();
        let back = self.burst.iter().filter(|(_, back)| back.is_some()).count();
        let lost = self.burst.len() - back;
        (passed >= 2 && lost * 4 >= self.burst.len() && back <= passed + 1).then(|| u32::try_from(back).unwrap_or(0))
    }

    /// When it ends at the latest.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether a round with this gap can end before the deadline.
    fn has_time(&self, now: Instant, gap: Duration) -> bool {
        self.left(now) > self.rtt * 2 + Duration::from_millis(60) + gap * u32::from(BURST)
    }

    fn left(&self, now: Instant) -> Duration {
        self.deadline.saturating_duration_since(now)
    }

    /// Writes down that the step's packets did not arrive, or what the burst gave.
    fn close_step(&mut self) {
        let lost = || Known::No(Why::new(format!("none of {} packets arrived", self.tries)));
        match self.step {
            Step::In if self.shown.inward.yes().is_none() && self.tries > 0 => self.shown.inward = lost(),
            Step::Out if matches!(self.shown.outward, Known::NotTested(_)) && self.tries > 0 => {
                self.shown.outward = lost();
            }
            Step::InAgain if self.shown.inward_again.yes().is_none() && self.tries > 0 => {
                self.shown.inward_again = lost();
            }
            Step::Burst if self.burst.len() == usize::from(BURST) => {
                self.note_round();
                let mut back: Vec<Duration> = self.burst.iter().filter_map(|(_, back)| *back).collect();
                back.sort();
                self.shown.loss = Some(1.0 - back.len() as f64 / f64::from(BURST));
                self.shown.rtt = back.get(back.len() / 2).copied();
            }
            Step::Load | Step::Again if self.burst.len() == usize::from(BURST) => self.note_round(),
            _ => {}
        }
    }

    /// Adds what this round showed; a larger round replaces a smaller one.
    fn note_round(&mut self) {
        let (size, gap) = self.round();
        let size = size.max(self.payload(self.step, 0).len());
        let round = Round {
            came_back: u32::try_from(self.burst.iter().filter(|(_, back)| back.is_some()).count()).unwrap_or(0),
            capped: self.capped().is_some(),
        };
        let rate_kbps = size as f64 * 8.0 / gap.as_secs_f64() / 1000.0;
        let load =
            self.shown.load.get_or_insert_with(|| Load { size, sent: u32::from(BURST), rounds: Vec::new(), rate_kbps });
        if load.size != size {
            *load = Load { size, sent: u32::from(BURST), rounds: Vec::new(), rate_kbps };
        }
        load.rounds.push(round);
    }

    /// 7 bytes of name, 8 of token, 1 of step, 2 of number.
    fn payload(&self, step: Step, number: u16) -> Vec<u8> {
        let mut bytes = b"rtcdiag".to_vec();
        bytes.extend(self.token.to_be_bytes());
        bytes.push(step.tag());
        bytes.extend(number.to_be_bytes());
        bytes
    }

    fn tag(&self, payload: &[u8]) -> Option<u8> {
        let rest = payload.strip_prefix(b"rtcdiag")?;
        let (token, rest) = rest.split_first_chunk::<8>()?;
        (u64::from_be_bytes(*token) == self.token).then(|| rest.first().copied())?
    }
}

#[cfg(test)]
mod tests;
