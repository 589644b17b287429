//! Opens the connection to a server, and times what that takes: TCP, a proxy's CONNECT, TLS.

use std::net::SocketAddr;
use std::time::Instant;

use tokio::time::timeout_at;

use super::gather::Shared;
use super::link::{self, Link};
use super::proxy::{self, Place};
use super::tls::Trust;
use super::{clock, tls};
use crate::candidate::uri::Transport;
use crate::facts::ice::{Failure, Stage, Tls};
use crate::probe::Lost;

/// Everything about the connection that the driver itself measured.
pub(super) struct Opened {
    /// The connection.
    pub(super) link: Link,
    /// Our end of it.
    pub(super) base: SocketAddr,
    /// TCP connect.
    pub(super) tcp_ms: Option<f64>,
    /// CONNECT at the proxy.
    pub(super) proxy_ms: Option<f64>,
    /// TLS handshake.
    pub(super) tls_ms: Option<f64>,
    /// What TLS showed.
    pub(super) tls: Option<Tls>,
}

/// Why there is no connection.
pub(super) struct NotOpened {
    /// The reason.
    pub(super) failure: Failure,
    /// What TLS showed until then.
    pub(super) tls: Option<Tls>,
    /// TCP connect, if it came so far.
    pub(super) tcp_ms: Option<f64>,
    /// CONNECT at the proxy, if it came so far.
    pub(super) proxy_ms: Option<f64>,
}

impl Opened {
    /// Round trips until the connection stood (RFC 8446 section 2, RFC 5246 section 7.3).
    pub(super) fn round_trips(&self) -> u32 {
        let tls = match self.tls.as_ref().and_then(|tls| tls.version.as_deref()) {
            None => 0,
            Some("1.3") => 1,
            Some(_) => 2,
        };
        u32::from(self.tcp_ms.is_some()) + u32::from(self.proxy_ms.is_some()) + tls
    }
}

/// Opens a connection of kind `transport` to `place`; under TLS `host` is the name to verify.
pub(super) async fn open(
    transport: Transport,
    host: &str,
    place: &Place,
    deadline: Instant,
    trust: &Trust,
    shared: &Shared<'_>,
) -> Result<Opened, NotOpened> {
    let address = place.address;
    let local = shared.local_for(address);
    let bare = |failure| NotOpened { failure, tls: None, tcp_ms: None, proxy_ms: None };
    let no_route = |error: &std::io::Error| match link::lost(error) {
        Lost::NoRoute(why) => Failure::NoRoute { why },
        lost => Failure::Closed { stage: Stage::Connect, reset: lost == Lost::Reset },
    };
    if transport == Transport::Udp {
        let socket = link::udp(local, address).await.map_err(|error| bare(no_route(&error)))?;
        let base = socket.local_addr().map_err(|error| bare(no_route(&error)))?;
        return Ok(Opened { link: Link::Udp(socket), base, tcp_ms: None, proxy_ms: None, tls_ms: None, tls: None });
    }
    let began = clock::now();
    let waited = |stage| Failure::NoAnswer { stage, sent: 1, waited_ms: clock::ms(clock::now() - began) };
    let connected = timeout_at(deadline.into(), link::tcp(local, address)).await;
    let mut stream = match (connected, &place.tunnel) {
        (Ok(Ok(stream)), _) => stream,
        (Ok(Err(error)), Some(tunnel)) => {
            return Err(bare(proxy::unreachable(tunnel, Some(&error), clock::now() - began)));
        }
        (Err(_), Some(tunnel)) => return Err(bare(proxy::unreachable(tunnel, None, clock::now() - began))),
        (Err(_), None) => return Err(bare(waited(Stage::Connect))),
        (Ok(Err(error)), None) => {
            return Err(bare(match link::lost(&error) {
                Lost::Refused => Failure::TcpClosed { after_ms: clock::ms(clock::now() - began) },
                _ if error.kind() == std::io::ErrorKind::TimedOut => waited(Stage::Connect),
                _ => no_route(&error),
            }));
        }
    };
    let base = stream.local_addr().map_err(|error| bare(no_route(&error)))?;
    let tcp_ms = Some(clock::ms(clock::now() - began));
    let proxy_ms = match &place.tunnel {
        None => None,
        Some(tunnel) => {
            let opened = proxy::connect(&mut stream, tunnel, deadline).await;
            Some(opened.map_err(|failure| NotOpened { failure, tls: None, tcp_ms, proxy_ms: None })?)
        }
    };
    if transport != Transport::Tls {
        return Ok(Opened { link: Link::stream(stream), base, tcp_ms, proxy_ms, tls_ms: None, tls: None });
    }
    let secured = clock::now();
    let connected = timeout_at(deadline.into(), tls::connect(trust, host, stream))
        .await
        .map_err(|_| NotOpened { failure: waited(Stage::Handshake), tls: None, tcp_ms, proxy_ms })?
        .map_err(|(failure, tls)| NotOpened { failure, tls, tcp_ms, proxy_ms })?;
    let tls_ms = Some(clock::ms(clock::now() - secured));
    Ok(Opened { link: Link::stream(connected.stream), base, tcp_ms, proxy_ms, tls_ms, tls: Some(connected.tls) })
}
