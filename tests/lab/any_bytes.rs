//! Whatever comes in, in whatever order, the probe ends by its deadline.

use std::time::Duration;

use proptest::prelude::*;
use rtcdiag::facts::ice::{Failure, Outcome};
use rtcdiag::net::clock;
use rtcdiag::probe::server::ServerProbe;
use rtcdiag::probe::{Channel, Input, Lost, Output, Probe};

use super::world::{ASKING, RELEASING, SOUND, TESTING, World, setup};

/// One thing that happens.
#[derive(Clone, Debug)]
enum Happens {
    /// These bytes come in.
    Noise(Vec<u8>),
    /// What the probe last sent comes back as this message type, with these bytes behind the header.
    Answer(u16, Vec<u8>),
    Opened,
    Lost(u8),
    Stop,
}

fn happens() -> impl Strategy<Value = Happens> {
    // success and error of Binding, Allocate, Refresh, CreatePermission, and a Data indication
    let types = prop::sample::select(vec![0x0101, 0x0111, 0x0103, 0x0113, 0x0104, 0x0114, 0x0108, 0x0118, 0x0017]);
    prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..80).prop_map(Happens::Noise),
        6 => (types, attributes()).prop_map(|(kind, rest)| Happens::Answer(kind, rest)),
        2 => Just(Happens::Opened),
        1 => (0u8..4).prop_map(Happens::Lost),
        1 => Just(Happens::Stop),
    ]
}

/// Attributes that matter, well formed, in any order and number.
fn attributes() -> impl Strategy<Value = Vec<u8>> {
    let known: Vec<Vec<u8>> = vec![
        // XOR-MAPPED, XOR-PEER and XOR-RELAYED addresses
        [&[0x00, 0x20, 0, 8, 0, 1][..], &[9; 6]].concat(),
        [&[0x00, 0x12, 0, 8, 0, 1][..], &[9; 6]].concat(),
        [&[0x00, 0x16, 0, 8, 0, 1][..], &[9; 6]].concat(),
        // ERROR-CODE 401, 438 and 300
        vec![0x00, 0x09, 0, 4, 0, 0, 4, 1],
        vec![0x00, 0x09, 0, 4, 0, 0, 4, 38],
        vec![0x00, 0x09, 0, 4, 0, 0, 3, 0],
        // REALM, NONCE, LIFETIME, DATA
        b"\x00\x14\x00\x04real".to_vec(),
        b"\x00\x15\x00\x04once".to_vec(),
        vec![0x00, 0x0d, 0, 4, 0, 0, 2, 88],
        b"\x00\x13\x00\x04data".to_vec(),
    ];
    prop::collection::vec(prop::sample::select(known), 0..6).prop_map(|list| list.concat())
}

fn answer(request: &[u8], kind: u16, rest: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_be_bytes().to_vec();
    bytes.extend(u16::try_from(rest.len()).unwrap().to_be_bytes());
    bytes.extend(request.get(4..20).unwrap_or(&[0; 16]));
    bytes.extend(rest);
    bytes
}

proptest! {
    #[test]
    fn it_ends_by_its_deadline(
        reliable: bool,
        events in prop::collection::vec((0u64..400, 0usize..3, happens()), 0..60),
    ) {
        let start = clock::now();
        let from = "127.0.0.1:3478".parse().unwrap();
        let mut probe = ServerProbe::new(setup(World { reliable, ..SOUND }, start), start);
        let (mut now, mut last, mut events) = (start, Vec::new(), events.into_iter());
        let mut next = events.next();
        let mut at = next.as_ref().map(|(after, ..)| start + Duration::from_millis(*after));
        let mut done = false;
        for _ in 0..20_000 {
            match probe.poll(now) {
                Output::Done => {
                    done = true;
                    break;
                }
                Output::Send { bytes, .. } => last = bytes,
                Output::Open(_) => {}
                Output::WaitUntil(until) => {
                    prop_assert!(until > now);
                    match (at.filter(|at| *at <= until), next.take()) {
                        (Some(moment), Some((_, channel, what))) => {
                            now = moment.max(now);
                            let channel = [Channel::Server, Channel::Peer, Channel::Second][channel];
                            match what {
                                Happens::Noise(bytes) => {
                                    probe.handle(now, Input::Bytes { channel, from, bytes: &bytes });
                                }
                                Happens::Answer(kind, rest) => {
                                    let bytes = answer(&last, kind, &rest);
                                    probe.handle(now, Input::Bytes { channel, from, bytes: &bytes });
                                }
                                Happens::Opened => probe.handle(now, Input::Opened { channel, local: from }),
                                Happens::Lost(how) => {
                                    let how = match how {
                                        0 => Lost::Refused,
                                        1 => Lost::Ended,
                                        2 => Lost::Reset,
                                        _ => Lost::NoRoute("none".to_owned()),
                                    };
                                    probe.handle(now, Input::Lost { channel, how });
                                }
                                Happens::Stop => probe.handle(now, Input::Stop),
                            }
                            next = events.next();
                            at = next.as_ref().map(|(after, ..)| now + Duration::from_millis(*after));
                        }
                        (_, waiting) => {
                            next = waiting;
                            now = until;
                            probe.handle(now, Input::Tick);
                        }
                    }
                }
            }
        }
        prop_assert!(done, "it does not end");
        prop_assert!(now <= start + ASKING + TESTING + RELEASING, "{:?}", now - start);
    }
}

#[test]
fn the_first_answer_that_is_no_stun_is_named() {
    let start = clock::now();
    for (bytes, looks) in [(&b"HTTP/1.1 400 Bad Request\r\n"[..], "an HTTP server"), (b"\xff\xff\xff\xff", "something")]
    {
        let mut probe = ServerProbe::new(setup(SOUND, start), start);
        while matches!(probe.poll(start), Output::Send { .. }) {}
        let from = "127.0.0.1:3478".parse().unwrap();
        probe.handle(start, Input::Bytes { channel: Channel::Server, from, bytes });
        assert!(matches!(probe.poll(start), Output::Done));
        let Outcome::Failed(Failure::NotStun { looks_like, .. }) = &probe.result().outcome else {
            panic!("{:?}", probe.result())
        };
        assert!(looks_like.starts_with(looks), "{looks_like}");
    }
}
