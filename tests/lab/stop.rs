//! Ctrl-C at any moment: what was granted is released, and the probe ends in time.

use std::time::Duration;

use super::world::{RELEASING, SOUND, World, run};

#[test]
fn whenever_it_is_stopped_nothing_is_left() {
    let mut held = 0;
    for (reliable, udp_blocked) in [(false, false), (true, false), (true, true)] {
        for ms in 0..400 {
            let stop = Duration::from_millis(ms);
            let end = run(World { reliable, udp_blocked, stop: Some(stop), ..SOUND });
            assert!(end.took <= stop.max(Duration::from_millis(350)) + RELEASING, "{ms}: {:?}", end.took);
            assert_eq!(end.left, 0, "stopped after {ms} ms: {:?}", end.sent);
            assert!(end.count("lifetime 0 s") >= end.granted, "stopped after {ms} ms: {:?}", end.sent);
            held += usize::from(end.granted > 0);
        }
    }
    assert!(held > 900, "{held}");
}

#[test]
fn with_loss_the_release_is_asked_for_again() {
    let runs: Vec<_> =
        (0..100).map(|seed| run(World { loss: 0.2, seed, stop: Some(Duration::from_millis(100)), ..SOUND })).collect();
    assert!(runs.iter().all(|end| end.took <= Duration::from_millis(100) + RELEASING));
    let left = runs.iter().filter(|end| end.left > 0).count();
    // three Refreshes fit into the release: all are lost once in 125 runs
    assert!(left <= 4, "{left} of 100 left something");
    assert!(runs.iter().any(|end| end.count("lifetime 0 s") > 1));
}

#[test]
fn a_silent_server_does_not_keep_the_user_waiting() {
    let stop = Duration::from_millis(300);
    let end = run(World { silent: true, stop: Some(stop), ..SOUND });
    // its Allocate may have been granted all the same
    assert_eq!((end.took, end.count("lifetime 0 s")), (stop, 1));
}

#[test]
fn a_refusal_ends_the_wait_for_an_allocation() {
    // the signed Allocate is on its way from 20 ms to 40 ms
    let end = run(World { right_password: false, stop: Some(Duration::from_millis(30)), ..SOUND });
    assert_eq!((end.took, end.granted), (Duration::from_millis(40), 0));
}
