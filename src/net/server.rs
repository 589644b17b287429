//! Drives one probe against one address: connects, times DNS, TCP and TLS, and carries bytes both ways.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::net::UdpSocket;
use tokio::time::{sleep_until, timeout_at};

use super::gather::{Shared, Target};
use super::link::{self, Link};
use super::{clock, interfaces, signals, tls};
use crate::candidate::uri::Transport;
use crate::facts::Why;
use crate::facts::ice::{Failure, Outcome, Phases, Server, Stage, Tls};
use crate::probe::server::{ServerProbe, Setup};
use crate::probe::{Channel, Input, Lost, Output, Probe};
use crate::trace::Direction;

/// Largest datagram.
const DATAGRAM: usize = 65_535;

/// A finished server with the moments that candidates need.
#[derive(Debug)]
pub(super) struct Finished {
    /// The facts.
    pub(super) server: Server,
    /// When our mapped address was known.
    pub(super) mapped_at: Option<Instant>,
    /// When the relayed address was known.
    pub(super) relayed_at: Option<Instant>,
    /// When nothing more was to be gathered.
    pub(super) settled_at: Instant,
}

/// Everything about the connection that the driver itself measured.
struct Opened {
    link: Link,
    base: SocketAddr,
    tcp_ms: Option<f64>,
    tls_ms: Option<f64>,
    tls: Option<Tls>,
}

/// Why there is no connection.
struct NotOpened {
    failure: Failure,
    tls: Option<Tls>,
    tcp_ms: Option<f64>,
}

/// Probes `address` to the end, release included.
pub(super) async fn run(
    target: &Target,
    address: SocketAddr,
    dns_ms: Option<f64>,
    began: Instant,
    shared: &Shared<'_>,
) -> Finished {
    let deadline = began + shared.plan.timeout;
    let mut server = Server {
        uri: target.uri.clone(),
        username: target.credentials.as_ref().map(|c| c.username.clone()),
        address: Some(address),
        outcome: Outcome::NotTested(Why::new("interrupted")),
        phases: Phases { dns_ms, ..Phases::default() },
        rtt_ms: None,
        retransmissions: 0,
        round_trips: None,
        software: None,
        realm: None,
        lifetime_s: None,
        mapped: None,
        base: None,
        tls: None,
        relay: None,
    };
    let mut stop = shared.stop.clone();
    let opened = tokio::select! {
        opened = open(target, address, deadline, shared) => opened,
        () = signals::stopped(&mut stop) => {
            return Finished { server, mapped_at: None, relayed_at: None, settled_at: clock::now() };
        }
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(NotOpened { failure, tls, tcp_ms }) => {
            server.outcome = Outcome::Failed(failure);
            server.tls = tls;
            server.phases.tcp_ms = tcp_ms;
            return Finished { server, mapped_at: None, relayed_at: None, settled_at: clock::now() };
        }
    };
    server.base = Some(opened.base);
    server.tls.clone_from(&opened.tls);
    let handshakes = u32::from(opened.tcp_ms.is_some())
        + match opened.tls.as_ref().and_then(|tls| tls.version.as_deref()) {
            None => 0,
            // RFC 8446 section 2 and RFC 5246 section 7.3.
            Some("1.3") => 1,
            Some(_) => 2,
        };
    let (tcp_ms, tls_ms) = (opened.tcp_ms, opened.tls_ms);
    let setup = Setup {
        server: address,
        reliable: target.uri.transport != Transport::Udp,
        relays: target.uri.scheme.relays(),
        credentials: target.credentials.clone(),
        prove: shared.plan.prove,
        deadline,
        seed: rand::random(),
    };
    let probe = Driver {
        probe: ServerProbe::new(setup, clock::now()),
        link: Some(opened.link),
        second: None,
        second_opening: None,
        outside: None,
        target,
        address,
        base: opened.base,
        shared,
    }
    .run()
    .await;
    let (seen, result) = (probe.seen(), probe.result());
    server.outcome = result.outcome.clone();
    server.relay.clone_from(&result.relay);
    server.phases = Phases { dns_ms, tcp_ms, tls_ms, ..seen.phases.clone() };
    server.rtt_ms = seen.rtt.map(clock::ms);
    server.retransmissions = seen.retransmissions;
    server.round_trips = (server.outcome == Outcome::Ok).then_some(seen.exchanges + handshakes);
    server.software.clone_from(&seen.software);
    server.realm.clone_from(&seen.realm);
    server.lifetime_s = seen.lifetime_s;
    server.mapped = seen.mapped;
    Finished {
        mapped_at: result.mapped_at,
        relayed_at: result.relayed_at,
        settled_at: result.settled_at.unwrap_or_else(clock::now),
        server,
    }
}

async fn open(
    target: &Target,
    address: SocketAddr,
    deadline: Instant,
    shared: &Shared<'_>,
) -> Result<Opened, NotOpened> {
    let local = shared.local_for(address);
    let bare = |failure| NotOpened { failure, tls: None, tcp_ms: None };
    let no_route = |error: &std::io::Error| match link::lost(error) {
        Lost::NoRoute(why) => Failure::NoRoute { why },
        lost => Failure::Closed { stage: Stage::Connect, reset: lost == Lost::Reset },
    };
    if target.uri.transport == Transport::Udp {
        let socket = link::udp(local, address).await.map_err(|error| bare(no_route(&error)))?;
        let base = socket.local_addr().map_err(|error| bare(no_route(&error)))?;
        return Ok(Opened { link: Link::Udp(socket), base, tcp_ms: None, tls_ms: None, tls: None });
    }
    let began = clock::now();
    let waited = |stage| Failure::NoAnswer { stage, sent: 1, waited_ms: clock::ms(clock::now() - began) };
    let stream = timeout_at(deadline.into(), link::tcp(local, address))
        .await
        .map_err(|_| bare(waited(Stage::Connect)))?
        .map_err(|error| {
            bare(match link::lost(&error) {
                Lost::Refused => Failure::TcpClosed { after_ms: clock::ms(clock::now() - began) },
                _ if error.kind() == std::io::ErrorKind::TimedOut => waited(Stage::Connect),
                _ => no_route(&error),
            })
        })?;
    let base = stream.local_addr().map_err(|error| bare(no_route(&error)))?;
    let tcp_ms = Some(clock::ms(clock::now() - began));
    if target.uri.transport != Transport::Tls {
        return Ok(Opened { link: Link::stream(stream), base, tcp_ms, tls_ms: None, tls: None });
    }
    let secured = clock::now();
    let connected = timeout_at(deadline.into(), tls::connect(&shared.plan.trust, &target.uri.host, stream))
        .await
        .map_err(|_| NotOpened { failure: waited(Stage::Handshake), tls: None, tcp_ms })?
        .map_err(|(failure, tls)| NotOpened { failure, tls, tcp_ms })?;
    let tls_ms = Some(clock::ms(clock::now() - secured));
    Ok(Opened { link: Link::stream(connected.stream), base, tcp_ms, tls_ms, tls: Some(connected.tls) })
}

type Opening<'a> = Pin<Box<dyn Future<Output = Result<Opened, NotOpened>> + 'a>>;

struct Driver<'a> {
    probe: ServerProbe,
    link: Option<Link>,
    second: Option<Link>,
    second_opening: Option<Opening<'a>>,
    outside: Option<UdpSocket>,
    target: &'a Target,
    address: SocketAddr,
    base: SocketAddr,
    shared: &'a Shared<'a>,
}

/// What the driver woke up for.
enum Woke {
    Message(Channel, Result<Vec<u8>, Lost>),
    Outside(Vec<u8>, SocketAddr),
    Second(Box<Result<Opened, NotOpened>>),
    Time,
    Stop,
}

impl<'a> Driver<'a> {
    async fn run(mut self) -> ServerProbe {
        let mut stop = self.shared.stop.clone();
        let mut stopped = false;
        loop {
            if self.shared.udp_heard.get() {
                self.probe.udp_heard();
            }
            let until = match self.probe.poll(clock::now()) {
                Output::Done => return self.probe,
                Output::Send { channel, to, bytes } => {
                    self.send(channel, to, &bytes).await;
                    continue;
                }
                Output::Open(Channel::Peer) => {
                    self.open_outside().await;
                    continue;
                }
                Output::Open(_) => {
                    let deadline = clock::now() + Duration::from_secs(1);
                    self.second_opening = Some(Box::pin(open(self.target, self.address, deadline, self.shared)));
                    continue;
                }
                Output::WaitUntil(until) => until,
            };
            match self.wait(until, &mut stop, stopped).await {
                Woke::Message(channel, message) => self.received(channel, message),
                Woke::Outside(bytes, from) => {
                    self.note(false, from, "udp", &bytes);
                    let input = Input::Bytes { channel: Channel::Peer, from, bytes: &bytes };
                    self.probe.handle(clock::now(), input);
                }
                Woke::Second(opened) => self.second_opened(*opened),
                Woke::Time => self.probe.handle(clock::now(), Input::Tick),
                Woke::Stop => {
                    stopped = true;
                    self.probe.handle(clock::now(), Input::Stop);
                }
            }
        }
    }

    async fn wait(&mut self, until: Instant, stop: &mut signals::Stop, stopped: bool) -> Woke {
        let mut datagram = vec![0; if self.outside.is_some() { DATAGRAM } else { 0 }];
        tokio::select! {
            message = receive(&mut self.link) => Woke::Message(Channel::Server, message),
            message = receive(&mut self.second) => Woke::Message(Channel::Second, message),
            (length, from) = receive_outside(self.outside.as_ref(), &mut datagram) => {
                datagram.truncate(length);
                Woke::Outside(datagram, from)
            }
            opened = opening(&mut self.second_opening) => Woke::Second(Box::new(opened)),
            () = sleep_until(until.into()) => Woke::Time,
            () = signals::stopped(stop), if !stopped => Woke::Stop,
        }
    }

    fn received(&mut self, channel: Channel, message: Result<Vec<u8>, Lost>) {
        match message {
            Ok(bytes) => {
                self.note(false, self.address, self.target.uri.transport.word(), &bytes);
                let input = Input::Bytes { channel, from: self.address, bytes: &bytes };
                self.probe.handle(clock::now(), input);
                if self.target.uri.transport == Transport::Udp && self.probe.heard() {
                    self.shared.udp_heard.set(true);
                }
            }
            Err(how) => {
                match channel {
                    Channel::Second => self.second = None,
                    Channel::Server | Channel::Peer => self.link = None,
                }
                self.probe.handle(clock::now(), Input::Lost { channel, how });
            }
        }
    }

    async fn send(&mut self, channel: Channel, to: Option<SocketAddr>, bytes: &[u8]) {
        let (remote, transport) = match (channel, to) {
            (Channel::Peer, Some(to)) => (to, "udp"),
            _ => (self.address, self.target.uri.transport.word()),
        };
        self.note(true, remote, transport, bytes);
        let sent = match channel {
            Channel::Server => send(&mut self.link, bytes).await,
            Channel::Second => send(&mut self.second, bytes).await,
            Channel::Peer => match &self.outside {
                Some(socket) => socket.send_to(bytes, remote).await.map(drop).map_err(|error| link::lost(&error)),
                None => Ok(()),
            },
        };
        if let Err(how) = sent {
            self.probe.handle(clock::now(), Input::Lost { channel, how });
        }
    }

    async fn open_outside(&mut self) {
        let towards = self.probe.seen().relayed.unwrap_or(self.address);
        let local: Option<IpAddr> = self.shared.local_for(towards);
        let opened = async {
            let socket = link::outside(local, towards).await?;
            let ip = match local {
                Some(ip) => ip,
                None => interfaces::route_to(towards)?,
            };
            let local = SocketAddr::new(ip, socket.local_addr()?.port());
            Ok::<_, std::io::Error>((socket, local))
        };
        match opened.await {
            Ok((socket, local)) => {
                self.outside = Some(socket);
                self.probe.handle(clock::now(), Input::Opened { channel: Channel::Peer, local });
            }
            Err(error) => {
                let how = link::lost(&error);
                self.probe.handle(clock::now(), Input::Lost { channel: Channel::Peer, how });
            }
        }
    }

    fn second_opened(&mut self, opened: Result<Opened, NotOpened>) {
        self.second_opening = None;
        let input = match opened {
            Ok(opened) => {
                self.second = Some(opened.link);
                Input::Opened { channel: Channel::Second, local: opened.base }
            }
            Err(_) => Input::Lost { channel: Channel::Second, how: Lost::Ended },
        };
        self.probe.handle(clock::now(), input);
    }

    fn note(&self, sent: bool, remote: SocketAddr, transport: &'static str, bytes: &[u8]) {
        if let Some(ledger) = self.shared.ledger {
            let at = clock::now() - self.shared.began;
            let direction = if sent { Direction::Out } else { Direction::In };
            ledger.record(at, direction, transport, self.base, remote, bytes);
        }
    }
}

async fn receive(link: &mut Option<Link>) -> Result<Vec<u8>, Lost> {
    match link {
        Some(link) => link.receive().await,
        None => std::future::pending().await,
    }
}

async fn send(link: &mut Option<Link>, bytes: &[u8]) -> Result<(), Lost> {
    match link {
        Some(link) => link.send(bytes).await,
        None => Ok(()),
    }
}

/// An unconnected socket has no errors that concern us; they are waited out.
async fn receive_outside(socket: Option<&UdpSocket>, buffer: &mut [u8]) -> (usize, SocketAddr) {
    match socket {
        Some(socket) => loop {
            if let Ok(received) = socket.recv_from(buffer).await {
                return received;
            }
        },
        None => std::future::pending().await,
    }
}

async fn opening(opening: &mut Option<Opening<'_>>) -> Result<Opened, NotOpened> {
    match opening {
        Some(opening) => opening.await,
        None => std::future::pending().await,
    }
}
