//! Gathers candidates: host candidates of every interface, and every server on every transport at once.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::net::UdpSocket;

use super::dns::{Family, Resolved, Resolver};
use super::peer::{Exchange, Pending};
use super::proxy::{Place, Proxies};
use super::server::{self, Finished};
use super::signals::{self, Stop};
use super::tls::Trust;
use super::web_url::WebUrl;
use super::{clock, interfaces};
use crate::candidate::address::is_public;
use crate::candidate::priority::{CandidateType, foundation, priority};
use crate::candidate::rest::Examination;
use crate::candidate::uri::{IceUri, Transport};
use crate::facts::Why;
use crate::facts::ice::{Candidate, Demands, Failure, Gathering, Interface, Outcome, Server};
use crate::probe::client::Credentials;
use crate::trace::Ledger;

/// A server to ask.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its URI.
    pub uri: IceUri,
    /// Who we say we are.
    pub credentials: Option<Credentials>,
    /// What the credentials say about themselves.
    pub examination: Option<Examination>,
    /// Whether a public service named it, which may not send us to private addresses unasked.
    pub from_public: bool,
}

impl Target {
    /// Its facts before anything is known.
    pub(super) fn unasked(&self) -> Server {
        let username = self.credentials.as_ref().map(|c| c.username.clone());
        Server { credential: self.examination, ..Server::new(self.uri.clone(), username) }
    }
}

/// What to gather, and how.
#[derive(Debug)]
pub struct Plan {
    /// The servers.
    pub targets: Vec<Target>,
    /// Whether the servers are our own, in this process.
    pub embedded: bool,
    /// Whether only relayed candidates are wanted.
    pub relay_only: bool,
    /// Which addresses are wanted.
    pub family: Family,
    /// The only interface to use.
    pub interface: Option<String>,
    /// For each server, from its name to its relayed address.
    pub timeout: Duration,
    /// What the user asks of servers, beyond the defaults.
    pub demands: Demands,
    /// Whether redirects from public servers to private addresses are followed.
    pub allow_private: bool,
    /// Whether relays are to be proven.
    pub prove: bool,
    /// Whom to trust.
    pub trust: Trust,
    /// Looks names up.
    pub resolver: Resolver,
    /// The proxies for TURN over TCP and TLS.
    pub proxies: Proxies,
}

/// What the drivers of one run share.
pub(super) struct Shared<'a> {
    pub(super) plan: &'a Plan,
    pub(super) interfaces: &'a [Interface],
    pub(super) began: Instant,
    pub(super) ledger: Option<&'a Ledger>,
    pub(super) stop: Stop,
    pub(super) udp_heard: AtomicBool,
    /// Who uses the relays, and wants reflexive addresses of its own sockets.
    pub(super) exchange: Option<&'a Exchange>,
}

impl<'a> Shared<'a> {
    /// For asking on behalf of a stack, which uses the relays.
    pub(super) fn for_stack(
        plan: &'a Plan,
        interfaces: &'a [Interface],
        began: Instant,
        stop: Stop,
        exchange: &'a Exchange,
    ) -> Self {
        let udp_heard = AtomicBool::new(false);
        Self { plan, interfaces, began, ledger: None, stop, udp_heard, exchange: Some(exchange) }
    }
}

impl Shared<'_> {
    /// The address to bind for `remote` when an interface was chosen.
    pub(super) fn local_for(&self, remote: SocketAddr) -> Option<IpAddr> {
        self.plan.interface.as_ref()?;
        self.interfaces.iter().map(|i| i.address).find(|address| address.is_ipv4() == remote.is_ipv4())
    }
}

/// Why nothing could be gathered. Reads well after "could not".
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// The operating system does not say which interfaces there are.
    #[error("list the network interfaces: {0}")]
    Interfaces(#[from] io::Error),
    /// There is no interface of that name, or it is down.
    #[error("use interface `{name}`: there is none of that name that is up")]
    NoInterface {
        /// The name.
        name: String,
        /// Those that there are.
        present: Vec<String>,
    },
}

/// What happens while a run goes on.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// These targets are still being asked.
    Waiting(&'a [&'a Target]),
    /// A candidate was found.
    Candidate(&'a Candidate),
    /// A server is done.
    Server(&'a Server),
}

/// Gathers until every server has answered or timed out, and everything allocated is released. `tell` hears what
/// happens as it does.
///
/// # Errors
/// When the interfaces cannot be listed, or the chosen one is not there.
pub async fn gather(
    plan: &Plan,
    stop: Stop,
    ledger: Option<&Ledger>,
    tell: impl Fn(Progress<'_>),
) -> Result<Gathering, GatherError> {
    let all = interfaces::list()?;
    let chosen = choose(all, plan)?;
    if plan.targets.iter().any(|target| target.uri.transport == Transport::Tls) {
        plan.trust.prepare();
    }
    let began = clock::now();
    let unix_time = clock::unix_time();
    let shared =
        Shared { plan, interfaces: &chosen, began, ledger, stop, udp_heard: AtomicBool::new(false), exchange: None };
    // Sockets stay open until the end, so that the ports are really ours.
    let (mut candidates, _sockets) = hosts(&shared).await;
    let waiting = std::cell::RefCell::new(plan.targets.iter().collect::<Vec<_>>());
    candidates.iter().for_each(|candidate| tell(Progress::Candidate(candidate)));
    tell(Progress::Waiting(&waiting.borrow()));
    let runs = plan.targets.iter().map(|target| async {
        let finished = one(target, &shared, None).await;
        let mut waiting = waiting.borrow_mut();
        waiting.retain(|other| !std::ptr::eq(*other, target));
        for done in &finished {
            reflexive_and_relayed(done, &shared).iter().for_each(|c| tell(Progress::Candidate(c)));
            tell(Progress::Server(&done.server));
        }
        if !waiting.is_empty() {
            tell(Progress::Waiting(&waiting));
        }
        finished
    });
    let mut finished: Vec<Finished> = join_all(runs).await.into_iter().flatten().collect();
    once_more_alone(&mut finished, &shared).await;
    let last = finished.iter().map(|f| f.settled_at).max().unwrap_or(began);
    candidates.extend(finished.iter().flat_map(|f| reflexive_and_relayed(f, &shared)));
    candidates.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
    Ok(Gathering {
        embedded: plan.embedded,
        interfaces: chosen,
        candidates,
        servers: finished.into_iter().map(|f| f.server).collect(),
        gathering_ms: clock::ms(last - began),
        unix_time,
        demands: plan.demands.clone(),
    })
}

pub(super) fn choose(all: Vec<Interface>, plan: &Plan) -> Result<Vec<Interface>, GatherError> {
    let wanted = |i: &Interface| plan.family.takes(i.address);
    let Some(name) = &plan.interface else { return Ok(all.into_iter().filter(wanted).collect()) };
    let mut present: Vec<String> = all.iter().map(|i| i.name.clone()).collect();
    present.dedup();
    let chosen: Vec<Interface> = all.into_iter().filter(|i| i.name == *name && wanted(i)).collect();
    if chosen.is_empty() {
        return Err(GatherError::NoInterface { name: name.clone(), present });
    }
    Ok(chosen)
}

/// A host candidate for each address, loopback only when it was chosen by name (as browsers do).
async fn hosts(shared: &Shared<'_>) -> (Vec<Candidate>, Vec<UdpSocket>) {
    let (mut candidates, mut sockets) = (Vec::new(), Vec::new());
    if shared.plan.relay_only {
        return (candidates, sockets);
    }
    for interface in shared.interfaces {
        if interface.loopback && shared.plan.interface.is_none() {
            continue;
        }
        let Ok(socket) = UdpSocket::bind(SocketAddr::new(interface.address, 0)).await else { continue };
        let Ok(address) = socket.local_addr() else { continue };
        candidates.push(Candidate {
            kind: CandidateType::Host,
            protocol: Transport::Udp,
            address,
            related: None,
            foundation: foundation(CandidateType::Host, interface.address, None, "udp"),
            priority: priority(CandidateType::Host, shared.preference(interface.address), 1),
            server: None,
            relay_protocol: None,
            interface: Some(interface.name.clone()),
            redundant: false,
            at_ms: clock::ms(clock::now() - shared.began),
        });
        sockets.push(socket);
    }
    (candidates, sockets)
}

impl Shared<'_> {
    /// Higher for interfaces that are listed first (RFC 8445 section 5.1.2.1: each address its own).
    fn preference(&self, address: IpAddr) -> u16 {
        let index = self.interfaces.iter().position(|i| i.address == address).unwrap_or(self.interfaces.len());
        u16::MAX - u16::try_from(index).unwrap_or(u16::MAX)
    }

    fn interface_of(&self, address: IpAddr) -> Option<String> {
        self.interfaces.iter().find(|i| i.address == address).map(|i| i.name.clone())
    }
}

/// One URI: its name, then each of its addresses.
///
/// `pending` is that gathering waits for it, if somebody gathers for a stack.
pub(super) async fn one(target: &Target, shared: &Shared<'_>, pending: Option<Arc<Pending>>) -> Vec<Finished> {
    let began = clock::now();
    let failed = |outcome| {
        let server = Server { outcome, ..target.unasked() };
        vec![Finished { server, place: None, mapped_at: None, relayed_at: None, settled_at: clock::now() }]
    };
    let not_tested = |why: &str| failed(Outcome::NotTested(Why::new(why)));
    if target.uri.transport == Transport::Dtls {
        return not_tested("TURN over DTLS: no browser uses it");
    }
    if shared.plan.relay_only && !target.uri.scheme.relays() {
        return not_tested("the policy takes relayed candidates alone");
    }
    if let Some(proxy) = proxy(target, shared) {
        return vec![through(target, proxy, began, shared, pending).await];
    }
    let mut stop = shared.stop.clone();
    let resolved = tokio::select! {
        resolved = shared.plan.resolver.resolve(&target.uri.host, target.uri.port, shared.plan.family) => resolved,
        () = signals::stopped(&mut stop) => return not_tested("interrupted"),
    };
    match resolved {
        Ok(Resolved { addresses, .. }) if inward(target, shared.plan, &addresses) => {
            not_tested("a public service names it at a private address; `--allow-private` allows that")
        }
        Ok(Resolved { addresses, .. }) if addresses.is_empty() => not_tested("it has no address of the wanted family"),
        Ok(Resolved { addresses, dns_ms, names }) => {
            let awaited =
                |address: &SocketAddr| Place::direct(*address).awaited(shared.exchange.map(Exchange::pending));
            let places: Vec<Place> = addresses.iter().map(awaited).collect();
            drop(pending);
            let runs = places.iter().map(|place| at_place(target, place, dns_ms, began, shared));
            let resolver = &shared.plan.resolver;
            let aside = async {
                let services = async {
                    let asks = target.uri.default_port && dns_ms.is_some();
                    if asks { resolver.services(&target.uri).await } else { Vec::new() }
                };
                tokio::join!(services, resolver.disagreement(&target.uri.host, &addresses))
            };
            let (finished, (services, disagreement)) = tokio::join!(join_all(runs), aside);
            let mut finished = settle_families(finished);
            if let Some(first) = finished.first_mut() {
                first.server.services = services;
                first.server.names = names.or(disagreement);
            }
            finished
        }
        Err(failure) => {
            let mut finished = failed(Outcome::Failed(failure));
            if let (true, Some(first)) = (target.uri.default_port, finished.first_mut()) {
                first.server.services = shared.plan.resolver.services(&target.uri).await;
            }
            finished
        }
    }
}

/// One URI at one of its addresses. Beside it the stack's own sockets are seen from there, if there is a stack; that is
/// over when the server has failed.
async fn at_place(
    target: &Target,
    place: &Place,
    dns_ms: Option<f64>,
    began: Instant,
    shared: &Shared<'_>,
) -> Finished {
    let until = began + shared.plan.timeout;
    let reflexive = async {
        if let (Some(exchange), Transport::Udp, false) = (shared.exchange, target.uri.transport, shared.plan.relay_only)
        {
            exchange.reflexive(place.address, &target.uri, until).await;
        }
    };
    let mut reflexive = std::pin::pin!(reflexive);
    let mut run = std::pin::pin!(server::run(target, place, dns_ms, began, shared));
    tokio::select! {
        finished = &mut run => {
            place.settle();
            if finished.server.outcome == Outcome::Ok {
                reflexive.await;
            }
            finished
        }
        () = &mut reflexive => {
            let finished = run.await;
            place.settle();
            finished
        }
    }
}

/// Whether a public service sends us to an address that is not.
fn inward(target: &Target, plan: &Plan, addresses: &[SocketAddr]) -> bool {
    target.from_public && !plan.allow_private && addresses.iter().any(|address| !is_public(address.ip()))
}

/// The proxy that leads to a server: browsers send TURN over TCP and TLS through it, and no datagrams.
fn proxy<'a>(target: &Target, shared: &'a Shared<'_>) -> Option<&'a WebUrl> {
    let streams = matches!(target.uri.transport, Transport::Tcp | Transport::Tls);
    shared.plan.proxies.pick(true, &target.uri.host, target.uri.port).filter(|_| streams)
}

/// One URI through a proxy, which looks its name up.
async fn through(
    target: &Target,
    proxy: &WebUrl,
    began: Instant,
    shared: &Shared<'_>,
    pending: Option<Arc<Pending>>,
) -> Finished {
    let mut stop = shared.stop.clone();
    let IceUri { host, port, .. } = &target.uri;
    let outcome = tokio::select! {
        place = Place::through(proxy, host, *port, &shared.plan.resolver, shared.plan.family) => match place {
            Ok((place, dns_ms)) => {
                return at_place(target, &place.awaited(pending), dns_ms, began, shared).await;
            }
            Err(failure) => Outcome::Failed(failure),
        },
        () = signals::stopped(&mut stop) => Outcome::NotTested(Why::new("interrupted")),
    };
    let server = Server { outcome, proxy: Some(proxy.authority()), ..target.unasked() };
    Finished { server, place: None, mapped_at: None, relayed_at: None, settled_at: clock::now() }
}

/// A quota may be full of our own allocations: now that those are released, each server that named one is tried once
/// more, with nothing beside it.
async fn once_more_alone(finished: &mut [Finished], shared: &Shared<'_>) {
    for at in 0..finished.len() {
        let Some(Finished { server, place, .. }) = finished.get(at) else { continue };
        let quota = matches!(server.outcome, Outcome::Failed(Failure::Refused { code: 486, .. }));
        let target = shared.plan.targets.iter().find(|target| target.uri == server.uri);
        let (Some(target), Some(place), true) = (target, place, quota) else { continue };
        if shared.stop.borrow().is_some() {
            return;
        }
        let again = server::run(target, place, server.phases.dns_ms, clock::now(), shared).await;
        if let Some(slot) = finished.get_mut(at) {
            *slot = again;
        }
    }
}

/// A family without a route is no fault of a server that the other family reaches.
fn settle_families(mut finished: Vec<Finished>) -> Vec<Finished> {
    let routed = |f: &Finished| !matches!(f.server.outcome, Outcome::Failed(Failure::NoRoute { .. }));
    if finished.iter().any(routed) {
        for f in &mut finished {
            if let Outcome::Failed(Failure::NoRoute { why }) = &f.server.outcome {
                f.server.outcome = Outcome::NotTested(Why::new(format!("no route in this family: {why}")));
            }
        }
    }
    finished
}

fn reflexive_and_relayed(finished: &Finished, shared: &Shared<'_>) -> Vec<Candidate> {
    let server = &finished.server;
    let at = |at: Instant| clock::ms(at - shared.began);
    let Some(base) = server.base else { return Vec::new() };
    let uri = server.uri.canonical();
    let mut candidates = Vec::new();
    if let (Some(mapped), Some(mapped_at), Transport::Udp) = (server.mapped, finished.mapped_at, server.uri.transport)
        && !shared.plan.relay_only
    {
        candidates.push(Candidate {
            kind: CandidateType::Srflx,
            protocol: Transport::Udp,
            address: mapped,
            related: Some(base),
            foundation: foundation(CandidateType::Srflx, base.ip(), Some(&uri), "udp"),
            priority: priority(CandidateType::Srflx, shared.preference(base.ip()), 1),
            server: Some(uri.clone()),
            relay_protocol: None,
            interface: shared.interface_of(base.ip()),
            redundant: mapped == base,
            at_ms: at(mapped_at),
        });
    }
    if let (Some(relay), Some(relayed_at)) = (&server.relay, finished.relayed_at) {
        candidates.push(Candidate {
            kind: CandidateType::Relay,
            protocol: Transport::Udp,
            address: relay.address,
            related: server.mapped,
            foundation: foundation(CandidateType::Relay, base.ip(), Some(&uri), server.uri.transport.word()),
            priority: priority(CandidateType::Relay, relay_preference(server.uri.transport), 1),
            server: Some(uri),
            relay_protocol: Some(server.uri.transport),
            interface: shared.interface_of(base.ip()),
            redundant: false,
            at_ms: at(relayed_at),
        });
    }
    candidates
}

/// The way to the relay with the least delay first: UDP, TCP, TLS.
pub(super) fn relay_preference(transport: Transport) -> u16 {
    match transport {
        Transport::Udp => u16::MAX,
        Transport::Tcp => u16::MAX - 1,
        Transport::Tls | Transport::Dtls => u16::MAX - 2,
    }
}
