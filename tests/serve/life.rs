//! Starting and ending.

use rtcdiag::serve::{ServeConfig, Server};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::client::{ALL, Client, Over};
use super::server;

#[tokio::test]
async fn credentials_differ_at_every_start() {
    let (one, two) = (server().await, server().await);
    assert_ne!(one.credential().expose(), two.credential().expose());
    assert_ne!(one.username(), two.username());
    assert_ne!(one.ca_pem(), two.ca_pem());
    let shown = format!("{one:?}");
    assert!(!shown.contains(one.credential().expose()), "{shown}");
}

#[tokio::test]
async fn addresses_are_those_of_one_port() {
    let server = server().await;
    let port = server.addr().port();
    assert_eq!(server.stun_uri(), format!("stun:127.0.0.1:{port}"));
    assert_eq!(
        server.turn_uris(),
        [
            format!("turn:127.0.0.1:{port}?transport=udp"),
            format!("turn:127.0.0.1:{port}?transport=tcp"),
            format!("turns:127.0.0.1:{port}?transport=tcp"),
        ]
    );
    assert_eq!(server.ws_url("r"), format!("ws://127.0.0.1:{port}/ws?room=r"));
    assert_eq!(server.echo_url(), format!("ws://127.0.0.1:{port}/echo"));
}

#[tokio::test]
async fn nothing_is_left_after_the_end() {
    for gently in [true, false] {
        let server = server().await;
        let address = server.addr();
        let mut relayed = Vec::new();
        let mut clients = Vec::new();
        for over in ALL {
            let mut client = Client::connect(&server, over).await;
            relayed.push(client.allocate().await);
            clients.push((over, client));
        }
        if gently {
            server.shutdown().await;
            TcpListener::bind(address).await.unwrap();
            UdpSocket::bind(address).await.unwrap();
            for relayed in relayed {
                UdpSocket::bind(relayed).await.unwrap();
            }
        } else {
            drop(server);
        }
        for (over, mut client) in clients {
            assert!(over == Over::Udp || client.is_ended().await, "{over:?} is open after the end");
        }
        TcpStream::connect(address).await.expect_err("nobody listens any more");
    }
}

#[tokio::test]
async fn a_taken_port_is_an_error() {
    let first = server().await;
    let config = ServeConfig { listen: first.addr(), ..ServeConfig::default() };
    assert_eq!(Server::start(config).await.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn garbage_is_ended() {
    let server = server().await;
    for head in [
        b"\xff\xff\xff\xff".as_slice(),
        b"ssh-2.0\r\n",
        &[0, 1, 0, 3, 0x21, 0x12, 0xA4, 0x42],
        b"\x16\xff\xff\x00\x05hello",
    ] {
        let mut client = Client::connect(&server, Over::Tcp).await;
        client.write(head).await;
        assert!(client.is_ended().await, "{head:02x?}");
    }
}
