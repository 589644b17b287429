//! The ICE servers of a peer: asked when gathering begins, and their relays kept until they are released.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use rtc::peer_connection::configuration::RTCIceTransportPolicy;
use rtc::peer_connection::configuration::{RTCConfiguration, RTCConfigurationBuilder, RTCIceServer};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::exchange::{Exchange, NAME};
use crate::candidate::uri::Transport;
use crate::facts::ice::{Gathering, Server};
use crate::net::gather::{Plan, Shared, choose, one};
use crate::net::signals::Stop;
use crate::net::{clock, interfaces};

/// Most relays, and most mapped addresses of one socket, that the stack can be given.
const MOST_RELAYS: usize = 32;
const MOST_MAPPED: usize = 8;

/// How long it may take until every server has confirmed a release; each is given 1 s for it.
const RELEASE_TIME: Duration = Duration::from_millis(1500);

/// The servers of one peer.
#[derive(Debug)]
pub(super) struct Servers {
    plan: Arc<Plan>,
    exchange: Exchange,
    stop: watch::Sender<Option<u8>>,
    running: Mutex<Option<JoinHandle<Gathering>>>,
}

impl Servers {
    /// Servers that are not asked yet. What takes time and no network is done now.
    pub(super) fn new(plan: Arc<Plan>, exchange: Exchange) -> Self {
        if plan.targets.iter().any(|target| target.uri.transport == Transport::Tls) {
            plan.trust.prepare();
        }
        Self { plan, exchange, stop: watch::Sender::new(None), running: Mutex::default() }
    }

    /// The stack's configuration: as many servers at the stand-in as there can be relays and mapped addresses.
    pub(super) fn configuration(plan: &Plan) -> RTCConfiguration {
        // Each of a name's two addresses is asked.
        let relays = plan.targets.iter().filter(|target| target.uri.scheme.relays()).count() * 2;
        let mapped = plan.targets.iter().filter(|target| target.uri.transport == Transport::Udp).count() * 2;
        let seats = relays.min(MOST_RELAYS);
        let turn = (1..=seats).map(|port| RTCIceServer {
            urls: vec![format!("turn:{NAME}:{port}?transport=udp")],
            username: "stack".to_owned(),
            credential: "stack".to_owned(),
        });
        let stun = (seats + 1..=seats + mapped.min(MOST_MAPPED))
            .map(|port| RTCIceServer { urls: vec![format!("stun:{NAME}:{port}")], ..RTCIceServer::default() });
        let policy = if plan.relay_only { RTCIceTransportPolicy::Relay } else { RTCIceTransportPolicy::All };
        RTCConfigurationBuilder::new()
            .with_ice_servers(turn.chain(stun).collect())
            .with_ice_transport_policy(policy)
            .build()
    }

    /// Begins to ask, once.
    pub(super) fn start(&self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none() {
            let (plan, exchange) = (Arc::clone(&self.plan), self.exchange.clone());
            *running = Some(tokio::spawn(ask(plan, exchange, self.stop.subscribe())));
        }
    }

    /// Releases every relay, and says what was seen of the servers; a second time, nothing.
    pub(super) async fn release(&self) -> Option<Gathering> {
        self.stop();
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let asked = tokio::time::timeout(RELEASE_TIME, running).await.ok().and_then(Result::ok);
        // A server that does not even end in time was not heard to the end.
        Some(asked.unwrap_or_else(|| {
            let servers = self.plan.targets.iter().map(|target| target.unasked()).collect();
            gathering(&self.plan, Vec::new(), servers, 0.0, clock::unix_time())
        }))
    }

    /// Has every relay released, without waiting for it.
    pub(super) fn stop(&self) {
        self.stop.send_replace(Some(0));
    }
}

/// Asks every server at once, and ends once everything is released.
async fn ask(plan: Arc<Plan>, exchange: Exchange, stop: Stop) -> Gathering {
    // Every target is waited for from here on, so that none of them can be the last before the others have begun.
    let waits: Vec<_> = plan.targets.iter().map(|_| exchange.pending()).collect();
    let (began, unix_time) = (clock::now(), clock::unix_time());
    // Without the list the system chooses the way, and no interface can have been asked for.
    let interfaces = interfaces::list().ok().and_then(|all| choose(all, &plan).ok()).unwrap_or_default();
    let shared = Shared::for_stack(&plan, &interfaces, began, stop, &exchange);
    let runs = plan.targets.iter().zip(waits).map(|(target, wait)| one(target, &shared, Some(wait)));
    let finished = join_all(runs).await.into_iter().flatten();
    let mut last = began;
    let servers = finished
        .map(|finished| {
            last = last.max(finished.settled_at);
            finished.server
        })
        .collect();
    gathering(&plan, interfaces.clone(), servers, clock::ms(last - began), unix_time)
}

fn gathering(
    plan: &Plan,
    interfaces: Vec<crate::facts::ice::Interface>,
    servers: Vec<Server>,
    gathering_ms: f64,
    unix_time: u64,
) -> Gathering {
    Gathering {
        embedded: plan.embedded,
        interfaces,
        // The stack's candidates are those that count.
        candidates: Vec::new(),
        servers,
        gathering_ms,
        unix_time,
        demands: plan.demands.clone(),
    }
}
