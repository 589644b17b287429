//! The attempt itself: connect, describe, trickle, data channel, echo.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

use super::Clock;
use super::channel::Conversation;
use super::description::first_mid;
use super::line::{Line, Log, Said, Told};
use super::options::Options;
use super::pairs::signaled_candidate;
use super::reading::{self, Stamps};
use super::sides;
use crate::facts::handshake::{End, Failure, Handshake, PhaseId, Trickle};
use crate::facts::ice::Gathering;
use crate::facts::timing::{Machine, Timing};
use crate::net::clock::{self, ms};
use crate::net::machine;
use crate::net::peer::{Channel, ChannelEvent, Event, Peer, PeerError, Tap, bind_addresses, leads_elsewhere, narrowed};
use crate::probe::signaling::Candidate;
use crate::probe::signaling::profile::Role;
use crate::trace::{Capture, Ledger, Packet};

/// Packets that are kept; a handshake takes some 50.
const LEDGER: usize = 2000;
/// Packets that are kept for a capture.
const CAPTURE: usize = 100_000;
/// How long a peer that may not echo is waited for once the channel is open.
const ECHO_WAIT: Duration = Duration::from_secs(2);

/// Runs a handshake. It ends by its deadline, or soon after `cancel` does, with all that was seen until then.
///
/// # Errors
/// When no peer could be started: then nothing was tested.
pub async fn run(options: &Options, cancel: impl Future<Output = ()>) -> Result<Handshake, PeerError> {
    Ok(run_captured(options, cancel).await?.0)
}

/// The same, with the packets: whole ones where the options want that.
///
/// # Errors
/// When no peer could be started: then nothing was tested.
pub async fn run_captured(
    options: &Options,
    cancel: impl Future<Output = ()>,
) -> Result<(Handshake, Capture), PeerError> {
    let zero = clock::wall();
    let mut attempt = Attempt::new(options);
    let end = {
        let mut drive = pin!(tokio::time::timeout(options.timeout, attempt.drive()));
        let mut cancel = pin!(cancel);
        tokio::select! {
            ended = &mut drive => ended.ok(),
            () = &mut cancel => Some(Err(Stop::Cancelled)),
        }
    };
    let end = match end {
        Some(Ok(())) => End::Connected,
        Some(Err(Stop::Failed(failure))) => End::Failed(failure),
        Some(Err(Stop::Peer(error))) => return Err(error),
        Some(Err(Stop::Cancelled)) => End::Interrupted,
        // An open channel is a connection, whether or not anybody echoes.
        None if attempt.stands() => End::Connected,
        None => End::Failed(attempt.stalled()),
    };
    let (facts, packets) = attempt.finish(end).await;
    Ok((facts, Capture { zero, packets }))
}

/// Why an attempt is over before its end.
pub(super) enum Stop {
    Failed(Failure),
    Peer(PeerError),
    Cancelled,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// How far offer and answer have come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Progress {
    /// Neither side has offered.
    Nothing,
    /// Our offer is made, and waits for its candidates before it is sent.
    Gathering,
    /// Our offer is on its way.
    Offered,
    /// Both descriptions are there.
    Described,
}

pub(super) type Events = UnboundedReceiver<(Duration, Event)>;
type Making = JoinHandle<Result<(Peer, Events), PeerError>>;

pub(super) struct Attempt<'a> {
    pub(super) options: &'a Options,
    pub(super) clock: Clock,
    pub(super) stamps: Stamps,
    pub(super) trickle: Trickle,
    pub(super) log: Arc<Log>,
    pub(super) progress: Progress,
    pub(super) role: Role,
    pub(super) offer_waits: bool,
    pub(super) in_description: bool,
    pub(super) peer: Option<Peer>,
    pub(super) events: Option<Events>,
    pub(super) line: Option<Line>,
    pub(super) conversation: Conversation,
    pub(super) ours: Vec<Candidate>,
    pub(super) early: Vec<Candidate>,
    pub(super) notes: super::heard::Notes,
    /// What the process had cost before.
    machine: Option<Machine>,
    pub(super) flows: super::media::Flows,
    pub(super) connected: bool,
    pub(super) mischief: super::provoke::Mischief,
    pub(super) late: Option<std::time::Instant>,
    /// The peer's offer that ours crossed on purpose.
    pub(super) crossed: Option<String>,
    pub(super) echo_until: Option<std::time::Instant>,
}

impl<'a> Attempt<'a> {
    fn new(options: &'a Options) -> Self {
        Self {
            options,
            clock: Clock::start(),
            stamps: Stamps::default(),
            trickle: Trickle::default(),
            log: Arc::new(Log::new(options.whole_messages)),
            progress: Progress::Nothing,
            role: options.role,
            offer_waits: false,
            in_description: false,
            peer: None,
            events: None,
            line: None,
            conversation: Conversation::new(options.bytes),
            ours: Vec::new(),
            early: Vec::new(),
            notes: super::heard::Notes::default(),
            machine: machine::so_far(),
            flows: super::media::Flows::default(),
            connected: false,
            mischief: super::provoke::Mischief::new(options.provoke),
            late: None,
            crossed: None,
            echo_until: None,
        }
    }

    /// A peer in the making. The certificate is made and sockets are bound while the network is waited for, as
    /// applications do it; in a task of its own, so that its work does not count as the server's round trip.
    pub(super) fn make_peer(&self) -> Making {
        let ledger = if self.options.capture { Ledger::whole(CAPTURE) } else { Ledger::new(LEDGER) };
        let tap = Tap::with(self.clock.zero(), ledger);
        let mut addresses = bind_addresses(&self.options.url.loopback());
        let ice = self.options.ice.clone();
        if !self.options.embedded || ice.as_deref().is_some_and(leads_elsewhere) {
            // A server on this machine may know peers elsewhere, and some stacks leave loopback out of account.
            addresses.extend(bind_addresses(&[]));
            addresses.sort();
            addresses.dedup();
        }
        tokio::spawn(async move {
            match ice {
                Some(plan) => Peer::with_servers(narrowed(addresses, &plan), tap, plan).await,
                None => Peer::new(addresses, tap).await,
            }
        })
    }

    /// Takes the peer that was made, in place of the one before.
    pub(super) async fn take_peer(&mut self, made: Making) -> Result<(), Stop> {
        let (peer, events) = match made.await {
            Ok(made) => made.map_err(Stop::Peer)?,
            Err(error) => {
                return Err(Stop::Peer(PeerError { operation: "start a peer connection", cause: error.to_string() }));
            }
        };
        if let Some(before) = self.peer.replace(peer) {
            before.close().await;
        }
        self.events = Some(events);
        Ok(())
    }

    async fn drive(&mut self) -> Result<(), Stop> {
        let peer = self.make_peer();
        self.line = Some(self.open_line().await?);
        self.take_peer(peer).await?;
        self.converse().await?;
        self.hear_servers().await
    }

    /// Waits, within the deadline, until every ICE server has answered or was given up: what they did is part of the
    /// result, however quick the rest was.
    async fn hear_servers(&mut self) -> Result<(), Stop> {
        while self.options.ice.is_some() && self.clock.is_open(PhaseId::Gathering) {
            let Some(events) = &mut self.events else { return Ok(()) };
            match events.recv().await {
                Some((at, event @ (Event::Candidate(_) | Event::GatheringComplete))) => self.event(at, event).await?,
                Some(_) => {}
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Everything that happens once the line is open, in whatever order it comes.
    async fn converse(&mut self) -> Result<(), Stop> {
        while !self.is_done() {
            match self.next().await? {
                What::Told(told) => self.told(told).await?,
                What::Event(at, event) => self.event(at, event).await?,
                What::Channel(event) => self.channel(event).await?,
                What::Time => {}
                What::Late => self.late().await?,
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Result<What, Stop> {
        let tap = self.peer.as_ref().map(|peer| Arc::clone(peer.tap()));
        let until = self.goes_on_until();
        let time = async {
            match until {
                Some(until) => tokio::time::sleep_until(until.into()).await,
                None => std::future::pending().await,
            }
        };
        let late_at = self.late;
        let late = async {
            match late_at {
                Some(at) => tokio::time::sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        let told = async {
            match &mut self.line {
                Some(line) => line.next().await,
                None => std::future::pending().await,
            }
        };
        let event = async {
            match &mut self.events {
                Some(events) => events.recv().await,
                None => std::future::pending().await,
            }
        };
        let alert = async {
            match &tap {
                Some(tap) => tap.fatal_alert().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            told = told => Ok(told.map_or(What::Told(None), |told| What::Told(Some(told)))),
            Some((at, event)) = event => Ok(What::Event(at, event)),
            event = self.conversation.next() => Ok(What::Channel(event)),
            () = alert => Err(broken(PhaseId::Dtls, &"a fatal alert")),
            () = time => Ok(What::Time),
            () = late => Ok(What::Late),
        }
    }

    async fn channel(&mut self, event: ChannelEvent) -> Result<(), Stop> {
        match event {
            ChannelEvent::Open => {
                self.opened().await?;
                self.start_media();
                self.echo_until = Some(clock::now() + ECHO_WAIT);
            }
            ChannelEvent::Message { bytes, text } => {
                if self.conversation.message(&bytes, text).await {
                    self.stamps.echo = Some(self.clock.elapsed());
                }
            }
            // A channel that was open is a connection; a peer that has what it wanted may leave while a packet is lost.
            ChannelEvent::Closed if self.conversation.is_done() || self.stamps.open.is_some() => {
                self.conversation.end();
            }
            ChannelEvent::Closed => {
                let why = "the data channel was closed".to_owned();
                return Err(Failure::Broken { phase: PhaseId::DcOpen, why }.into());
            }
        }
        Ok(())
    }

    async fn opened(&mut self) -> Result<(), Stop> {
        self.stamps.open = Some(self.clock.elapsed());
        if let Some(peer) = &self.peer {
            // A measurement needs the hurry.
            if self.options.bytes == 0 {
                peer.settle();
            }
        }
        self.stamps.sent = Some(self.clock.elapsed());
        self.conversation.ping().await.map_err(|error| broken(PhaseId::FirstEcho, &error))
    }

    async fn event(&mut self, at: Duration, event: Event) -> Result<(), Stop> {
        match event {
            Event::Candidate(mut candidate) => {
                if let Some((address, kind)) = signaled_candidate(&candidate.candidate) {
                    let id = format!("local_candidate_{}", kind.word());
                    self.clock.event_at(&id, at, &address.to_string());
                }
                // The stack leaves the section out.
                candidate.sdp_mid =
                    candidate.sdp_mid.filter(|mid| !mid.is_empty()).or_else(|| first_mid(&self.stamps.local_sdp));
                if self.in_description {
                    self.clock.moment_at(at, "local candidate found");
                    self.ours.push(candidate);
                } else {
                    self.trickle.sent += 1;
                    self.clock.moment_at(at, "local candidate found, sent on");
                    self.say(Said::Candidate(candidate));
                }
                Ok(())
            }
            Event::GatheringComplete => {
                let count = self.trickle.sent as usize + self.ours.len();
                let detail = format!("{count} candidate{}", if count == 1 { "" } else { "s" });
                self.clock.end(PhaseId::Gathering, detail);
                self.clock.moment_at(at, "local candidates complete");
                if count == 0 && self.options.ice.is_some() {
                    return Err(broken(PhaseId::Ice, &"there is no local candidate"));
                }
                self.gathered();
                Ok(())
            }
            Event::IceFailed => Err(broken(PhaseId::Ice, &"every candidate pair failed")),
            Event::ConnectionFailed => Err(broken(PhaseId::Dtls, &"the connection failed after a pair was found")),
            Event::Connected => {
                self.connected = true;
                if !self.notes.is_offerer() {
                    self.echo_until.get_or_insert_with(|| clock::now() + ECHO_WAIT);
                }
                self.clock.moment_at(at, "connected");
                self.start_media();
                Ok(())
            }
            Event::Track(incoming) => {
                self.clock.moment_at(at, format!("{} from the peer", incoming.kind.word()));
                self.flows.track(incoming);
                Ok(())
            }
            Event::Channel(channel) => {
                // An offerer's own channel is the one that counts; the peer may open others.
                self.conversation.offered(channel);
                Ok(())
            }
        }
    }

    /// Whether there is a connection of the kind that was wanted.
    fn stands(&self) -> bool {
        let waits = self.notes.is_offerer() && super::media::has_data(&self.stamps.remote_sdp);
        self.stamps.open.is_some() || (self.connected && !waits)
    }

    pub(super) fn say(&mut self, what: Said) {
        let described = matches!(what, Said::Offer(_) | Said::Answer(_));
        let messages = self.mischief.apply(what);
        self.late = self.late.or_else(|| self.mischief.late().filter(|_| described).map(|late| clock::now() + late));
        self.say_all(messages);
    }

    fn say_all(&self, messages: Vec<Said>) {
        if let Some(line) = &self.line {
            messages.into_iter().for_each(|message| line.say(message));
        }
    }

    /// What was put off on purpose is done.
    async fn late(&mut self) -> Result<(), Stop> {
        self.late = None;
        match self.crossed.take() {
            // The peer did not give its offer up, so it waits for an answer to it.
            Some(offer) if self.progress == Progress::Offered => {
                let at = self.clock.elapsed();
                self.notes.yielded();
                self.give_up().await?;
                self.offered(at, offer).await
            }
            Some(_) => Ok(()),
            None => {
                self.release();
                Ok(())
            }
        }
    }

    fn release(&mut self) {
        let held = self.mischief.release();
        self.clock.moment("candidates that were held back on purpose are sent");
        self.say_all(held);
    }

    /// What the deadline cut, before the packets are read.
    fn stalled(&self) -> Failure {
        let open = self.clock.open();
        let waited_ms = self.clock.now_ms() - open.map_or(0.0, |phase| phase.start_ms);
        Failure::Stalled { phase: open.map_or(PhaseId::Ice, |phase| phase.id), waited_ms }
    }

    async fn finish(mut self, end: End) -> (Handshake, Vec<Packet>) {
        self.stamps.over = self.clock.elapsed();
        let unknown_frames = match self.line.take() {
            Some(line) => line.close().await,
            None => 0,
        };
        let (mut packets, mut packets_dropped) = (Vec::new(), 0);
        let (mut gathering, mut candidates) = (None, Vec::new());
        if let Some(peer) = self.peer.take() {
            self.stamps.certificate = peer.remote_certificate().await;
            self.stamps.associated = peer.associated().await;
            (packets, packets_dropped) = (peer.tap().ledger().packets(), peer.tap().ledger().dropped());
            gathering = peer.release().await;
            candidates = peer.candidates();
            peer.close().await;
        }
        self.stamps.in_description = self.in_description;
        if let Some(last) = self.stamps.last_candidate {
            self.clock.event_at("last_remote_candidate", last, "");
        }
        let (phases, moments, events) = self.clock.finish();
        let mut signaling = self.log.take();
        signaling.unknown_frames = unknown_frames;
        let sides = sides::read(&self.stamps, std::mem::take(&mut self.notes.candidates), &packets);
        self.notes.write_into(&mut signaling);
        let facts = Handshake {
            embedded: self.options.embedded,
            url: self.options.url.to_string(),
            end,
            phases,
            trickle: self.trickle,
            moments,
            timing: Timing { events, machine: machine::spent(self.machine), ..Timing::default() },
            packets_dropped,
            signaling,
            sides,
            provoked: self.options.provoke,
            throughput: self.conversation.throughput(),
            media: self.flows.facts(),
            total_ms: ms(self.stamps.over),
            gathering: gathering.map(|gathering| Gathering { candidates: candidates.clone(), ..gathering }),
            candidates,
            ..Handshake::default()
        };
        (reading::read(facts, &self.stamps, &packets), packets)
    }

    /// Has a channel opened on the peer, which counts.
    pub(super) async fn open_channel(&mut self) -> Result<(), Stop> {
        if !self.options.media.data {
            return Ok(());
        }
        let Some(peer) = &self.peer else { return Ok(()) };
        let channel: Channel = peer.open_channel("rtcdiag").await.map_err(Stop::Peer)?;
        self.conversation.own(channel);
        Ok(())
    }
}

enum What {
    Told(Option<Told>),
    Event(Duration, Event),
    Channel(ChannelEvent),
    Time,
    Late,
}

pub(super) fn broken(phase: PhaseId, why: &impl ToString) -> Stop {
    Failure::Broken { phase, why: why.to_string() }.into()
}
