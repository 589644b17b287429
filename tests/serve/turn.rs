//! STUN and TURN over UDP, TCP and TLS.

use std::net::SocketAddr;
use std::time::Duration;

use rtcdiag::serve::turn::Limits;
use rtcdiag::serve::{Counts, ServeConfig, Server};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::client::*;
use super::{server, settles};

const CHANNEL: u16 = 0x4321;

async fn peer() -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

async fn receive(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = vec![0; 65_536];
    let (length, from) =
        timeout(Duration::from_secs(5), socket.recv_from(&mut buffer)).await.expect("a datagram comes").unwrap();
    buffer.truncate(length);
    (buffer, from)
}

#[tokio::test]
async fn binding_tells_the_client_its_address() {
    let server = server().await;
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        let request = client.request(BINDING, &[]);
        let answer = client.ask(&request).await;
        assert_eq!((answer.kind, answer.address(XOR_MAPPED_ADDRESS)), (0x0101, client.local), "{over:?}");
        assert_eq!(answer.find(FINGERPRINT), None);
        let request = with_fingerprint(client.request(BINDING, &[]));
        let answer = client.ask(&request).await;
        let sum = crc32(&answer.bytes[..answer.bytes.len() - 8]) ^ 0x5354_554E;
        assert_eq!(answer.attribute(FINGERPRINT), sum.to_be_bytes(), "{over:?}");
    }
}

#[tokio::test]
async fn channel_data_of_every_length_passes_both_ways() {
    let server = server().await;
    let (peer, peer_address) = peer().await;
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        let relayed = client.allocate().await;
        client.bind(CHANNEL, peer_address).await;
        for length in (0..=9).chain(1197..=1200).chain([16_381, 16_382, 16_383, 16_384]) {
            let data: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let message = client.channel_data(CHANNEL, &data);
            client.write(&message).await;
            assert_eq!(receive(&peer).await, (data.clone(), relayed), "{over:?}, {length} bytes out");
            peer.send_to(&data, relayed).await.unwrap();
            assert_eq!(client.read().await, message, "{over:?}, {length} bytes in");
        }
    }
}

#[tokio::test]
async fn a_stream_may_come_in_any_pieces() {
    let server = server().await;
    let (peer, peer_address) = peer().await;
    for over in [Over::Tcp, Over::Tls] {
        let mut client = Client::connect(&server, over).await;
        client.allocate().await;
        client.bind(CHANNEL, peer_address).await;
        let mut stream = Vec::new();
        for data in ["a", "bc", "def", "ghij", ""] {
            stream.extend(client.channel_data(CHANNEL, data.as_bytes()));
        }
        stream.extend(client.request(BINDING, &[]));
        client.write(&stream).await;
        for byte in &stream {
            client.write(&[*byte]).await;
        }
        for data in ["a", "bc", "def", "ghij", "", "a", "bc", "def", "ghij", ""] {
            assert_eq!(receive(&peer).await.0, data.as_bytes(), "{over:?}");
        }
        for _ in 0..2 {
            assert_eq!(Message::parse(client.read().await).kind, 0x0101);
        }
    }
}

#[tokio::test]
async fn a_padded_datagram_is_tolerated() {
    let server = server().await;
    let (peer, peer_address) = peer().await;
    let mut client = Client::connect(&server, Over::Udp).await;
    client.allocate().await;
    client.bind(CHANNEL, peer_address).await;
    client.write(b"\x43\x21\x00\x01x\0\0\0").await;
    assert_eq!(receive(&peer).await.0, b"x");
}

#[tokio::test]
async fn indications_carry_data_once_permitted() {
    let server = server().await;
    let (peer, peer_address) = peer().await;
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        let relayed = client.allocate().await;
        client.send_indication(peer_address, b"too early").await;
        peer.send_to(b"too early", relayed).await.unwrap();
        client.permit(peer_address).await.unwrap();
        client.send_indication(peer_address, b"hello").await;
        assert_eq!(receive(&peer).await, (b"hello".to_vec(), relayed), "{over:?}");
        peer.send_to(b"hi", relayed).await.unwrap();
        let mut message = Message::parse(client.read().await);
        // The kernel may hold the early datagram until the permission is there.
        if message.attribute(DATA) == b"too early" {
            message = Message::parse(client.read().await);
        }
        assert_eq!(message.kind, DATA_INDICATION);
        assert_eq!((message.attribute(DATA), message.address(XOR_PEER_ADDRESS)), (b"hi".as_slice(), peer_address));
    }
}

#[tokio::test]
async fn nothing_comes_in_without_a_permission() {
    let server = server().await;
    let (peer, _) = peer().await;
    let mut client = Client::connect(&server, Over::Udp).await;
    let relayed = client.allocate().await;
    peer.send_to(b"unasked", relayed).await.unwrap();
    assert!(client.hears_nothing().await);
}

#[tokio::test]
async fn two_allocations_reach_each_other() {
    let server = server().await;
    let mut alice = Client::connect(&server, Over::Udp).await;
    let mut bob = Client::connect(&server, Over::Tls).await;
    let (alices, bobs) = (alice.allocate().await, bob.allocate().await);
    alice.bind(0x4000, bobs).await;
    bob.bind(0x4FFF, alices).await;
    let message = alice.channel_data(0x4000, b"hello");
    alice.write(&message).await;
    assert_eq!(bob.read().await, bob.channel_data(0x4FFF, b"hello"));
}

#[tokio::test]
async fn bad_credentials_and_strange_peers_are_refused() {
    let server = server().await;
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        client.password.push('x');
        assert_eq!(client.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap_err(), 401);
        client.password.pop();
        client.username.push('x');
        assert_eq!(client.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap_err(), 401);
        client.username.pop();
        client.allocate().await;
        assert_eq!(client.permit("192.0.2.1:9".parse().unwrap()).await.unwrap_err(), 403);
        assert_eq!(client.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap_err(), 437);
    }
}

#[tokio::test]
async fn a_retransmitted_allocate_makes_one_allocation() {
    let server = server().await;
    let mut client = Client::connect(&server, Over::Udp).await;
    client.ask_signed(REFRESH, &[]).await.unwrap_err();
    let request = client.signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]);
    let first = client.ask(&request).await;
    let second = client.ask(&request).await;
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(server.counts(), Counts { allocations: 1, relays: 1, ..Counts::default() });
}

#[tokio::test]
async fn every_end_releases() {
    let server = server().await;
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        let relayed = client.allocate().await;
        assert_eq!(server.counts(), Counts { allocations: 1, relays: 1, ..Counts::default() });
        let answer = client.ask_signed(REFRESH, &[(LIFETIME, vec![0; 4])]).await.unwrap();
        assert_eq!(answer.attribute(LIFETIME), [0; 4]);
        settles(&server, Counts::default()).await;
        UdpSocket::bind(relayed).await.expect("the relayed port is free again");
    }
    for over in [Over::Tcp, Over::Tls] {
        let mut client = Client::connect(&server, over).await;
        client.allocate().await;
        assert_eq!(server.counts().allocations, 1);
        drop(client);
        settles(&server, Counts::default()).await;
    }
}

#[tokio::test]
async fn quotas_and_lifetimes_are_the_configured_ones() {
    let limits = Limits {
        allocations: 1,
        default_lifetime: Duration::from_secs(1),
        longest_lifetime: Duration::from_secs(1),
        ..Limits::default()
    };
    let server = Server::start(ServeConfig { limits, ..ServeConfig::default() }).await.unwrap();
    let mut client = Client::connect(&server, Over::Udp).await;
    let answer = client.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap();
    assert_eq!(answer.attribute(LIFETIME), 1u32.to_be_bytes());
    let mut other = Client::connect(&server, Over::Udp).await;
    assert_eq!(other.ask_signed(ALLOCATE, &[(REQUESTED_TRANSPORT, vec![17, 0, 0, 0])]).await.unwrap_err(), 486);
    settles(&server, Counts::default()).await;
}

#[tokio::test]
async fn even_ports_and_reservations_are_given() {
    const EVEN_PORT: u16 = 0x0018;
    const RESERVATION_TOKEN: u16 = 0x0022;
    let server = server().await;
    let transport = (REQUESTED_TRANSPORT, vec![17, 0, 0, 0]);
    let mut rtp = Client::connect(&server, Over::Udp).await;
    let answer = rtp.ask_signed(ALLOCATE, &[transport.clone(), (EVEN_PORT, vec![0x80])]).await.unwrap();
    let relayed = answer.address(XOR_RELAYED_ADDRESS);
    assert_eq!(relayed.port() % 2, 0);
    assert_eq!(server.counts().relays, 2);
    let token = answer.attribute(RESERVATION_TOKEN).to_vec();
    let mut rtcp = Client::connect(&server, Over::Udp).await;
    let answer = rtcp.ask_signed(ALLOCATE, &[transport, (RESERVATION_TOKEN, token)]).await.unwrap();
    assert_eq!(answer.address(XOR_RELAYED_ADDRESS).port(), relayed.port() + 1);
    let (peer, peer_address) = peer().await;
    rtcp.permit(peer_address).await.unwrap();
    rtcp.send_indication(peer_address, b"rtcp").await;
    assert_eq!(receive(&peer).await.1.port(), relayed.port() + 1);
}

#[tokio::test]
async fn ipv6_is_served_where_there_is_any() {
    let listen = "[::1]:0".parse().unwrap();
    if UdpSocket::bind(listen).await.is_err() {
        eprintln!("skipped: 1 test of IPv6 (no `::1` here)");
        return;
    }
    let server = Server::start(ServeConfig { listen, ..ServeConfig::default() }).await.unwrap();
    assert!(server.stun_uri().starts_with("stun:[::1]:"), "{}", server.stun_uri());
    for over in ALL {
        let mut client = Client::connect(&server, over).await;
        let transport = (REQUESTED_TRANSPORT, vec![17, 0, 0, 0]);
        let answer = client.ask_signed(ALLOCATE, &[transport, (0x0017, vec![2, 0, 0, 0])]).await.unwrap();
        let relayed = answer.address(XOR_RELAYED_ADDRESS);
        let peer = UdpSocket::bind(listen).await.unwrap();
        client.bind(CHANNEL, peer.local_addr().unwrap()).await;
        let message = client.channel_data(CHANNEL, b"six");
        client.write(&message).await;
        assert_eq!(receive(&peer).await, (b"six".to_vec(), relayed), "{over:?}");
    }
}

#[tokio::test]
async fn the_certificate_holds_for_its_names_and_its_authority_alone() {
    let server = server().await;
    for name in ["localhost", "127.0.0.1", "::1"] {
        let stream = TcpStream::connect(server.addr()).await.unwrap();
        tls(&server, name, stream).await.unwrap();
    }
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    tls(&server, "example.org", stream).await.expect_err("another name is not in the certificate");
    let other = super::server().await;
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    tls(&other, "localhost", stream).await.expect_err("another server's authority did not sign it");
    assert!(server.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
}
