//! Handshakes with ICE servers: the embedded STUN and TURN server over UDP, TCP and TLS, and servers that fail.

use std::sync::Arc;
use std::time::Duration;

use rtcdiag::candidate::priority::CandidateType;
use rtcdiag::candidate::secret::Secret;
use rtcdiag::candidate::uri::IceUri;
use rtcdiag::facts::handshake::{End, Handshake, PhaseId};
use rtcdiag::facts::ice::{Demands, Outcome};
use rtcdiag::net::dns::{Family, Resolver};
use rtcdiag::net::gather::{Plan, Target};
use rtcdiag::net::handshake::{Options, run};
use rtcdiag::net::proxy::Proxies;
use rtcdiag::net::tls::Trust;
use rtcdiag::probe::client::Credentials;
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::serve::{Counts, ServeConfig, Server};

use crate::servers::echo_server;

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

async fn shaken(plan: Plan) -> Handshake {
    let url = SignalingUrl::parse(&echo_server().await).unwrap();
    let options = Options { ice: Some(Arc::new(plan)), ..Options::plain(url, Duration::from_secs(4)) };
    let run = run(&options, std::future::pending());
    tokio::time::timeout(Duration::from_secs(8), run).await.expect("a run ends by its deadline").unwrap()
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
