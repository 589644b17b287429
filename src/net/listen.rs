//! Listening and relay sockets of the embedded server, bound and nothing more.
//!
//! For: one port number for UDP and TCP, and relay ports of the parity that EVEN-PORT asks for (RFC 8656 section
//! 7.2). Not for: what is sent over them; that is `serve`.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpListener, TcpStream, UdpSocket};

/// A UDP socket.
pub type Datagrams = UdpSocket;

/// A TCP listener.
pub type Listener = TcpListener;

/// An accepted TCP connection.
pub type Accepted = TcpStream;

/// How often a free port is asked for until one suits; half of all ports are even.
const ATTEMPTS: usize = 64;

/// A UDP socket and a TCP listener on one port number.
#[derive(Debug)]
pub struct Listening {
    /// The UDP socket.
    pub datagrams: Datagrams,
    /// The TCP listener.
    pub listener: Listener,
    /// The address of both.
    pub address: SocketAddr,
}

/// Binds UDP and TCP to `address`. Port 0 takes one that is free for both.
pub async fn listen(address: SocketAddr) -> io::Result<Listening> {
    let mut attempts = if address.port() == 0 { ATTEMPTS } else { 1 };
    loop {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        attempts -= 1;
        match UdpSocket::bind(address).await {
            Ok(datagrams) => return Ok(Listening { datagrams, listener, address }),
            Err(error) if attempts == 0 => return Err(error),
            Err(_) => {}
        }
    }
}

/// Which ports relay sockets are wanted on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RelayPorts {
    /// One, any.
    Any,
    /// One with an even number.
    Even,
    /// One with an even number, and the next one.
    EvenAndNext,
}

/// Binds relay sockets to `ip`: one, or two for [`RelayPorts::EvenAndNext`].
pub fn relay(ip: IpAddr, ports: RelayPorts) -> io::Result<(Datagrams, Option<Datagrams>)> {
    // Ports that do not suit stay taken until the end, so that none is offered twice.
    let mut unsuitable = Vec::new();
    for _ in 0..ATTEMPTS {
        let socket = bind(ip, 0)?;
        let port = socket.local_addr()?.port();
        match ports {
            RelayPorts::Any => return Ok((socket, None)),
            RelayPorts::Even if port % 2 == 0 => return Ok((socket, None)),
            RelayPorts::EvenAndNext if port % 2 == 0 => {
                if let Ok(next) = bind(ip, port + 1) {
                    return Ok((socket, Some(next)));
                }
            }
            RelayPorts::Even | RelayPorts::EvenAndNext => {}
        }
        unsuitable.push(socket);
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, "no even port is free"))
}

fn bind(ip: IpAddr, port: u16) -> io::Result<Datagrams> {
    let socket = std::net::UdpSocket::bind(SocketAddr::new(ip, port))?;
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket)
}
