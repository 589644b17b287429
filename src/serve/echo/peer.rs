//! One echo peer from the offer to its end.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::description::{complete, media};
use super::returns::send_back;
use crate::net::clock;
use crate::net::peer::media::{Direction, Outgoing};
use crate::net::peer::{Event, Peer, PeerError, Tap};
use crate::probe::signaling::Candidate;
use crate::serve::faults::{CandidateFault, FrameFault, Mischief, PeerFault};
use crate::serve::guests::{Guest, Guests};

/// Longest life of a peer.
const LIFETIME: Duration = Duration::from_secs(600);
/// How long a peer waits to be connected.
const CONNECTING: Duration = Duration::from_secs(30);
/// How long gathering may take where the answer has to be whole.
const GATHERING: Duration = Duration::from_secs(5);
/// How often a peer looks whether its time is over.
const LOOK: Duration = Duration::from_secs(1);
/// Most data channels of a peer.
const MOST_CHANNELS: usize = 16;
/// Most candidates that are kept until there is an offer, and that are taken in all.
const MOST_CANDIDATES: usize = 64;
/// Orders that wait; what a peer has to say waits in a queue of its listener's.
pub(in crate::serve) const QUEUE: usize = 128;

/// What a peer is told.
#[derive(Debug)]
pub(in crate::serve) enum Order {
    /// The other side offers, for the first time or again.
    Offer(String),
    /// The other side answers an offer of the peer's.
    Answer(String),
    /// A candidate of the other side's.
    Candidate(Candidate),
    /// The call is over.
    Close,
}

/// The way to a peer. Dropping it says that nobody signals any more; the call goes on.
pub(in crate::serve) type Orders = mpsc::Sender<Order>;

/// What a peer tells.
#[derive(Debug)]
pub(in crate::serve) enum Told {
    /// Its answer.
    Answer(String),
    /// An offer of its own, which only a fault makes.
    Offer(String),
    /// A candidate.
    Candidate(Candidate),
    /// It has no more candidates.
    EndOfCandidates,
    /// The connection stands.
    Connected,
    /// It cannot do what it was told, and why: words for the other side.
    Refused(String),
    /// The call is over.
    Gone,
}

/// Something told, and the number of the call that it is about.
pub(in crate::serve) type Telling = (usize, Told);

/// How a peer is to behave.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Plan {
    /// Goes with all that it tells.
    pub(in crate::serve) number: usize,
    /// Where it is reached.
    pub(in crate::serve) at: IpAddr,
    /// Whom it talks with, and where its sockets are noted.
    pub(in crate::serve) client: IpAddr,
    pub(in crate::serve) guests: Guests,
    /// Whether the answer waits for all candidates and holds them.
    pub(in crate::serve) whole: bool,
    /// Whether the call ends with its last channel, though somebody may still signal.
    pub(in crate::serve) ends_itself: bool,
    /// What it does wrong.
    pub(in crate::serve) mischief: Mischief,
}

/// Runs a peer until its call is over. `tell` is given what it has to say.
pub(in crate::serve) async fn run(plan: Plan, orders: mpsc::Receiver<Order>, tell: mpsc::Sender<Telling>) {
    let mut echo = Echo {
        plan,
        tell,
        call: None,
        channels: JoinSet::new(),
        opened: false,
        connected: false,
        media: false,
        sockets: Vec::new(),
        outgoing: Vec::new(),
        early: Vec::new(),
        candidates: 0,
        gathered: None,
        began: clock::now(),
    };
    let served = timeout(LIFETIME, echo.serve(orders)).await;
    if let Ok(Err(error)) = served {
        echo.tell(Told::Refused(format!("could not {error}"))).await;
    }
    if let Some(call) = &echo.call {
        call.peer.close().await;
    }
    echo.tell(Told::Gone).await;
}

type Events = mpsc::UnboundedReceiver<(Duration, Event)>;

struct Call {
    peer: Peer,
    events: Events,
}

struct Echo {
    plan: Plan,
    tell: mpsc::Sender<Telling>,
    call: Option<Call>,
    channels: JoinSet<()>,
    opened: bool,
    connected: bool,
    media: bool,
    /// Its sockets, as TURN knows them.
    sockets: Vec<Guest>,
    /// What is played to the other side.
    outgoing: Vec<Outgoing>,
    early: Vec<Candidate>,
    candidates: usize,
    /// The peer's own candidates, once an answer had to wait for them. A restart keeps the sockets.
    gathered: Option<Vec<Candidate>>,
    began: Instant,
}

impl Echo {
    async fn serve(&mut self, mut orders: mpsc::Receiver<Order>) -> Result<(), PeerError> {
        let mut signaled = true;
        let mut looks = ticks();
        while !self.is_over(signaled) {
            let event = async {
                match &mut self.call {
                    Some(call) => call.events.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                order = orders.recv(), if signaled => match order {
                    Some(Order::Close) => return Ok(()),
                    Some(order) => if self.obey(order).await? { return Ok(()) },
                    None => signaled = false,
                },
                event = event => match event {
                    Some((_, event)) => if self.event(event).await { return Ok(()) },
                    None => return Ok(()),
                },
                Some(_) = self.channels.join_next(), if !self.channels.is_empty() => {}
                _ = looks.tick() => {}
            }
        }
        Ok(())
    }

    /// Whoever signals may hang up once it is answered; then there is a channel to wait for, and its end.
    fn is_over(&self, signaled: bool) -> bool {
        let waited = clock::now().saturating_duration_since(self.began);
        let connecting = self.call.is_some() && !self.opened && !(self.media && self.connected);
        if connecting || (self.call.is_none() && signaled) {
            return waited > CONNECTING;
        }
        let busy = !self.channels.is_empty() || (self.media && self.call.is_some());
        !busy && (!signaled || self.plan.ends_itself)
    }

    /// Does as told; true when the call is over.
    async fn obey(&mut self, order: Order) -> Result<bool, PeerError> {
        match order {
            Order::Offer(sdp) => {
                let again = self.call.is_some();
                match self.answer(sdp).await {
                    // What a second offer asks for and does not get ends no call.
                    Err(error) if again => {
                        self.tell(Told::Refused(format!("could not {error}"))).await;
                        Ok(false)
                    }
                    answered => answered,
                }
            }
            Order::Answer(sdp) => {
                if let Some(call) = &self.call {
                    call.peer.set_remote_answer(sdp).await?;
                    self.add_early().await;
                }
                Ok(false)
            }
            Order::Candidate(candidate) => {
                self.candidate(candidate).await;
                Ok(false)
            }
            Order::Close => Ok(true),
        }
    }

    async fn candidate(&mut self, candidate: Candidate) {
        self.candidates += 1;
        match &self.call {
            _ if self.candidates > MOST_CANDIDATES => {}
            // What cannot be used is let go, as browsers do with candidates of other families.
            Some(call) => drop(call.peer.add_candidate(&candidate).await),
            None => self.early.push(candidate),
        }
    }

    async fn answer(&mut self, offer: String) -> Result<bool, PeerError> {
        let media = media(&offer);
        self.media |= !media.is_empty();
        let mischief = self.plan.mischief;
        if self.call.is_none() {
            self.start().await?;
            if let Some(FrameFault::GlareImpolite) = mischief.frames() {
                return self.insist().await;
            }
        }
        let Some(call) = &self.call else { return Ok(true) };
        call.peer.set_remote_offer(mischief.offered(offer)).await?;
        // What is wanted of a kind is played, once; what is sent is received without a word.
        for (kind, _) in media.into_iter().filter(|(_, wanted)| *wanted) {
            if !self.outgoing.iter().any(|outgoing| outgoing.kind() == kind) {
                self.outgoing.extend(call.peer.add_media(kind, Direction::Both).await?);
            }
        }
        let answer = call.peer.create_answer().await?;
        call.peer.set_local_answer(answer.clone()).await?;
        self.add_early().await;
        let first = mischief.candidates() == Some(CandidateFault::First);
        let gathered = if self.plan.whole || first { self.gather().await } else { Vec::new() };
        let answer = if self.plan.whole {
            complete(&answer, &gathered)
        } else {
            for candidate in gathered {
                self.tell(Told::Candidate(candidate)).await;
            }
            answer
        };
        self.tell(Told::Answer(mischief.answered(answer))).await;
        if first && !self.plan.whole {
            self.tell(Told::EndOfCandidates).await;
        }
        if mischief.peer() == Some(PeerFault::DiesAfterAnswer) {
            return Ok(true);
        }
        Ok(false)
    }

    async fn start(&mut self) -> Result<(), PeerError> {
        let tap = Tap::new(clock::now(), 0);
        if self.plan.mischief.peer() == Some(PeerFault::SilentDtls) {
            tap.withhold_dtls();
        }
        let (peer, events) = Peer::new(vec![SocketAddr::new(self.plan.at, 0)], tap).await?;
        self.began = clock::now();
        self.call = Some(Call { peer, events });
        Ok(())
    }

    /// Offers in its turn, in spite of the offer that came.
    async fn insist(&mut self) -> Result<bool, PeerError> {
        let Some(call) = &self.call else { return Ok(true) };
        let channel = call.peer.open_channel("glare").await?;
        let offer = call.peer.create_offer().await?;
        call.peer.set_local_offer(offer.clone()).await?;
        self.channels.spawn(send_back(channel, self.plan.mischief));
        self.tell(Told::Offer(offer)).await;
        Ok(false)
    }

    async fn add_early(&mut self) {
        if let Some(call) = &self.call {
            for candidate in self.early.drain(..) {
                drop(call.peer.add_candidate(&candidate).await);
            }
        }
    }

    /// All local candidates, as far as they come in time.
    async fn gather(&mut self) -> Vec<Candidate> {
        if let Some(gathered) = &self.gathered {
            return gathered.clone();
        }
        let mut gathered = Vec::new();
        let (mischief, plan) = (self.plan.mischief, &self.plan);
        let Some(call) = &mut self.call else { return gathered };
        let gathering = async {
            while let Some((_, event)) = call.events.recv().await {
                match event {
                    Event::Candidate(candidate) => {
                        self.sockets.extend(plan.guests.enter(&candidate, plan.client));
                        gathered.extend(mischief.candidate(candidate));
                    }
                    Event::GatheringComplete => return,
                    _ => {}
                }
            }
        };
        drop(timeout(GATHERING, gathering).await);
        self.gathered = Some(gathered.clone());
        gathered
    }

    /// Acts on an event; true when the peer is gone.
    async fn event(&mut self, event: Event) -> bool {
        match event {
            Event::Candidate(candidate) => {
                self.sockets.extend(self.plan.guests.enter(&candidate, self.plan.client));
                if let Some(candidate) = self.plan.mischief.candidate(candidate) {
                    self.tell(Told::Candidate(candidate)).await;
                }
            }
            Event::GatheringComplete => {
                if self.plan.mischief.candidates() != Some(CandidateFault::NoEnd) {
                    self.tell(Told::EndOfCandidates).await;
                }
            }
            Event::Channel(channel) => {
                self.opened = true;
                self.settle().await;
                if self.plan.mischief.peer() == Some(PeerFault::DiesAfterOpen) {
                    return true;
                }
                if self.channels.len() < MOST_CHANNELS {
                    self.channels.spawn(send_back(channel, self.plan.mischief));
                }
            }
            Event::Connected => self.settle().await,
            // Its packets are counted as they come.
            Event::Track(_) => {}
            Event::IceFailed | Event::ConnectionFailed => return true,
        }
        false
    }

    async fn settle(&mut self) {
        if let Some(call) = &self.call {
            call.peer.settle();
        }
        if !self.connected {
            self.connected = true;
            self.outgoing.iter_mut().for_each(Outgoing::start);
            self.tell(Told::Connected).await;
        }
    }

    /// Says something, if somebody listens.
    async fn tell(&self, told: Told) {
        drop(self.tell.send((self.plan.number, told)).await);
    }
}

fn ticks() -> Interval {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
