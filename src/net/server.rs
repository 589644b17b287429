//! One server at one address: connects, probes, follows redirects, and looks a second time at a stream that failed.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::driver::Driver;
use super::gather::{Shared, Target};
use super::open::{NotOpened, open};
use super::proxy::Place;
use super::second_look::look;
use super::{clock, signals};
use crate::candidate::address::is_public;
use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Outcome, Phases, Server, Stage, TlsFailure};
use crate::probe::server::{Purpose, ServerProbe, Setup};

/// A finished server with the moments that candidates need.
#[derive(Debug)]
pub(super) struct Finished {
    /// The facts.
    pub(super) server: Server,
    /// Where it was asked, before any redirect.
    pub(super) place: Option<Place>,
    /// When our mapped address was known.
    pub(super) mapped_at: Option<Instant>,
    /// When the relayed address was known.
    pub(super) relayed_at: Option<Instant>,
    /// When nothing more was to be gathered.
    pub(super) settled_at: Instant,
}

/// Most servers that 300 Try Alternate may lead through (RFC 8656 section 7.4 leaves the bound to us).
const MOST_HOPS: usize = 3;

/// Probes the server at `place` to the end, wherever it redirects us, release included.
pub(super) async fn run(
    target: &Target,
    place: &Place,
    dns_ms: Option<f64>,
    began: Instant,
    shared: &Shared<'_>,
) -> Finished {
    let mut redirects: Vec<SocketAddr> = Vec::new();
    loop {
        let asked = redirects.last().map_or_else(|| place.clone(), |to| place.redirected(*to));
        // A redirected server is a server of its own, with the time of one.
        let began = if redirects.is_empty() { began } else { clock::now() };
        let (mut finished, next) = ask_and_look(target, &asked, dns_ms, began, shared).await;
        finished.server.redirects.clone_from(&redirects);
        finished.place = Some(place.clone());
        let Some(next) = next else { return finished };
        let through: Vec<SocketAddr> = place.server().into_iter().chain(redirects.iter().copied()).collect();
        let failure = if through.contains(&next) || redirects.len() >= MOST_HOPS {
            Failure::RedirectLoop { through: through.into_iter().chain([next]).collect() }
        } else if place.server().is_none_or(|address| is_public(address.ip()))
            && !is_public(next.ip())
            && !shared.plan.allow_private
        {
            Failure::RedirectRefused { to: next }
        } else {
            redirects.push(next);
            continue;
        };
        finished.server.outcome = Outcome::Failed(failure);
        return finished;
    }
}

/// Probes one address, and where a stream stays silent or fails asks over a second one what it is; the time of the two
/// overlaps, so that a dead server costs one deadline.
async fn ask_and_look(
    target: &Target,
    place: &Place,
    dns_ms: Option<f64>,
    began: Instant,
    shared: &Shared<'_>,
) -> (Finished, Option<SocketAddr>) {
    let heard = AtomicBool::new(false);
    let mut asked = std::pin::pin!(ask(target, place, dns_ms, began, shared, &heard));
    if target.uri.transport == Transport::Udp {
        return asked.await;
    }
    let patience = shared.plan.timeout.mul_f64(PATIENCE).min(LONGEST_PATIENCE);
    let early = tokio::select! {
        finished = &mut asked => Some(finished),
        () = tokio::time::sleep(patience) => None,
    };
    let (mut finished, seen) = match early {
        Some(finished) if puzzling(&finished.0.server.outcome) && shared.stop.borrow().is_none() => {
            let seen = look(target, place, shared).await;
            (finished, Some(seen))
        }
        Some(finished) => (finished, None),
        None if heard.load(Ordering::Relaxed) => (asked.await, None),
        None => {
            let (finished, seen) = tokio::join!(asked, look(target, place, shared));
            (finished, Some(seen))
        }
    };
    if puzzling(&finished.0.server.outcome) {
        finished.0.server.second_look = seen;
    }
    finished
}

/// Whether a failure leaves open what stands at the port.
fn puzzling(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Failed(Failure::NoAnswer { stage, .. } | Failure::Closed { stage, .. }) => *stage != Stage::Connect,
        Outcome::Failed(Failure::Tls(TlsFailure::Handshake { .. })) => true,
        _ => false,
    }
}

/// How much of a server's time passes in silence before it is looked at a second time, and the most of it.
const PATIENCE: f64 = 0.4;
const LONGEST_PATIENCE: Duration = Duration::from_millis(1500);

/// Probes one address; `Some` is where it redirects us.
async fn ask(
    target: &Target,
    place: &Place,
    dns_ms: Option<f64>,
    began: Instant,
    shared: &Shared<'_>,
    heard: &AtomicBool,
) -> (Finished, Option<SocketAddr>) {
    let uri = &target.uri;
    let proxy = place.tunnel.as_ref().map(|tunnel| tunnel.proxy.authority());
    let address = place.server().unwrap_or(place.address);
    let deadline = began + shared.plan.timeout;
    let mut server = Server { address: place.server(), proxy, ..target.unasked() };
    server.phases.dns_ms = dns_ms;
    let unfinished =
        |server| Finished { server, place: None, mapped_at: None, relayed_at: None, settled_at: clock::now() };
    let mut stop = shared.stop.clone();
    let opened = tokio::select! {
        opened = open(uri.transport, &uri.host, place, deadline, &shared.plan.trust, shared) => opened,
        () = signals::stopped(&mut stop) => return (unfinished(server), None),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(NotOpened { failure, tls, tcp_ms, proxy_ms }) => {
            server.outcome = Outcome::Failed(failure);
            server.tls = tls;
            server.phases.tcp_ms = tcp_ms;
            server.phases.proxy_ms = proxy_ms;
            return (unfinished(server), None);
        }
    };
    server.base = Some(opened.base);
    server.tls.clone_from(&opened.tls);
    let handshakes = opened.round_trips();
    let (tcp_ms, proxy_ms, tls_ms) = (opened.tcp_ms, opened.proxy_ms, opened.tls_ms);
    let setup = Setup {
        server: address,
        reliable: target.uri.transport != Transport::Udp,
        relays: target.uri.scheme.relays(),
        credentials: target.credentials.clone(),
        purpose: match shared.exchange {
            Some(_) => Purpose::Keep,
            None if shared.plan.prove => Purpose::Prove,
            None => Purpose::Allocate,
        },
        deadline,
        seed: rand::random(),
    };
    let driver = Driver {
        probe: ServerProbe::new(setup, clock::now()),
        link: Some(opened.link),
        second: None,
        second_opening: None,
        outside: None,
        target,
        place,
        address,
        base: opened.base,
        shared,
        heard,
        commands: None,
        passing: Vec::new(),
    };
    let (probe, cut_off) = driver.run().await;
    let (seen, result) = (probe.seen(), probe.result());
    server.outcome = match (&result.outcome, cut_off) {
        (Outcome::Failed(Failure::NoAnswer { .. }), Some((announced, came))) => {
            let what = format!("a message of {announced} bytes is announced, and {came} came");
            Outcome::Failed(Failure::Broken { what })
        }
        (outcome, _) => outcome.clone(),
    };
    server.relay.clone_from(&result.relay);
    server.phases = Phases { dns_ms, tcp_ms, proxy_ms, tls_ms, ..seen.phases.clone() };
    server.rtt_ms = seen.rtt.map(clock::ms);
    server.retransmissions = seen.retransmissions;
    server.round_trips = (server.outcome == Outcome::Ok).then_some(seen.exchanges + handshakes);
    server.software.clone_from(&seen.software);
    server.realm.clone_from(&seen.realm);
    server.lifetime_s = seen.lifetime_s;
    server.mapped = seen.mapped;
    server.plain_mapped = seen.plain_mapped;
    server.no_auth = seen.no_auth;
    server.binding = probe.binding();
    let finished = Finished {
        place: None,
        mapped_at: result.mapped_at,
        relayed_at: result.relayed_at,
        settled_at: result.settled_at.unwrap_or_else(clock::now),
        server,
    };
    (finished, result.redirect)
}
