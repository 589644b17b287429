use std::time::Duration;

use rtcdiag::facts::handshake::{End, Handshake, PhaseId};
use rtcdiag::net::handshake::{Media, Options, run};
use rtcdiag::net::peer::media::MediaKind;
use rtcdiag::probe::signaling::SignalingUrl;
use rtcdiag::serve::echo::echo;
use tokio_tungstenite::client_async;

use crate::servers::{connect, echo_server, handshake, relay_server};

fn lengths(facts: &Handshake) -> Vec<(PhaseId, f64)> {
    facts.phases.iter().map(|p| (p.id, p.end_ms.unwrap_or(f64::NAN) - p.start_ms)).collect()
}

#[tokio::test]
async fn the_echo_peer_is_reached_and_each_phase_is_there_in_order() {
    let facts = handshake(&echo_server().await, 4000).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");

    let path: Vec<_> = facts.phases.iter().filter(|p| p.critical).map(|p| p.id).collect();
    let want = [
        PhaseId::Tcp,
        PhaseId::WsUpgrade,
        PhaseId::OfferCreated,
        PhaseId::LocalDescription,
        PhaseId::OfferSent,
        PhaseId::Answer,
        PhaseId::Ice,
        PhaseId::Dtls,
        PhaseId::Sctp,
        PhaseId::DcOpen,
        PhaseId::FirstEcho,
    ];
    assert_eq!(path, want);
    assert!(lengths(&facts).iter().all(|(_, length)| *length >= 0.0), "{:?}", lengths(&facts));
    let ends: Vec<_> = facts.phases.iter().filter(|p| p.critical).map(|p| p.end_ms.unwrap()).collect();
    assert!(ends.is_sorted(), "{ends:?}");
    assert!(facts.total_ms >= facts.floor_ms.unwrap() && facts.own_ms < facts.total_ms, "{facts:#?}");
}

#[tokio::test]
async fn the_wire_shows_pair_dtls_and_matching_fingerprints() {
    let facts = handshake(&echo_server().await, 4000).await;
    let pair = facts.selected().unwrap();
    assert!(pair.nominated && pair.requests_sent >= 2 && pair.rtt_ms.unwrap() > 0.0, "{pair:?}");
    assert!(pair.remote.ip().is_loopback(), "a loopback server is met on loopback");

    let dtls = facts.dtls.as_ref().unwrap();
    assert_eq!(dtls.version.as_deref(), Some("1.2"));
    assert_eq!(dtls.cipher.as_deref(), Some("ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    assert_eq!(dtls.matches, Some(true), "{dtls:?}");
    assert_ne!(dtls.local_fingerprint, dtls.remote_fingerprint);
    assert_eq!(dtls.retransmissions, 0, "{:#?}", facts.packets);
    assert_eq!(facts.trickle.word(), "full");
    assert!(facts.packets.iter().any(|p| p.what.contains("Finished")), "{:#?}", facts.packets);
}

#[tokio::test]
async fn a_peer_behind_a_relay_is_reached() {
    let url = relay_server().await;
    let stream = connect(&url).await;
    let address = stream.local_addr().unwrap().ip();
    let (socket, _) = client_async(&url, stream).await.unwrap();
    tokio::spawn(async move { echo(socket, address).await });

    let facts = handshake(&url, 4000).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    assert!(facts.phase(PhaseId::FirstEcho).unwrap().end_ms.is_some());
}

#[tokio::test]
async fn a_name_is_resolved_first() {
    let url = echo_server().await.replace("127.0.0.1", "localhost");
    let facts = handshake(&url, 4000).await;
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    assert_eq!(facts.phases.first().unwrap().id, PhaseId::Dns);
}

#[tokio::test]
async fn secrets_of_the_url_are_not_in_the_facts() {
    let url = format!("{}&token=canary", echo_server().await);
    let facts = handshake(&url, 4000).await;
    assert_eq!(facts.end, End::Connected);
    assert!(!serde_json::to_string(&facts).unwrap().contains("canary"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_in_a_row_are_all_quick() {
    let url = echo_server().await;
    let mut opened = Vec::new();
    for _ in 0..20 {
        let facts = handshake(&url, 4000).await;
        assert_eq!(facts.end, End::Connected, "{facts:#?}");
        let offer = facts.phase(PhaseId::OfferCreated).unwrap().start_ms;
        opened.push(facts.phase(PhaseId::DcOpen).unwrap().end_ms.unwrap() - offer);
    }
    opened.sort_by(f64::total_cmp);
    // The stack's own idle steps of 200 ms would make any median above 400 ms; a busy machine makes no such thing.
    let limit = Duration::from_millis(150).as_secs_f64() * 1000.0;
    assert!(opened[10] < limit, "offer to open, in ms: {opened:.1?}");
}

#[tokio::test]
async fn the_channel_is_measured_there_and_back() {
    let url = SignalingUrl::parse(&echo_server().await).unwrap();
    let options = Options { bytes: 100_000, ..Options::plain(url, Duration::from_secs(20)) };
    let facts = run(&options, std::future::pending()).await.unwrap();
    let throughput = facts.throughput.unwrap();
    assert!(throughput.whole && throughput.bytes >= 100_000, "{throughput:?}");
    assert!(throughput.took_ms > 0.0 && throughput.mbit_s() > 0.0, "{throughput:?}");
}

#[tokio::test]
async fn frames_of_both_kinds_are_sent() {
    let url = SignalingUrl::parse(&echo_server().await).unwrap();
    let kinds = Some(vec![MediaKind::Audio, MediaKind::Video]);
    let media = Media { kinds, time: Duration::from_millis(500), ..Media::default() };
    let options = Options { media, ..Options::plain(url, Duration::from_secs(20)) };
    let facts = run(&options, std::future::pending()).await.unwrap();
    let sent: Vec<_> = facts.media.iter().map(|flow| (flow.kind.as_str(), flow.frames_sent > 2)).collect();
    assert_eq!(sent, [("audio", true), ("video", true)], "{:?}", facts.media);
    let first = facts.phase(PhaseId::FirstMedia).unwrap();
    assert!(first.end_ms.is_some(), "{first:?}");
}
