//! Sockets that do one wrong thing, and one sound server. Each lives as long as it is kept.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::OnceLock;
use std::time::Duration;

use rtcdiag::serve::{ServeConfig, Server};
use socket2::{Domain, Socket, Type};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

const ANY: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

/// Where the listeners run.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap())
}

/// A sound STUN and TURN server.
pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| runtime().block_on(Server::start(ServeConfig::default())).unwrap())
}

/// A TURN server that challenges everybody, and refuses whoever is not its one user.
pub(crate) fn refusing_turn() -> SocketAddr {
    server().addr()
}

/// Something that listens, or holds a port.
pub(crate) struct Listener {
    /// Where.
    pub(crate) address: SocketAddr,
    _held: Held,
}

#[expect(dead_code, reason = "kept for being dropped")]
enum Held {
    Datagrams(UdpSocket),
    Streams(Vec<Socket>),
    Task(Task),
}

struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A UDP port that is taken, so that nobody else gets it, by a socket that takes nothing from us: it is connected to
/// another peer, and what others send is answered with ICMP port unreachable.
pub(crate) fn udp_closed() -> Listener {
    let socket = UdpSocket::bind(ANY).unwrap();
    socket.connect((Ipv4Addr::LOCALHOST, 9)).unwrap();
    Listener { address: socket.local_addr().unwrap(), _held: Held::Datagrams(socket) }
}

/// A UDP port that takes everything and says nothing.
pub(crate) fn udp_silent() -> Listener {
    let socket = UdpSocket::bind(ANY).unwrap();
    Listener { address: socket.local_addr().unwrap(), _held: Held::Datagrams(socket) }
}

/// A UDP port that answers each datagram with what `answer` makes of it.
pub(crate) fn udp_answering(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> Listener {
    let socket = UdpSocket::bind(ANY).unwrap();
    socket.set_nonblocking(true).unwrap();
    let address = socket.local_addr().unwrap();
    let task = runtime().spawn(async move {
        let socket = tokio::net::UdpSocket::from_std(socket).unwrap();
        let mut buffer = vec![0; 65_535];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            let _ = socket.send_to(&answer(buffer.get(..length).unwrap()), from).await;
        }
    });
    Listener { address, _held: Held::Task(Task(task)) }
}

/// A TCP port that is taken by a socket that does not listen: connections are refused.
pub(crate) fn tcp_closed() -> Listener {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(ANY).into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    Listener { address, _held: Held::Streams(vec![socket]) }
}

/// A TCP port whose queue of connections is full, so that the system drops every further SYN.
#[cfg(target_os = "linux")]
pub(crate) fn tcp_full() -> Listener {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(ANY).into()).unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let mut held = vec![socket];
    // a queue of 0 takes one connection; the first that is not taken shows that it is full
    loop {
        let client = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let taken = client.connect_timeout(&address.into(), Duration::from_millis(100)).is_ok();
        held.push(client);
        if !taken {
            return Listener { address, _held: Held::Streams(held) };
        }
    }
}

/// What a TCP server does once something came in.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    /// Nothing at all.
    Nothing,
    /// Sends this, and keeps the connection.
    Answer(&'static [u8]),
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
}

/// A TCP server that waits for something, and then does one thing.
pub(crate) fn tcp(then: Then) -> Listener {
    stream_server(move |mut stream| async move {
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer).await;
        match then {
            Then::Nothing => {}
            Then::Answer(bytes) => drop(stream.write_all(bytes).await),
            Then::Close => return drop(stream.shutdown().await),
            Then::Reset => return socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap(),
        }
        while stream.read(&mut buffer).await.is_ok_and(|length| length > 0) {}
    })
}

/// A TCP server that hands each connection to `serve`.
pub(crate) fn stream_server<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> Listener
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = runtime().block_on(TcpListener::bind(ANY)).unwrap();
    let address = listener.local_addr().unwrap();
    let task = runtime().spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    Listener { address, _held: Held::Task(Task(task)) }
}
