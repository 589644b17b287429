//! Carries bytes between the sockets and [`Core`]: the UDP port, the relay sockets, the timer.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Message;

use super::access::{Access, may_be_peer};
use super::dialect::Ids;
use super::guests::Guests;
use super::http::{Polls, Resources};
use super::rooms::Rooms;
use super::tasks::{Tasks, lock};
use super::turn::{Client, Core, Output, Reach, RelayId, Settings};
use crate::candidate::uri::Transport;
use crate::net::clock;
use crate::net::listen::{self, Datagrams};

/// Bytes of the longest datagram, and then some.
const DATAGRAM: usize = 65_536;

/// How often the timer looks: what has run out serves nobody meanwhile, its socket alone lives this much longer.
const TICK: Duration = Duration::from_secs(1);

/// Echo peers at one time.
const PEERS: usize = 256;

/// What all tasks of a server share.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) access: Access,
    /// Where clients reach the server.
    pub(super) address: SocketAddr,
    pub(super) core: Mutex<Core>,
    pub(super) datagrams: Datagrams,
    /// Members of `/ws`, of Socket.IO, and the ids of PeerJS.
    pub(super) rooms: Arc<Rooms<Message>>,
    pub(super) io_rooms: Arc<Rooms<String>>,
    pub(super) ids: Arc<Ids>,
    pub(super) polls: Arc<Polls>,
    pub(super) resources: Resources,
    pub(super) places: Arc<Semaphore>,
    pub(super) guests: Guests,
    /// Whether faults are committed.
    pub(super) faults: bool,
    /// Whether nothing new is taken any more.
    pub(super) draining: AtomicBool,
    /// Becomes true when every socket is to be closed.
    pub(super) ending: watch::Sender<bool>,
    pub(super) tasks: Tasks,
    pub(super) streams: Mutex<HashMap<Client, mpsc::Sender<Vec<u8>>>>,
    relays: Mutex<HashMap<RelayId, Relay>>,
}

struct Relay {
    socket: Arc<Datagrams>,
    /// `None` while the socket waits for the request with its reservation token.
    task: Option<AbortHandle>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Shared {
    /// What a server at `address` shares; `own` is every address of this machine.
    pub(super) fn new(
        settings: Settings,
        access: Access,
        own: Vec<IpAddr>,
        address: SocketAddr,
        datagrams: Datagrams,
        faults: bool,
    ) -> Self {
        let (rooms, io_rooms, ids) =
            (Arc::<Rooms<Message>>::default(), Arc::<Rooms<String>>::default(), Arc::<Ids>::default());
        let core = Core::new(&settings, clock::now());
        let guests = Guests::default();
        let core = if access.loopback() {
            core
        } else {
            let (rooms, io_rooms, ids) = (Arc::clone(&rooms), Arc::clone(&io_rooms), Arc::clone(&ids));
            let private = access.private();
            let addresses = relay_addresses(address.ip(), &own);
            let reach = Reach::new(addresses, own, move |client, peer| {
                may_be_peer(peer, private)
                    && (rooms.together(client, peer, false)
                        || io_rooms.together(client, peer, false)
                        || ids.here.together(client, peer, true))
            });
            core.reaching(reach.with_guests(guests.clone()))
        };
        Self {
            settings,
            access,
            address,
            core: Mutex::new(core),
            datagrams,
            rooms,
            io_rooms,
            ids,
            polls: Arc::default(),
            resources: Resources::default(),
            places: Arc::new(Semaphore::new(PEERS)),
            guests,
            faults,
            draining: AtomicBool::new(false),
            ending: watch::channel(false).0,
            tasks: Tasks::new(),
            streams: Mutex::default(),
            relays: Mutex::default(),
        }
    }

    /// Echo peers that run.
    pub(super) fn peers(&self) -> usize {
        PEERS - self.places.available_permits()
    }

    /// Gives `input` to the core and does at once what needs no waiting; the rest is to be sent.
    pub(super) fn settle(self: &Arc<Self>, input: impl FnOnce(&mut Core)) -> Vec<Output> {
        let mut core = lock(&self.core);
        input(&mut core);
        let mut to_send = Vec::new();
        while let Some(output) = core.poll() {
            match output {
                Output::Open { relay, next, ip, ports } => {
                    let opened = listen::relay(ip, ports).and_then(|sockets| self.open(relay, next, sockets));
                    core.relay_opened(clock::now(), relay, opened);
                }
                Output::Close(relay) => {
                    lock(&self.relays).remove(&relay);
                }
                Output::ToClient(..) | Output::ToPeer(..) => to_send.push(output),
            }
        }
        to_send
    }

    /// Sends what [`Shared::settle`] left. A datagram that cannot be sent is lost, as datagrams may be; a stream
    /// whose client does not read holds up its own client's traffic alone.
    pub(super) async fn send(&self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::ToClient(client, bytes) if client.transport == Transport::Udp => {
                    drop(self.datagrams.send_to(&bytes, client.address).await);
                }
                Output::ToClient(client, bytes) => {
                    let stream = lock(&self.streams).get(&client).cloned();
                    if let Some(stream) = stream {
                        drop(stream.send(bytes).await);
                    }
                }
                Output::ToPeer(relay, peer, bytes) => {
                    let socket = lock(&self.relays).get(&relay).map(|relay| Arc::clone(&relay.socket));
                    if let Some(socket) = socket {
                        drop(socket.send_to(&bytes, peer).await);
                    }
                }
                Output::Open { .. } | Output::Close(_) => {}
            }
        }
    }

    /// Relay sockets that are open.
    pub(super) fn relays(&self) -> usize {
        lock(&self.relays).len()
    }

    fn open(
        self: &Arc<Self>,
        relay: RelayId,
        next: RelayId,
        (socket, other): (Datagrams, Option<Datagrams>),
    ) -> io::Result<SocketAddr> {
        let address = socket.local_addr()?;
        for (relay, socket) in std::iter::once((relay, socket)).chain(other.map(|socket| (next, socket))) {
            let socket = Arc::new(socket);
            let task = self.tasks.spawn(Arc::clone(self).from_peers(relay, Arc::clone(&socket)));
            lock(&self.relays).insert(relay, Relay { socket, task });
        }
        Ok(address)
    }

    async fn from_peers(self: Arc<Self>, relay: RelayId, socket: Arc<Datagrams>) {
        self.receive(&socket, |core, peer, data| core.from_peer(clock::now(), relay, peer, data)).await;
    }

    /// Serves the UDP port.
    pub(super) async fn from_clients(self: Arc<Self>) {
        self.receive(&self.datagrams, |core, address, data| {
            core.from_client(clock::now(), Client { address, transport: Transport::Udp }, data);
        })
        .await;
    }

    /// Ends what has run out while nobody sends anything.
    pub(super) async fn keep_time(self: Arc<Self>) {
        let mut ticks = tokio::time::interval(TICK);
        loop {
            ticks.tick().await;
            let outputs = self.settle(|core| core.expire(clock::now()));
            self.send(outputs).await;
        }
    }

    /// Receives until the socket is broken. An ICMP error of an earlier datagram is no reason to stop.
    async fn receive(self: &Arc<Self>, socket: &Datagrams, input: impl Fn(&mut Core, SocketAddr, &[u8])) {
        let mut buffer = vec![0; DATAGRAM];
        loop {
            match socket.recv_from(&mut buffer).await {
                Ok((length, from)) => {
                    let data = buffer.get(..length).unwrap_or_default();
                    let outputs = self.settle(|core| input(core, from, data));
                    self.send(outputs).await;
                }
                Err(error) if is_of_an_earlier_datagram(&error) => {}
                Err(_) => return,
            }
        }
    }
}

fn is_of_an_earlier_datagram(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset)
}

/// The address at which the server is reached, and one of the other family if there is one.
fn relay_addresses(reached: IpAddr, own: &[IpAddr]) -> Vec<IpAddr> {
    let other = own.iter().find(|address| address.is_ipv4() != reached.is_ipv4() && !address.is_loopback());
    std::iter::once(reached).chain(other.copied()).collect()
}
