//! A server, a probe of it, and the links between them; no socket, no sleep, no luck but the seed's.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rtcdiag::candidate::secret::Secret;
use rtcdiag::candidate::uri::Transport;
use rtcdiag::facts::ice::{Outcome, Relay};
use rtcdiag::net::clock;
use rtcdiag::probe::client::Credentials;
use rtcdiag::probe::message::describe;
use rtcdiag::probe::server::{Purpose, ServerProbe, Setup};
use rtcdiag::probe::{Channel, Input, Output, Probe};
use rtcdiag::serve::turn::{self, Client, Core, Limits, RelayId, Settings};

/// How long the probe may ask, where the world does not say.
pub(crate) const ASKING: Duration = Duration::from_secs(5);

/// How long it may test a relay, and how long it may release one.
pub(crate) const TESTING: Duration = Duration::from_secs(1);
pub(crate) const RELEASING: Duration = Duration::from_secs(1);

/// What is unusual about this world.
#[derive(Clone, Copy)]
pub(crate) struct World {
    /// The server is reached over TCP.
    pub(crate) reliable: bool,
    /// The password is right.
    pub(crate) right_password: bool,
    /// Share of datagrams that are lost, on each link.
    pub(crate) loss: f64,
    /// For what is lost.
    pub(crate) seed: u64,
    /// One way between any two, so long after the start.
    pub(crate) delay: fn(Duration) -> Duration,
    /// Nothing passes between the outside socket and anybody.
    pub(crate) udp_blocked: bool,
    /// The server takes everything and says nothing.
    pub(crate) silent: bool,
    /// How long the probe may ask.
    pub(crate) asking: Duration,
    /// How long the server takes its nonces for fresh.
    pub(crate) nonce_lifetime: Duration,
    /// Our address; the server gives permissions for loopback alone.
    pub(crate) ours: &'static str,
    /// When the user stops the run.
    pub(crate) stop: Option<Duration>,
}

pub(crate) const SOUND: World = World {
    reliable: false,
    right_password: true,
    loss: 0.0,
    seed: 7,
    delay: |_| Duration::from_millis(10),
    udp_blocked: false,
    silent: false,
    asking: ASKING,
    nonce_lifetime: Duration::from_secs(3600),
    ours: "127.0.0.1",
    stop: None,
};

/// What came of it.
pub(crate) struct End {
    pub(crate) outcome: Outcome,
    pub(crate) relay: Option<Relay>,
    pub(crate) round_trips: u32,
    pub(crate) retransmissions: u32,
    /// From the start to `Done`.
    pub(crate) took: Duration,
    /// What the probe sent, a line each.
    pub(crate) sent: Vec<String>,
    /// Allocations that the server ever gave, and those that it still holds.
    pub(crate) granted: usize,
    pub(crate) left: usize,
}

impl End {
    /// How many packets of this kind were sent.
    pub(crate) fn count(&self, what: &str) -> usize {
        self.sent.iter().filter(|line| line.contains(what)).count()
    }
}

enum Event {
    ToServer(Client, Vec<u8>),
    ToRelay(SocketAddr, SocketAddr, Vec<u8>),
    ToProbe(Channel, SocketAddr, Vec<u8>),
    Opened(Channel),
}

/// A setup of the probe, as the driver makes it.
pub(crate) fn setup(world: World, now: Instant) -> Setup {
    let password = if world.right_password { "secret" } else { "wrong" };
    Setup {
        server: at("127.0.0.1", 3478),
        reliable: world.reliable,
        relays: true,
        credentials: Some(Credentials {
            username: "alice".to_owned(),
            password: Secret::new(password.to_owned()),
            realm: None,
        }),
        purpose: Purpose::Prove,
        deadline: now + world.asking,
        seed: world.seed,
    }
}

/// Runs `world` to its end.
pub(crate) fn run(world: World) -> End {
    Lab::new(world).run()
}

struct Lab {
    world: World,
    start: Instant,
    now: Instant,
    probe: ServerProbe,
    core: Core,
    relays: Vec<(RelayId, SocketAddr)>,
    rng: StdRng,
    /// In order of arrival; what arrives at once does so in the order of sending.
    events: BTreeMap<(Instant, usize), Event>,
    order: usize,
    sent: Vec<String>,
}

impl Lab {
    fn new(world: World) -> Self {
        let now = clock::now();
        let settings = Settings {
            realm: "lab.test".to_owned(),
            username: "alice".to_owned(),
            credential: Secret::new("secret".to_owned()),
            nonce_key: Secret::new("key".to_owned()),
            limits: Limits { nonce_lifetime: world.nonce_lifetime, ..Limits::default() },
        };
        Self {
            world,
            start: now,
            now,
            probe: ServerProbe::new(setup(world, now), now),
            core: Core::new(&settings, now),
            relays: Vec::new(),
            rng: StdRng::seed_from_u64(world.seed),
            events: BTreeMap::new(),
            order: 0,
            sent: Vec::new(),
        }
    }

    fn run(mut self) -> End {
        let mut stop = self.world.stop.map(|after| self.start + after);
        for _ in 0..100_000 {
            while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= self.now) {
                let event = entry.remove();
                self.arrives(event);
            }
            if stop.is_some_and(|at| at <= self.now) {
                stop = None;
                self.probe.handle(self.now, Input::Stop);
            }
            match self.probe.poll(self.now) {
                Output::Done => return self.end(),
                Output::Send { channel, to, bytes } => self.send(channel, to, bytes),
                Output::Open(channel) => self.later(Event::Opened(channel)),
                Output::WaitUntil(until) => {
                    assert!(until > self.now, "it waits for the past");
                    let arrival = self.events.keys().next().map(|(at, _)| *at);
                    self.now = [arrival, stop].into_iter().flatten().fold(until, Instant::min);
                    if self.now == until {
                        self.probe.handle(self.now, Input::Tick);
                    }
                }
            }
        }
        panic!("the probe does not end");
    }

    fn end(mut self) -> End {
        let took = self.now - self.start;
        // what is still on its way to the server arrives there
        while let Some(((at, _), event)) = self.events.pop_first() {
            self.now = self.now.max(at);
            if let Event::ToServer(client, bytes) = event {
                self.core.from_client(self.now, client, &bytes);
            }
        }
        let (seen, result) = (self.probe.seen(), self.probe.result());
        End {
            outcome: result.outcome.clone(),
            relay: result.relay.clone(),
            round_trips: seen.exchanges,
            retransmissions: seen.retransmissions,
            took,
            sent: self.sent,
            granted: self.relays.len(),
            left: self.core.allocations(),
        }
    }

    /// Our end of a channel, as the server sees it.
    fn local(&self, channel: Channel) -> Client {
        let transport = if self.world.reliable { Transport::Tcp } else { Transport::Udp };
        match channel {
            Channel::Server => Client { address: at(self.world.ours, 5000), transport },
            Channel::Second => Client { address: at(self.world.ours, 5001), transport },
            Channel::Peer => Client { address: at(self.world.ours, 6000), transport: Transport::Udp },
        }
    }

    fn send(&mut self, channel: Channel, to: Option<SocketAddr>, bytes: Vec<u8>) {
        self.sent.push(describe(&bytes));
        let from = self.local(channel);
        if self.lost(from) {
            return;
        }
        match to {
            Some(to) if self.relays.iter().any(|(_, relayed)| *relayed == to) => {
                self.later(Event::ToRelay(to, from.address, bytes));
            }
            _ => self.later(Event::ToServer(from, bytes)),
        }
    }

    /// Whether the link of `ours` loses the next packet.
    fn lost(&mut self, ours: Client) -> bool {
        let blocked = self.world.udp_blocked && ours == self.local(Channel::Peer);
        blocked || ours.transport == Transport::Udp && self.rng.random_bool(self.world.loss)
    }

    fn later(&mut self, event: Event) {
        self.order += 1;
        let delay = (self.world.delay)(self.now - self.start);
        self.events.insert((self.now + delay, self.order), event);
    }

    fn arrives(&mut self, event: Event) {
        match event {
            Event::ToServer(..) if self.world.silent => {}
            Event::ToServer(client, bytes) => self.core.from_client(self.now, client, &bytes),
            Event::ToRelay(relayed, from, bytes) => {
                let relay = self.relays.iter().find(|(_, address)| *address == relayed).unwrap().0;
                self.core.from_peer(self.now, relay, from, &bytes);
            }
            Event::ToProbe(channel, from, bytes) => {
                return self.probe.handle(self.now, Input::Bytes { channel, from, bytes: &bytes });
            }
            Event::Opened(channel) => {
                let local = self.local(channel).address;
                return self.probe.handle(self.now, Input::Opened { channel, local });
            }
        }
        while let Some(output) = self.core.poll() {
            self.serve(output);
        }
    }

    fn serve(&mut self, output: turn::Output) {
        match output {
            turn::Output::ToClient(client, bytes) => {
                let channels = [Channel::Server, Channel::Second, Channel::Peer];
                let channel = channels.into_iter().find(|channel| self.local(*channel) == client).unwrap();
                if !self.lost(client) {
                    self.later(Event::ToProbe(channel, at("127.0.0.1", 3478), bytes));
                }
            }
            turn::Output::ToPeer(relay, peer, bytes) => {
                let from = self.relays.iter().find(|(id, _)| *id == relay).unwrap().1;
                if self.relays.iter().any(|(_, relayed)| *relayed == peer) {
                    self.later(Event::ToRelay(peer, from, bytes));
                } else if !self.lost(self.local(Channel::Peer)) {
                    self.later(Event::ToProbe(Channel::Peer, from, bytes));
                }
            }
            turn::Output::Open { relay, ip, .. } => {
                let relayed = SocketAddr::new(ip, 50_000 + u16::try_from(self.relays.len()).unwrap());
                self.relays.push((relay, relayed));
                self.core.relay_opened(self.now, relay, Ok(relayed));
            }
            turn::Output::Close(_) => {}
        }
    }
}

fn at(ip: &str, port: u16) -> SocketAddr {
    SocketAddr::new(ip.parse().unwrap(), port)
}
