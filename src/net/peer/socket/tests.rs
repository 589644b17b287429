use std::time::Duration;

use webrtc::runtime::{Runtime, TokioRuntime};

use super::*;
use crate::net::clock;
use crate::net::peer::inbox::MOST_HELD;
use crate::net::peer::tap::{Stage, Tap, TapRuntime};

const DTLS: [u8; 3] = [22, 0xfe, 0xfd];
const OTHER: [u8; 3] = [0, 1, 0];
const CHECK: [u8; 20] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

async fn pair() -> (Arc<Tap>, Arc<dyn AsyncUdpSocket>, Arc<dyn AsyncUdpSocket>) {
    let bind = || std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let tap = Tap::new(clock::now(), 10);
    let ours = TapRuntime { tap: Arc::clone(&tap), exchange: None }.wrap_udp_socket(bind()).unwrap();
    (tap, ours, TokioRuntime.wrap_udp_socket(bind()).unwrap())
}

async fn receive(socket: &Arc<dyn AsyncUdpSocket>) -> Vec<u8> {
    let mut buffer = [0; 2000];
    let (length, _) = socket.recv_from(&mut buffer).await.unwrap();
    buffer[..length].to_vec()
}

#[tokio::test]
async fn dtls_waits_for_the_selected_pair_and_other_packets_do_not() {
    let (tap, ours, theirs) = pair().await;
    let to = ours.local_addr().unwrap();
    theirs.send_to(&DTLS, to).await.unwrap();
    theirs.send_to(&OTHER, to).await.unwrap();
    assert_eq!(receive(&ours).await, OTHER);
    assert_eq!(tap.ledger().packets().len(), 2, "both are in the ledger, when they came");

    let reader = tokio::spawn({
        let ours = Arc::clone(&ours);
        async move { receive(&ours).await }
    });
    tokio::task::yield_now().await;
    tap.reach(Stage::Selected);
    let held = tokio::time::timeout(Duration::from_secs(5), reader).await.expect("the reader is woken").unwrap();
    assert_eq!(held, DTLS);
    theirs.send_to(&DTLS, to).await.unwrap();
    assert_eq!(receive(&ours).await, DTLS, "from now on DTLS passes");
}

#[tokio::test]
async fn a_check_waits_for_the_description_alone() {
    let (tap, ours, theirs) = pair().await;
    let to = ours.local_addr().unwrap();
    theirs.send_to(&DTLS, to).await.unwrap();
    theirs.send_to(&CHECK, to).await.unwrap();
    theirs.send_to(&OTHER, to).await.unwrap();
    assert_eq!(receive(&ours).await, OTHER);
    tap.reach(Stage::Described);
    assert_eq!(receive(&ours).await, CHECK);
    tap.reach(Stage::Selected);
    assert_eq!(receive(&ours).await, DTLS);
}

#[tokio::test]
async fn checks_that_follow_too_soon_are_left_out_and_nothing_else_is() {
    let (tap, ours, theirs) = pair().await;
    let to = theirs.local_addr().unwrap();
    let mut nomination = CHECK.to_vec();
    nomination.extend([0, 0x25, 0, 0]);
    let packets = [&CHECK[..], &nomination, &OTHER];
    for packet in packets.iter().cycle().take(9) {
        ours.send_to(packet, to).await.unwrap();
    }
    let sent: Vec<_> = tap.ledger().packets().into_iter().map(|packet| packet.head).collect();
    assert_eq!(sent, [&CHECK[..], &nomination, &OTHER, &OTHER, &OTHER]);
}

#[tokio::test]
async fn the_peers_check_comes_once_more_behind_our_success_and_is_answered_once() {
    let (tap, ours, theirs) = pair().await;
    tap.reach(Stage::Described);
    let (our_address, their_address) = (ours.local_addr().unwrap(), theirs.local_addr().unwrap());
    let (mut success, mut answer) = (CHECK, CHECK);
    success[..2].copy_from_slice(&[1, 1]);
    success[19] = 99;
    answer[..2].copy_from_slice(&[1, 1]);
    theirs.send_to(&CHECK, our_address).await.unwrap();
    assert_eq!(receive(&ours).await, CHECK);
    ours.send_to(&answer, their_address).await.unwrap();
    theirs.send_to(&success, our_address).await.unwrap();
    assert_eq!(receive(&ours).await, success);
    assert_eq!(receive(&ours).await, CHECK, "without a second packet");
    ours.send_to(&answer, their_address).await.unwrap();
    let answers = tap.ledger().packets().iter().filter(|packet| packet.head == answer).count();
    assert_eq!((answers, tap.ledger().packets().len()), (1, 3));
}

#[tokio::test]
async fn what_waits_is_bounded() {
    let (tap, ours, theirs) = pair().await;
    let to = ours.local_addr().unwrap();
    for _ in 0..MOST_HELD * 2 {
        theirs.send_to(&DTLS, to).await.unwrap();
    }
    theirs.send_to(&OTHER, to).await.unwrap();
    assert_eq!(receive(&ours).await, OTHER);
    tap.reach(Stage::Selected);
    for _ in 0..MOST_HELD {
        assert_eq!(receive(&ours).await, DTLS);
    }
    theirs.send_to(&OTHER, to).await.unwrap();
    assert_eq!(receive(&ours).await, OTHER);
}
