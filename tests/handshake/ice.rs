//! Handshakes with ICE servers: the embedded STUN and TURN server over UDP, TCP and TLS, and servers that fail.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rtcdiag::candidate::priority::CandidateType;
use rtcdiag::candidate::secret::Secret;
use rtcdiag::candidate::uri::{IceUri, Transport};
use rtcdiag::facts::handshake::{End, Handshake, PhaseId};
use rtcdiag::facts::ice::{Demands, Failure, Outcome};
use rtcdiag::net::dns::{Family, Resolver};
use rtcdiag::net::gather::{Plan, Target};
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::net::proxy::Proxies;
use rtcdiag::net::tls::Trust;
use rtcdiag::probe::client::Credentials;
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::probe::signaling::profile::Role;
use rtcdiag::report::Severity;
use rtcdiag::rules::{Subject, judge};
use rtcdiag::serve::{Counts, ServeConfig, Server};

use crate::servers::{echo_server, relay_server};

async fn server() -> Server {
    Server::start(ServeConfig::default()).await.unwrap()
}

fn target(server: &Server, uri: &str, password: &str) -> Target {
    let uri: IceUri = uri.parse().unwrap();
    let credentials =
        Credentials { username: server.username().to_owned(), password: Secret::new(password.to_owned()), realm: None };
    let credentials = uri.scheme.relays().then_some(credentials);
    Target { uri, credentials, examination: None, from_public: false }
}

fn plan(server: &Server, uris: &[&str], relay_only: bool) -> Plan {
    Plan {
        targets: uris.iter().map(|uri| target(server, uri, server.credential().expose())).collect(),
        embedded: false,
        relay_only,
        family: Family::Any,
        interface: None,
        timeout: Duration::from_secs(1),
        demands: Demands::default(),
        allow_private: true,
        prove: false,
        trust: Trust::new(vec![server.ca().clone()], false),
        resolver: Resolver::default(),
        proxies: Proxies::default(),
    }
}

fn options(url: &str, plan: Plan) -> Options {
    let url = SignalingUrl::parse(url).unwrap();
    Options { ice: Some(Arc::new(plan)), ..Options::plain(url, Duration::from_secs(4)) }
}

async fn bounded(options: Options) -> Handshake {
    let run = run(&options, std::future::pending());
    tokio::time::timeout(Duration::from_secs(8), run).await.expect("a run ends by its deadline").unwrap()
}

async fn shaken(plan: Plan) -> Handshake {
    bounded(options(&echo_server().await, plan)).await
}

fn outcomes(facts: &Handshake) -> Vec<&Outcome> {
    facts.gathering.as_ref().unwrap().servers.iter().map(|server| &server.outcome).collect()
}

/// The rules that fired, with their severity, but for what is said of the list of servers.
fn fired(facts: &Handshake) -> Vec<(&'static str, Severity)> {
    let findings = judge(Subject::Handshake(facts));
    let of_servers = findings.iter().filter(|finding| finding.rule.subject() != "config");
    of_servers.map(|finding| (finding.rule.id, finding.severity)).collect()
}

async fn settles(server: &Server) {
    let until = tokio::time::Instant::now() + Duration::from_secs(5);
    while server.counts() != Counts::default() {
        assert!(tokio::time::Instant::now() < until, "{:?} is left", server.counts());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_carrier_leads_through_the_relay_and_nothing_is_left() {
    let server = server().await;
    for uri in server.turn_uris() {
        let facts = shaken(plan(&server, &[&uri], true)).await;
        assert_eq!(facts.end, End::Connected, "{uri}: {facts:#?}");
        let pair = facts.selected().unwrap();
        assert_eq!(pair.local_type, CandidateType::Relay, "{uri}: {pair:?}");
        let run = facts.gathering.as_ref().unwrap();
        let [seen] = run.servers.as_slice() else { panic!("{:?}", run.servers) };
        assert_eq!(seen.outcome, Outcome::Ok, "{uri}");
        let relay = seen.relay.as_ref().unwrap();
        assert_eq!((relay.address, relay.released), (pair.local, true), "{uri}");
        assert!(facts.phase(PhaseId::FirstEcho).unwrap().end_ms.is_some(), "{uri}");
        settles(&server).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_servers_are_asked_at_once_and_a_direct_pair_is_taken() {
    let server = server().await;
    let stun = server.stun_uri();
    let turn = server.turn_uris();
    let uris: Vec<&str> = std::iter::once(&stun).chain(&turn).map(String::as_str).collect();
    let facts = shaken(plan(&server, &uris, false)).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    assert_eq!(outcomes(&facts), [&Outcome::Ok; 4]);
    assert_eq!(facts.selected().unwrap().local_type, CandidateType::Host, "{:?}", facts.pairs);

    let relays: Vec<_> = facts.candidates.iter().filter(|c| c.kind == CandidateType::Relay).collect();
    let mut carriers: Vec<_> = relays.iter().map(|c| (c.relay_protocol.unwrap(), c.priority)).collect();
    carriers.sort_by_key(|(_, priority)| std::cmp::Reverse(*priority));
    let carriers: Vec<_> = carriers.into_iter().map(|(carrier, _)| carrier).collect();
    assert_eq!(carriers, [Transport::Udp, Transport::Tcp, Transport::Tls], "{relays:#?}");
    assert!(relays.iter().all(|c| c.related.is_some() && c.related.map(|a| a.port()) != Some(0)), "{relays:#?}");
    let gathering = facts.phase(PhaseId::Gathering).unwrap();
    assert!(gathering.end_ms.is_some() && gathering.detail.contains("relay at"), "{gathering:?}");
    assert_eq!(fired(&facts), []);
    settles(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_fail_hang_nothing_and_are_warnings_where_the_call_connects() {
    let server = server().await;
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let [udp, _, tls] = server.turn_uris();
    let mut plan = plan(&server, &[&tls], false);
    plan.trust = Trust::new(Vec::new(), false);
    plan.targets.push(target(&server, &udp, "wrong"));
    plan.targets.push(target(&server, &format!("stun:{}", silent.local_addr().unwrap()), ""));
    plan.targets.push(target(&server, &format!("turn:{closed}?transport=tcp"), "any"));
    let facts = shaken(plan).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    assert!(facts.total_ms < 900.0, "the dead server is not waited for: {} ms", facts.total_ms);
    let [tls, udp, dead, closed] = outcomes(&facts).try_into().unwrap();
    assert!(matches!(tls, Outcome::Failed(Failure::Tls(_))), "{tls:?}");
    assert!(matches!(udp, Outcome::Failed(Failure::Refused { code: 401, .. })), "{udp:?}");
    assert!(matches!(dead, Outcome::Failed(Failure::NoAnswer { .. })), "{dead:?}");
    assert!(matches!(closed, Outcome::Failed(Failure::TcpClosed { .. })), "{closed:?}");
    let fired = fired(&facts);
    assert!(fired.iter().all(|(_, severity)| *severity <= Severity::Warning), "{fired:?}");
    for rule in ["turn/unauthorized", "net/no-answer", "net/tcp-closed"] {
        assert!(fired.iter().any(|(id, _)| *id == rule), "{rule}: {fired:?}");
    }
    assert!(fired.iter().any(|(id, _)| id.starts_with("tls/")), "{fired:?}");
    settles(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_of_relays_without_a_relay_fails_once_the_servers_have_spoken() {
    let server = server().await;
    let mut plan = plan(&server, &[], true);
    plan.targets.push(target(&server, &server.turn_uris()[0], "wrong"));
    let began = Instant::now();
    let facts = shaken(plan).await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let End::Failed(failure) = &facts.end else { panic!("{:?}", facts.end) };
    assert_eq!(failure.phase(), "ice", "{failure:?}");
    assert!(facts.candidates.is_empty() && facts.packets.is_empty(), "{facts:#?}");
    assert!(fired(&facts).contains(&("turn/unauthorized", Severity::Error)), "{:?}", fired(&facts));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_sides_through_relays_show_each_others_relay() {
    let server = server().await;
    let url = relay_server().await;
    let [udp, tcp, _] = server.turn_uris();
    let answerer = Options { role: Role::Answerer, ..options(&url, plan(&server, &[&tcp], true)) };
    let offerer = Options { role: Role::Offerer, ..options(&url, plan(&server, &[&udp], true)) };
    let answerer = tokio::spawn(bounded(answerer));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let offered = bounded(offerer).await;
    let answered = answerer.await.unwrap();
    for (facts, carrier) in [(&offered, "UDP"), (&answered, "TCP")] {
        assert_eq!(facts.end, End::Connected, "{facts:#?}");
        let pair = facts.selected().unwrap();
        assert_eq!((pair.local_type, pair.remote_type), (CandidateType::Relay, CandidateType::Relay), "{pair:?}");
        let findings = judge(Subject::Handshake(facts));
        let relayed = findings.iter().find(|finding| finding.rule.id == "ice/relay-used").expect("the relay is told");
        assert!(relayed.message.starts_with("both sides send through a TURN server"), "{}", relayed.message);
        assert!(relayed.message.contains(carrier), "{}", relayed.message);
    }
    settles(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_ends_a_run_nothing_is_left() {
    let server = server().await;
    let uris = server.turn_uris();
    let uris: Vec<&str> = uris.iter().map(String::as_str).collect();
    // nobody answers the offer: the deadline ends it
    let silent = relay_server().await;
    let timeout = Duration::from_millis(400);
    let facts = bounded(Options { timeout, ..options(&silent, plan(&server, &uris, false)) }).await;
    assert!(matches!(facts.end, End::Failed(_)), "{:?}", facts.end);
    assert!(facts.candidates.iter().any(|c| c.kind == CandidateType::Relay), "{:?}", facts.candidates);
    settles(&server).await;
    for moment in [0, 5, 10, 20, 40, 80] {
        let options = options(&silent, plan(&server, &uris, false));
        let facts = run(&options, tokio::time::sleep(Duration::from_millis(moment))).await.unwrap();
        assert_eq!(facts.end, End::Interrupted, "at {moment} ms");
        settles(&server).await;
    }
    // somebody drops the run
    let options = options(&silent, plan(&server, &uris, false));
    let dropped = tokio::time::timeout(Duration::from_millis(100), run(&options, std::future::pending())).await;
    assert!(dropped.is_err(), "nobody answers");
    settles(&server).await;
}
