//! The attempt itself: connect, offer, answer, candidates, data channel, echo.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Clock;
use super::reading::{self, Stamps};
use crate::facts::handshake::{End, Failure, Handshake, PhaseId, Trickle};
use crate::facts::ice::Gathering;
use crate::net::clock::{self, ms};
use crate::net::gather::Plan;
use crate::net::peer::{Channel, ChannelEvent, Event, Peer, PeerError, Tap, bind_addresses_with};
use crate::net::ws::{self, Socket};
use crate::probe::signaling::{self, Session, WsUrl};

/// Packets that are kept; a handshake takes some 50.
const LEDGER: usize = 2000;
/// How long a peer that may not echo is waited for once the channel is open.
const ECHO_WAIT: Duration = Duration::from_secs(2);
/// How long the server may take over the closing handshake.
const CLOSE_WAIT: Duration = Duration::from_millis(100);
/// What is sent there and back.
const PING: &[u8] = b"rtcdiag: please echo";

/// What to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The signaling server.
    pub url: WsUrl,
    /// Whether it is our own, in this process.
    pub embedded: bool,
    /// Until when it must be over, from the start.
    pub timeout: Duration,
    /// The ICE servers to gather from.
    pub ice: Option<Arc<Plan>>,
}

/// Runs a handshake. It ends by its deadline, or soon after `cancel` does, with all that was seen until then.
///
/// # Errors
/// When no peer could be started: then nothing was tested.
pub async fn run(options: &Options, cancel: impl Future<Output = ()>) -> Result<Handshake, PeerError> {
    let mut attempt = Attempt::new();
    let end = {
        let mut drive = pin!(tokio::time::timeout(options.timeout, attempt.drive(options)));
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
        None if attempt.stamps.open.is_some() => End::Connected,
        None => End::Failed(attempt.stalled()),
    };
    Ok(attempt.finish(options, end).await)
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

pub(super) struct Attempt {
    pub(super) clock: Clock,
    pub(super) stamps: Stamps,
    pub(super) trickle: Trickle,
    pub(super) session: Session,
    pub(super) peer: Option<Peer>,
    pub(super) socket: Option<Socket>,
}

type Events = UnboundedReceiver<(Duration, Event)>;

impl Attempt {
    fn new() -> Self {
        Self {
            clock: Clock::start(),
            stamps: Stamps::default(),
            trickle: Trickle::default(),
            session: Session::default(),
            peer: None,
            socket: None,
        }
    }

    async fn drive(&mut self, options: &Options) -> Result<(), Stop> {
        let addresses = ws::resolve(&options.url, &mut self.clock).await?;
        let servers: Vec<_> = addresses.iter().map(SocketAddr::ip).collect();
        let tap = Tap::new(self.clock.zero(), LEDGER);
        // The certificate is made and sockets are bound while the network is waited for, as applications do it; in a
        // task of its own, so that its work does not count as the server's round trip.
        let ice = options.ice.clone();
        let bound = bind_addresses_with(&servers, ice.as_deref());
        let peer = tokio::spawn(async move {
            match ice {
                Some(plan) => Peer::with_servers(bound, tap, plan).await,
                None => Peer::new(bound, tap).await,
            }
        });
        self.socket = Some(ws::connect(&options.url, &addresses, &mut self.clock).await?);
        let (peer, mut events) = match peer.await {
            Ok(made) => made.map_err(Stop::Peer)?,
            Err(error) => {
                return Err(Stop::Peer(PeerError { operation: "start a peer connection", cause: error.to_string() }));
            }
        };
        let peer = self.peer.insert(peer);
        let channel = peer.open_channel("rtcdiag").await.map_err(Stop::Peer)?;
        self.offer().await?;
        self.converse(&mut events, &channel).await?;
        if options.ice.is_some() {
            self.gathered(&mut events).await?;
        }
        Ok(())
    }

    /// Waits, within the deadline, until every ICE server has answered or was given up: what they did is part of the result,
    /// however quick the rest was.
    async fn gathered(&mut self, events: &mut Events) -> Result<(), Stop> {
        while self.clock.is_open(PhaseId::Gathering)
            && let Some((at, event)) = events.recv().await
        {
            if matches!(event, Event::Candidate(_) | Event::GatheringComplete) {
                self.event(at, event).await?;
            }
        }
        Ok(())
    }

    async fn offer(&mut self) -> Result<(), Stop> {
        let Some(peer) = &self.peer else { return Ok(()) };
        self.clock.begin(PhaseId::OfferCreated);
        let sdp = peer.create_offer().await.map_err(Stop::Peer)?;
        self.clock.end(PhaseId::OfferCreated, format!("{} bytes", sdp.len()));
        self.clock.begin(PhaseId::LocalDescription);
        peer.set_local_offer(sdp.clone()).await.map_err(Stop::Peer)?;
        self.clock.end(PhaseId::LocalDescription, String::new());
        self.clock.moment("local description set");
        self.clock.begin(PhaseId::Gathering);
        self.clock.begin(PhaseId::OfferSent);
        self.stamps.local_sdp = sdp;
        self.send(signaling::offer(&self.stamps.local_sdp)).await?;
        self.clock.end(PhaseId::OfferSent, String::new());
        self.clock.begin(PhaseId::Answer);
        self.clock.moment("offer sent");
        Ok(())
    }

    /// Everything after the offer, in whatever order it comes.
    async fn converse(&mut self, events: &mut Events, channel: &Channel) -> Result<(), Stop> {
        let Some(tap) = self.peer.as_ref().map(|peer| Arc::clone(peer.tap())) else { return Ok(()) };
        let mut echo_deadline = pin!(tokio::time::sleep(Duration::MAX));
        loop {
            let what = {
                let frame = async {
                    match &mut self.socket {
                        Some(socket) => socket.next().await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    frame = frame => What::Frame(frame),
                    Some((at, event)) = events.recv() => What::Event(at, event),
                    event = channel.next() => What::Channel(event),
                    () = tap.fatal_alert() => return Err(broken(PhaseId::Dtls, &"a fatal alert")),
                    () = &mut echo_deadline, if self.stamps.open.is_some() => return Ok(()),
                }
            };
            match what {
                What::Frame(frame) => self.frame(frame).await?,
                What::Event(at, event) => self.event(at, event).await?,
                What::Channel(ChannelEvent::Open) => {
                    self.opened(channel).await?;
                    echo_deadline.as_mut().reset((clock::now() + ECHO_WAIT).into());
                }
                What::Channel(ChannelEvent::Message { bytes, .. }) => {
                    if bytes == PING {
                        self.stamps.echo = Some(self.clock.elapsed());
                        return Ok(());
                    }
                }
                What::Channel(ChannelEvent::Closed) => {
                    let why = "the data channel was closed".to_owned();
                    return Err(Failure::Broken { phase: PhaseId::DcOpen, why }.into());
                }
            }
        }
    }

    async fn opened(&mut self, channel: &Channel) -> Result<(), Stop> {
        self.stamps.open = Some(self.clock.elapsed());
        if let Some(peer) = &self.peer {
            peer.settle();
        }
        self.stamps.sent = Some(self.clock.elapsed());
        channel.send(PING, true).await.map_err(|error| broken(PhaseId::FirstEcho, &error))
    }

    async fn event(&mut self, at: Duration, event: Event) -> Result<(), Stop> {
        match event {
            Event::Candidate(candidate) => {
                self.trickle.sent += 1;
                self.clock.moment_at(at, "local candidate found, sent on");
                self.send(signaling::candidate(&candidate)).await
            }
            Event::GatheringComplete => {
                let count = self.trickle.sent;
                let detail = format!("{count} candidate{}", if count == 1 { "" } else { "s" });
                self.clock.end(PhaseId::Gathering, detail);
                self.clock.moment_at(at, "local candidates complete");
                if count == 0 {
                    return Err(broken(PhaseId::Ice, &"there is no local candidate"));
                }
                self.send(signaling::end_of_candidates()).await
            }
            Event::IceFailed => Err(broken(PhaseId::Ice, &"every candidate pair failed")),
            Event::ConnectionFailed => Err(broken(PhaseId::Dtls, &"the connection failed after a pair was found")),
            // The peer may open channels of its own; ours is the one that counts.
            Event::Channel(_) => Ok(()),
        }
    }

    pub(super) async fn send(&mut self, text: String) -> Result<(), Stop> {
        let Some(socket) = &mut self.socket else { return Ok(()) };
        match socket.send(Message::text(text)).await {
            Ok(()) => Ok(()),
            Err(error) => self.lost(Failure::Closed { code: None, reason: error.to_string() }),
        }
    }

    /// What the deadline cut, before the packets are read.
    fn stalled(&self) -> Failure {
        let open = self.clock.open();
        let waited_ms = self.clock.now_ms() - open.map_or(0.0, |phase| phase.start_ms);
        Failure::Stalled { phase: open.map_or(PhaseId::Ice, |phase| phase.id), waited_ms }
    }

    async fn finish(mut self, options: &Options, end: End) -> Handshake {
        self.stamps.over = self.clock.elapsed();
        if let Some(mut socket) = self.socket.take() {
            // A server that does not answer the close loses nothing.
            let _ = tokio::time::timeout(CLOSE_WAIT, socket.close(None)).await;
        }
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
        let (phases, moments) = self.clock.finish();
        let facts = Handshake {
            embedded: options.embedded,
            url: options.url.to_string(),
            end,
            phases,
            trickle: self.trickle,
            moments,
            packets_dropped,
            unknown_frames: self.session.unknown(),
            total_ms: ms(self.stamps.over),
            gathering: gathering.map(|gathering| Gathering { candidates: candidates.clone(), ..gathering }),
            candidates,
            ..Handshake::default()
        };
        reading::read(facts, &self.stamps, &packets)
    }
}

enum What {
    Frame(Option<Result<Message, Error>>),
    Event(Duration, Event),
    Channel(ChannelEvent),
}

fn broken(phase: PhaseId, why: &impl ToString) -> Stop {
    Failure::Broken { phase, why: why.to_string() }.into()
}
