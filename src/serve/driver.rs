//! Carries bytes between the sockets and [`Core`]: the UDP port, the relay sockets, the timer.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::rooms::Rooms;
use super::tasks::{Tasks, lock};
use super::turn::{Client, Core, Output, RelayId};
use super::web::EchoHandler;
use crate::candidate::uri::Transport;
use crate::net::clock;
use crate::net::listen::{self, Datagrams};

/// Bytes of the longest datagram, and then some.
const DATAGRAM: usize = 65_536;

/// How often the timer looks: what has run out serves nobody meanwhile, its socket alone lives this much longer.
const TICK: Duration = Duration::from_secs(1);

/// What all tasks of a server share.
pub(super) struct Shared {
    pub(super) core: Mutex<Core>,
    pub(super) datagrams: Datagrams,
    pub(super) rooms: Rooms,
    pub(super) echo: Option<EchoHandler>,
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
    pub(super) fn new(core: Core, datagrams: Datagrams, echo: Option<EchoHandler>) -> Self {
        Self {
            core: Mutex::new(core),
            datagrams,
            rooms: Rooms::default(),
            echo,
            tasks: Tasks::new(),
            streams: Mutex::default(),
            relays: Mutex::default(),
        }
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
