//! The proof against worlds in memory, in virtual time.

use proptest::prelude::*;

use super::*;

/// A relay as the proof sees it: which packets pass, and where they seem to come from.
#[derive(Clone, Copy)]
struct World {
    inward: bool,
    outward: bool,
    opens_after_out: bool,
    source: &'static str,
    delay: Duration,
}

const SOUND: World = World {
    inward: true,
    outward: true,
    opens_after_out: false,
    source: "198.51.100.1:50000",
    delay: Duration::from_millis(10),
};

fn run(world: World) -> (Shown, Duration) {
    let start = Instant::now();
    let relayed: SocketAddr = "198.51.100.1:50000".parse().unwrap();
    let outside: SocketAddr = "203.0.113.1:4000".parse().unwrap();
    let mut proof = Proof::new(relayed, outside, world.delay, 7, start, start + Duration::from_secs(1));
    let mut now = start;
    let mut went_out = false;
    let mut queue: VecDeque<(Instant, bool, Vec<u8>)> = VecDeque::new();
    for _ in 0..1000 {
        while queue.front().is_some_and(|(at, ..)| *at <= now) {
            let (_, outwards, bytes) = queue.pop_front().unwrap();
            if outwards {
                proof.at_outside(world.source.parse().unwrap(), &bytes, now);
            } else {
                proof.at_relay(outside, &bytes, now);
            }
        }
        match proof.poll(now) {
            Action::FromOutside(bytes) => {
                if world.inward || world.opens_after_out && went_out {
                    queue.push_back((now + world.delay, false, bytes));
                }
            }
            Action::ThroughRelay(to, bytes) => {
                assert_eq!(to, outside);
                went_out = true;
                if world.outward {
                    queue.push_back((now + world.delay, true, bytes));
                }
            }
            Action::WaitUntil(at) => {
                assert!(at > now);
                now = queue.front().map_or(at, |(arrival, ..)| at.min(*arrival));
            }
            Action::Done => return (proof.shown().clone(), now - start),
        }
    }
    panic!("the proof did not end");
}

#[test]
fn a_sound_relay_is_proven_both_ways() {
    let (shown, took) = run(SOUND);
    assert_eq!((shown.inward.as_bool(), shown.outward.as_bool()), (Some(true), Some(true)));
    assert_eq!((shown.loss, shown.rtt), (Some(0.0), Some(Duration::from_millis(20))));
    assert_eq!(shown.inward_again.as_bool(), None);
    assert_eq!(shown.load.map(|load| load.rounds), Some(vec![Round { came_back: 20, capped: false }]));
    assert!(took < Duration::from_millis(400), "{took:?}");
}

#[test]
fn a_stateful_firewall_shows_in_the_second_inward_step_alone() {
    let (shown, _) = run(World { inward: false, opens_after_out: true, ..SOUND });
    assert_eq!(shown.inward.as_bool(), Some(false));
    assert_eq!((shown.outward.as_bool(), shown.inward_again.as_bool()), (Some(true), Some(true)));
    assert_eq!(shown.loss, Some(0.0));
}

#[test]
fn a_closed_relay_is_not_proven_inward() {
    let (shown, took) = run(World { inward: false, ..SOUND });
    assert_eq!((shown.inward.as_bool(), shown.inward_again.as_bool()), (Some(false), Some(false)));
    assert_eq!((shown.outward.as_bool(), shown.loss), (Some(true), None));
    assert!(took < Duration::from_secs(1));
}

#[test]
fn another_source_address_is_no_proof() {
    let (shown, _) = run(World { source: "198.51.100.9:50000", ..SOUND });
    assert_eq!(shown.outward.as_bool(), Some(false));
    assert_eq!(shown.seen_from, Some("198.51.100.9:50000".parse().unwrap()));
}

proptest! {
    #[test]
    fn it_ends_by_its_deadline_whatever_it_hears(
        noise in proptest::collection::vec((any::<bool>(), 0u8..7, any::<u16>(), 0u64..300), 0..40),
    ) {
        let start = Instant::now();
        let a: SocketAddr = "198.51.100.1:50000".parse().unwrap();
        let deadline = start + Duration::from_secs(1);
        let mut proof = Proof::new(a, a, Duration::from_millis(30), 7, start, deadline);
        let mut now = start;
        let mut noise = noise.into_iter();
        let mut polls = 0;
        loop {
            polls += 1;
            prop_assert!(polls < 10_000);
            match proof.poll(now) {
                Action::Done => break,
                Action::WaitUntil(at) => {
                    prop_assert!(at > now && at <= deadline);
                    now = at;
                    if let Some((outside, tag, number, early)) = noise.next() {
                        now -= Duration::from_millis(early).min(now - start) / 2;
                        let mut bytes = proof.payload(Step::In, number);
                        bytes[15] = tag;
                        if outside { proof.at_outside(a, &bytes, now) } else { proof.at_relay(a, &bytes, now) }
                    }
                }
                Action::FromOutside(_) | Action::ThroughRelay(..) => {}
            }
        }
        prop_assert!(now <= deadline);
    }
}
