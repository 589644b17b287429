//! Drives one probe over its connections: carries bytes both ways, and tells it the time.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::net::UdpSocket;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep_until;

use super::gather::{Shared, Target};
use super::link::{self, Link};
use super::open::{NotOpened, Opened, open};
use super::peer::Command;
use super::proxy::Place;
use super::{clock, interfaces, signals};
use crate::candidate::uri::Transport;
use crate::probe::server::ServerProbe;
use crate::probe::{Channel, Input, Lost, Output, Probe};
use crate::trace::Direction;

/// Largest datagram.
const DATAGRAM: usize = 65_535;

type Opening<'a> = Pin<Box<dyn Future<Output = Result<Opened, NotOpened>> + Send + 'a>>;

/// A probe, its connections, and what they share.
pub(super) struct Driver<'a> {
    pub(super) probe: ServerProbe,
    pub(super) link: Option<Link>,
    pub(super) second: Option<Link>,
    pub(super) second_opening: Option<Opening<'a>>,
    pub(super) outside: Option<UdpSocket>,
    pub(super) target: &'a Target,
    pub(super) place: &'a Place,
    /// The server as the probe knows it.
    pub(super) address: SocketAddr,
    pub(super) base: SocketAddr,
    pub(super) shared: &'a Shared<'a>,
    /// Set once the server has answered.
    pub(super) heard: &'a AtomicBool,
    /// What the stack wants of the relay, while it is kept for it.
    pub(super) commands: Option<UnboundedReceiver<Command>>,
    /// What goes through the relay with the next sending.
    pub(super) passing: Vec<(SocketAddr, Vec<u8>)>,
}

/// What the driver woke up for.
enum Woke {
    Message(Channel, Result<Vec<u8>, Lost>),
    Outside(Vec<u8>, SocketAddr),
    Second(Box<Result<Opened, NotOpened>>),
    Command(Command),
    Time,
    Stop,
}

impl<'a> Driver<'a> {
    /// Drives the probe to its end; gives it back, and where the stream was cut off within a message, the bytes that
    /// were announced and those that came.
    pub(super) async fn run(mut self) -> (ServerProbe, Option<(usize, usize)>) {
        let mut stop = self.shared.stop.clone();
        let mut stopped = false;
        loop {
            if self.shared.udp_heard.load(Ordering::Relaxed) {
                self.probe.udp_heard();
            }
            let until = match self.probe.poll(clock::now()) {
                Output::Done => {
                    let cut_off = self.link.as_ref().and_then(Link::cut_off);
                    return (self.probe, cut_off);
                }
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
                    self.second_opening = Some(Box::pin(open(
                        self.target.uri.transport,
                        &self.target.uri.host,
                        self.place,
                        deadline,
                        &self.shared.plan.trust,
                        self.shared,
                    )));
                    continue;
                }
                Output::WaitUntil(until) => until,
            };
            self.pass_on();
            match self.wait(until, &mut stop, stopped).await {
                Woke::Message(channel, message) => self.received(channel, message),
                Woke::Outside(bytes, from) => {
                    self.note(false, from, "udp", &bytes);
                    let input = Input::Bytes { channel: Channel::Peer, from, bytes: &bytes };
                    self.probe.handle(clock::now(), input);
                }
                Woke::Second(opened) => self.second_opened(*opened),
                Woke::Command(command) => self.command(command),
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
            Some(command) = command(&mut self.commands) => Woke::Command(command),
            () = sleep_until(until.into()) => Woke::Time,
            () = signals::stopped(stop), if !stopped => Woke::Stop,
        }
    }

    /// Tells the stack what there is to tell of its relay.
    fn pass_on(&mut self) {
        let Some(exchange) = self.shared.exchange else { return };
        let Some(relayed) = self.probe.seen().relayed else { return };
        let mapped = self.probe.seen().mapped.unwrap_or(self.base);
        for (peer, payload) in self.passing.drain(..) {
            exchange.sent(relayed, peer, &payload);
        }
        let Some(session) = self.probe.session() else {
            self.commands = None;
            return;
        };
        if self.commands.is_none() {
            self.commands = Some(exchange.allocated(relayed, mapped, &self.target.uri));
            self.place.settle();
        }
        while let Some(event) = session.event() {
            exchange.event(relayed, event);
        }
    }

    fn command(&mut self, command: Command) {
        let now = clock::now();
        let Some(session) = self.probe.session() else { return };
        match command {
            Command::Permit(peer) => session.permit(peer, now),
            Command::Send(peer, payload) => {
                session.send(peer, &payload, now);
                self.passing.push((peer, payload));
            }
        }
    }

    fn received(&mut self, channel: Channel, message: Result<Vec<u8>, Lost>) {
        match message {
            Ok(bytes) => {
                self.note(false, self.address, self.target.uri.transport.word(), &bytes);
                let input = Input::Bytes { channel, from: self.address, bytes: &bytes };
                self.probe.handle(clock::now(), input);
                if self.probe.heard() {
                    self.heard.store(true, Ordering::Relaxed);
                    if self.target.uri.transport == Transport::Udp {
                        self.shared.udp_heard.store(true, Ordering::Relaxed);
                    }
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
        // What stands for a server whose name the proxy looked up is the proxy, which speaks no STUN.
        if channel == Channel::Peer && to == Some(self.place.address) && self.place.tunnel.is_some() {
            return;
        }
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

async fn command(commands: &mut Option<UnboundedReceiver<Command>>) -> Option<Command> {
    match commands {
        Some(commands) => commands.recv().await,
        None => std::future::pending().await,
    }
}

async fn opening(opening: &mut Option<Opening<'_>>) -> Result<Opened, NotOpened> {
    match opening {
        Some(opening) => opening.await,
        None => std::future::pending().await,
    }
}
