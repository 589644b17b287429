//! One connection to a server as the probes see it: messages in, messages out, and how it was lost.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream, UdpSocket};

use crate::probe::Lost;
use crate::proto::channel_data::Splitter;

/// A stream of whatever kind.
pub trait Io: AsyncRead + AsyncWrite + Send + Sync {}
impl<T: AsyncRead + AsyncWrite + Send + Sync> Io for T {}

/// A connection to a server.
pub(super) enum Link {
    /// Datagrams from a connected socket, so that ICMP errors reach us.
    Udp(UdpSocket),
    /// STUN messages of a stream.
    Stream(Box<Stream>),
}

/// A stream, cut into messages.
pub(super) struct Stream {
    io: Pin<Box<dyn Io>>,
    splitter: Splitter,
    heard: bool,
}

impl Link {
    /// A link over an open stream.
    pub(super) fn stream(io: impl Io + 'static) -> Self {
        Self::Stream(Box::new(Stream { io: Box::pin(io), splitter: Splitter::default(), heard: false }))
    }

    /// The next message, or how the link was lost. Dropping the future loses nothing.
    pub(super) async fn receive(&mut self) -> Result<Vec<u8>, Lost> {
        match self {
            Self::Udp(socket) => {
                let mut buffer = vec![0; 65_535];
                let length = socket.recv(&mut buffer).await.map_err(|error| lost(&error))?;
                buffer.truncate(length);
                Ok(buffer)
            }
            Self::Stream(stream) => stream.receive().await,
        }
    }

    /// Bytes that a message announces and those that came of it, where its header is there and its end is not.
    pub(super) fn cut_off(&self) -> Option<(usize, usize)> {
        match self {
            Self::Udp(_) => None,
            Self::Stream(stream) => stream.splitter.cut_off(),
        }
    }

    /// Sends one message.
    pub(super) async fn send(&mut self, bytes: &[u8]) -> Result<(), Lost> {
        match self {
            Self::Udp(socket) => socket.send(bytes).await.map(drop),
            Self::Stream(stream) => stream.send(bytes).await,
        }
        .map_err(|error| lost(&error))
    }
}

impl Stream {
    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.io.write_all(bytes).await?;
        self.io.flush().await
    }

    async fn receive(&mut self) -> Result<Vec<u8>, Lost> {
        loop {
            match self.splitter.next_message() {
                Ok(Some(message)) => return Ok(message),
                Ok(None) => {}
                Err(garbage) => return Ok(garbage.head),
            }
            let mut buffer = [0; 4096];
            let length = self.io.read(&mut buffer).await.map_err(|error| lost(&error))?;
            let bytes = buffer.get(..length).unwrap_or_default();
            if bytes.is_empty() {
                return Err(Lost::Ended);
            }
            // We bind no channel: what does not begin as STUN is another protocol, and is handed on as it came.
            let first = !std::mem::replace(&mut self.heard, true);
            if first && bytes.first().is_some_and(|b| b & 0xc0 != 0) {
                return Ok(bytes.to_vec());
            }
            self.splitter.push(bytes);
        }
    }
}

/// A UDP socket from `local` (or the system's choice), connected to `remote`.
pub(super) async fn udp(local: Option<std::net::IpAddr>, remote: SocketAddr) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind(SocketAddr::new(local.unwrap_or_else(|| unspecified(remote)), 0)).await?;
    socket.connect(remote).await?;
    Ok(socket)
}

/// An unconnected UDP socket that can reach `towards`.
pub(super) async fn outside(local: Option<std::net::IpAddr>, towards: SocketAddr) -> io::Result<UdpSocket> {
    UdpSocket::bind(SocketAddr::new(local.unwrap_or_else(|| unspecified(towards)), 0)).await
}

/// A TCP stream from `local` (or the system's choice) to `remote`, without Nagle's delay.
pub(super) async fn tcp(local: Option<std::net::IpAddr>, remote: SocketAddr) -> io::Result<TcpStream> {
    let domain = Domain::for_address(remote);
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    if let Some(local) = local {
        socket.bind(&SocketAddr::new(local, 0).into())?;
    }
    TcpSocket::from_std_stream(socket.into()).connect(remote).await
}

fn unspecified(like: SocketAddr) -> std::net::IpAddr {
    if like.is_ipv4() { [0, 0, 0, 0].into() } else { [0u16; 8].into() }
}

/// What an error of the operating system says about the link.
pub(super) fn lost(error: &io::Error) -> Lost {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Lost::Refused,
        Kind::ConnectionReset | Kind::ConnectionAborted => Lost::Reset,
        Kind::UnexpectedEof | Kind::BrokenPipe | Kind::NotConnected => Lost::Ended,
        _ => Lost::NoRoute(describe(error)),
    }
}

/// The operating system's words without its number.
fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
