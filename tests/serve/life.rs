//! Starting and ending.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rtcdiag::serve::{Counts, ServeConfig, Server};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_tungstenite::tungstenite::Message;

use super::caller::{Caller, PATIENCE, ask, parse, raw_over};
use super::client::{ALL, Client, Over};
use super::dialects::Socket;
use super::{server, settles};

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

#[tokio::test]
async fn a_server_that_drains_lets_calls_end_and_begins_none() {
    let server = server().await;
    let mut caller = Caller::new().await;
    let offer = ["Content-Type: application/sdp"];
    let answer = ask(&server, "POST", "/whip", &offer, &caller.offer).await;
    caller.echoes(&answer.body).await.unwrap();
    let kept = TcpStream::connect(server.addr()).await.unwrap();
    // It is accepted before the server drains.
    ask(&server, "GET", "/", &[], "").await;
    let began = Instant::now();
    let (drained, ()) = tokio::join!(server.drain(Duration::from_secs(20)), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        TcpStream::connect(server.addr()).await.expect_err("nothing new is taken");
        let request = format!("POST /whip HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\n\r\n", server.addr());
        assert_eq!(parse(&raw_over(kept, &request).await).status, 503);
        caller.channel.send(b"hello", true).await.unwrap();
        caller.hears_echo(PATIENCE).await.expect("the call goes on");
        caller.channel.close().await.unwrap();
    });
    assert_eq!((drained, server.counts()), ((), Counts::default()));
    assert!(began.elapsed() < Duration::from_secs(20), "it waits no longer than there are calls");
}

#[tokio::test]
async fn sockets_are_told_that_the_server_ends() {
    let server = server().await;
    let mut sockets = Vec::new();
    for path in ["/echo", "/ws?room=r", "/peerjs?key=peerjs&id=a&token=t"] {
        sockets.push(Socket::open(&server, path).await);
    }
    settles(&server, Counts { members: 2, ..Counts::default() }).await;
    server.drain(Duration::from_millis(100)).await;
    server.shutdown().await;
    for mut socket in sockets {
        let frame = loop {
            match socket.frame().await {
                Message::Text(_) => {}
                frame => break frame,
            }
        };
        assert!(matches!(&frame, Message::Close(Some(frame)) if u16::from(frame.code) == 1001), "{frame:?}");
    }
}

/// On another address than loopback, and as its own machine sees it: a client there is nobody's participant.
#[tokio::test]
async fn beyond_loopback_the_relay_is_closed() {
    let interfaces = rtcdiag::net::interfaces::list().unwrap();
    let Some(own) = interfaces.iter().find(|it| it.address.is_ipv4() && !it.loopback) else {
        eprintln!("skipped: this machine has no address but loopback");
        return;
    };
    let listen = SocketAddr::new(own.address, 0);
    let config = ServeConfig { listen, faults: false, ..ServeConfig::default() };
    let server = Server::start(config).await.unwrap();
    let mut client = Client::connect(&server, Over::Udp).await;
    let relayed = client.allocate().await;
    assert_eq!(relayed.ip(), own.address);
    for peer in [
        server.addr(),
        "127.0.0.1:9".parse().unwrap(),
        "169.254.169.254:80".parse().unwrap(),
        "192.0.2.1:9".parse().unwrap(),
    ] {
        assert_eq!(client.permit(peer).await.unwrap_err(), 403, "{peer}");
    }
    let socket = async {
        let mut socket = Socket::open(&server, "/echo").await;
        socket.say(serde_json::json!({ "type": "offer", "sdp": Caller::new().await.offer })).await;
        assert_eq!(socket.hear().await["type"], "answer");
        let candidate = socket.hear().await["candidate"]["candidate"].as_str().unwrap().to_owned();
        (socket, candidate.split(' ').nth(5).unwrap().parse().unwrap())
    };
    let (_socket, port) = socket.await;
    client.permit(SocketAddr::new(own.address, port)).await.expect("the client's own echo peer is a peer");
    for (header, status) in [("Origin: http://localhost:3000", 403), ("Host: rebound.example", 421), ("X-A: b", 200)] {
        assert_eq!(ask(&server, "GET", "/", &[header], "").await.status, status, "{header}");
    }
    assert_eq!(ask(&server, "GET", "/faults", &[], "").await.status, 404);
    let options = ask(&server, "OPTIONS", "/whip", &[], "").await;
    assert!(!options.all("link").join(" ").contains("credential="), "{options:#?}");
    let bearer = format!("Authorization: Bearer {}", server.credential().expose());
    assert!(ask(&server, "OPTIONS", "/whip", &[&bearer], "").await.all("link").join(" ").contains("credential="));
}
