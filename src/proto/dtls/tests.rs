use proptest::prelude::*;

use super::*;

fn record(content: u8, epoch: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![content, 0xfe, 0xfd];
    bytes.extend(epoch.to_be_bytes());
    bytes.extend([0, 0, 0, 0, 0, 5]);
    bytes.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
    bytes.extend(body);
    bytes
}

fn wide(value: usize) -> [u8; 3] {
    let [_, a, b, c] = u32::try_from(value).unwrap().to_be_bytes();
    [a, b, c]
}

fn fragment(kind: u8, length: usize, offset: usize, piece: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(wide(length));
    bytes.extend([0, 1]);
    bytes.extend(wide(offset));
    bytes.extend(wide(piece.len()));
    bytes.extend(piece);
    record(22, 0, &bytes)
}

fn hello(extensions: &[u8]) -> Vec<u8> {
    let mut body = vec![0xfe, 0xfd];
    body.extend([9; 32]);
    body.extend([2, 1, 1, 0xc0, 0x2b, 0]);
    body.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
    body.extend(extensions);
    body
}

#[test]
fn a_flight_is_named_record_by_record() {
    let mut datagram = fragment(2, 4, 0, &[1, 2, 3, 4]);
    datagram.extend(fragment(14, 0, 0, &[]));
    datagram.extend(record(20, 0, &[1]));
    datagram.extend(record(22, 1, &[7; 40]));
    datagram.extend(record(23, 1, &[7; 40]));
    datagram.extend(record(21, 0, &[2, 40]));
    let names: Vec<_> = steps(&datagram).into_iter().map(Step::name).collect();
    assert_eq!(
        names,
        [
            "ServerHello",
            "ServerHelloDone",
            "ChangeCipherSpec",
            "Finished",
            "application data",
            "alert handshake_failure (fatal)"
        ]
    );
}

#[test]
fn a_message_that_goes_on_is_not_a_second_one() {
    let datagram = fragment(1, 300, 200, &[0; 100]);
    assert_eq!(steps(&datagram), [Step::Continued(Kind::CLIENT_HELLO)]);
    assert_eq!(steps(&datagram).first().unwrap().name(), "ClientHello (continued)");
}

#[test]
fn a_certificate_is_put_together_from_fragments_in_any_order() {
    let mut body = wide(303).to_vec();
    body.extend(wide(300));
    body.extend((0..300u16).map(|n| n as u8));
    let cut = |from: usize, to: usize| fragment(11, body.len(), from, &body[from..to]);
    let (first, middle, last) = (cut(0, 100), cut(90, 200), cut(200, body.len()));
    let datagrams = [last.as_slice(), &first, &middle];
    assert_eq!(message(datagrams[..2].iter().copied(), Kind::CERTIFICATE), None, "the middle is missing");
    let whole = message(datagrams, Kind::CERTIFICATE).unwrap();
    assert_eq!(whole, body);
    assert_eq!(first_certificate(&whole).unwrap().len(), 300);
}

#[test]
fn server_hello_tells_version_and_cipher() {
    let plain = server_hello(&hello(&[0, 23, 0, 0])).unwrap();
    assert_eq!(
        (version_name(plain.version), cipher_name(plain.cipher)),
        ("1.2".to_owned(), "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256".to_owned())
    );
    let newer = server_hello(&hello(&[0, 23, 0, 0, 0, 43, 0, 2, 0xfe, 0xfc])).unwrap();
    assert_eq!(version_name(newer.version), "1.3");
}

#[test]
fn a_cut_server_hello_is_none() {
    let whole = hello(&[]);
    for length in 0..whole.len() - 2 {
        assert_eq!(server_hello(&whole[..length]), None, "{length} bytes");
    }
}

proptest! {
    #[test]
    fn any_bytes_can_be_walked(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let total: usize = records(&bytes).map(|r| r.body.len()).sum();
        prop_assert!(total <= bytes.len());
        for step in steps(&bytes) {
            prop_assert!(!step.name().is_empty());
        }
        server_hello(&bytes);
        first_certificate(&bytes);
    }

    #[test]
    fn any_fragments_give_a_message_of_the_length_that_they_claim(
        pieces in proptest::collection::vec((0usize..40, 0usize..40, 0usize..40), 0..12),
    ) {
        let datagrams: Vec<_> = pieces.iter().map(|(length, offset, size)| fragment(11, *length, *offset, &vec![1; *size])).collect();
        if let Some(whole) = message(datagrams.iter().map(Vec::as_slice), Kind::CERTIFICATE) {
            prop_assert!(pieces.iter().any(|(length, ..)| *length == whole.len()));
        }
    }
}
