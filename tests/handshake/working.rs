use rtcdiag::facts::handshake::{End, PhaseId};

use crate::servers::{echo_server, handshake};

#[tokio::test]
async fn the_echo_peer_is_reached_and_each_phase_is_there_in_order() {
    let facts = handshake(&echo_server().await, 4000).await;
    println!("{facts:#?}");
    assert_eq!(facts.end, End::Connected, "{facts:#?}");
    let _ = PhaseId::Dns;
}
