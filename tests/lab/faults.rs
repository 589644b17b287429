//! Sound servers, and servers with one fault.

use std::time::Duration;

use rtcdiag::facts::ice::{Failure, Outcome, Stage};

use super::world::{ASKING, End, SOUND, World, run};

fn refused(end: &End) -> (u16, bool) {
    match &end.outcome {
        Outcome::Failed(Failure::Refused { code, with_credentials, .. }) => (*code, *with_credentials),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sound_server_is_proven_and_released() {
    for reliable in [false, true] {
        let end = run(World { reliable, ..SOUND });
        let relay = end.relay.as_ref().unwrap();
        assert_eq!((&end.outcome, end.round_trips, end.retransmissions), (&Outcome::Ok, 2, 0));
        assert_eq!((relay.proven_in.as_bool(), relay.proven_out.as_bool()), (Some(true), Some(true)));
        assert_eq!((relay.loss, relay.rtt_ms), (Some(0.0), Some(40.0)));
        assert!(relay.released && end.left == 0);
        // over a stream it is not known yet whether UDP is blocked, so that a second one is made ready
        assert_eq!((end.granted, end.count("lifetime 0 s")), if reliable { (2, 2) } else { (1, 1) });
        assert!(end.took < Duration::from_millis(500), "{:?}", end.took);
    }
}

#[test]
fn only_the_permission_stands_before_the_first_packet_from_outside() {
    let end = run(SOUND);
    let first = end.sent.iter().position(|line| !line.contains("request")).unwrap();
    let before: Vec<&str> = end.sent.get(..first).unwrap().iter().map(String::as_str).collect();
    assert!(before.iter().any(|line| line.starts_with("CreatePermission request")), "{before:?}");
    assert_eq!(end.sent.get(first).map(String::as_str), Some("something that does not speak STUN"), "the proof's own");
}

#[test]
fn silence_ends_at_the_deadline() {
    let end = run(World { silent: true, ..SOUND });
    let sent = 5; // at 0, 250, 750, 1750 and 3750 ms
    let waited_ms = ASKING.as_secs_f64() * 1000.0;
    assert_eq!(end.outcome, Outcome::Failed(Failure::NoAnswer { stage: Stage::Binding, sent, waited_ms }));
    // four more Bindings come from an unconnected socket, which would see answers from a wrong address
    assert_eq!((end.count("Allocate request"), end.count("Binding request")), (5, 5 + 4));
    assert_eq!((end.count("Refresh"), end.retransmissions), (0, 8));
}

#[test]
fn silence_over_a_stream_is_not_asked_twice() {
    let end = run(World { silent: true, reliable: true, ..SOUND });
    assert_eq!(end.sent.len(), 2, "{:?}", end.sent);
    assert_eq!(end.took, ASKING);
}

#[test]
fn a_wrong_password_is_asked_once() {
    let end = run(World { right_password: false, ..SOUND });
    assert_eq!((refused(&end), end.round_trips), ((401, true), 2));
    assert_eq!((end.granted, end.count("Allocate request as alice")), (0, 1));
    assert!(end.relay.is_none());
}

#[test]
fn a_stale_nonce_costs_a_round_trip() {
    // the challenge is so slow that its nonce is too old when it is used; then the path is quick
    let delay = |after: Duration| Duration::from_millis(if after < Duration::from_secs(3) { 1600 } else { 10 });
    let end = run(World { reliable: true, nonce_lifetime: Duration::from_secs(1), delay, ..SOUND });
    assert_eq!((&end.outcome, end.round_trips), (&Outcome::Ok, 3));
    // twice, and once for the second allocation
    assert_eq!((end.count("Allocate request as alice"), end.left), (3, 0));
}

#[test]
fn a_server_that_takes_no_nonce_is_a_loop() {
    // one round trip is as long as the second in which nonces are counted
    let delay = |_| Duration::from_millis(500);
    let asking = Duration::from_secs(20);
    let end = run(World { reliable: true, nonce_lifetime: Duration::ZERO, delay, asking, ..SOUND });
    assert_eq!((refused(&end), end.granted), ((438, true), 0));
    assert_eq!(end.count("Allocate request as alice"), 5, "{:?}", end.sent);
}

#[test]
fn a_refused_permission_leaves_the_relay_unproven() {
    let end = run(World { ours: "192.0.2.7", ..SOUND });
    let relay = end.relay.as_ref().unwrap();
    assert_eq!(end.outcome, Outcome::Ok);
    assert_eq!(relay.permission_refused.as_ref().map(|(code, _)| *code), Some(403));
    assert_eq!((relay.proven_in.as_bool(), relay.proven_out.as_bool()), (None, None));
    assert_eq!((end.left, end.count("lifetime 0 s")), (0, 1));
}

#[test]
fn where_udp_is_blocked_the_relay_is_shown_from_another() {
    let end = run(World { reliable: true, udp_blocked: true, ..SOUND });
    let relay = end.relay.as_ref().unwrap();
    assert_eq!((relay.proven_in.as_bool(), relay.proven_out.as_bool()), (None, None));
    assert_eq!(relay.relayed_to_relay.as_bool(), Some(true));
    assert_eq!((end.granted, end.left, end.count("lifetime 0 s")), (2, 0, 2));
}

#[test]
fn a_blocked_outside_over_udp_is_a_relay_that_fails() {
    let end = run(World { udp_blocked: true, ..SOUND });
    let relay = end.relay.as_ref().unwrap();
    assert_eq!((relay.proven_in.as_bool(), relay.proven_out.as_bool()), (Some(false), Some(false)));
    assert_eq!((relay.relayed_to_relay.as_bool(), end.granted, end.left), (None, 1, 0));
}
