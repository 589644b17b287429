//! Whatever comes, the server stays up and small.

use proptest::prelude::*;
use stun_types::message::Message;
use turn_types::attribute::Data;

use super::lab::Lab;

/// A message of any shape that is near enough to a real one to get past the first checks.
fn near_stun() -> impl Strategy<Value = Vec<u8>> {
    let attribute = (
        prop::sample::select(vec![6u16, 8, 9, 12, 13, 18, 19, 20, 21, 23, 24, 25, 28, 34, 0x8028, 0x7777]),
        prop::collection::vec(any::<u8>(), 0..40),
        any::<u8>(),
    );
    let method = prop::sample::select(vec![1u16, 3, 4, 6, 7, 8, 9, 0x11, 0x13, 0x16, 0x101, 0x111]);
    (method, prop::collection::vec(attribute, 0..6)).prop_map(|(method, attributes)| {
        let mut body = Vec::new();
        for (kind, value, skew) in attributes {
            body.extend(kind.to_be_bytes());
            // One length in sixteen is a lie.
            let length = if skew < 16 { u16::from(skew) * 97 } else { u16::try_from(value.len()).unwrap() };
            body.extend(length.to_be_bytes());
            body.extend(&value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let mut message = method.to_be_bytes().to_vec();
        message.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
        message.extend([0x21, 0x12, 0xA4, 0x42]);
        message.extend([9; 12]);
        message.extend(body);
        message
    })
}

proptest! {
    #[test]
    fn any_bytes_are_survived(
        messages in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..600),
                near_stun(),
                // As long as a stream can bring them.
                (any::<u8>(), 65_000usize..65_556).prop_map(|(byte, length)| {
                    let mut message = vec![0, 1];
                    message.extend(u16::try_from((length - 20).min(0xFFFC)).unwrap().to_be_bytes());
                    message.extend([0x21, 0x12, 0xA4, 0x42]);
                    message.resize(length, byte);
                    message
                }),
            ],
            1..20,
        ),
    ) {
        let mut lab = Lab::allocated();
        lab.bind(0x4000, "127.0.0.1:9").unwrap();
        for message in messages {
            let answer = lab.send(&message);
            // An answer is not worth forging a source address for.
            prop_assert!(answer.is_none_or(|answer| answer.len() <= message.len() + 160));
            lab.wait(1);
        }
        prop_assert!(lab.core.allocations() <= 1);
    }

    #[test]
    fn data_of_any_length_passes(length in prop_oneof![0usize..2000, 65_000usize..65_508]) {
        let mut lab = Lab::allocated();
        lab.permit("127.0.0.1:9").unwrap();
        let data = vec![7; length];
        lab.send_indication("127.0.0.1:9", &data[..length.min(65_000)]);
        prop_assert_eq!(lab.to_peer.len(), 1);
        if let Some(indication) = lab.hear("127.0.0.1:9", &data) {
            let message = Message::from_bytes(&indication).unwrap();
            let seen: Data<'_> = message.attribute().unwrap();
            prop_assert_eq!(seen.data(), &data[..]);
        } else {
            prop_assert!(length > 65_000, "only what no message holds is lost");
        }
    }
}
